"""Annotations without their text, or made on another one -> placed in the text at hand.

A text with the checksum of the annotations takes them as they are. In any other, mentions
stand where ``places`` finds their words; what has no such place is left out and listed.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import structs

from exominer.corpus import hash_text, read_abstracts
from exominer.formats.annotated import (
    AnnotatedText,
    Reading,
    TextMention,
    TextRelation,
    cut_text,
)
from exominer.formats.places import find_places
from exominer.records import Claim, Cue, Evidence

LAYERS = ("document", "tokens", "abbreviations")
"""Attributes of a document that hold offsets; they are made anew from the text."""


def join_texts(documents: Sequence[AnnotatedText], path: Path) -> Reading:
    """Put in the texts of a folder of ``ID.txt`` or a CSV with ``pmid`` and ``abstract``.

    A document without a text there keeps its own.

    Raises:
        InputError: If the texts cannot be read.
    """
    texts = read_abstracts(path)
    joined: list[AnnotatedText] = []
    notes: list[str] = []
    for document in documents:
        pmid = document.attribute("pmid")
        names = (document.document, str(pmid or ""), document.document.rpartition("-")[2])
        text = next((texts[name] for name in names if name in texts), None)
        if text is None:
            if document.text is None:
                notes.append(f"{document.document}: no text of that name or PMID in {path}")
            joined.append(document)
            continue
        placed, said = anchor(document, text)
        joined.append(placed)
        notes += said
    return Reading(tuple(joined), tuple(notes))


def anchor(document: AnnotatedText, text: str) -> tuple[AnnotatedText, list[str]]:
    """Place the annotations of a document in a text.

    Returns:
        The document with the text, and a line for each thing that could not be placed; none
        and no change where the text is the one that the annotations were made on.

    Example:
        >>> from exominer.formats.annotated import Span
        >>> found = TextMention("T1", "gene", (Span(0, 4),), "BRAF")
        >>> moved, lines = anchor(AnnotatedText("a", None, "0", mentions=(found,)), "Here BRAF.")
        >>> moved.mentions[0].spans, lines
        ((Span(start=5, end=9),), ['a: the text has another checksum; 1 of 1 mentions placed anew'])
    """
    is_same = all(cut_text(text, mention.spans) == mention.text for mention in document.mentions)
    if document.sha256 in ("", hash_text(text)) and is_same:
        claims = tuple(_with_evidence(claim, text, _Moves([])) for claim in document.claims)
        return structs.replace(document, text=text, sha256=hash_text(text), claims=claims), []
    return _anchor_anew(document, text)


def _anchor_anew(document: AnnotatedText, text: str) -> tuple[AnnotatedText, list[str]]:
    where = document.document
    in_order = sorted(document.mentions, key=lambda mention: mention.spans)
    moves: list[tuple[int, int]] = []
    placed: dict[str, TextMention] = {}
    lost: list[str] = []
    for mention, spans in zip(in_order, find_places(in_order, text), strict=True):
        if not spans:
            at = f"{mention.spans[0].start}-{mention.spans[-1].end}"
            lost.append(f"{where}: {mention.mention_id} {mention.text!r} ({at}) can't be placed")
            continue
        moves.append((mention.spans[0].start, spans[0].start - mention.spans[0].start))
        placed[mention.mention_id] = structs.replace(
            mention, spans=spans, text=cut_text(text, spans)
        )
    relations, n_lost = _without(document.relations, placed)
    if n_lost:
        lost.append(f"{where}: relations of mentions that can't be placed left out: {n_lost}")
    done = f"{len(placed)} of {len(document.mentions)} mentions placed anew"
    found = structs.replace(
        document,
        text=text,
        sha256=hash_text(text),
        passages=(),
        mentions=tuple(placed[m.mention_id] for m in document.mentions if m.mention_id in placed),
        relations=relations,
        attributes=tuple(a for a in document.attributes if a.name not in LAYERS),
        claims=tuple(_with_evidence(claim, text, _Moves(moves)) for claim in document.claims),
    )
    return found, [f"{where}: the text has another checksum; {done}", *lost]


def _without(
    relations: Sequence[TextRelation], placed: Mapping[str, TextMention]
) -> tuple[tuple[TextRelation, ...], int]:
    """Leave out relations of lost mentions, and those of relations left out."""
    known = {*placed, *(relation.relation_id for relation in relations)}
    kept = list(relations)
    while True:
        stays = [
            relation
            for relation in kept
            if all(a.is_concept or a.target in known for a in relation.arguments)
            and (not relation.trigger or relation.trigger in known)
        ]
        if len(stays) == len(kept):
            return tuple(kept), len(relations) - len(kept)
        kept = stays
        known = {*placed, *(relation.relation_id for relation in kept)}


class _Moves:
    """How far places moved, known at those of the mentions."""

    def __init__(self, moves: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in moves]
        self._shifts = [shift for _, shift in moves]

    def apply(self, place: int) -> int:
        """Move a place as the last mention before it moved, or the first after it."""
        if not self._shifts:
            return place
        return max(0, place + self._shifts[max(0, bisect_right(self._starts, place) - 1)])


def _with_evidence(claim: Claim, text: str, moves: _Moves) -> Claim:
    evidence = tuple(_move_evidence(each, text, moves) for each in claim.evidence)
    cue = claim.cue
    if cue is not None:
        start = moves.apply(cue.start)
        cue = Cue(text[start : start + cue.end - cue.start], start, start + cue.end - cue.start)
    return structs.replace(claim, evidence=evidence, cue=cue)


def _move_evidence(evidence: Evidence, text: str, moves: _Moves) -> Evidence:
    start, end = moves.apply(evidence.start), min(moves.apply(evidence.end), len(text))
    return structs.replace(evidence, start=start, end=end, text=text[start:end])
