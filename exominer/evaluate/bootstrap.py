"""Counts per unit (a row, a document) to proportions and F1 with their intervals."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.float64]
Statistic = Callable[[Counts], Counts]
"""From summed counts, shape ``(n_samples, n_counts)``, to one value a sample."""

Z_95 = 1.959963984540054


class Proportion(Struct, frozen=True):
    """``n_found`` of ``n``; ``low`` and ``high`` bound the 95 % interval of ``value``."""

    value: float
    low: float
    high: float
    n_found: int
    n: int


def bootstrap_interval(
    counts: Sequence[Sequence[float]] | Counts, statistic: Statistic, *, resamples: int, seed: int
) -> tuple[float, float]:
    """Percentile interval (2.5 to 97.5) of a statistic over units drawn with replacement.

    Args:
        counts: One row of counts per unit. Units are independent of each other: rows of a
            table or documents, never the claims of one document.
        statistic: Computed from the counts summed over the units of a sample.
        resamples: Samples to draw.
        seed: The same seed gives the same interval.

    Returns:
        The two bounds; (0, 0) without units, since there is nothing to draw from. Samples
        that hold nothing to judge, as happens with a rare kind, do not count.

    Example:
        >>> bootstrap_interval([(1, 1), (1, 1)], share, resamples=100, seed=0)
        (1.0, 1.0)
    """
    if not len(counts):
        return 0.0, 0.0
    table = np.asarray(counts, dtype=np.float64)
    sums = draw_units(len(table), resamples, seed) @ table
    values = statistic(sums[sums.any(axis=1)])
    if not len(values):
        return 0.0, 0.0
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


@lru_cache(maxsize=2)
def draw_units(n_units: int, resamples: int, seed: int) -> Counts:
    """How often each unit is drawn in each sample, shape ``(resamples, n_units)``.

    Example:
        >>> draw_units(3, 2, 0).sum(axis=1)
        array([3., 3.])
    """
    drawn = np.random.default_rng(seed).integers(0, n_units, size=(resamples, n_units))
    return np.stack([np.bincount(row, minlength=n_units) for row in drawn]).astype(np.float64)


def share(sums: Counts) -> Counts:
    """First count over second; 0 where there is nothing to find."""
    return divide(sums[:, 0], sums[:, 1])


def f1(sums: Counts) -> Counts:
    """F1 from the counts found, predicted and gold."""
    return divide(2 * sums[:, 0], sums[:, 1] + sums[:, 2])


def divide(numerator: Counts, denominator: Counts) -> Counts:
    """Divide element by element; 0 where the denominator is 0."""
    safe = np.where(denominator > 0, denominator, 1.0)
    return np.where(denominator > 0, numerator / safe, 0.0)


def bootstrap_proportion(found: Sequence[bool], *, resamples: int, seed: int) -> Proportion:
    """The share of units found, with its bootstrap interval.

    Example:
        >>> bootstrap_proportion([True, True], resamples=100, seed=0).value
        1.0
    """
    counts = [(float(unit), 1.0) for unit in found]
    low, high = bootstrap_interval(counts, share, resamples=resamples, seed=seed)
    value = sum(found) / len(found) if found else 0.0
    return Proportion(value=value, low=low, high=high, n_found=sum(found), n=len(found))


def wilson_proportion(n_found: int, n: int) -> Proportion:
    """The share with Wilson's 95 % interval, which does not shrink to nothing at 0 or 1.

    Without cases the value is 0 and the interval all of [0, 1].

    Example:
        >>> whole = wilson_proportion(8, 8)
        >>> round(whole.low, 3), whole.high
        (0.676, 1.0)
    """
    if not n:
        return Proportion(value=0.0, low=0.0, high=1.0, n_found=0, n=0)
    value, z2 = n_found / n, Z_95**2
    centre = (value + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(value * (1 - value) / n + z2 / (4 * n * n))
    low = 0.0 if n_found == 0 else centre - half
    high = 1.0 if n_found == n else centre + half
    return Proportion(value=value, low=low, high=high, n_found=n_found, n=n)
