"""Mentions to the claims that a reader without grammar would make: the printed baseline.

What stands in one sentence with a vesicle is taken to belong together. Nothing here is
tuned; the figure says how much of a score comes from recognising names alone.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import product

from exominer.cargo_types import CARGO_KINDS
from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    CellItem,
    Claim,
    Document,
    Effect,
    Evidence,
    Mention,
    MentionKind,
    Sentence,
)

CELL_KINDS: frozenset[MentionKind] = frozenset({"cell_type", "cell_line"})


def find_cooccurrences(annotated: AnnotatedDocument) -> tuple[Claim, ...]:
    """Claim every effect process of a sentence for every cargo beside a vesicle.

    One claim for each pair of cargo and process in a sentence with a vesicle; a sentence
    without a cargo gives its processes to the vesicle as a whole. The donor is the cell
    nearest to the first vesicle. Direction is "none", the claim asserted.

    Returns:
        Claims in the order of their sentences, then cargo, then process.
    """
    return tuple(
        claim
        for sentence in annotated.document.sentences
        for claim in _claims_of(sentence, annotated)
    )


def _claims_of(sentence: Sentence, annotated: AnnotatedDocument) -> Iterator[Claim]:
    inside = [m for m in annotated.mentions if sentence.start <= m.start and m.end <= sentence.end]
    vesicle = next((mention for mention in inside if mention.kind == "vesicle"), None)
    if vesicle is None:
        return
    donor = find_nearest(vesicle, [mention for mention in inside if mention.kind in CELL_KINDS])
    cargos: list[Mention | None] = [mention for mention in inside if mention.kind in CARGO_KINDS]
    processes = [mention for mention in inside if mention.kind == "effect_process"]
    for cargo, process in product(cargos or [None], processes):
        yield _make_claim(cargo, donor, process, sentence, annotated.document)


def find_nearest(mention: Mention, others: Sequence[Mention]) -> Mention | None:
    """The mention with the fewest characters between; of two as near, the earlier."""
    return min(
        others,
        key=lambda other: (max(other.start - mention.end, mention.start - other.end), other.start),
        default=None,
    )


def _make_claim(
    cargo: Mention | None,
    donor: Mention | None,
    process: Mention,
    sentence: Sentence,
    document: Document,
) -> Claim:
    parts = (document.text, *(str(m and (m.start, m.end)) for m in (cargo, donor, process)))
    quote = Evidence(
        document=document.document,
        source="prose",
        section="",
        page=None,
        start=sentence.start,
        end=sentence.end,
        text=document.text[sentence.start : sentence.end],
    )
    return Claim(
        claim_id=hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16],
        kind="function",
        cargo=(CargoItem(text=cargo.text, name=cargo.name),) if cargo else (),
        donor_cell=(CellItem(text=donor.text, name=donor.name),) if donor else (),
        recipient_cell=(),
        effect=Effect(text=process.text, process=process.text),
        radiation=None,
        polarity="asserted",
        cue=None,
        study_model="unspecified",
        finding="own",
        citations=(),
        evidence=(quote,),
        score=0.5,
    )
