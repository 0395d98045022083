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


def read_curve(judged: Sequence[Judged], n_gold: int) -> tuple[Point, ...]:
    """One point for every score of two decimals at which a claim stands, rising.

    Verdicts are of all claims at once; pairing the chosen ones anew can only find more.

    Example:
        >>> judged = [Judged("a", 0.9, True), Judged("a", 0.2, False)]
        >>> [(p.least, p.precision, p.recall) for p in read_curve(judged, 2)]
        [(0.2, 0.5, 0.5), (0.9, 1.0, 0.5)]
    """
    points = []
    for least in sorted({int(claim.score * 100) / 100 for claim in judged}):
        chosen = [claim for claim in judged if claim.score >= least]
        n_right = sum(claim.is_right for claim in chosen)
        if chosen:
            f1 = 2 * n_right / (len(chosen) + n_gold)
            recall = n_right / n_gold if n_gold else 0.0
            points.append(Point(least, len(chosen), n_right / len(chosen), recall, f1))
    return tuple(points)


def choose_threshold(curve: Sequence[Point], *, precision: float) -> float:
    """The threshold of the best F1 among those that reach a precision; the highest if none does."""
    reaching = [point for point in curve if point.precision >= precision]
    if not reaching:
        return curve[-1].least if curve else 0.0
    return max(reaching, key=lambda point: (point.f1, -point.least)).least


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
