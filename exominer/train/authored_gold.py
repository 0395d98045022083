"""An authored document and its text -> mentions, relations, frames and claims with offsets."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from exominer.cargo_types import cargo_type
from exominer.corpus import ROLE_SOURCE, AnnotatedGold, hash_text
from exominer.doses import parse_dose
from exominer.errors import InputError
from exominer.radiation_terms import modality_class
from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    CargoType,
    CellItem,
    Claim,
    Cue,
    Document,
    Effect,
    Evidence,
    EvidenceSource,
    Frame,
    Mention,
    MentionKind,
    Radiation,
    Relation,
    RelationKind,
    SectionKind,
)
from exominer.train.authored import AuthoredClaim, AuthoredDocument
from exominer.train.authored_anchors import (
    Layout,
    Span,
    SplitSentences,
    choose_nearest,
    find_occurrences,
    find_unit,
    lay_out,
    parse_marked,
    place_mentions,
)
from exominer.train.authored_roles import (
    NEW_KINDS,
    Filler,
    Placed,
    list_fillers,
    place_filler,
)

GUIDELINE_SOURCE: Final = "annotator"

_SECTIONS: Final[dict[str, SectionKind]] = {"abstract": "abstract", "results": "results"}
_GENERIC: Final[tuple[tuple[str, CargoType, MentionKind], ...]] = (
    ("protein", "protein", "gene_or_protein"),
    ("lipid", "lipid", "lipid"),
    ("antigen", "antigen", "antigen"),
)


class _Anchored(Struct, frozen=True):
    """A claim with the spans of all its parts."""

    claim: AuthoredClaim
    effect: Span
    unit: Span
    fillers: tuple[Filler, ...]
    cue: Span | None
    vesicle: Span | None


def build_gold(
    authored: AuthoredDocument, text: str, *, split_sentences: SplitSentences, split: str = ""
) -> AnnotatedGold:
    """Place everything that an annotator wrote.

    A role filler means the occurrence in the effect's sentence that is closest, else the
    nearest before, else the nearest after. The vesicle of an effect is found by the same
    rule. Every claim has an effect mention of its own, also where two share a phrase.

    Args:
        authored: A document that passes ``check_authored``.
        text: Its text; for a real abstract that of its PMID.
        split_sentences: A paragraph to its sentences.
        split: The part of the corpus it belongs to.

    Raises:
        InputError: If an effect can't be placed.
        FillerError: If a role filler can't be placed.
    """
    layout = lay_out(text, split_sentences, kind=_SECTIONS.get(authored.sort, "body"))
    placed = place_mentions(text, authored.mentions)
    anchored = [
        _anchor(authored.id, claim, text, placed, layout=layout) for claim in authored.claims
    ]
    document = Document(
        document=f"{authored.id}.txt",
        sha256=hash_text(text),
        format="text",
        text=text,
        sections=layout.sections,
        sentences=layout.sentences,
        tables=layout.tables,
    )
    return AnnotatedGold(
        id=authored.id,
        sort=authored.sort,
        negative=authored.negative,
        split=split,
        source=authored.source,
        title=authored.title,
        sha256=document.sha256,
        text=text,
        pmid=authored.pmid,
        annotated=_annotate(document, placed, anchored),
        claims=tuple(
            _build_claim(document, claim, placed, claim_id=f"{authored.id}-{number}")
            for number, claim in enumerate(anchored, start=1)
        ),
    )


def locate_effect(claim: AuthoredClaim, text: str) -> Span | None:
    """The span of a claim's effect phrase, or None where it can't be told."""
    surface, numbers = parse_marked(claim.effect)
    spans = find_occurrences(text, surface)
    number = numbers[0] if numbers else 1
    return spans[number - 1] if 0 < number <= len(spans) else None


def _anchor(
    document_id: str, claim: AuthoredClaim, text: str, placed: Placed, *, layout: Layout
) -> _Anchored:
    effect = locate_effect(claim, text)
    unit = find_unit(layout.units, effect) if effect else None
    if effect is None or unit is None:
        found = f"effect {claim.effect!r} stands in no sentence of the text"
        raise InputError(document_id, found, "Run `python annotations/check.py` on the file.")
    fillers = tuple(
        place_filler(text, placed, filler, effect=effect, unit=unit)
        for filler in list_fillers(claim)
    )
    vesicles = [span for span, named in placed.items() if named[0] == "vesicle"]
    return _Anchored(
        claim=claim,
        effect=effect,
        unit=unit,
        fillers=fillers,
        cue=_locate_cue(claim, text, effect=effect, unit=unit),
        vesicle=choose_nearest(vesicles, effect, unit) if vesicles else None,
    )


def _locate_cue(claim: AuthoredClaim, text: str, *, effect: Span, unit: Span) -> Span | None:
    if not claim.cue:
        return None
    surface, numbers = parse_marked(claim.cue)
    spans = find_occurrences(text, surface)
    if numbers and 0 < numbers[0] <= len(spans):
        return spans[numbers[0] - 1]
    return choose_nearest(spans, effect, unit) if spans else None


def _annotate(
    document: Document, placed: Placed, anchored: Sequence[_Anchored]
) -> AnnotatedDocument:
    kinds: dict[Span, MentionKind] = {span: named[0] for span, named in placed.items()}
    roles = {
        filler.span: _new_kind(filler)
        for claim in anchored
        for filler in claim.fillers
        if not filler.is_mention
    }
    # The key tells apart the effects of two claims that share one phrase.
    drafts: list[tuple[Span, int, MentionKind, str]] = [
        *((span, -1, kind, GUIDELINE_SOURCE) for span, kind in kinds.items()),
        *((span, -1, kind, ROLE_SOURCE) for span, kind in roles.items()),
        *((c.effect, i, "effect", GUIDELINE_SOURCE) for i, c in enumerate(anchored)),
    ]
    drafts.sort(key=lambda draft: draft[:2])
    names = {draft[:2]: f"T{number}" for number, draft in enumerate(drafts, start=1)}
    mentions = tuple(
        Mention(names[span, key], kind, *span, document.text[slice(*span)], source=source)
        for span, key, kind, source in drafts
    )
    return AnnotatedDocument(
        document=document,
        mentions=mentions,
        frames=tuple(
            _frame(document, claim, names[claim.effect, i]) for i, claim in enumerate(anchored)
        ),
        relations=_relate(anchored, names),
    )


def _relate(
    anchored: Sequence[_Anchored], names: dict[tuple[Span, int], str]
) -> tuple[Relation, ...]:
    arcs: list[tuple[RelationKind, str, str]] = []
    for i, claim in enumerate(anchored):
        head = names[claim.effect, i]
        if claim.vesicle is not None:
            arcs.append(("vesicle", head, names[claim.vesicle, -1]))
        arcs += ((filler.role, head, names[filler.span, -1]) for filler in claim.fillers)
    distinct = dict.fromkeys(arcs)
    return tuple(Relation(f"R{number}", *arc) for number, arc in enumerate(distinct, start=1))


def _new_kind(filler: Filler) -> MentionKind:
    if filler.role == "cargo":
        low = filler.surface.lower()
        return next((kind for word, _, kind in _GENERIC if word in low), NEW_KINDS["cargo"])
    return NEW_KINDS[filler.role]


def _frame(document: Document, anchored: _Anchored, effect: str) -> Frame:
    claim = anchored.claim
    return Frame(
        effect=effect,
        kind=claim.kind,
        direction=claim.direction,
        polarity=claim.polarity,
        exposed=claim.radiation.exposed if claim.radiation else "unspecified",
        study_model=claim.study_model,
        finding=claim.finding,
        cue=_cue(document, anchored),
    )


def _cue(document: Document, anchored: _Anchored) -> Cue | None:
    if anchored.cue is None:
        return None
    return Cue(document.text[slice(*anchored.cue)], *anchored.cue)


def _build_claim(
    document: Document, anchored: _Anchored, placed: Placed, *, claim_id: str
) -> Claim:
    claim = anchored.claim
    names = {
        role: [filler for filler in anchored.fillers if filler.role == role]
        for role in ("cargo", "donor", "recipient")
    }
    return Claim(
        claim_id=claim_id,
        kind=claim.kind,
        cargo=tuple(
            CargoItem(filler.surface, _cargo_type(filler, placed)) for filler in names["cargo"]
        ),
        donor_cell=tuple(CellItem(filler.surface) for filler in names["donor"]),
        recipient_cell=tuple(CellItem(filler.surface) for filler in names["recipient"]),
        effect=Effect(
            text=document.text[slice(*anchored.effect)],
            process=parse_marked(claim.process)[0],
            direction=claim.direction,
            target=parse_marked(claim.target)[0],
            pathway=parse_marked(claim.pathway)[0],
        ),
        radiation=_radiation(claim),
        polarity=claim.polarity,
        cue=_cue(document, anchored),
        study_model=claim.study_model,
        finding=claim.finding,
        citations=(),
        evidence=_evidence(document, anchored),
        score=1.0,
    )


def _cargo_type(filler: Filler, placed: Placed) -> CargoType | None:
    kind = placed[filler.span][0] if filler.is_mention else NEW_KINDS["cargo"]
    typed = cargo_type(kind, filler.surface)
    low = filler.surface.lower()
    return typed or next((type_ for word, type_, _ in _GENERIC if word in low), None)


def _radiation(claim: AuthoredClaim) -> Radiation | None:
    if claim.radiation is None:
        return None
    modality = parse_marked(claim.radiation.modality)[0]
    dose = parse_marked(claim.radiation.dose)[0] if claim.radiation.dose else ""
    parsed = parse_dose(dose)
    return Radiation(
        text="; ".join(part for part in (modality, dose) if part),
        modality=modality,
        modality_class=modality_class(modality),
        dose_text=dose,
        dose_gy=parsed.dose_gy,
        fractions=parsed.fractions,
        exposed=claim.radiation.exposed,
    )


def _evidence(document: Document, anchored: _Anchored) -> tuple[Evidence, ...]:
    units = Layout(document.sentences, document.tables).units
    others = {find_unit(units, filler.span) for filler in anchored.fillers} - {anchored.unit, None}
    spans = [anchored.unit, *sorted(span for span in others if span is not None)]
    return tuple(_evidence_at(document, span) for span in spans)


def _evidence_at(document: Document, span: Span) -> Evidence:
    section = next((s for s in document.sections if s.start <= span[0] < s.end), None)
    cell = next(
        (
            (table.table_id, cell.row, cell.column)
            for table in document.tables
            for cell in table.cells
            if (cell.start, cell.end) == span
        ),
        (None, None, None),
    )
    source: EvidenceSource = "prose"
    if section is not None and section.kind in ("table", "caption"):
        source = "table" if section.kind == "table" else "caption"
    return Evidence(
        document=document.document,
        source=source,
        section=(section.title or section.kind) if section else "",
        page=None,
        start=span[0],
        end=span[1],
        text=document.text[slice(*span)],
        table=cell[0],
        row=cell[1],
        column=cell[2],
    )
