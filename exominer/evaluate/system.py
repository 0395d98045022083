"""Gold documents and what a system says of them to outcomes, and outcomes to scores."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from exominer.evaluate.annotation import Annotation, place_over, sentence_around
from exominer.evaluate.claims import judge_claim_slots, judge_claims
from exominer.evaluate.curves import Calibration, Curve, calibrate, find_curve, judged_scores
from exominer.evaluate.mentions import judge_mentions
from exominer.evaluate.outcomes import (
    Item,
    Outcome,
    Resampling,
    Score,
    Task,
    count_outcomes,
    score_counts,
)
from exominer.evaluate.relations import judge_relations
from exominer.records import AnnotatedDocument, Document

QUOTED: dict[Task, str] = {
    "mentions": "strict",
    "relations": "name",
    "claims": "triple",
    "slots": "end to end",
}
"""The measure by which a task is broken down in print, and its curve drawn."""

LISTED: dict[Task, str] = {"mentions": "strict", "relations": "name", "claims": "full"}
"""The measure whose errors are listed with their causes."""


class MeasureScores(Struct, frozen=True):
    """One measure: the whole, and broken down; ``macro_f1`` is the mean over the kinds.

    The kinds are those of mentions and claims, the roles of relations, or slots.
    """

    whole: Score
    macro_f1: float
    kinds: dict[str, Score]
    sections: dict[str, Score]
    documents: dict[str, Score]


class Mistake(Struct, frozen=True):
    """A miss (no ``predicted``), a false alarm (no ``gold``) or a pair that is both.

    ``sentence`` begins at ``start`` in the text of the document.
    """

    document: str
    cause: str
    detail: str
    gold: Item | None
    predicted: Item | None
    sentence: str
    start: int


class TaskScores(Struct, frozen=True):
    """The scores of a task by measure; curve, calibration and errors of the quoted one.

    ``causes`` count misses and false alarms by what went wrong.
    """

    measures: dict[str, MeasureScores]
    curve: Curve
    calibration: Calibration
    causes: dict[str, dict[str, int]]
    mistakes: tuple[Mistake, ...]


class SlotScore(Struct, frozen=True):
    """``n_right`` of the ``n_asked`` pairs in which either claim fills the slot."""

    n_right: int
    n_asked: int


class SystemScores(Struct, frozen=True):
    """All scores of a system; ``slots_found`` look at claims whose effect was found.

    ``missing`` are gold documents of which it says nothing, ``unknown`` documents of which
    the gold says nothing.
    """

    name: str
    tasks: dict[Task, TaskScores]
    slots_found: dict[str, SlotScore]
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    n_without_evidence: int = 0


def judge_documents(
    gold: Sequence[Annotation],
    predicted: Mapping[str, Annotation],
    *,
    max_sentences_back: int,
) -> list[Outcome]:
    """Judge all that both sides speak of, document by document.

    A gold document of which nothing was predicted counts with all it holds.
    """
    speaks = list(predicted.values())
    has_mentions = all(side.has_mentions for side in (*gold, *speaks))
    has_relations = all(side.has_relations for side in (*gold, *speaks))
    outcomes: list[Outcome] = []
    for truth in gold:
        guess = predicted.get(truth.id, Annotation(truth.id, AnnotatedDocument(_NO_DOCUMENT)))
        guess = place_over(guess, truth.document)
        if has_mentions:
            outcomes += judge_mentions(truth, guess)
        if has_relations:
            outcomes += judge_relations(truth, guess, max_sentences_back=max_sentences_back)
        outcomes += judge_claims(truth, guess, max_sentences_back=max_sentences_back)
        outcomes += judge_claim_slots(truth, guess)
    return outcomes


_NO_DOCUMENT = Document(document="", sha256="", format="text", text="")


def score_tasks(
    outcomes: Iterable[Outcome], documents: Mapping[str, Document], resampling: Resampling
) -> dict[Task, TaskScores]:
    """Count outcomes into the scores of each task.

    Args:
        outcomes: Of any tasks and measures.
        documents: By id, to quote sentences from.
        resampling: Of these documents; it gives the intervals.
    """
    grouped: dict[Task, dict[str, list[Outcome]]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.task, {}).setdefault(outcome.measure, []).append(outcome)
    return {
        task: _score_task(task, measures, documents, resampling)
        for task, measures in grouped.items()
    }


def _score_task(
    task: Task,
    measures: Mapping[str, Sequence[Outcome]],
    documents: Mapping[str, Document],
    resampling: Resampling,
) -> TaskScores:
    quoted, listed = measures.get(QUOTED[task], ()), measures.get(LISTED.get(task, ""), ())
    errors = [outcome for outcome in listed if outcome.credit < 1]
    return TaskScores(
        measures={name: score_measure(found, resampling) for name, found in measures.items()},
        curve=find_curve(judged_scores(quoted), sum(o.gold is not None for o in quoted)),
        calibration=calibrate(judged_scores(quoted)),
        causes=_count_causes(errors),
        mistakes=tuple(_mistake(outcome, documents[outcome.document]) for outcome in errors),
    )


def score_measure(outcomes: Sequence[Outcome], resampling: Resampling) -> MeasureScores:
    """The score of one measure and its breakdowns."""
    names = resampling.documents
    whole = count_outcomes(outcomes, names)
    kinds = count_outcomes(outcomes, names, lambda item: item.kind)
    sections = count_outcomes(outcomes, names, lambda item: item.section)
    by_kind = {name: score_counts(kinds[name], resampling) for name in sorted(kinds)}
    table = whole[""]
    return MeasureScores(
        whole=score_counts(table, resampling),
        macro_f1=sum(score.f1 for score in by_kind.values()) / max(len(by_kind), 1),
        kinds=by_kind,
        sections={name: score_counts(sections[name], resampling) for name in sorted(sections)},
        documents={
            name: score_counts(table[row : row + 1])
            for row, name in enumerate(names)
            if table[row].any()
        },
    )


def _count_causes(errors: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    missed = Counter(outcome.cause for outcome in errors if outcome.gold is not None)
    false = Counter(outcome.cause for outcome in errors if outcome.predicted is not None)
    named = sorted({*missed, *false}, key=lambda cause: (-missed[cause], -false[cause], cause))
    return {cause: {"misses": missed[cause], "false_alarms": false[cause]} for cause in named}


def _mistake(outcome: Outcome, document: Document) -> Mistake:
    spans = [
        (item.start, item.end)
        for item in (outcome.gold, outcome.predicted)
        if item is not None and item.start >= 0
    ]
    start = end = 0
    if spans:
        start, end = sentence_around(document, *spans[0])
    return Mistake(
        document=outcome.document,
        cause=outcome.cause,
        detail=outcome.detail,
        gold=outcome.gold,
        predicted=outcome.predicted,
        sentence=document.text[start:end],
        start=start,
    )


def score_found_slots(outcomes: Iterable[Outcome]) -> dict[str, SlotScore]:
    """Slots of the claims whose effect was found: right and asked."""
    right, asked = Counter[str](), Counter[str]()
    for outcome in outcomes:
        item = outcome.gold or outcome.predicted
        if outcome.measure == "effect found" and item is not None:
            asked[item.kind] += 1
            right[item.kind] += outcome.credit == 1
    return {slot: SlotScore(right[slot], asked[slot]) for slot in asked}
