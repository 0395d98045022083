"""Options to a report: what `exominer evaluate` does, with reading and extraction passed in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from exominer.config import EvaluateConfig
from exominer.errors import InputError
from exominer.evaluate.claims import ClaimScores, score_claims
from exominer.evaluate.gold import (
    GoldDocument,
    Table1Row,
    find_gold_kind,
    read_claims,
    read_gold_documents,
    read_table1,
)
from exominer.evaluate.masking import without_tables
from exominer.evaluate.shipped import find_shipped_gold, find_shipped_papers
from exominer.evaluate.table1 import Sources, Table1Scores, score_table1
from exominer.records import Claim, Document

ReadPaper = Callable[[Path], Document]
ExtractClaims = Callable[[Document], tuple[Claim, ...]]

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

    ``gold`` holds rows of a claims table or documents with claims. ``predicted`` is a
    claims.jsonl or a run folder, ``document`` a paper to extract from: one of the two.
    ``sources`` says which claims count against gold rows. ``out`` takes scores.json.
    """

    gold: Path | None = None
    predicted: Path | None = None
    document: Path | None = None
    sources: Sources = "all"
    out: Path | None = None


class EvaluationReport(Struct, frozen=True):
    """Scores with the names of the files they are of; one of ``table1`` and ``claims``."""

    gold: str
    scored: tuple[str, ...]
    table1: tuple[Table1Scores, ...] = ()
    claims: ClaimScores | None = None
    notes: tuple[str, ...] = ()


class Stages(Struct, frozen=True):
    """The stages before this one; evaluation calls them and knows nothing of them."""

    read: ReadPaper
    extract: ExtractClaims


def run_evaluation(
    options: EvaluationOptions, *, stages: Stages, settings: EvaluateConfig
) -> EvaluationReport:
    """Score as the options say; the stages run only where claims are not given.

    Scores are written where ``options.out`` names a folder.

    Raises:
        InputError: If a file is missing, unreadable or not what the option asks for.
    """
    if options.predicted and options.document:
        found = "--predicted and --document are both given"
        raise InputError("evaluate", found, "Score claims that exist or a paper, not both.")
    gold = options.gold or find_shipped_gold()
    if find_gold_kind(gold) == "documents":
        report = _evaluate_documents(gold, options, stages, settings)
    else:
        report = _evaluate_table1(gold, options, stages, settings)
    if options.out:
        write_scores(report, options.out)
    return report


def _evaluate_documents(
    gold: Path, options: EvaluationOptions, stages: Stages, settings: EvaluateConfig
) -> EvaluationReport:
    if options.document:
        found = "the gold file holds documents of its own"
        raise InputError(str(gold), found, "Leave --document out, or name --predicted.")
    documents = read_gold_documents(gold)
    if options.predicted:
        claims, scored = read_claims(options.predicted), options.predicted.name
    else:
        claims, scored = extract_from_texts(documents, stages), "the texts of the gold file"
    scores = score_claims(documents, claims, resamples=settings.resamples, seed=settings.seed)
    return EvaluationReport(gold=gold.name, scored=(scored,), claims=scores)


def extract_from_texts(gold: Sequence[GoldDocument], stages: Stages) -> tuple[Claim, ...]:
    """Claims of the gold documents' own texts, each read from a file ID.txt without its title.

    Raises:
        InputError: If a document has claims but no text.
    """
    bare = [document.id for document in gold if not document.text]
    if bare:
        found = f"no text in {', '.join(bare)}"
        raise InputError("gold documents", found, "Name claims to score with --predicted.")
    claims: list[Claim] = []
    with TemporaryDirectory() as folder:
        for document in gold:
            path = Path(folder) / f"{document.id}.txt"
            path.write_text(document.text, encoding="utf-8")
            claims.extend(stages.extract(stages.read(path)))
    return tuple(claims)


def _evaluate_table1(
    gold: Path, options: EvaluationOptions, stages: Stages, settings: EvaluateConfig
) -> EvaluationReport:
    rows, views = read_table1(gold), VIEWS[options.sources]
    scored: tuple[str, ...]
    notes: tuple[str, ...]
    if options.predicted:
        claims = dict.fromkeys(views, read_claims(options.predicted))
        scored, notes = (options.predicted.name,), (TABLES_LEFT_IN,)
    else:
        papers = (options.document,) if options.document else find_shipped_papers()
        documents = [_read_usable(path, stages.read) for path in papers]
        claims = extract_views(documents, views, stages.extract)
        scored, notes = tuple(path.name for path in papers), _notes(documents, options)
    return EvaluationReport(
        gold=gold.name, scored=scored, table1=_score_views(rows, claims, settings), notes=notes
    )


def _notes(documents: Sequence[Document], options: EvaluationOptions) -> tuple[str, ...]:
    bare = [document.document for document in documents if not document.tables]
    no_table = (f"No table was recognised in {', '.join(bare)}.",) if bare else ()
    return no_table if options.document else (*no_table, SMOKE_TEST)


TABLES_LEFT_IN = "Prose is scored from claims of whole documents: tables were not cut out."
SMOKE_TEST = (
    "A smoke test: these documents were written for this project, as were the gold rows. "
    "How well a paper by others is read, they do not show."
)


def extract_views(
    documents: Sequence[Document], views: Sequence[Sources], extract: ExtractClaims
) -> dict[Sources, tuple[Claim, ...]]:
    """Claims per choice of sources: prose is extracted with the tables cut out."""
    claims: dict[Sources, tuple[Claim, ...]] = {}
    if "prose" in views:
        bare = (without_tables(document) for document in documents)
        claims["prose"] = tuple(claim for document in bare for claim in extract(document))
    if "table" in views or "all" in views:
        whole = tuple(claim for document in documents for claim in extract(document))
        claims |= {view: whole for view in views if view != "prose"}
    return claims


def _score_views(
    rows: Sequence[Table1Row],
    claims: dict[Sources, tuple[Claim, ...]],
    settings: EvaluateConfig,
) -> tuple[Table1Scores, ...]:
    return tuple(
        score_table1(rows, found, sources=view, resamples=settings.resamples, seed=settings.seed)
        for view, found in claims.items()
    )


def _read_usable(path: Path, read: ReadPaper) -> Document:
    document = read(path)
    if document.status not in ("ok", "partial"):
        raise InputError(str(path), document.reason, "Name a paper that can be read.")
    return document


def write_scores(report: EvaluationReport, out_dir: Path) -> Path:
    """Write scores.json into a folder, which is made if need be; return its path."""
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(out_dir), error.strerror or "not writable", "Check --out.") from error
    path = out_dir / "scores.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return path
