"""Annotated documents -> BioC, XML and JSON; see ``bioc`` for what goes where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from exominer.bioc import (
    Annotation,
    BiocDocument,
    BiocRelation,
    Collection,
    Infons,
    Location,
    Node,
    Passage,
    format_bioc_json,
)
from exominer.bioc_xml import format_bioc_xml
from exominer.errors import InputError
from exominer.formats.annotated import (
    AnnotatedText,
    Attribute,
    TextMention,
    TextPassage,
    TextRelation,
)
from exominer.formats.bioc import CONCEPT_ROLES, MENTION_INFONS, NUMBERED, RELATION_INFONS


def write_bioc_xml(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write a collection as XML; what XML cannot hold, such as a NUL, is replaced."""
    path.write_bytes(format_bioc_xml(make_collection(documents)))
    return []


def write_bioc_json(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write a collection as JSON; nothing is left out."""
    path.write_bytes(format_bioc_json(make_collection(documents)))
    return []


def make_collection(documents: Sequence[AnnotatedText]) -> Collection:
    """Make a collection; what it says of itself is that of the first document."""
    head = {
        attribute.name.removeprefix("collection_"): attribute.value
        for attribute in (documents[0].attributes if documents else ())
        if attribute.name.startswith("collection_")
    }
    made = tuple(_make_document(document) for document in documents)
    return structs.replace(msgspec.convert(head, Collection), documents=made)


def _make_document(document: AnnotatedText) -> BiocDocument:
    if document.text is None:
        raise InputError(document.document, "its text is left out", "Give --texts.")
    passages = document.passages or (TextPassage(0, len(document.text)),)
    own = (a for a in document.attributes if not a.name.startswith("collection_"))
    infons = _infons(own, ("claims",))
    if document.claims:
        infons["claims"] = msgspec.to_builtins(document.claims)
    inside: dict[int, list[Annotation]] = {i: [] for i in range(len(passages))}
    outside: list[Annotation] = []
    for mention in document.mentions:
        place = _place_of(mention, passages)
        made = _make_annotation(mention, passages[place] if place is not None else None)
        (outside if place is None else inside[place]).append(made)
    return BiocDocument(
        id=document.document,
        infons=infons,
        passages=tuple(
            Passage(
                offset=passage.offset,
                infons=_infons(passage.attributes),
                text=document.text[passage.start : passage.end],
                annotations=tuple(inside[i]),
            )
            for i, passage in enumerate(passages)
        ),
        annotations=tuple(outside),
        relations=tuple(map(_make_relation, document.relations)),
    )


def _place_of(mention: TextMention, passages: Sequence[TextPassage]) -> int | None:
    """Find the passage that holds all of a mention."""
    for i, passage in enumerate(passages):
        if all(passage.start <= s.start and s.end <= passage.end for s in mention.spans):
            return i
    return None


def _make_annotation(mention: TextMention, passage: TextPassage | None) -> Annotation:
    shift = passage.offset - passage.start if passage else 0
    infons = {"type": mention.kind, "identifier": mention.concept_id, "name": mention.name}
    return Annotation(
        id=mention.mention_id,
        infons={k: v for k, v in infons.items() if v} | _infons(mention.attributes, MENTION_INFONS),
        text=mention.text,
        locations=tuple(Location(s.start + shift, s.end - s.start) for s in mention.spans),
    )


def _make_relation(relation: TextRelation) -> BiocRelation:
    concepts = [argument for argument in relation.arguments if argument.is_concept]
    infons: Infons = {"type": relation.kind} if relation.kind else {}
    if (
        tuple(argument.role for argument in relation.arguments if argument.is_concept)
        == CONCEPT_ROLES
    ):
        infons |= {argument.role: argument.target for argument in concepts}
    elif concepts:
        infons["concepts"] = [[argument.role, argument.target] for argument in concepts]
    if relation.trigger:
        infons["trigger"] = relation.trigger
    return BiocRelation(
        id=relation.relation_id,
        infons=infons | _infons(relation.attributes, RELATION_INFONS),
        nodes=tuple(Node(a.target, a.role) for a in relation.arguments if not a.is_concept),
    )


def _infons(attributes: Iterable[Attribute], reserved: Iterable[str] = ()) -> Infons:
    """Make infons; a name that is taken, or ends as one that was, gets a number."""
    infons: Infons = {}
    counts = Counter(reserved)
    for attribute in attributes:
        name = attribute.name
        counts[name] += 1
        is_plain = counts[name] == 1 and not NUMBERED.search(name)
        infons[name if is_plain else f"{name}#{counts[name]}"] = attribute.value
    return infons
