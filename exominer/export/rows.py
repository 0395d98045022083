"""Claims and mentions to flat rows: what the columns of the tables are, in order."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    CellItem,
    Claim,
    Document,
    MentionKind,
    Radiation,
)

Value = str | int | float | None
ValueType = Literal["text", "integer", "number"]

_NO_RADIATION = Radiation(text="")


class Column(Struct, frozen=True):
    """A column of the claims table; ``width`` is in characters, for workbooks.

    Lists are joined by "; "; a text that is absent is "", a number that is absent None.
    """

    name: str
    value: Callable[[Claim], Value]
    type: ValueType = "text"
    width: int = 16


def _join(texts: Iterable[str]) -> str:
    return "; ".join(text for text in texts if text)


def _printed(items: tuple[CargoItem, ...] | tuple[CellItem, ...]) -> str:
    return _join(item.text for item in items)


def _named(items: tuple[CargoItem, ...] | tuple[CellItem, ...]) -> str:
    return _join(item.name or item.text for item in items)


def _format_dose(gray: float) -> str:
    return repr(float(gray)).removesuffix(".0")


def _radiation(claim: Claim) -> Radiation:
    return claim.radiation or _NO_RADIATION


def _unless_absent(claim: Claim, text: str) -> str:
    """A closed slot of the radiation says nothing where no radiation is named."""
    return text if claim.radiation else ""


CLAIM_COLUMNS: tuple[Column, ...] = (
    Column("document", lambda c: c.evidence[0].document, width=24),
    Column("kind", lambda c: c.kind, width=13),
    Column("cargo", lambda c: _printed(c.cargo), width=20),
    Column("cargo_type", lambda c: _join(str(item.type or "") for item in c.cargo), width=12),
    Column("donor_cell", lambda c: _printed(c.donor_cell), width=22),
    Column("recipient_cell", lambda c: _printed(c.recipient_cell), width=22),
    Column("effect", lambda c: c.effect.text, width=40),
    Column("process", lambda c: c.effect.process, width=22),
    Column("direction", lambda c: c.effect.direction, width=11),
    Column("target", lambda c: c.effect.target),
    Column("pathway", lambda c: c.effect.pathway),
    Column("modality", lambda c: _radiation(c).modality),
    Column("modality_class", lambda c: _unless_absent(c, _radiation(c).modality_class), width=14),
    Column("dose_text", lambda c: _radiation(c).dose_text, width=12),
    Column("dose_gy", lambda c: _join(map(_format_dose, _radiation(c).dose_gy)), width=10),
    Column("fractions", lambda c: _radiation(c).fractions, "integer", 10),
    Column("exposed", lambda c: _unless_absent(c, _radiation(c).exposed), width=12),
    Column("polarity", lambda c: c.polarity, width=12),
    Column("cue", lambda c: c.cue.text if c.cue else "", width=12),
    Column("study_model", lambda c: c.study_model, width=13),
    Column("finding", lambda c: c.finding, width=12),
    Column(
        "citations", lambda c: _join(dict.fromkeys(mark.marker for mark in c.citations)), width=12
    ),
    Column("dois", lambda c: _join(dict.fromkeys(mark.doi for mark in c.citations)), width=20),
    Column("source", lambda c: c.evidence[0].source, width=9),
    Column("section", lambda c: c.evidence[0].section, width=18),
    Column("page", lambda c: c.evidence[0].page, "integer", 7),
    Column("table", lambda c: c.evidence[0].table or "", width=10),
    Column("row", lambda c: c.evidence[0].row, "integer", 7),
    Column("sentence", lambda c: c.evidence[0].text, width=80),
    Column("start", lambda c: c.evidence[0].start, "integer", 9),
    Column("end", lambda c: c.evidence[0].end, "integer", 9),
    Column("score", lambda c: round(c.score, 4), "number", 8),
    Column("cargo_name", lambda c: _named(c.cargo), width=20),
    Column("donor_name", lambda c: _named(c.donor_cell), width=20),
    Column("recipient_name", lambda c: _named(c.recipient_cell), width=20),
    Column("claim_id", lambda c: c.claim_id, width=20),
)
"""``start`` and ``end`` are those of the sentence or cell the effect stands in; the three
``_name`` columns hold the normalised name where one is known, else the words as printed."""


class MentionRow(Struct, frozen=True):
    """A line of mentions.csv; ``section`` is the heading over the mention."""

    document: str
    mention_id: str
    kind: MentionKind
    start: int
    end: int
    text: str
    name: str
    concept_id: str
    score: float
    source: str
    section: str


MENTION_TYPES: dict[str, ValueType] = {
    name: {"start": "integer", "end": "integer", "score": "number"}.get(name, "text")  # type: ignore[misc]
    for name in MentionRow.__struct_fields__
}


def explode_claims(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Split claims so that each carries one cargo at most, in the order of the cargo.

    Example:
        >>> list(explode_claims([]))
        []
    """
    for claim in claims:
        if not claim.cargo:
            yield claim
        for item in claim.cargo:
            yield msgspec.structs.replace(claim, cargo=(item,))


def claim_row(claim: Claim) -> list[Value]:
    """Flatten a claim to the values of ``CLAIM_COLUMNS``, in their order.

    Raises:
        IndexError: If the claim has no evidence, which no claim may be without.
    """
    return [column.value(claim) for column in CLAIM_COLUMNS]


def find_section(document: Document, start: int) -> str:
    """Name the section that holds an offset by its heading, else by its kind; "" in none."""
    for section in document.sections:
        if section.start <= start < section.end:
            return section.title or section.kind
    return ""


def mention_rows(annotated: AnnotatedDocument) -> tuple[MentionRow, ...]:
    """Flatten the mentions of a document, in their order.

    Example:
        >>> from exominer.records import Mention
        >>> paper = Document(document="a.txt", sha256="", format="text", text="2 Gy")
        >>> dose = Mention(mention_id="T1", kind="dose", start=0, end=4, text="2 Gy")
        >>> mention_rows(AnnotatedDocument(document=paper, mentions=(dose,)))[0].document
        'a.txt'
    """
    document = annotated.document
    return tuple(
        MentionRow(
            document=document.document,
            section=find_section(document, mention.start),
            **msgspec.structs.asdict(mention),
        )
        for mention in annotated.mentions
    )
