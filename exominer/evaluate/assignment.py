"""Two lists to the pairs of the best one-to-one assignment."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
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
    return assign_weights(weights)


def assign_weights(weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The pairs of ``assign`` for weights that are there: a row an item of the gold.

    Example:
        >>> assign_weights(np.array([[0.5, 0.0], [1.0, 0.0]]))
        [(1, 0)]
    """
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


def pair_off(
    gold: Sequence[First],
    predicted: Sequence[Second],
    *weights: Callable[[First, Second], float],
) -> list[tuple[First | None, Second | None, int]]:
    """Pair items by the first weight, what is left by the next, and leave the rest alone.

    Returns:
        Every item of either side once, with the number of the weight that paired it; -1
        for an item alone.

    Example:
        >>> pair_off([1, 5, 9], [5, 2], lambda a, b: a == b, lambda a, b: a + 1 == b)
        [(5, 5, 0), (1, 2, 1), (9, None, -1)]
    """
    mine, theirs = list(range(len(gold))), list(range(len(predicted)))
    found: list[tuple[First | None, Second | None, int]] = []
    for number, weight in enumerate(weights):
        pairs = assign([gold[i] for i in mine], [predicted[j] for j in theirs], weight)
        found += ((gold[mine[a]], predicted[theirs[b]], number) for a, b in pairs)
        gone = {mine[a] for a, _ in pairs}, {theirs[b] for _, b in pairs}
        mine = [i for i in mine if i not in gone[0]]
        theirs = [j for j in theirs if j not in gone[1]]
    found += ((gold[i], None, -1) for i in mine)
    return found + [(None, predicted[j], -1) for j in theirs]
