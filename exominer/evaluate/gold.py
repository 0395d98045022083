"""Gold files to records: the rows of a claims table, or documents with their claims."""

import re
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from exominer.errors import InputError
from exominer.evaluate.matching import Spellings, name_key
from exominer.jsonl import read_jsonl
from exominer.records import (
    CargoItem,
    CargoType,
    CellItem,
    Claim,
    ClaimKind,
    Direction,
    Effect,
    Evidence,
    Exposed,
    Finding,
    Polarity,
    Radiation,
    StudyModel,
)

GoldKind = Literal["table1", "documents", "corpus"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GRAY = {"Gy": 1.0, "cGy": 0.01, "mGy": 0.001}


class Table1Effect(Struct, frozen=True):
    """One effect of a row: what changes, which way, in what, by which pathway."""

    process: str
    direction: Direction
    target: str | None = None
    pathway: str | None = None


class Table1Row(Struct, frozen=True):
    """A row of the gold table, normalised: lists split, misprints resolved.

    ``aliases`` give further spellings of a cargo, a cell, a process or a pathway; they are
    read both ways, so that any spelling of a name stands for any other.
    """

    row: int
    cargo: tuple[str, ...]
    donor_cell: tuple[str, ...]
    recipient_cell: tuple[str, ...]
    effects: tuple[Table1Effect, ...]
    references: tuple[int | str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)


class NamedItem(Struct, frozen=True):
    """A cargo or cell written as an object; a bare string is its text."""

    text: str
    name: str = ""


class GoldRadiation(Struct, frozen=True):
    """Radiation of a gold claim; ``dose`` as printed ("0.005, 0.05 and 0.5 Gy")."""

    modality: str | None = None
    dose: str | None = None
    exposed: Exposed | None = None


Items = tuple[str | NamedItem, ...] | str | None


class GoldClaim(Struct, frozen=True):
    """A claim as annotated by hand; ``effect`` is a phrase of ``evidence``.

    A closed slot that was not annotated is None.
    """

    cargo: Items
    donor_cell: Items
    recipient_cell: Items
    effect: str
    effect_direction: Direction
    polarity: Polarity
    cargo_type: CargoType | None = None
    claim_type: ClaimKind | None = None
    radiation: GoldRadiation | None = None
    evidence: str = ""
    finding: Finding | None = None
    study_model: StudyModel | None = None


class GoldDocument(Struct, frozen=True):
    """A document with its claims; ``gold_ev_only`` are those without radiation."""

    id: str
    gold: tuple[GoldClaim, ...]
    gold_ev_only: tuple[GoldClaim, ...] = ()
    text: str = ""


def row_spellings(row: Table1Row, names: tuple[str, ...]) -> tuple[Spellings, ...]:
    """Each name with every spelling that the row's aliases give it, itself first.

    Example:
        >>> row = Table1Row(row=1, cargo=("ANXA1",), donor_cell=(), recipient_cell=(),
        ...     effects=(), aliases={"Annexin A1": ("ANXA1", "Annexin-1")})
        >>> row_spellings(row, row.cargo)
        (('ANXA1', 'Annexin A1', 'Annexin-1'),)
    """
    families = [(name, *others) for name, others in row.aliases.items()]
    return tuple(_with_aliases(name, families) for name in names if name)


def _with_aliases(name: str, families: list[tuple[str, ...]]) -> Spellings:
    key = name_key(name)
    related = [family for family in families if key in map(name_key, family)]
    return tuple(dict.fromkeys([name, *(other for family in related for other in family)]))


def gold_claims(document: GoldDocument) -> tuple[Claim, ...]:
    """The claims of a gold document as records of the type that a run writes.

    Doses are read in Gy, cGy and mGy; offsets are those of the evidence in the
    document's text, both 0 where it has no text.
    """
    annotated = document.gold + document.gold_ev_only
    return tuple(_as_claim(claim, i, document) for i, claim in enumerate(annotated, start=1))


def _as_claim(gold: GoldClaim, number: int, document: GoldDocument) -> Claim:
    start = max(document.text.find(gold.evidence), 0)
    evidence = Evidence(
        document=document.id,
        source="prose",
        section="",
        page=None,
        start=start,
        end=start + len(gold.evidence) if document.text else start,
        text=gold.evidence,
    )
    return Claim(
        claim_id=f"{document.id}-{number}",
        kind=gold.claim_type or "function",
        cargo=tuple(
            CargoItem(text=item.text, name=item.name, type=gold.cargo_type)
            for item in _named(gold.cargo)
        ),
        donor_cell=tuple(CellItem(i.text, name=i.name) for i in _named(gold.donor_cell)),
        recipient_cell=tuple(CellItem(i.text, name=i.name) for i in _named(gold.recipient_cell)),
        effect=Effect(text=gold.effect, direction=gold.effect_direction),
        radiation=_as_radiation(gold.radiation),
        polarity=gold.polarity,
        cue=None,
        study_model=gold.study_model or "unspecified",
        finding=gold.finding or "own",
        citations=(),
        evidence=(evidence,),
        score=1.0,
    )


def _named(items: Items) -> tuple[NamedItem, ...]:
    listed = (items,) if isinstance(items, str) else items or ()
    named = (NamedItem(item) if isinstance(item, str) else item for item in listed)
    return tuple(item for item in named if item.text)


def _as_radiation(gold: GoldRadiation | None) -> Radiation | None:
    if gold is None:
        return None
    return Radiation(
        text=gold.modality or "",
        modality=gold.modality or "",
        dose_text=gold.dose or "",
        dose_gy=parse_dose_gy(gold.dose or ""),
        exposed=gold.exposed or "unspecified",
    )


def parse_dose_gy(text: str) -> tuple[float, ...]:
    """All numbers of a dose in Gy; none where no unit of gray stands in it.

    Example:
        >>> parse_dose_gy("25, 50 and 100 cGy"), parse_dose_gy("3 MBq")
        ((0.25, 0.5, 1.0), ())
    """
    unit = next((unit for unit in ("cGy", "mGy", "Gy") if unit in text), None)
    if unit is None:
        return ()
    return tuple(round(float(number) * _GRAY[unit], 6) for number in _NUMBER.findall(text))


def find_gold_kind(path: Path) -> GoldKind:
    """Tell the formats apart by the fields of the first line.

    Raises:
        InputError: If the file is missing or empty, or its first line is of no format.
    """
    expected = (
        "A gold file has objects with `row` and `effects`, with `id` and `gold`, or with `id` "
        "and `annotated`."
    )
    try:
        first = next(read_jsonl(path, dict))
    except StopIteration:
        raise InputError(str(path), "the gold file is empty", expected) from None
    if {"row", "effects"} <= first.keys():
        return "table1"
    if {"id", "gold"} <= first.keys():
        return "documents"
    if {"id", "annotated"} <= first.keys():
        return "corpus"
    raise InputError(f"{path}:1", f"found the fields {', '.join(first) or 'none'}", expected)


def read_table1(path: Path) -> tuple[Table1Row, ...]:
    """Read the gold rows in order.

    Raises:
        InputError: If a line is not a row, or two rows have one number.
    """
    rows = tuple(read_jsonl(path, Table1Row))
    _require_distinct(path, [str(row.row) for row in rows], "row")
    return rows


def read_gold_documents(path: Path) -> tuple[GoldDocument, ...]:
    """Read the gold documents in order.

    Raises:
        InputError: If a line is not a document, or two documents have one id.
    """
    documents = tuple(read_jsonl(path, GoldDocument))
    _require_distinct(path, [document.id for document in documents], "id")
    return documents


def _require_distinct(path: Path, names: list[str], field: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        found = f"{field} {', '.join(twice)} stands more than once"
        raise InputError(str(path), found, f"Give every line its own {field}.")


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read the claims of a claims.jsonl, or of the run folder that holds one.

    Raises:
        InputError: If there is no such file or a line is not a claim.
    """
    file = path / "claims.jsonl" if path.is_dir() else path
    return tuple(read_jsonl(file, Claim))
