"""Two lists to the pairs of the best one-to-one assignment."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

First = TypeVar("First")
Second = TypeVar("Second")


def assign(
    gold: Sequence[First], predicted: Sequence[Second], weight: Callable[[First, Second], float]
) -> list[tuple[int, int]]:
    """Pair items so that the weights of the pairs add up to the most.

    Returns:
        Pairs of indices, in order of the gold; only pairs that weigh more than 0.

    Example:
        >>> assign([1, 5], [5, 2], lambda one, other: 1 / (1 + abs(one - other)))
        [(0, 1), (1, 0)]
    """
    if not gold or not predicted:
        return []
    weights = np.array([[weight(truth, guess) for guess in predicted] for truth in gold])
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]
