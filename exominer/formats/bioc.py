"""BioC, XML and JSON, to annotated documents and back.

The text is that of the passages, each where its offset puts it. What BioC has no field for
goes into infons: attributes under their name, claims under ``claims``.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from exominer.bioc import (
    Annotation,
    BiocDocument,
    BiocRelation,
    BiocSentence,
    Collection,
    Infons,
    Passage,
    find_unknown_fields,
    parse_bioc_json,
)
from exominer.bioc_xml import parse_bioc_xml
from exominer.corpus import hash_text
from exominer.errors import DocumentError, InputError
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Attribute,
    Reading,
    Span,
    TextMention,
    TextPassage,
    TextRelation,
    cut_text,
)
from exominer.records import Claim

MAX_GAP = 1000
"""Most blanks put between two passages; a larger gap is text that the file leaves out."""

NUMBERED = re.compile(r"#\d+$")
MENTION_INFONS = ("type", "identifier", "name")
RELATION_INFONS = ("type", "trigger", "concepts", "entity1", "entity2")
CONCEPT_ROLES = ("entity1", "entity2")
"""Infons of a relation between concepts, in files that have no nodes."""


def read_bioc_xml(path: Path) -> Reading:
    """Read a collection from XML.

    Raises:
        InputError: If the file cannot be read, is no BioC, or a mention is not in its text.
    """
    return _read(path, is_json=False)


def read_bioc_json(path: Path) -> Reading:
    """Read a collection from JSON; as ``read_bioc_xml``."""
    return _read(path, is_json=True)


def _read(path: Path, *, is_json: bool) -> Reading:
    try:
        data = path.read_bytes()
        collection = parse_bioc_json(data) if is_json else parse_bioc_xml(data)
    except OSError as error:
        raise InputError(
            str(path), error.strerror or "cannot be read", "Check the path."
        ) from error
    except DocumentError as error:
        raise InputError(str(path), error.reason, "Check --from.") from error
    head = {name: getattr(collection, name) for name in ("source", "date", "key", "infons")}
    shared = tuple(Attribute(f"collection_{k}", v) for k, v in head.items() if v)
    documents = tuple(
        _Reader(document, where=f"{path}: document {document.id}").read(shared)
        for document in collection.documents
    )
    notes = [f"{path}: {line}" for line in _find_lost(collection)]
    if is_json and (unknown := find_unknown_fields(data)):
        listed = ", ".join(f"{name} ({n})" for name, n in sorted(unknown.items()))
        notes.append(f"{path}: fields that BioC does not have left out: {listed}")
    return Reading(documents, tuple(notes))


def _find_lost(collection: Collection) -> Iterator[str]:
    """Say what of a collection has no place in annotated documents."""
    passages = [passage for each in collection.documents for passage in each.passages]
    if n_sentences := sum(len(passage.sentences) for passage in passages):
        yield f"bounds of sentences left out: {n_sentences}"
    found = [a for p in passages for holder in _holders(p) for a in holder.annotations]
    found += [annotation for each in collection.documents for annotation in each.annotations]
    if n_unplaced := sum(not annotation.locations for annotation in found):
        yield f"annotations without a location left out: {n_unplaced}"


def _holders(passage: Passage) -> tuple[Passage | BiocSentence, ...]:
    """Give what may hold annotations and relations of a passage."""
    return (passage, *passage.sentences)


class _Reader:
    """Reads one document; offsets of the file become those of the text."""

    def __init__(self, document: BiocDocument, *, where: str) -> None:
        self._document = document
        self._where = where
        self._pieces: list[str] = []
        self._passages: list[TextPassage] = []
        self._n_characters = 0
        self._taken: set[str] = set()

    def read(self, shared: tuple[Attribute, ...]) -> AnnotatedText:
        """Read text, mentions and relations."""
        sources: list[tuple[Passage, TextPassage]] = []
        for passage in self._document.passages:
            self._add_passage(passage)
            sources.append((passage, self._passages[-1]))
        text = "".join(self._pieces)
        placed: list[tuple[Annotation, TextPassage | None]] = [
            (each, place)
            for passage, place in sources
            for holder in _holders(passage)
            for each in holder.annotations
        ]
        placed += [(each, None) for each in self._document.annotations]
        mentions = [self._read_mention(each, text, at) for each, at in placed if each.locations]
        relations = [
            self._read_relation(each)
            for passage in self._document.passages
            for holder in _holders(passage)
            for each in holder.relations
        ]
        relations += map(self._read_relation, self._document.relations)
        infons = dict(self._document.infons)
        claims = infons.pop("claims", ())
        return AnnotatedText(
            document=str(self._document.id),
            text=text,
            sha256=hash_text(text),
            passages=tuple(self._passages),
            mentions=tuple(mentions),
            relations=tuple(relations),
            attributes=(*shared, *_attributes(infons)),
            claims=self._read_claims(claims),
        )

    def _add_passage(self, passage: Passage) -> None:
        text = passage.text
        if text is None:
            text = _join_sentences(passage)
        gap = passage.offset - self._n_characters
        if self._passages and not 0 <= gap <= MAX_GAP:
            gap = 1
        if self._pieces or 0 < gap <= MAX_GAP:
            blank = "\n" * min(gap, 1) + " " * (gap - 1)
            self._pieces.append(blank)
            self._n_characters += len(blank)
        start = self._n_characters
        self._pieces.append(text)
        self._n_characters += len(text)
        self._passages.append(
            TextPassage(start, start + len(text), passage.offset, _attributes(passage.infons))
        )

    def _read_mention(
        self, annotation: Annotation, text: str, passage: TextPassage | None
    ) -> TextMention:
        found = passage or self._find_passage(annotation)
        shift = found.start - found.offset if found else 0
        spans = tuple(
            Span(place.offset + shift, place.offset + place.length + shift)
            for place in annotation.locations
        )
        covered = cut_text(text, spans)
        said = covered if annotation.text is None else annotation.text
        if " ".join(covered.split()) != " ".join(said.split()):
            raise InputError(
                self._where,
                f"annotation {annotation.id} covers {covered!r} but the file says {said!r}",
                "Offsets count characters from the start of the document.",
            )
        infons = dict(annotation.infons)
        return TextMention(
            mention_id=self._own_id(annotation.id, "T"),
            kind=_pop_text(infons, "type"),
            spans=spans,
            text=covered,
            concept_id=_pop_text(infons, "identifier"),
            name=_pop_text(infons, "name"),
            attributes=_attributes(infons),
        )

    def _find_passage(self, annotation: Annotation) -> TextPassage | None:
        at = annotation.locations[0].offset
        inside = (p for p in self._passages if p.offset <= at <= p.offset + p.end - p.start)
        return next(inside, None)

    def _read_relation(self, relation: BiocRelation) -> TextRelation:
        infons = dict(relation.infons)
        arguments = [Argument(node.role, node.refid) for node in relation.nodes]
        trigger = _pop_text(infons, "trigger")
        if not arguments:
            arguments = [
                Argument(role, _pop_text(infons, role), is_concept=True)
                for role in CONCEPT_ROLES
                if isinstance(infons.get(role), str)
            ]
        concepts = infons.pop("concepts", ())
        arguments += [Argument(role, target, is_concept=True) for role, target in concepts]
        return TextRelation(
            relation_id=self._own_id(relation.id, "R"),
            kind=_pop_text(infons, "type"),
            arguments=tuple(arguments),
            trigger=trigger,
            attributes=_attributes(infons),
        )

    def _own_id(self, given: str, letter: str) -> str:
        """Keep an id that no other mention or relation of the document has."""
        number = len(self._taken) + 1
        while not given or given in self._taken:
            given = f"{letter}{number}"
            number += 1
        self._taken.add(given)
        return given

    def _read_claims(self, claims: object) -> tuple[Claim, ...]:
        try:
            return msgspec.convert(claims, tuple[Claim, ...])
        except msgspec.ValidationError as error:
            raise InputError(self._where, f"claims: {error}", "Check the infon.") from error


def _join_sentences(passage: Passage) -> str:
    """Put the sentences of a passage where their offsets say."""
    text = ""
    for sentence in passage.sentences:
        gap = sentence.offset - passage.offset - len(text)
        text += " " * (gap if 0 <= gap <= MAX_GAP else 1) + (sentence.text or "")
    return text


def _attributes(infons: Mapping[str, Any]) -> tuple[Attribute, ...]:
    return tuple(Attribute(NUMBERED.sub("", name), value) for name, value in infons.items())


def _pop_text(infons: Infons, name: str) -> str:
    """Take out a text; what is no text stays an attribute."""
    return infons.pop(name) if isinstance(infons.get(name), str) else ""
