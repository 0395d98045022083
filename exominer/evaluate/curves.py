"""Scored predictions to a precision-recall curve and to a calibration."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from exominer.evaluate.judgements import Judgement

N_BINS = 10

Judged = tuple[float, float]
"""The score of a prediction and its credit."""


class CurvePoint(Struct, frozen=True):
    """Precision and recall of the predictions scored ``threshold`` or more."""

    threshold: float
    precision: float
    recall: float


class Curve(Struct, frozen=True):
    """Points in order of falling threshold; ``average_precision`` is the area under them.

    Pairs of gold and predicted are those of all predictions, also above a threshold.
    """

    points: tuple[CurvePoint, ...]
    average_precision: float


class Bin(Struct, frozen=True):
    """Predictions of like score: how many, their mean score and the share that is right."""

    low: float
    n: int
    score: float
    right: float


class Calibration(Struct, frozen=True):
    """Bins of equal width; ``error`` is their mean gap of score and share, by number."""

    bins: tuple[Bin, ...]
    error: float
    n: int


def judged_scores(judgements: Iterable[Judgement]) -> list[Judged]:
    """The score and credit of every prediction."""
    return [(o.predicted.score, o.credit) for o in judgements if o.predicted is not None]


def find_curve(judged: Sequence[Judged], n_gold: int) -> Curve:
    """Precision and recall at every score that occurs.

    Example:
        >>> curve = find_curve([(0.9, 1), (0.5, 0), (0.5, 1)], n_gold=4)
        >>> [(p.threshold, p.recall) for p in curve.points], round(curve.average_precision, 3)
        ([(0.9, 0.25), (0.5, 0.5)], 0.417)
    """
    points: list[CurvePoint] = []
    right = area = reached = 0.0
    ordered = sorted(judged, key=lambda pair: -pair[0])
    for n, (score, credit) in enumerate(ordered, start=1):
        right += credit
        if n < len(ordered) and ordered[n][0] == score:
            continue
        recall = right / n_gold if n_gold else 0.0
        points.append(CurvePoint(score, right / n, recall))
        area += (recall - reached) * right / n
        reached = recall
    return Curve(tuple(points), area)


def _bin_of(score: float) -> int:
    return max(0, min(int(score * N_BINS), N_BINS - 1))


def calibrate(judged: Sequence[Judged]) -> Calibration:
    """Compare score and share of right predictions by bins; empty bins are left out.

    Example:
        >>> calibration = calibrate([(0.75, 1), (0.75, 0), (1.0, 1)])
        >>> [(b.low, b.n, b.right) for b in calibration.bins], round(calibration.error, 3)
        ([(0.7, 2, 0.5), (0.9, 1, 1.0)], 0.167)
    """
    bins: list[Bin] = []
    for number in range(N_BINS):
        inside = [(s, r) for s, r in judged if _bin_of(s) == number]
        if inside:
            n = len(inside)
            score, right = (sum(column) / n for column in zip(*inside, strict=True))
            bins.append(Bin(number / N_BINS, n, score, right))
    error = sum(b.n * abs(b.score - b.right) for b in bins) / max(len(judged), 1)
    return Calibration(tuple(bins), error, len(judged))
