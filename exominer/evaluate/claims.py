"""Gold documents and claims to precision, recall and F1 at four levels.

End to end: gold mentions are never used, and every gold claim counts, found or missed. The
rules are those of the public scorer of claims; the counts agree with its counts.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct
from scipy.optimize import linear_sum_assignment

from exominer.evaluate.bootstrap import bootstrap_interval, f1
from exominer.evaluate.gold import GoldDocument, gold_claims
from exominer.evaluate.matching import items_agree, phrase_similarity, spellings
from exominer.records import CargoItem, CellItem, Claim

ClaimLevel = Literal["effect", "pair", "triple", "full"]
Slot = Literal["donor", "recipient", "direction", "polarity not asserted", "dose and exposed"]
Weight = Callable[[Claim, Claim], float]

CLAIM_LEVELS: tuple[ClaimLevel, ...] = ("effect", "pair", "triple", "full")
_EXTENSION = re.compile(r"\.(?:txt|xml|nxml|pdf)$")


class LevelScore(Struct, frozen=True):
    """Claims found at a level; ``low`` and ``high`` bound the 95 % interval of ``f1``."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    n_found: int
    n_predicted: int
    n_gold: int


class SlotScore(Struct, frozen=True):
    """``n_right`` of the ``n_asked`` pairs in which either side fills the slot."""

    n_right: int
    n_asked: int


class ClaimScores(Struct, frozen=True):
    """Scores per level and slot, and the claims that could not be scored."""

    levels: dict[ClaimLevel, LevelScore]
    slots: dict[Slot, SlotScore]
    n_documents: int
    unknown_documents: tuple[str, ...]
    n_without_evidence: int


def score_claims(
    gold: Sequence[GoldDocument], claims: Sequence[Claim], *, resamples: int, seed: int
) -> ClaimScores:
    """Score claims against gold documents, one to one within each document.

    The levels: ``effect``, the effect phrases agree; ``pair``, and the cargo, both having
    none or agreeing; ``triple``, and the donor, where the gold names one; ``full``, and
    direction and polarity are equal. Slots are judged where the effect was found.

    Args:
        gold: The documents, with and without claims.
        claims: A claim belongs to the document that its first evidence names, without
            folder and file extension.
        resamples: Bootstrap samples of documents.
        seed: Seed of the bootstrap.

    Returns:
        The scores; claims of documents that are not gold are named, not counted.
    """
    predicted = group_by_document(claims)
    pairs = {d.id: (gold_claims(d), predicted.get(d.id, ())) for d in gold}
    levels: dict[ClaimLevel, LevelScore] = {}
    for level in CLAIM_LEVELS:
        counts = [
            (len(match_claims(truth, guess, level)), len(guess), len(truth))
            for truth, guess in pairs.values()
        ]
        levels[level] = _level_score(counts, resamples=resamples, seed=seed)
    return ClaimScores(
        levels=levels,
        slots=score_slots(pairs.values()),
        n_documents=len(gold),
        unknown_documents=tuple(sorted(predicted.keys() - pairs.keys())),
        n_without_evidence=sum(not claim.evidence for claim in claims),
    )


def group_by_document(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    """Claims with evidence by the id of their document: "sub/R06.txt" is R06."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.evidence:
            name = claim.evidence[0].document.rsplit("/", 1)[-1]
            grouped[_EXTENSION.sub("", name)].append(claim)
    return grouped


def agreement(gold: Claim, predicted: Claim, level: ClaimLevel) -> float:
    """Similarity of the effects, or 0 where the claims do not agree at the level."""
    asked = CLAIM_LEVELS[: CLAIM_LEVELS.index(level) + 1]
    if not all(_AGREES[step](gold, predicted) for step in asked if step != "effect"):
        return 0.0
    return phrase_similarity(gold.effect.text, predicted.effect.text)


def _same_cargo(gold: Claim, predicted: Claim) -> bool:
    truth, guess = spellings(gold.cargo), spellings(predicted.cargo)
    return items_agree(truth, guess) if truth and guess else truth == guess


def _same_donor(gold: Claim, predicted: Claim) -> bool:
    truth = spellings(gold.donor_cell)
    return not truth or items_agree(truth, spellings(predicted.donor_cell))


def _same_assertion(gold: Claim, predicted: Claim) -> bool:
    return (gold.effect.direction, gold.polarity) == (
        predicted.effect.direction,
        predicted.polarity,
    )


_AGREES: dict[ClaimLevel, Callable[[Claim, Claim], bool]] = {
    "pair": _same_cargo,
    "triple": _same_donor,
    "full": _same_assertion,
}


def match_claims(
    gold: Sequence[Claim], predicted: Sequence[Claim], level: ClaimLevel
) -> list[tuple[Claim, Claim]]:
    """Gold and predicted claims of one document that agree, each in one pair at most."""
    return _assign(gold, predicted, lambda truth, guess: agreement(truth, guess, level))


def _assign(
    gold: Sequence[Claim], predicted: Sequence[Claim], weight: Weight
) -> list[tuple[Claim, Claim]]:
    if not gold or not predicted:
        return []
    weights = np.array([[weight(truth, guess) for guess in predicted] for truth in gold])
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [
        (gold[i], predicted[j]) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0
    ]


def _level_score(
    counts: Sequence[tuple[int, int, int]], *, resamples: int, seed: int
) -> LevelScore:
    n_found, n_predicted, n_gold = (sum(count[i] for count in counts) for i in range(3))
    low, high = bootstrap_interval(counts, f1, resamples=resamples, seed=seed)
    return LevelScore(
        precision=n_found / n_predicted if n_predicted else 0.0,
        recall=n_found / n_gold if n_gold else 0.0,
        f1=2 * n_found / (n_predicted + n_gold) if n_predicted + n_gold else 0.0,
        low=low,
        high=high,
        n_found=n_found,
        n_predicted=n_predicted,
        n_gold=n_gold,
    )


def score_slots(
    documents: Iterable[tuple[Sequence[Claim], Sequence[Claim]]],
) -> dict[Slot, SlotScore]:
    """Judge the slots of the claims whose effect was found.

    Claims are paired by their effects, those that also agree in cargo counting double. A
    slot is asked where either side fills it and right where the gold fills it and the
    prediction agrees; direction is always asked.
    """
    judged = [
        judgement
        for gold, predicted in documents
        for truth, guess in _assign(gold, predicted, _slot_weight)
        for judgement in _judge_slots(truth, guess)
    ]
    return {
        slot: SlotScore(
            n_right=sum(right for name, asked, right in judged if name == slot and asked),
            n_asked=sum(asked for name, asked, _ in judged if name == slot),
        )
        for slot in SLOTS
    }


SLOTS: tuple[Slot, ...] = (
    "donor",
    "recipient",
    "direction",
    "polarity not asserted",
    "dose and exposed",
)


def _slot_weight(gold: Claim, predicted: Claim) -> float:
    return agreement(gold, predicted, "effect") + agreement(gold, predicted, "pair")


def _judge_slots(gold: Claim, predicted: Claim) -> list[tuple[Slot, bool, bool]]:
    dose, said_dose = _dose_and_exposed(gold), _dose_and_exposed(predicted)
    hedged = [claim for claim in (gold, predicted) if claim.polarity != "asserted"]
    return [
        ("donor", *_judge_items(gold.donor_cell, predicted.donor_cell)),
        ("recipient", *_judge_items(gold.recipient_cell, predicted.recipient_cell)),
        ("direction", True, gold.effect.direction == predicted.effect.direction),
        ("polarity not asserted", bool(hedged), gold.polarity == predicted.polarity),
        ("dose and exposed", bool(dose or said_dose), dose == said_dose),
    ]


def _judge_items(
    gold: Sequence[CargoItem | CellItem], predicted: Sequence[CargoItem | CellItem]
) -> tuple[bool, bool]:
    truth, guess = spellings(gold), spellings(predicted)
    return bool(truth or guess), bool(truth) and items_agree(truth, guess)


def _dose_and_exposed(claim: Claim) -> tuple[frozenset[float], str] | None:
    if claim.radiation is None or not claim.radiation.dose_gy:
        return None
    doses = frozenset(round(dose, 6) for dose in claim.radiation.dose_gy)
    return doses, claim.radiation.exposed
