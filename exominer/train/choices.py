"""Rivals for one answer to a linear model that ranks them, and knows when none of them is right."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exominer.linear import LinearModel
from exominer.train.logistic import (
    YES,
    FeatureTable,
    FitSettings,
    Floats,
    build_matrix,
    descend,
    make_model,
)


def fit_choices(table: FeatureTable, places: Sequence[int], settings: FitSettings) -> LinearModel:
    """Fit the rivals at some places of a table, which hold each choice whole or not at all.

    The likelihood of a choice is that of its right rivals among all and "none of them", whose
    margin is nought; several right ones share it. To this comes the likelihood of each rival's
    own yes or no, so that rivals are seen beside one another and by themselves. Read the
    margins with ``exominer.linear.rival_chances``.
    """
    if not places:
        return make_model(table, np.zeros(0, dtype=np.int64), np.zeros((1, 1)), (YES,))
    matrix, kept = build_matrix(table, places, settings.n_documents)
    right = np.array([table.labels[place] == YES for place in places], dtype=np.float64)
    firsts = _find_firsts(table, places)
    choice = np.repeat(np.arange(len(firsts)), np.diff([*firsts, len(places)]))
    shares = right / np.maximum(np.add.reduceat(right, firsts), 1.0)[choice]
    transposed = matrix.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = np.asarray(matrix @ weights[:-1]) + weights[-1]
        top = np.maximum(np.maximum.reduceat(margins, firsts), 0.0)
        powers = np.exp(margins - top[choice])
        total = np.add.reduceat(powers, firsts) + np.exp(-top)
        value = float(np.sum(np.log(total) + top) - shares @ margins)
        value += float(np.sum(np.logaddexp(0.0, margins)) - right @ margins)
        gap = powers / total[choice] - shares + 1.0 / (1.0 + np.exp(-margins)) - right
        held = np.append(weights[:-1], 0.0)
        value += 0.5 * settings.strength * float(held @ held)
        return value, np.append(transposed @ gap, gap.sum()) + settings.strength * held

    weights = descend(loss, len(kept) + 1)
    return make_model(table, kept, weights[:, None], (YES,))


def _find_firsts(table: FeatureTable, places: Sequence[int]) -> NDArray[np.int64]:
    """Where each choice begins among the places."""
    asked = [(table.documents[place], table.choices[place]) for place in places]
    return np.flatnonzero([not i or asked[i] != asked[i - 1] for i in range(len(asked))])
