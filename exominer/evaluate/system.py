"""Gold documents and what a system says of them to judgements, and judgements to scores."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from exominer.evaluate.annotation import Annotation, place_over, sentence_around
from exominer.evaluate.claims import CLAIM_LEVELS, judge_claim_slots, judge_claims
from exominer.evaluate.curves import Calibration, Curve, calibrate, find_curve, judged_scores
from exominer.evaluate.judgements import (
    Item,
    Judgement,
    Resampling,
    Score,
    Task,
    count_judgements,
    score_counts,
)
from exominer.evaluate.mentions import MENTION_MEASURES, judge_mentions
from exominer.evaluate.relations import RELATION_MEASURES, judge_relations
from exominer.records import AnnotatedDocument, Document

QUOTED: dict[Task, str] = {
    "mentions": "strict",
    "relations": "name",
    "claims": "triple",
    "slots": "end to end",
}
"""The measure by which a task is broken down in print, and its curve drawn."""

MEASURES: dict[Task, tuple[str, ...]] = {
    "mentions": MENTION_MEASURES,
    "relations": RELATION_MEASURES,
    "claims": CLAIM_LEVELS,
    "slots": ("end to end", "effect found"),
}

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
) -> list[Judgement]:
    """Judge all that both sides speak of, document by document.

    A gold document of which nothing was predicted counts with all it holds.
    """
    speaks = list(predicted.values())
    has_mentions = all(side.has_mentions for side in (*gold, *speaks))
    has_relations = all(side.has_relations for side in (*gold, *speaks))
    judgements: list[Judgement] = []
    for truth in gold:
        guess = predicted.get(truth.id, Annotation(truth.id, AnnotatedDocument(_NO_DOCUMENT)))
        guess = place_over(guess, truth.document)
        if has_mentions:
            judgements += judge_mentions(truth, guess)
        if has_relations:
            judgements += judge_relations(truth, guess, max_sentences_back=max_sentences_back)
        judgements += judge_claims(truth, guess, max_sentences_back=max_sentences_back)
        judgements += judge_claim_slots(truth, guess)
    return judgements


_NO_DOCUMENT = Document(document="", sha256="", format="text", text="")


def score_tasks(
    judgements: Iterable[Judgement], documents: Mapping[str, Document], resampling: Resampling
) -> dict[Task, TaskScores]:
    """Count judgements into the scores of each task.

    Args:
        judgements: Of any tasks and measures.
        documents: By id, to quote sentences from.
        resampling: Of these documents; it gives the intervals.
    """
    # Claims are always judged, also where neither side has any; the others where they are known.
    found = list(judgements)
    known = {"claims", "slots", *(judgement.task for judgement in found)}
    grouped = {task: _open(task) for task in MEASURES if task in known}
    for judgement in found:
        grouped[judgement.task][judgement.measure].append(judgement)
    return {
        task: _score_task(task, measures, documents, resampling)
        for task, measures in grouped.items()
    }


def _open(task: Task) -> dict[str, list[Judgement]]:
    return {measure: [] for measure in MEASURES[task]}


def _score_task(
    task: Task,
    measures: Mapping[str, Sequence[Judgement]],
    documents: Mapping[str, Document],
    resampling: Resampling,
) -> TaskScores:
    quoted, listed = measures.get(QUOTED[task], ()), measures.get(LISTED.get(task, ""), ())
    errors = [judgement for judgement in listed if judgement.credit < 1]
    return TaskScores(
        measures={name: score_measure(found, resampling) for name, found in measures.items()},
        curve=find_curve(judged_scores(quoted), sum(o.gold is not None for o in quoted)),
        calibration=calibrate(judged_scores(quoted)),
        causes=_count_causes(errors),
        mistakes=tuple(_mistake(judgement, documents[judgement.document]) for judgement in errors),
    )


def score_measure(judgements: Sequence[Judgement], resampling: Resampling) -> MeasureScores:
    """The score of one measure and its breakdowns."""
    names = resampling.documents
    whole = count_judgements(judgements, names)
    kinds = count_judgements(judgements, names, lambda item: item.kind)
    sections = count_judgements(judgements, names, lambda item: item.section)
    by_kind = {name: score_counts(kinds[name], resampling) for name in sorted(kinds)}
    table = whole.get("", np.zeros((len(names), 4)))
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


def _count_causes(errors: Sequence[Judgement]) -> dict[str, dict[str, int]]:
    missed = Counter(judgement.cause for judgement in errors if judgement.gold is not None)
    false = Counter(judgement.cause for judgement in errors if judgement.predicted is not None)
    named = sorted({*missed, *false}, key=lambda cause: (-missed[cause], -false[cause], cause))
    return {cause: {"misses": missed[cause], "false_alarms": false[cause]} for cause in named}


def _mistake(judgement: Judgement, document: Document) -> Mistake:
    spans = [
        (item.start, item.end)
        for item in (judgement.gold, judgement.predicted)
        if item is not None and item.start >= 0
    ]
    start = end = 0
    if spans:
        start, end = sentence_around(document, *spans[0])
    return Mistake(
        document=judgement.document,
        cause=judgement.cause,
        detail=judgement.detail,
        gold=judgement.gold,
        predicted=judgement.predicted,
        sentence=document.text[start:end],
        start=start,
    )


def score_found_slots(judgements: Iterable[Judgement]) -> dict[str, SlotScore]:
    """Slots of the claims whose effect was found: right and asked."""
    right, asked = Counter[str](), Counter[str]()
    for judgement in judgements:
        item = judgement.gold or judgement.predicted
        if judgement.measure == "effect found" and item is not None:
            asked[item.kind] += 1
            right[item.kind] += judgement.credit == 1
    return {slot: SlotScore(right[slot], asked[slot]) for slot in asked}
