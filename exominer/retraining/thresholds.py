"""Scored claims of held-out documents to precision and recall by threshold, and a default."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from exominer.evaluate.assignment import assign_weights
from exominer.evaluate.claims import CLAIM_LEVELS, ClaimLevel, agreement
from exominer.records import Claim
from exominer.train.calibration import Point, average_curves, choose_threshold, make_point

PRECISION: Final = 0.865
"""The precision of effects, by cross-validation, that the default threshold asks for.

Documents to train on are tidier than others: what has 0.865 on them has 0.84 on the dev part of
``annotations/`` and the development set together, which nothing is trained on, and which are to
come near 0.85.
"""


class Curves:
    """How many claims of each document are right from each threshold up, counted once."""

    def __init__(
        self,
        gold: Sequence[Sequence[Claim]],
        found: Sequence[Sequence[Claim]],
        *,
        n_steps: int = 50,
    ) -> None:
        """Count; ``gold`` and ``found`` have the claims of each document, in one order.

        Thresholds are the steps from 0 to 1, without the 1.
        """
        self._thresholds = [step / n_steps for step in range(n_steps)]
        self._gold = np.array([len(claims) for claims in gold])
        self._chosen = np.array(
            [
                [sum(c.score >= least for c in claims) for least in self._thresholds]
                for claims in found
            ]
        )
        self._right = {
            level: np.array(
                [_count(g, f, level, self._thresholds) for g, f in zip(gold, found, strict=True)]
            )
            for level in CLAIM_LEVELS
        }

    def read(self, level: ClaimLevel, places: Sequence[int] | None = None) -> tuple[Point, ...]:
        """The curve of a level, of all documents or of those at some places.

        Thresholds that no claim reaches are left out.
        """
        part = slice(None) if places is None else list(places)
        right, chosen = self._right[level][part].sum(axis=0), self._chosen[part].sum(axis=0)
        n_gold = int(self._gold[part].sum())
        return tuple(
            make_point(least, int(n_right), int(n_chosen), n_gold)
            for least, n_right, n_chosen in zip(self._thresholds, right, chosen, strict=True)
            if n_chosen
        )

    def choose_least(self, sorts: Sequence[Sequence[int]], *, precision: float) -> float:
        """The threshold of the best F1 of effects among those that have a precision.

        Args:
            sorts: Documents by place, in sorts that count alike, however many they hold.
            precision: One that can't be had asks for the best F1 alone.
        """
        averaged = average_curves([self.read("effect", sort) for sort in sorts if sort])
        return choose_threshold(averaged, precision=precision)


def _count(
    gold: Sequence[Claim], found: Sequence[Claim], level: ClaimLevel, thresholds: Sequence[float]
) -> list[int]:
    """How many claims from each threshold up agree with gold ones, each in one pair at most."""
    weights = np.array([[agreement(truth, guess, level) for guess in found] for truth in gold])
    scores = np.array([claim.score for claim in found])
    return [
        len(assign_weights(weights[:, scores >= least])) if weights.size else 0
        for least in thresholds
    ]
