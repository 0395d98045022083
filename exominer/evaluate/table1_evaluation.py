"""Gold rows and papers to the scores of Table 1: prose, tables and both."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from exominer.config import EvaluateConfig
from exominer.errors import InputError
from exominer.evaluate.fit import STRICTNESS
from exominer.evaluate.gold import Table1Row, read_claims, read_table1
from exominer.evaluate.judgements import Item, Judgement
from exominer.evaluate.masking import without_tables
from exominer.evaluate.options import VIEWS, EvaluationOptions, ReadPaper, Stages
from exominer.evaluate.shipped import find_shipped_papers
from exominer.evaluate.table1 import Sources, Table1Scores, score_table1
from exominer.records import Claim, Document

ExtractClaims = Callable[[Document], tuple[Claim, ...]]


class Table1Evaluation(Struct, frozen=True):
    """The scores of every system and view, the papers they are of, and what to note."""

    papers: tuple[str, ...]
    scores: dict[str, tuple[Table1Scores, ...]]
    notes: tuple[str, ...]


def evaluate_table1(
    gold: Path,
    options: EvaluationOptions,
    stages: Mapping[str, Stages],
    settings: EvaluateConfig,
) -> Table1Evaluation:
    """Score the claims of each system, or of each file of claims, against gold rows.

    Raises:
        InputError: If the gold, the claims or a paper cannot be read.
    """
    rows, views = read_table1(gold), VIEWS[options.sources]
    notes: tuple[str, ...] = ()
    scored: tuple[str, ...]
    if options.predicted:
        found = {str(path): dict.fromkeys(views, read_claims(path)) for path in options.predicted}
        scored, notes = tuple(path.name for path in options.predicted), (TABLES_LEFT_IN,)
    else:
        papers = (options.document,) if options.document else find_shipped_papers()
        found = {}
        for name, system in stages.items():
            documents = [_read_usable(path, system.read) for path in papers]
            found[name] = extract_views(documents, views, system.extract)
            notes = _notes(documents, options)
        scored = tuple(path.name for path in papers)
    scores = {name: _score_views(rows, claims, settings) for name, claims in found.items()}
    return Table1Evaluation(scored, scores, notes)


def judge_rows(scores: Sequence[Table1Scores]) -> list[Judgement]:
    """The rows as judgements, each a document of its own, so that systems can be compared."""
    return [
        Judgement(
            task="table1",
            measure=f"{view.sources}, {level} {how}",
            document=f"row {row.row}",
            gold=Item("row", 0, 0, ", ".join(row.cargo)),
            predicted=None,
            credit=float(getattr(getattr(row, how), level)),
        )
        for view in scores
        for level in ("triple", "full")
        for how in STRICTNESS
        for row in view.rows
    ]


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
