"""Claims with the relations behind them to coloured parts of their evidence, by offset."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from exominer.records import AnnotatedDocument, Claim, Evidence, Mention, RelationKind

Role = Literal["effect", "cargo", "donor", "recipient", "radiation", "cue"]

_ROLES: dict[RelationKind, Role] = {
    "cargo": "cargo",
    "donor": "donor",
    "recipient": "recipient",
    "radiation": "radiation",
    "dose": "radiation",
}


class Highlight(Struct, frozen=True, order=True):
    """A stretch of the document's text and the part of the claim it is."""

    start: int
    end: int
    role: Role


class Segment(Struct, frozen=True):
    """A piece of an evidence with the roles it plays, none for plain text."""

    text: str
    roles: tuple[Role, ...]


class _Filler(Struct, frozen=True):
    """What fills a role of an effect, by the relation that says so."""

    role: Role
    mention: Mention


def _slots(claim: Claim) -> Iterator[tuple[Role, str]]:
    """The parts of a claim as printed; the same part may come twice."""
    yield ("effect", claim.effect.text)
    yield from (("cargo", item.text) for item in claim.cargo)
    yield from (("donor", item.text) for item in claim.donor_cell)
    yield from (("recipient", item.text) for item in claim.recipient_cell)
    if radiation := claim.radiation:
        yield from (("radiation", part) for part in (radiation.text, radiation.dose_text))


def _is_inside(mention: Mention, evidence: Evidence) -> bool:
    return evidence.start <= mention.start and mention.end <= evidence.end


def _fillers_of(effect: Mention, related: AnnotatedDocument) -> list[_Filler]:
    mentions = {mention.mention_id: mention for mention in related.mentions}
    return [
        _Filler(_ROLES[relation.kind], mentions[relation.tail])
        for relation in related.relations
        if relation.head == effect.mention_id
        and relation.kind in _ROLES
        and relation.tail in mentions
    ]


def _related_parts(claim: Claim, related: AnnotatedDocument) -> list[_Filler]:
    """The effect's mention and its fillers; of effects that read alike the best in accord."""
    slots = set(_slots(claim))
    best: list[_Filler] = []
    for mention in related.mentions:
        if (
            mention.kind == "effect"
            and mention.text == claim.effect.text
            and _is_inside(mention, claim.evidence[0])
        ):
            fillers = _fillers_of(mention, related)
            parts = [
                f for f in fillers if f.role == "radiation" or (f.role, f.mention.text) in slots
            ]
            if len(parts) + 1 > len(best):
                best = [_Filler("effect", mention), *parts]
    return best


def _named_again(
    claim: Claim, related: AnnotatedDocument, parts: list[_Filler]
) -> Iterator[_Filler]:
    """Mentions beside the effect that read as a part whose relation leads elsewhere."""
    first = claim.evidence[0]
    beside = [m for m in related.mentions if m.kind != "effect" and _is_inside(m, first)]
    here = {(part.role, part.mention.text) for part in parts if _is_inside(part.mention, first)}
    for role, text in set(_slots(claim)) - here:
        yield from (_Filler(role, mention) for mention in beside if mention.text == text)


def _find_words(claim: Claim, role: Role, text: str) -> Highlight | None:
    """The first place of the evidence where these words stand as words of their own."""
    for evidence in claim.evidence:
        if text and (match := re.search(rf"(?<!\w){re.escape(text)}(?!\w)", evidence.text)):
            return Highlight(evidence.start + match.start(), evidence.start + match.end(), role)
    return None


def find_highlights(claim: Claim, related: AnnotatedDocument) -> tuple[Highlight, ...]:
    """Find the parts of a claim inside its evidence, sorted by offset.

    Relations say where a part stands, mentions where it is named again beside the effect.
    A part without either, as in the cells of a table, is the first place of the evidence
    that reads so; one that is not there has no highlight.
    """
    parts = _related_parts(claim, related)
    parts += list(_named_again(claim, related, parts))
    found = {
        Highlight(part.mention.start, part.mention.end, part.role)
        for part in parts
        if any(_is_inside(part.mention, evidence) for evidence in claim.evidence)
    }
    if claim.cue:
        found.add(Highlight(claim.cue.start, claim.cue.end, "cue"))
    known = {(part.role, part.mention.text) for part in parts}
    words = [_find_words(claim, *slot) for slot in _slots(claim) if slot not in known]
    return tuple(sorted(found.union(word for word in words if word)))


def cut_segments(evidence: Evidence, highlights: tuple[Highlight, ...]) -> tuple[Segment, ...]:
    """Cut an evidence where a highlight begins or ends; joined, the pieces are its text.

    Example:
        >>> told = Evidence("a.txt", "prose", "", None, 10, 21, "miR-21 rose")
        >>> cut_segments(told, (Highlight(10, 16, "cargo"),))
        (Segment(text='miR-21', roles=('cargo',)), Segment(text=' rose', roles=()))
    """
    inside = [h for h in highlights if h.start < evidence.end and evidence.start < h.end]
    edges = {evidence.start, evidence.end}
    for highlight in inside:
        edges.add(max(highlight.start, evidence.start))
        edges.add(min(highlight.end, evidence.end))
    cuts = sorted(edges)
    return tuple(
        Segment(
            text=evidence.text[start - evidence.start : end - evidence.start],
            roles=tuple(sorted({h.role for h in inside if h.start <= start and end <= h.end})),
        )
        for start, end in pairwise(cuts)
    )
