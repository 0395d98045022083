"""Scores at several numbers of training documents -> what more documents would bring."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

_EXPONENTS = np.linspace(0.1, 1.0, 19)
_SAMPLES = 1000


class CurvePoint(Struct, frozen=True):
    """The score (0 to 1) on held-out documents after training on ``n_documents``."""

    n_documents: int
    score: float


class Forecast(Struct, frozen=True):
    """The score with ``n_documents`` more or less, and the 95 % interval of the fit."""

    n_documents: int
    score: float
    low: float
    high: float


def forecast_score(points: Sequence[CurvePoint], n_documents: int, *, seed: int) -> Forecast:
    """Extend a learning curve by a power law, score = a - b * n ** -c with b not negative.

    The interval comes from fits to points drawn with replacement: it says how sure the
    curve is, not how well the documents to come resemble those there are.

    Args:
        points: Of at least three different numbers of documents; several of one number,
            from other draws of documents, make the interval honest.
        n_documents: The number to extend to, 1 or more.
        seed: Of the draws.

    Raises:
        ValueError: If there are too few points.

    Example:
        >>> points = [CurvePoint(n, 0.8 - 0.4 * n**-0.5) for n in (25, 50, 100)]
        >>> round(forecast_score(points, 400, seed=0).score, 2)
        0.78
    """
    if len({point.n_documents for point in points}) < 3:
        raise ValueError("points must be of 3 or more different numbers of documents.")
    sizes = np.array([point.n_documents for point in points], dtype=np.float64)
    scores = np.array([point.score for point in points])
    value = _extend(sizes, scores, n_documents)
    draws = np.random.default_rng(seed).integers(0, len(points), size=(_SAMPLES, len(points)))
    drawn = [_extend(sizes[d], scores[d], n_documents) for d in draws if len(set(sizes[d])) > 1]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Forecast(n_documents, value, float(low), float(high))


def _extend(sizes: NDArray[np.float64], scores: NDArray[np.float64], n_documents: int) -> float:
    """Fit the law by least squares for each exponent, and extend the best of the fits."""
    best = float("inf"), float(scores.mean())
    for exponent in _EXPONENTS:
        falling = sizes**-exponent
        spread = falling - falling.mean()
        slope = min(0.0, float(spread @ scores / (spread @ spread)))
        level = float(scores.mean() - slope * falling.mean())
        error = float(((level + slope * falling - scores) ** 2).sum())
        best = min(best, (error, level + slope * n_documents**-exponent))
    return min(max(float(best[1]), 0.0), 1.0)


def nested_subsets(names: Sequence[str], sizes: Sequence[int], *, seed: int) -> list[list[str]]:
    """Draw documents at random, each subset within the next larger one.

    Example:
        >>> small, large = nested_subsets(["a", "b", "c"], [1, 3], seed=1)
        >>> len(small), sorted(large), set(small) <= set(large)
        (1, ['a', 'b', 'c'], True)
    """
    order = np.random.default_rng(seed).permutation(len(names))
    return [[names[i] for i in order[:size]] for size in sizes]
