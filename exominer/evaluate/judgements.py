"""The one record of what was scored, from which every figure and list is counted.

A judgement is a gold item, a predicted item or a pair of both, judged under one measure.
Totals, breakdowns, intervals, curves and lists of errors all count the same judgements, so
that they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from exominer.evaluate.bootstrap import Counts, bootstrap_interval, divide
from exominer.records import Document

Task = Literal["mentions", "relations", "claims", "slots", "table1"]


class Item(Struct, frozen=True):
    """What one side says in one place; ``says`` is more of it than the words there.

    ``kind`` is that of a mention or claim, the role of a relation, the name of a slot.
    ``also`` are spans of what belongs to it elsewhere: the filler of a relation's role.
    """

    kind: str
    start: int
    end: int
    text: str
    section: str = ""
    score: float = 1.0
    says: str = ""
    also: tuple[tuple[int, int], ...] = ()


class Judgement(Struct, frozen=True):
    """One judgement; ``credit`` is 1 for right, 0.5 for right in part, else 0.

    A pair without credit is a miss and a false alarm. ``cause`` is given under the measure
    whose errors are listed.
    """

    task: Task
    measure: str
    document: str
    gold: Item | None
    predicted: Item | None
    credit: float
    cause: str = ""
    detail: str = ""


class Score(Struct, frozen=True):
    """Precision, recall and F1; ``low`` and ``high`` bound the 95 % interval of ``f1``.

    They are None where fewer than two documents have anything of it, as there is nothing to
    draw from. ``n_found`` is the credit of the gold items.
    """

    precision: float
    recall: float
    f1: float
    low: float | None
    high: float | None
    n_found: float
    n_predicted: int
    n_gold: int


class Resampling(Struct, frozen=True):
    """How intervals are drawn: the documents, all of which count, samples and seed.

    ``n_looks`` comparisons are made at once: their intervals are so much wider that all of
    them together hold with 95 % (Bonferroni).
    """

    documents: tuple[str, ...]
    resamples: int
    seed: int
    n_looks: int = 1


def count_judgements(
    judgements: Iterable[Judgement],
    documents: Sequence[str],
    name: Callable[[Item], str] = lambda _: "",
) -> dict[str, Counts]:
    """Sum up judgements by document, and by what ``name`` calls their items.

    Gold items count under the name of the gold, predicted ones under that of the
    predicted, so that the tables of all names add up to the whole.

    Returns:
        By name a table, a row for each document in order, and the columns credit of the
        gold, number of gold, credit of the predicted, number of predicted.
    """
    rows = {document: row for row, document in enumerate(documents)}
    tables: dict[str, Counts] = defaultdict(lambda: np.zeros((len(documents), 4)))
    for judgement in judgements:
        row = rows[judgement.document]
        if judgement.gold is not None:
            tables[name(judgement.gold)][row, :2] += (judgement.credit, 1)
        if judgement.predicted is not None:
            tables[name(judgement.predicted)][row, 2:] += (judgement.credit, 1)
    return dict(tables)


def f1_of_counts(sums: Counts) -> Counts:
    """F1 of each row of the four counts of ``count_judgements``.

    Example:
        >>> f1_of_counts(np.array([[1.0, 2.0, 1.0, 1.0]])).round(3)
        array([0.667])
    """
    recall, precision = divide(sums[:, 0], sums[:, 1]), divide(sums[:, 2], sums[:, 3])
    return divide(2 * precision * recall, precision + recall)


def recall_of_counts(sums: Counts) -> Counts:
    """Recall of each row of the four counts of ``count_judgements``."""
    return divide(sums[:, 0], sums[:, 1])


def score_counts(table: Counts, resampling: Resampling | None = None) -> Score:
    """The score of a table of counts; without a resampling it has no interval.

    Example:
        >>> score = score_counts(np.array([[1.0, 2.0, 1.0, 1.0]]))
        >>> score.precision, score.recall, score.low
        (1.0, 0.5, None)
    """
    sums = table.sum(axis=0, keepdims=True)
    low = high = None
    if resampling is not None and np.count_nonzero(table.any(axis=1)) > 1:
        low, high = bootstrap_interval(
            table, f1_of_counts, resamples=resampling.resamples, seed=resampling.seed
        )
    found, n_gold, right, n_predicted = sums[0]
    return Score(
        precision=float(right / n_predicted) if n_predicted else 0.0,
        recall=float(found / n_gold) if n_gold else 0.0,
        f1=float(f1_of_counts(sums)[0]),
        low=low,
        high=high,
        n_found=float(found),
        n_predicted=int(n_predicted),
        n_gold=int(n_gold),
    )


def section_of(document: Document, start: int) -> str:
    """The kind of the section that holds an offset, "text" where there is none."""
    found = (s.kind for s in document.sections if s.start <= start < s.end)
    return next(found, "text")
