"""The slots of a claim: when a claim fills one and when two fillings agree."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from exominer.evaluate.matching import items_agree, names_overlap, normalise_phrase, spellings
from exominer.records import CargoItem, CellItem, Claim, Radiation

FEW = 50
"""A slot judged fewer times than this says little."""


class Slot(Struct, frozen=True):
    """``value`` is "" where a claim leaves the slot open; closed slots have fixed values."""

    value: Callable[[Claim], str]
    agree: Callable[[Claim, Claim], bool]
    is_closed: bool = False


def _items(read: Callable[[Claim], Sequence[CargoItem | CellItem]]) -> Slot:
    return Slot(
        value=lambda claim: ", ".join(item.text for item in read(claim)),
        agree=lambda gold, guess: items_agree(spellings(read(gold)), spellings(read(guess))),
    )


def _closed(value: Callable[[Claim], str]) -> Slot:
    return Slot(value, lambda gold, guess: value(gold) == value(guess), is_closed=True)


def _not_asserted(claim: Claim) -> str:
    return "" if claim.polarity == "asserted" else claim.polarity


def _radiation(claim: Claim) -> Radiation:
    return claim.radiation or Radiation(text="")


def _exposed(claim: Claim) -> str:
    exposed = _radiation(claim).exposed
    return "" if exposed == "unspecified" else exposed


def _doses(claim: Claim) -> frozenset[float]:
    return frozenset(round(dose, 6) for dose in _radiation(claim).dose_gy)


def _same_dose(gold: Claim, guess: Claim) -> bool:
    if _doses(gold) or _doses(guess):
        return _doses(gold) == _doses(guess)
    texts = [normalise_phrase(_radiation(claim).dose_text) for claim in (gold, guess)]
    return texts[0] == texts[1]


def _dose_in_gray(claim: Claim) -> str:
    return _radiation(claim).dose_text or "dose" if _doses(claim) else ""


def _same_dose_and_exposed(gold: Claim, guess: Claim) -> bool:
    same = _radiation(gold).exposed == _radiation(guess).exposed
    return bool(_doses(gold)) and _doses(gold) == _doses(guess) and same


def _modality(claim: Claim) -> str:
    return _radiation(claim).modality


def _same_modality(gold: Claim, guess: Claim) -> bool:
    classes = {_radiation(claim).modality_class for claim in (gold, guess)}
    same_class = len(classes) == 1 and "unspecified" not in classes
    return same_class or names_overlap(_modality(gold), _modality(guess))


SLOTS: dict[str, Slot] = {
    "cargo": _items(lambda claim: claim.cargo),
    "donor": _items(lambda claim: claim.donor_cell),
    "recipient": _items(lambda claim: claim.recipient_cell),
    "kind": _closed(lambda claim: claim.kind),
    "direction": _closed(lambda claim: claim.effect.direction),
    "polarity": _closed(lambda claim: claim.polarity),
    "polarity not asserted": Slot(
        _not_asserted, lambda gold, guess: gold.polarity == guess.polarity
    ),
    "modality": Slot(_modality, _same_modality),
    "dose": Slot(lambda claim: _radiation(claim).dose_text or _dose_in_gray(claim), _same_dose),
    "exposed": _closed(_exposed),
    "dose and exposed": Slot(_dose_in_gray, _same_dose_and_exposed),
    "finding": _closed(lambda claim: claim.finding),
    "study model": _closed(lambda claim: claim.study_model),
}
"""By name, in the order in which they are printed."""


class Filling(Struct, frozen=True):
    """What a pair of claims, or one that has no partner, says in a slot; "" where nothing."""

    slot: str
    gold: str
    predicted: str
    agree: bool


def judge_slots(gold: Claim | None, predicted: Claim | None) -> Iterator[Filling]:
    """Compare the slots that either claim fills; without a partner none agrees."""
    for name, slot in SLOTS.items():
        truth = slot.value(gold) if gold else ""
        guess = slot.value(predicted) if predicted else ""
        if truth or guess:
            both = gold is not None and predicted is not None and bool(truth) and bool(guess)
            agree = both and slot.agree(gold, predicted)  # type: ignore[arg-type]
            yield Filling(name, truth, guess, agree)
