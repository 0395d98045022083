"""Two systems on the same documents to how much they differ, and how surely."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from exominer.evaluate.bootstrap import Counts, draw_units
from exominer.evaluate.judgements import (
    Item,
    Judgement,
    Resampling,
    Task,
    count_judgements,
    f1_of_counts,
    recall_of_counts,
)

Statistic = Callable[[Counts], Counts]


class Difference(Struct, frozen=True):
    """What the second system gains over the first in F1, for rows of a table in recall.

    ``kind`` is "" for the whole. ``low`` and ``high`` bound the interval of the paired
    bootstrap, with 95 % for all ``n_looks`` of the resampling together; ``p`` is from
    approximate randomisation, two-sided, not corrected for the number of comparisons.
    ``n_gold`` items were to be found.
    """

    task: Task
    measure: str
    kind: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    n_gold: int


def compare_systems(
    first: Sequence[Judgement], second: Sequence[Judgement], resampling: Resampling
) -> tuple[Difference, ...]:
    """Compare two systems measure by measure, each as a whole and by kind.

    Only measures that both were judged under are compared.
    """
    groups = [_by_measure(judgements) for judgements in (first, second)]
    found: list[Difference] = []
    for task, measure in groups[0]:
        if (task, measure) not in groups[1]:
            continue
        sides = [group[task, measure] for group in groups]
        for name in (_whole, *(() if task == "table1" else (_kind,))):
            tables = [count_judgements(side, resampling.documents, name) for side in sides]
            for kind in sorted(tables[0].keys() | tables[1].keys()):
                pair = [_table(each, kind, len(resampling.documents)) for each in tables]
                found.append(_compare(task, measure, kind, pair, resampling))
    return tuple(found)


def choose_shown(
    differences: Sequence[Difference], quoted: Mapping[Task, str]
) -> tuple[Difference, ...]:
    """Every measure of all claims or mentions as a whole, and the quoted ones by kind."""
    return tuple(
        each
        for each in differences
        if each.measure != "effect found"
        and (not each.kind or each.measure == quoted.get(each.task))
    )


def _whole(_: Item) -> str:
    return ""


def _kind(item: Item) -> str:
    return item.kind


def _by_measure(judgements: Sequence[Judgement]) -> dict[tuple[Task, str], list[Judgement]]:
    grouped: dict[tuple[Task, str], list[Judgement]] = {}
    for judgement in judgements:
        grouped.setdefault((judgement.task, judgement.measure), []).append(judgement)
    return grouped


def _table(tables: Mapping[str, Counts], kind: str, n_documents: int) -> Counts:
    return tables.get(kind, np.zeros((n_documents, 4)))


def _compare(
    task: Task, measure: str, kind: str, tables: Sequence[Counts], resampling: Resampling
) -> Difference:
    statistic = recall_of_counts if task == "table1" else f1_of_counts
    values = [float(statistic(table.sum(axis=0, keepdims=True))[0]) for table in tables]
    low, high = paired_interval(tables[0], tables[1], statistic, resampling)
    return Difference(
        task=task,
        measure=measure,
        kind=kind,
        first=values[0],
        second=values[1],
        difference=values[1] - values[0],
        low=low,
        high=high,
        p=randomisation_p(tables[0], tables[1], statistic, resampling),
        n_gold=int(tables[0][:, 1].sum()),
    )


def paired_interval(
    first: Counts, second: Counts, statistic: Statistic, resampling: Resampling
) -> tuple[float, float]:
    """Percentile interval of second less first over the same documents drawn for both."""
    drawn = draw_units(len(first), resampling.resamples, resampling.seed)
    sums = drawn @ first, drawn @ second
    holds = sums[0].any(axis=1) | sums[1].any(axis=1)
    gains = statistic(sums[1][holds]) - statistic(sums[0][holds])
    tail = 2.5 / resampling.n_looks
    low, high = np.percentile(gains, [tail, 100 - tail]) if len(gains) else (0.0, 0.0)
    return float(low), float(high)


def randomisation_p(
    first: Counts, second: Counts, statistic: Statistic, resampling: Resampling
) -> float:
    """How often as large a difference comes about when the systems swap documents at random.

    Two-sided; the smallest value is one over the samples and one.

    Example:
        >>> same = np.array([[1.0, 2.0, 1.0, 1.0]] * 3)
        >>> randomisation_p(same, same, f1_of_counts, Resampling(("a", "b", "c"), 99, 0))
        1.0
    """
    both, gap = first + second, second - first
    signs = np.random.default_rng(resampling.seed).choice(
        [-1.0, 1.0], size=(resampling.resamples, len(first))
    )
    swapped = signs @ gap
    total = both.sum(axis=0)
    shuffled = statistic((total + swapped) / 2) - statistic((total - swapped) / 2)
    seen = statistic(((total + gap.sum(axis=0)) / 2)[None])[0]
    seen -= statistic(((total - gap.sum(axis=0)) / 2)[None])[0]
    n_as_large = int((np.abs(shuffled) >= abs(seen) - 1e-12).sum())
    return (n_as_large + 1) / (resampling.resamples + 1)
