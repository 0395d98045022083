"""Where the files are that an evaluation without arguments uses."""

from collections.abc import Iterable
from pathlib import Path

from exominer.errors import InputError

GOLD_NAME = "annotations/table1.jsonl"
CORPUS_NAME = "annotations/documents.jsonl"
PAPER_PATTERN = "corpora/review_restated*"
PAPER_SUFFIXES = (".txt", ".xml", ".nxml", ".pdf")

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_roots() -> tuple[Path, ...]:
    """Folders to look in, in order: the checkout, the installed package, the current one."""
    return _PACKAGE.parent, _PACKAGE / "shipped", Path.cwd()


def find_shipped_gold(roots: Iterable[Path] | None = None) -> Path:
    """The gold rows of the shipped experiment.

    Raises:
        InputError: If no root holds them.
    """
    return _find_file(GOLD_NAME, roots, advice="Name the gold rows with --gold.")


def find_shipped_corpus(roots: Iterable[Path] | None = None) -> Path:
    """The annotated documents that ship.

    Raises:
        InputError: If no root holds them.
    """
    return _find_file(CORPUS_NAME, roots, advice="Train without them: --no-shipped.")


def _find_file(name: str, roots: Iterable[Path] | None, *, advice: str) -> Path:
    paths = (root / name for root in roots or shipped_roots())
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise InputError(name, _NOT_FOUND, advice)
    return found


def find_shipped_papers(roots: Iterable[Path] | None = None) -> tuple[Path, ...]:
    """The documents of the shipped experiment, sorted, all from one root.

    Raises:
        InputError: If no root holds one.
    """
    for root in roots or shipped_roots():
        papers = sorted(p for p in root.glob(PAPER_PATTERN) if p.suffix in PAPER_SUFFIXES)
        if papers:
            return tuple(papers)
    advice = "Name a paper with --document or claims with --predicted."
    raise InputError(PAPER_PATTERN, _NOT_FOUND, advice)


_NOT_FOUND = "found neither beside the package nor in the current folder"
