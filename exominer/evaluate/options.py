"""What `exominer evaluate` is asked for, and what it needs of the stages before it."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from exominer.config import RelateConfig
from exominer.errors import InputError
from exominer.evaluate.table1 import Sources
from exominer.records import AnnotatedDocument, Claim, Document

ReadPaper = Callable[[Path], Document]
Analyse = Callable[[Document], tuple[AnnotatedDocument, tuple[Claim, ...]]]

VIEWS: dict[Sources, tuple[Sources, ...]] = {
    "prose": ("prose",),
    "table": ("table",),
    "all": ("prose", "table", "all"),
}


def check_sources(name: str) -> Sources:
    """The choice of that name.

    Raises:
        InputError: If there is no such choice.

    Example:
        >>> check_sources("table")
        'table'
    """
    for sources in VIEWS:
        if sources == name:
            return sources
    raise InputError("--sources", f"there is no {name!r}", f"Choose {', '.join(VIEWS)}.")


class EvaluationOptions(Struct, frozen=True):
    """What to score; what is left out is the shipped experiment's.

    ``gold`` holds rows of a claims table, documents with claims or an annotated corpus, of
    which ``split`` names a part and ``texts`` the abstracts that it leaves out. ``predicted``
    are files or run folders, ``models`` what the stages were loaded from, ``document`` is a
    paper to extract from: claims that exist exclude the other two.
    ``second`` is a second annotation of the gold documents. ``sources`` says which claims
    count against gold rows. ``out`` takes scores.json and evaluation.html.
    ``max_sentences_back`` is how far relations look back, to tell why one was missed.
    """

    gold: Path | None = None
    predicted: tuple[Path, ...] = ()
    models: tuple[Path | str, ...] = ()
    document: Path | None = None
    second: Path | None = None
    split: str = ""
    texts: Path | None = None
    sources: Sources = "all"
    out: Path | None = None
    max_sentences_back: int = RelateConfig().max_sentences_back


class Stages(Struct, frozen=True):
    """The stages before this one; evaluation calls them and knows nothing of them."""

    read: ReadPaper
    analyse: Analyse

    def extract(self, document: Document) -> tuple[Claim, ...]:
        """The claims of a document."""
        return self.analyse(document)[1]
