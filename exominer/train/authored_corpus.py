"""The annotated corpus as a file: written without foreign texts, read, joined and scored."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from exominer.errors import InputError
from exominer.jsonl import read_jsonl, write_jsonl
from exominer.records import CargoType, Claim, Evidence
from exominer.train.authored_abstracts import hash_text
from exominer.train.authored_gold import AnnotatedGold


class Joined(Struct, frozen=True):
    """Documents with their texts, and one line for each that stayed without."""

    documents: tuple[AnnotatedGold, ...]
    problems: tuple[str, ...]


def write_gold(documents: Iterable[AnnotatedGold], path: Path) -> int:
    """Write one document a line, real abstracts without their text; return how many."""
    return write_jsonl((strip_text(d) if d.pmid else d for d in documents), path)


def read_gold_corpus(path: Path) -> tuple[AnnotatedGold, ...]:
    """Read the documents of a corpus in order.

    Raises:
        InputError: If a line is no document, or two have one id.
    """
    documents = tuple(read_jsonl(path, AnnotatedGold))
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise InputError(str(path), f"id {document.id} stands twice", "Keep one.")
        seen.add(document.id)
    return documents


def strip_text(gold: AnnotatedGold) -> AnnotatedGold:
    """Take text and sentences out; names, effect phrases and offsets stay."""
    return _with_texts(gold, "")


def join_texts(documents: Sequence[AnnotatedGold], texts: Mapping[str, str]) -> Joined:
    """Put the texts of real abstracts back, after a check that they are the same.

    Documents that have their text pass through.

    Args:
        documents: As read from the corpus.
        texts: Abstracts by PMID.

    Returns:
        The documents with a text in their order, and a line for each that has none: no
        abstract of that PMID, another checksum, or a mention that is elsewhere.
    """
    joined: list[AnnotatedGold] = []
    problems: list[str] = []
    for gold in documents:
        if not gold.pmid:
            joined.append(gold)
            continue
        text = texts.get(gold.pmid)
        if text is None:
            problems.append(f"{gold.id}: no abstract of PMID {gold.pmid}")
        elif hash_text(text) != gold.sha256:
            problems.append(f"{gold.id}: the abstract of PMID {gold.pmid} has another checksum")
        elif lost := [m for m in gold.annotated.mentions if text[m.start : m.end] != m.text]:
            problems.append(f"{gold.id}: {len(lost)} mentions can't be placed")
        else:
            joined.append(_with_texts(gold, text))
    return Joined(tuple(joined), tuple(problems))


def _with_texts(gold: AnnotatedGold, text: str) -> AnnotatedGold:
    document = structs.replace(gold.annotated.document, text=text)
    return structs.replace(
        gold,
        text=text or None,
        annotated=structs.replace(gold.annotated, document=document),
        claims=tuple(_with_evidence(claim, text) for claim in gold.claims),
    )


def _with_evidence(claim: Claim, text: str) -> Claim:
    evidence: tuple[Evidence, ...] = tuple(
        structs.replace(e, text=text[e.start : e.end]) for e in claim.evidence
    )
    return structs.replace(claim, evidence=evidence)


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
