"""Gold documents of the corpus -> the format that scorers of claims read."""

from typing import Any

from exominer.corpus import AnnotatedGold
from exominer.errors import InputError
from exominer.records import CargoType, Claim


def format_scorer_gold(gold: AnnotatedGold) -> dict[str, Any]:
    """One document in the format that scorers of claims read.

    The document must have its text.

    Raises:
        InputError: If the text is left out; ``join_texts`` puts it in.
    """
    if gold.text is None:
        raise InputError(gold.id, "its text is left out", "Join the abstracts first.")
    return {
        "id": gold.id,
        "title": gold.title,
        "doc_class": gold.negative or gold.sort,
        "text": gold.text,
        "gold": [_format_claim(claim) for claim in gold.claims],
    }


def _format_claim(claim: Claim) -> dict[str, Any]:
    radiation = claim.radiation
    return {
        "cargo": [item.text for item in claim.cargo],
        "cargo_type": _shared_type(claim),
        "donor_cell": [cell.text for cell in claim.donor_cell],
        "recipient_cell": [cell.text for cell in claim.recipient_cell],
        "effect": claim.effect.text,
        "effect_direction": claim.effect.direction,
        "radiation": radiation
        and {
            "modality": radiation.modality,
            "dose": radiation.dose_text or None,
            "exposed": radiation.exposed,
        },
        "polarity": claim.polarity,
        "claim_type": claim.kind,
        "evidence": claim.evidence[0].text,
        "finding": claim.finding,
        "study_model": claim.study_model,
    }


def _shared_type(claim: Claim) -> CargoType | None:
    types = {item.type for item in claim.cargo if item.type}
    return "mixed" if len(types) > 1 else next(iter(types), None)
