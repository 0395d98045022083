"""What a person typed into the fields of a claim -> a claim with evidence and places."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct, structs

from exominer.assemble.assembling import claim_hash
from exominer.assemble.evidence import Places, build_evidence
from exominer.doses import parse_dose
from exominer.radiation_terms import modality_class
from exominer.records import (
    CargoItem,
    CellItem,
    Claim,
    ClaimKind,
    Cue,
    Document,
    Effect,
    Finding,
    Mention,
    Polarity,
    Radiation,
    StudyModel,
)
from exominer.review.decisions import Placed, Slot
from exominer.review.refusal import RefusedError
from exominer.train.authored_anchors import choose_nearest, find_occurrences

SEPARATOR = "; "
_MAX_LENGTH = 2000
_MOST = 1_000_000


class Draft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The cells of a claim that a person may fill; the others follow from the text.

    ``effect.target`` and ``effect.pathway`` may name several things, split by "; ".
    """

    effect: Effect
    kind: ClaimKind = "function"
    cargo: tuple[CargoItem, ...] = ()
    donor_cell: tuple[CellItem, ...] = ()
    recipient_cell: tuple[CellItem, ...] = ()
    radiation: Radiation | None = None
    polarity: Polarity = "asserted"
    cue: str = ""
    study_model: StudyModel = "unspecified"
    finding: Finding = "own"


class Correction(Struct, frozen=True):
    """A claim as a person has it, and where its parts stand."""

    claim: Claim
    placed: tuple[Placed, ...]


def draft_of(claim: Claim) -> Draft:
    """The cells of a claim as they can be changed."""
    fields = structs.asdict(claim)
    shared = {name: fields[name] for name in Draft.__struct_fields__ if name != "cue"}
    return Draft(**shared, cue=claim.cue.text if claim.cue else "")


def parse_radiation(modality: str, dose: str) -> dict[str, Any]:
    """What follows from a modality and a dose as printed.

    Example:
        >>> parse_radiation("X-rays", "5 x 2 Gy")
        {'modality_class': 'photon', 'dose_gy': (2.0,), 'fractions': 5}
    """
    parsed = parse_dose(dose)
    return {
        "modality_class": modality_class(modality) if modality else "unspecified",
        "dose_gy": parsed.dose_gy,
        "fractions": parsed.fractions,
    }


def change_draft(draft: Draft | None, changes: dict[str, Any]) -> Draft:
    """Put changes over the cells of a claim, or over an empty one.

    ``effect`` and ``radiation`` may be changed in part. A dose or modality that changes
    brings its numbers and class along, unless the changes name them.

    Raises:
        RefusedError: If a cell is unknown or holds what it cannot.
    """
    old: dict[str, Any] = msgspec.to_builtins(draft) if draft else {}
    merged = {**old, **changes}
    for name in ("effect", "radiation"):
        if isinstance(changes.get(name), dict):
            merged[name] = {**(old.get(name) or {}), **changes[name]}
    if isinstance(changes.get("radiation"), dict):
        merged["radiation"] = _follow_up(merged["radiation"], changes["radiation"])
    try:
        return _tidy(msgspec.convert(merged, Draft))
    except msgspec.ValidationError as error:
        raise RefusedError(400, f"a cell is not as it should be: {error}", "Mend it.") from error


def _follow_up(radiation: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    modality, dose = str(radiation.get("modality", "")), str(radiation.get("dose_text", ""))
    parsed = parse_radiation(modality, dose)
    sources = {"modality_class": "modality", "dose_gy": "dose_text", "fractions": "dose_text"}
    follows = {
        name: parsed[name]
        for name, source in sources.items()
        if source in changed and name not in changed
    }
    return {**radiation, **follows, "text": ""}


def _tidy(draft: Draft) -> Draft:
    """Without empty items and spaces around; radiation without any word is none."""
    for text in _texts(draft):
        if len(text) > _MAX_LENGTH:
            raise RefusedError(400, f"a cell has {len(text)} characters", "Shorten it.")
    radiation = draft.radiation
    if radiation and not _is_possible(radiation):
        found = f"{radiation.dose_gy} Gy in {radiation.fractions} fractions"
        raise RefusedError(400, found, "Give doses from 0 and fractions from 1.")
    effect = draft.effect
    return structs.replace(
        draft,
        cargo=tuple(structs.replace(c, text=c.text.strip()) for c in draft.cargo if c.text.strip()),
        donor_cell=_tidy_cells(draft.donor_cell),
        recipient_cell=_tidy_cells(draft.recipient_cell),
        effect=structs.replace(
            effect,
            text=effect.text.strip(),
            process=effect.process.strip(),
            target=effect.target.strip(),
            pathway=effect.pathway.strip(),
        ),
        radiation=radiation if radiation and (radiation.modality or radiation.dose_text) else None,
        cue="" if draft.polarity == "asserted" else draft.cue.strip(),
    )


def _is_possible(radiation: Radiation) -> bool:
    n_fractions = 1 if radiation.fractions is None else radiation.fractions
    return 1 <= n_fractions <= _MOST and all(0 <= gray <= _MOST for gray in radiation.dose_gy)


def _tidy_cells(cells: tuple[CellItem, ...]) -> tuple[CellItem, ...]:
    return tuple(structs.replace(c, text=c.text.strip()) for c in cells if c.text.strip())


def _texts(draft: Draft) -> Iterator[str]:
    yield from (text for _, text in _parts(draft))
    yield draft.effect.process
    yield from (item.name for item in draft.cargo)
    yield from (cell.name for cell in (*draft.donor_cell, *draft.recipient_cell))


def _parts(draft: Draft) -> Iterator[tuple[Slot, str]]:
    """The words of a claim by the part they are, the effect first."""
    yield "effect", draft.effect.text
    yield from (("cargo", item.text) for item in draft.cargo)
    yield from (("donor", item.text) for item in draft.donor_cell)
    yield from (("recipient", item.text) for item in draft.recipient_cell)
    yield from (("target", text) for text in draft.effect.target.split(SEPARATOR) if text)
    yield from (("pathway", text) for text in draft.effect.pathway.split(SEPARATOR) if text)
    if draft.radiation:
        yield "radiation", draft.radiation.modality
        yield "dose", draft.radiation.dose_text
    if draft.cue:
        yield "cue", draft.cue


def place_parts(
    places: Places, draft: Draft, known: Sequence[Placed], *, near: int
) -> tuple[Placed, ...]:
    """Find where the parts of a claim stand; one that is not in the text has no place.

    A known place counts if it reads like the part. Without one, a part means the
    occurrence that the guideline of the annotations would take: the closest in the
    effect's sentence, else the nearest before, else the first after.

    Args:
        places: The document by offset.
        draft: The claim.
        known: Where the person or the run saw parts; the first that fits is taken.
        near: Offset beside which the effect is looked for if no place of it is known.

    Raises:
        RefusedError: If the effect is empty, or the words of effect or cue do not stand in
            the text.
    """
    text = places.document.text
    placed: list[Placed] = []
    unit = effect = (near, near)
    for slot, words in _parts(draft):
        fitting = [p for p in known if p.slot == slot and text[p.start : p.end] == words]
        fresh = [(p.start, p.end) for p in fitting if words and p not in placed]
        spans = fresh[:1] or find_occurrences(text, words)
        if not spans:
            if slot in ("effect", "cue"):
                found = f"the {slot} {words[:80]!r} does not stand in the text"
                raise RefusedError(400, found, "Select its words in the text.")
            continue
        if slot == "effect":
            effect = min(spans, key=lambda span: abs(span[0] - near))
            unit = places.find_unit(*effect)
        placed.append(Placed(slot, *choose_nearest(spans, effect, unit)))
    return tuple(placed)


def build_claim(places: Places, draft: Draft, known: Sequence[Placed], *, near: int) -> Correction:
    """Make a claim of the cells; evidence and citations are those of its places.

    Raises:
        RefusedError: As ``place_parts`` does.
    """
    document = places.document
    placed = place_parts(places, draft, known, near=near)
    effect, *others = (_mention(document, place) for place in placed)
    evidence = tuple(build_evidence(places, effect, others))
    cue = next((place for place in placed if place.slot == "cue"), None)
    claim = Claim(
        claim_id="",
        kind=draft.kind,
        cargo=draft.cargo,
        donor_cell=draft.donor_cell,
        recipient_cell=draft.recipient_cell,
        effect=draft.effect,
        radiation=_name_radiation(draft.radiation, placed),
        polarity=draft.polarity,
        cue=Cue(draft.cue, cue.start, cue.end) if cue else None,
        study_model=draft.study_model,
        finding=draft.finding,
        citations=places.find_citations(evidence[0].start, evidence[0].end),
        evidence=evidence,
        score=1.0,
    )
    named = structs.replace(claim, claim_id=claim_hash(document.sha256, claim))
    return Correction(named, placed)


def _mention(document: Document, place: Placed) -> Mention:
    text = document.text[place.start : place.end]
    return Mention("", "effect", place.start, place.end, text)


def _name_radiation(radiation: Radiation | None, placed: Sequence[Placed]) -> Radiation | None:
    """Modality and dose as one text, in the order of the paper."""
    if radiation is None:
        return None
    starts = {place.slot: place.start for place in placed}
    named = [("radiation", radiation.modality), ("dose", radiation.dose_text)]
    named.sort(key=lambda part: starts.get(part[0], -1))  # type: ignore[call-overload]
    return structs.replace(radiation, text=SEPARATOR.join(text for _, text in named if text))
