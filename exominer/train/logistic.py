"""Named features and labels to a logistic regression, by L-BFGS: the same bytes every time."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from exominer.linear import LinearModel

Row = NDArray[np.int32]
Floats = NDArray[np.float64]

YES: Final = "yes"
NO: Final = "no"
_MAX_STEPS: Final = 200
_LEAST_WEIGHT: Final = 0.004
"""Weights closer to zero than this are left out of the model: they move no probability."""


class FeatureTable(Struct):
    """Examples of one question: their features by number, their labels, their documents.

    ``choices`` numbers within a document what rivals for one answer; rivals stand together.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)

    def add(self, features: Iterable[str], label: str, document: int, choice: int = 0) -> None:
        """Append an example; its features are numbered in alphabetical order."""
        numbers = self.numbers
        row = [numbers.setdefault(name, len(numbers)) for name in sorted(features)]
        self.rows.append(np.array(row, dtype=np.int32))
        self.labels.append(label)
        self.documents.append(document)
        self.choices.append(choice)

    def choose(self, documents: set[int]) -> list[int]:
        """Places of the examples of some documents."""
        return [place for place, number in enumerate(self.documents) if number in documents]


class FitSettings(Struct, frozen=True):
    """``strength`` of the penalty on squared weights, and in how many documents a feature must be.

    Claims of one document share their names, so that a word of a single document would be
    learnt by heart.
    """

    strength: float = 5.0
    n_documents: int = 2


def fit_table(table: FeatureTable, places: Sequence[int], settings: FitSettings) -> LinearModel:
    """Fit the examples at some places of a table.

    Labels "yes" and "no" give a model with one column for yes, others one with a column a
    class, in alphabetical order.
    """
    matrix, kept = build_matrix(table, places, settings.n_documents)
    labels = [table.labels[place] for place in places]
    classes = tuple(sorted(set(labels)))
    if set(classes) <= {YES, NO}:
        targets = np.array([label == YES for label in labels], dtype=np.float64)[:, None]
        weights = _fit(matrix, targets, settings.strength, is_binary=True)
        classes = (YES,)
    else:
        targets = np.array([[label == name for name in classes] for label in labels], np.float64)
        weights = _fit(matrix, targets, settings.strength, is_binary=False)
    return make_model(table, kept, weights, classes)


def build_matrix(
    table: FeatureTable, places: Sequence[int], n_documents: int
) -> tuple[csr_matrix, NDArray[np.int64]]:
    """The examples as a matrix of ones, with the numbers of the features that became columns."""
    rows = [table.rows[place] for place in places]
    flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
    kept = np.flatnonzero(_count_documents(table, places) >= n_documents)
    column = np.full(len(table.numbers), -1)
    column[kept] = np.arange(len(kept))
    lengths = [int((column[row] >= 0).sum()) for row in rows]
    indices = column[flat]
    indices = indices[indices >= 0]
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    data = np.ones(len(indices))
    return csr_matrix((data, indices, bounds), shape=(len(rows), len(kept))), kept


def _count_documents(table: FeatureTable, places: Sequence[int]) -> NDArray[np.int64]:
    """In how many documents each feature stands."""
    counts = np.zeros(len(table.numbers), dtype=np.int64)
    by_document: dict[int, list[Row]] = {}
    for place in places:
        by_document.setdefault(table.documents[place], []).append(table.rows[place])
    for rows in by_document.values():
        counts[np.unique(np.concatenate(rows))] += 1
    return counts


def _fit(matrix: csr_matrix, targets: Floats, strength: float, *, is_binary: bool) -> Floats:
    """Weights with the intercept as last row; the intercept is not held down."""
    n_columns = matrix.shape[1]
    n_outputs = targets.shape[1]
    transposed = matrix.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(n_columns + 1, n_outputs)
        margins = np.asarray(matrix @ weights[:-1]) + weights[-1]
        if is_binary:
            value = float(np.sum(np.logaddexp(0.0, margins) - targets * margins))
            shares = 1.0 / (1.0 + np.exp(-margins))
        else:
            top = margins.max(axis=1, keepdims=True)
            powers = np.exp(margins - top)
            total = powers.sum(axis=1, keepdims=True)
            value = float(np.sum(np.log(total) + top) - np.sum(targets * margins))
            shares = powers / total
        gap = shares - targets
        gradient = np.vstack([np.asarray(transposed @ gap), gap.sum(axis=0)])
        gradient[:-1] += strength * weights[:-1]
        value += 0.5 * strength * float(np.sum(weights[:-1] ** 2))
        return value, gradient.ravel()

    return descend(loss, (n_columns + 1) * n_outputs).reshape(n_columns + 1, n_outputs)


def descend(loss: Callable[[Floats], tuple[float, Floats]], n_weights: int) -> Floats:
    """The weights of the least loss, from zeros; ``loss`` gives its value and its gradient."""
    options = {"maxiter": _MAX_STEPS, "ftol": 1e-7, "gtol": 1e-3}
    # Threads of BLAS wait for one another on vectors like these: three minutes for one.
    with threadpool_limits(limits=1, user_api="blas"):
        best = minimize(loss, np.zeros(n_weights), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(best.x, dtype=np.float64)


def make_model(
    table: FeatureTable, kept: NDArray[np.int64], weights: Floats, classes: tuple[str, ...]
) -> LinearModel:
    """The model of fitted weights, intercept last; ``kept`` numbers the features they belong to."""
    matters = np.abs(weights[:-1]).max(axis=1) >= _LEAST_WEIGHT
    names = list(table.numbers)
    used = [(names[number], row) for row, number in enumerate(kept) if matters[row]]
    used.sort()
    rows = {name: place for place, (name, _) in enumerate(used)}
    chosen = weights[[row for _, row in used]].astype(np.float32)
    return LinearModel(classes, rows, chosen, weights[-1].astype(np.float32))
