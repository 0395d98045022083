"""Related document to its claims: each effect with its frame becomes one record."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import structs

from exominer.assemble.evidence import Places, build_evidence
from exominer.cargo_types import cargo_type
from exominer.config import AssembleConfig
from exominer.doses import parse_dose
from exominer.radiation_terms import modality_class
from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    CellItem,
    Claim,
    Effect,
    Evidence,
    Frame,
    Mention,
    Radiation,
    RelationKind,
)

Fillers = Mapping[RelationKind, Sequence[Mention]]


def assemble_claims(related: AnnotatedDocument, settings: AssembleConfig) -> tuple[Claim, ...]:
    """Turn frames and relations into claims, in order of evidence, then of the effect.

    Claims that say the same in the same place are written once, with the higher score;
    those scored below the threshold are left out.
    """
    mentions = {mention.mention_id: mention for mention in related.mentions}
    fillers: dict[str, dict[RelationKind, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for relation in related.relations:
        fillers[relation.head][relation.kind].append(mentions[relation.tail])
    claims: dict[str, tuple[int, Claim]] = {}
    places = Places(related.document)
    names = _CellNames(related)
    for frame in related.frames:
        effect = mentions[frame.effect]
        claim = _build_claim(places, frame, effect, fillers[frame.effect], names)
        known = claims.get(claim.claim_id)
        better = known is None or (known[1].score, -known[0]) < (claim.score, -effect.start)
        if claim.score >= (settings.min_score or 0.0) and better:
            claims[claim.claim_id] = effect.start, claim
    return tuple(claim for _, claim in sorted(claims.values(), key=_position))


def _position(placed: tuple[int, Claim]) -> tuple[int, int, str]:
    effect_start, claim = placed
    return claim.evidence[0].start, effect_start, claim.claim_id


def _build_claim(
    places: Places,
    frame: Frame,
    effect: Mention,
    fillers: Fillers,
    names: "_CellNames",
) -> Claim:
    fed = [m for kind in fillers if kind != "vesicle" for m in fillers[kind]]
    evidence = build_evidence(places, effect, fed)
    claim = Claim(
        claim_id="",
        kind=frame.kind,
        cargo=tuple(_cargo_item(m) for m in _distinct(fillers.get("cargo", ()))),
        donor_cell=names.items(fillers.get("donor", ())),
        recipient_cell=names.items(fillers.get("recipient", ())),
        effect=_effect(frame, effect, fillers),
        radiation=_radiation(frame, fillers),
        polarity=frame.polarity,
        cue=frame.cue,
        study_model=frame.study_model,
        finding=frame.finding,
        citations=places.find_citations(evidence[0].start, evidence[0].end),
        evidence=tuple(evidence),
        score=round(frame.score, 4),
    )
    return structs.replace(claim, claim_id=claim_hash(places.document.sha256, claim))


def claim_hash(content: str, claim: Claim) -> str:
    """Sixteen hexadecimal digits from the document's content and all the claim says.

    Neither the path of the document nor the score takes part.
    """
    placed = tuple(structs.replace(e, document="") for e in claim.evidence)
    bare = structs.replace(claim, claim_id="", score=0.0, evidence=placed)
    return hashlib.sha256(content.encode() + msgspec.json.encode(bare)).hexdigest()[:16]


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions of different names in their order; the first of each name stays."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault((mention.name or mention.text).lower(), mention)
    return list(found.values())


def _cargo_item(mention: Mention) -> CargoItem:
    kind = cargo_type(mention.kind, mention.name or mention.text)
    return CargoItem(mention.text, kind, mention.concept_id, mention.name)


class _CellNames:
    """The other form of a cell's name, as the document has it: written out, or abbreviated."""

    def __init__(self, related: AnnotatedDocument) -> None:
        self._short = {a.long.lower(): a.short for a in related.abbreviations}
        self._written: dict[str, str] = {}
        for mention in related.mentions:
            known = self._written.get(mention.name.lower(), "")
            if mention.name and len(mention.text) > len(known):
                self._written[mention.name.lower()] = mention.text

    def items(self, cells: Sequence[Mention]) -> tuple[CellItem, ...]:
        """Each cell once."""
        return tuple(CellItem(m.text, m.concept_id, self._name(m)) for m in _distinct(cells))

    def _name(self, cell: Mention) -> str:
        if not cell.name:
            return self._short.get(cell.text.lower(), "")
        written = self._written.get(cell.name.lower(), "")
        return written if len(written) > len(cell.text) else cell.name


def _effect(frame: Frame, effect: Mention, fillers: Fillers) -> Effect:
    return Effect(
        text=effect.text,
        process=frame.process,
        direction=frame.direction,
        target="; ".join(m.text for m in _distinct(fillers.get("target", ()))),
        pathway="; ".join(m.text for m in _distinct(fillers.get("pathway", ()))),
    )


def _radiation(frame: Frame, fillers: Fillers) -> Radiation | None:
    modality = next(iter(fillers.get("radiation", ())), None)
    dose = next(iter(fillers.get("dose", ())), None)
    if modality is None and dose is None:
        return None
    parsed = parse_dose(dose.text) if dose else None
    parts = sorted((m for m in (modality, dose) if m), key=lambda m: m.start)
    return Radiation(
        text="; ".join(m.text for m in parts),
        modality=modality.text if modality else "",
        modality_class=modality_class(modality.text) if modality else "unspecified",
        dose_text=dose.text if dose else "",
        dose_gy=parsed.dose_gy if parsed else (),
        fractions=parsed.fractions if parsed else None,
        exposed=frame.exposed,
    )


def evidence_holds(text: str, evidence: Evidence) -> bool:
    """Whether an evidence can be found again in the document's text."""
    return text[evidence.start : evidence.end] == evidence.text
