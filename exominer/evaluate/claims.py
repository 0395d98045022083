"""Gold and predicted claims of a document to judgements at four levels and slot by slot.

End to end: gold mentions are never used, and every gold claim counts, found or missed. The
rules are those of the public scorer of claims; the counts agree with its counts.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

from exominer.evaluate.annotation import Annotation, locate_effect
from exominer.evaluate.assignment import assign, pair_off
from exominer.evaluate.claim_causes import ClaimCauses
from exominer.evaluate.judgements import Item, Judgement, section_of
from exominer.evaluate.matching import items_agree, phrase_similarity, spellings
from exominer.evaluate.slots import judge_slots
from exominer.records import Claim, Document

ClaimLevel = Literal["effect", "pair", "triple", "full"]

CLAIM_LEVELS: tuple[ClaimLevel, ...] = ("effect", "pair", "triple", "full")
_EXTENSION = re.compile(r"\.(?:txt|xml|nxml|pdf)$")


def group_by_document(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    """Claims with evidence by the id of their document: "sub/R06.txt" is R06."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.evidence:
            grouped[document_id(claim.evidence[0].document)].append(claim)
    return grouped


def document_id(name: str) -> str:
    """The id in the name of a document, without folder and file extension.

    Example:
        >>> document_id("sub/R06.txt")
        'R06'
    """
    return _EXTENSION.sub("", name.rsplit("/", 1)[-1])


def agreement(gold: Claim, predicted: Claim, level: ClaimLevel) -> float:
    """Similarity of the effects, or 0 where the claims do not agree at the level."""
    similarity = phrase_similarity(gold.effect.text, predicted.effect.text)
    asked = CLAIM_LEVELS[1 : CLAIM_LEVELS.index(level) + 1]
    if similarity and all(_AGREES[step](gold, predicted) for step in asked):
        return similarity
    return 0.0


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
    pairs = assign(gold, predicted, lambda truth, guess: agreement(truth, guess, level))
    return [(gold[i], predicted[j]) for i, j in pairs]


def _effect_weight(gold: Claim, predicted: Claim) -> float:
    return agreement(gold, predicted, "effect") + agreement(gold, predicted, "pair")


def judge_claims(
    gold: Annotation, predicted: Annotation, *, max_sentences_back: int
) -> Iterator[Judgement]:
    """Judge the claims of one document at every level; causes are given at ``full``.

    The levels: ``effect``, the effect phrases agree; ``pair``, and the cargo, both having
    none or agreeing; ``triple``, and the donor, where the gold names one; ``full``, and
    direction and polarity are equal. At each level claims that agree are paired so that
    their effects agree best; what is left is paired by its effects, without credit.
    """
    causes = ClaimCauses(gold, predicted, max_sentences_back)
    for level in CLAIM_LEVELS:
        weights = partial(agreement, level=level), _effect_weight
        for truth, guess, number in pair_off(gold.claims, predicted.claims, *weights):
            right = number == 0
            why = causes.explain(truth, guess) if level == "full" and not right else ("", "")
            yield _judgement(gold, level, (truth, guess), credit=float(right), why=why)


def _judgement(
    gold: Annotation,
    level: str,
    pair: tuple[Claim | None, Claim | None],
    *,
    credit: float,
    why: tuple[str, str],
) -> Judgement:
    document = gold.document
    return Judgement(
        task="claims",
        measure=level,
        document=gold.id,
        gold=claim_item(pair[0], document),
        predicted=claim_item(pair[1], document),
        credit=credit,
        cause=why[0],
        detail=why[1],
    )


def claim_item(claim: Claim | None, document: Document) -> Item | None:
    """A claim as an item that stands where its effect does."""
    if claim is None:
        return None
    start, end = locate_effect(claim, document)
    return Item(
        kind=claim.kind,
        start=start,
        end=end,
        text=claim.effect.text,
        section=section_of(document, start),
        score=claim.score,
        says=describe_claim(claim),
    )


def describe_claim(claim: Claim) -> str:
    """Cargo, cells, direction and polarity in a line."""
    parts = [
        ", ".join(item.text for item in claim.cargo) or "vesicle",
        f"from {', '.join(c.text for c in claim.donor_cell)}" if claim.donor_cell else "",
        f"to {', '.join(c.text for c in claim.recipient_cell)}" if claim.recipient_cell else "",
    ]
    said = " ".join(part for part in parts if part)
    return f"{said}; {claim.kind}, {claim.effect.direction}, {claim.polarity}"


def judge_claim_slots(gold: Annotation, predicted: Annotation) -> Iterator[Judgement]:
    """Judge the slots of all claims of one document.

    Claims are paired by their effects. Under the measure ``end to end`` a slot of a claim
    without a partner is missed or false; ``effect found`` looks at pairs alone, with one
    judgement for each slot that either claim fills.
    """
    for truth, guess, _ in pair_off(gold.claims, predicted.claims, _effect_weight):
        for filling in judge_slots(truth, guess):
            if filling.slot in gold.unsaid:
                continue
            mine = _slot_item(truth, filling.slot, filling.gold, gold.document)
            theirs = _slot_item(guess, filling.slot, filling.predicted, gold.document)
            measures = ("end to end", "effect found") if truth and guess else ("end to end",)
            for measure in measures:
                yield Judgement("slots", measure, gold.id, mine, theirs, float(filling.agree))


def _slot_item(claim: Claim | None, slot: str, value: str, document: Document) -> Item | None:
    if claim is None or not value:
        return None
    start, end = locate_effect(claim, document)
    section = section_of(document, start)
    return Item(slot, start, end, claim.effect.text, section, claim.score, value)
