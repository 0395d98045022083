"""Scores and verdicts of held-out claims to thresholds, curves and calibration error."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

N_BINS: Final = 10


class Judged(Struct, frozen=True):
    """A claim on a document its model has not seen: its score, and whether it is right."""

    document: str
    score: float
    is_right: bool


class Point(Struct, frozen=True):
    """Precision, recall and F1 of the claims from a score up."""

    least: float
    n_claims: int
    precision: float
    recall: float
    f1: float


class Bin(Struct, frozen=True):
    """Claims of similar score: how many, their mean score and the share that is right."""

    least: float
    n_claims: int
    score: float
    right: float


def make_point(least: float, n_right: int, n_claims: int, n_gold: int) -> Point:
    """A point from counts.

    Example:
        >>> make_point(0.5, 2, 4, 4).f1
        0.5
    """
    recall = n_right / n_gold if n_gold else 0.0
    f1 = 2 * n_right / (n_claims + n_gold) if n_claims + n_gold else 0.0
    return Point(least, n_claims, n_right / n_claims if n_claims else 0.0, recall, f1)


def choose_threshold(curve: Sequence[Point], *, precision: float) -> float:
    """The threshold of the best F1 among those that reach a precision, or of all if none does."""
    reaching = [point for point in curve if point.precision >= precision] or curve
    if not reaching:
        return 0.0
    return max(reaching, key=lambda point: (point.f1, -point.least)).least


def average_curves(curves: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """The curve of several sorts of documents that count alike, whichever there are more of.

    Args:
        curves: One for each sort; thresholds that one of them lacks are left out.

    Example:
        >>> of_papers, of_exercises = [make_point(0.5, 1, 2, 2)], [make_point(0.5, 9, 9, 9)]
        >>> average_curves([of_papers, of_exercises])[0].precision
        0.75
    """
    by_least = [{point.least: point for point in curve} for curve in curves]
    shared = sorted(set.intersection(*map(set, by_least))) if curves else []
    averaged = []
    for least in shared:
        points = [curve[least] for curve in by_least]
        n, n_claims = len(points), sum(point.n_claims for point in points)
        shares = ("precision", "recall", "f1")
        means = (sum(getattr(point, share) for point in points) / n for share in shares)
        averaged.append(Point(least, n_claims, *means))
    return tuple(averaged)


def read_bins(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """The reliability plot: bins of equal width, empty ones left out."""
    bins = []
    for number in range(N_BINS):
        inside = [c for c in judged if min(int(c.score * N_BINS), N_BINS - 1) == number]
        if inside:
            score = sum(c.score for c in inside) / len(inside)
            right = sum(c.is_right for c in inside) / len(inside)
            bins.append(Bin(number / N_BINS, len(inside), score, right))
    return tuple(bins)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean gap between score and share of right claims, weighted by claims.

    Example:
        >>> round(calibration_error([Bin(0.7, 10, 0.75, 0.7), Bin(0.2, 10, 0.25, 0.3)]), 3)
        0.05
    """
    total = sum(b.n_claims for b in bins)
    return sum(b.n_claims * abs(b.score - b.right) for b in bins) / total if total else 0.0
