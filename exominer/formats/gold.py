"""The JSON lines of this project (see ``exominer.corpus``) to annotated documents and back.

An effect's frame becomes attributes of its mention; what a document says of itself and its
layers (sections, sentences, tables) become attributes of the document.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from exominer.corpus import AnnotatedGold, hash_text, read_gold_corpus
from exominer.errors import InputError
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Attribute,
    Reading,
    Span,
    TextMention,
    TextRelation,
    count_lost,
)
from exominer.ingest.sentences import split_sentences
from exominer.jsonl import write_jsonl
from exominer.records import (
    AnnotatedDocument,
    Document,
    Frame,
    Mention,
    MentionKind,
    Relation,
    RelationKind,
)

ABOUT = ("sort", "negative", "split", "source", "title", "pmid")
FRAME = {
    "claim_kind": "kind",
    "direction": "direction",
    "polarity": "polarity",
    "exposed": "exposed",
    "study_model": "study_model",
    "finding": "finding",
    "process": "process",
    "cue": "cue",
    "frame_score": "score",
}
"""Attributes of an effect and the fields of its frame."""
NEUTRAL = {
    "kind": "function",
    "direction": "none",
    "polarity": "asserted",
    "exposed": "unspecified",
    "study_model": "unspecified",
    "finding": "own",
}
LAYERS = ("document", "tokens", "abbreviations")


def read_gold(path: Path) -> Reading:
    """Read the documents of a corpus.

    Raises:
        InputError: If a line is no document, or two have one id.
    """
    return Reading(tuple(_read_document(gold) for gold in read_gold_corpus(path)))


def _read_document(gold: AnnotatedGold) -> AnnotatedText:
    frames = {frame.effect: frame for frame in gold.annotated.frames}
    about: dict[str, Any] = {name: msgspec.to_builtins(getattr(gold, name)) for name in ABOUT}
    layers = {name: msgspec.to_builtins(getattr(gold.annotated, name)) for name in LAYERS}
    layers["document"].pop("text")
    return AnnotatedText(
        document=gold.id,
        text=gold.text,
        sha256=gold.sha256,
        mentions=tuple(_read_mention(m, frames) for m in gold.annotated.mentions),
        relations=tuple(_read_relation(r) for r in gold.annotated.relations),
        attributes=tuple(Attribute(k, v) for k, v in {**about, **layers}.items() if v),
        claims=gold.claims,
    )


def _read_mention(mention: Mention, frames: Mapping[str, Frame]) -> TextMention:
    said: dict[str, Any] = {"source": mention.source} if mention.source else {}
    if mention.score != 1:
        said["score"] = mention.score
    if frame := frames.get(mention.mention_id):
        fields = msgspec.to_builtins(frame)
        plain = {"cue": None, "process": "", "score": 1.0}
        said |= {
            name: fields[own]
            for name, own in FRAME.items()
            if own not in plain or fields[own] != plain[own]
        }
    return TextMention(
        mention.mention_id,
        mention.kind,
        (Span(mention.start, mention.end),),
        mention.text,
        mention.concept_id,
        mention.name,
        tuple(Attribute(name, value) for name, value in said.items()),
    )


def _read_relation(relation: Relation) -> TextRelation:
    arguments = (Argument("Arg1", relation.head), Argument("Arg2", relation.tail))
    more = (Attribute("score", relation.score),) if relation.score != 1 else ()
    return TextRelation(relation.relation_id, relation.kind, arguments, attributes=more)


def write_gold_lines(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write one document a line; other kinds of mentions and relations are left out.

    Raises:
        InputError: If an attribute of an effect has another value than the scheme knows.

    Returns:
        A line for each thing that was left out, with how often it was there.
    """
    lost: Counter[str] = Counter()
    write_jsonl([_make_gold(document, lost) for document in documents], path)
    return count_lost(lost)


def _make_gold(document: AnnotatedText, lost: Counter[str]) -> AnnotatedGold:
    said = {attribute.name: attribute.value for attribute in document.attributes}
    lost["attributes of documents"] += len(said.keys() - {*ABOUT, *LAYERS})
    kept = [m for m in document.mentions if m.kind in get_args(MentionKind)]
    for mention in document.mentions:
        if mention.kind not in get_args(MentionKind):
            lost[
                f"mentions of the kind {mention.kind!r} (--kind {mention.kind}=... keeps them)"
            ] += 1
    mentions = sorted((_make_mention(m, lost) for m in kept), key=lambda m: (m.start, m.end))
    names = {mention.mention_id for mention in mentions}
    annotated = {
        "document": _make_document(document, said.get("document")),
        "mentions": mentions,
        "relations": list(_make_relations(document.relations, names, lost)),
        "frames": [_make_frame(m, document.document) for m in kept if m.kind == "effect"],
        **{name: said[name] for name in LAYERS[1:] if name in said},
    }
    about: dict[str, Any] = {"sort": "text", "negative": None, "split": "", "source": {}}
    about |= {"title": "", "pmid": document.document if document.document.isdecimal() else ""}
    about |= {name: said[name] for name in ABOUT if name in said}
    return AnnotatedGold(
        id=document.document,
        sha256=document.sha256 or hash_text(document.text or ""),
        text=document.text,
        annotated=_convert(annotated, AnnotatedDocument, document.document),
        claims=document.claims,
        **_convert_about(about, document.document),
    )


def _convert_about(about: Mapping[str, Any], where: str) -> dict[str, Any]:
    fields = AnnotatedGold.__annotations__
    return {name: _convert(value, fields[name], where) for name, value in about.items()}


def _convert(value: object, to: Any, where: str) -> Any:  # noqa: ANN401 - of any type
    try:
        return msgspec.convert(value, to, from_attributes=True)
    except msgspec.ValidationError as error:
        raise InputError(where, str(error), "See annotations/README.md for the scheme.") from error


def _make_mention(mention: TextMention, lost: Counter[str]) -> Mention:
    said = {attribute.name: attribute.value for attribute in mention.attributes}
    known = {"source", "score"} | (FRAME.keys() if mention.kind == "effect" else set())
    lost["attributes of mentions"] += len(said.keys() - known)
    lost["gaps in mentions"] += len(mention.spans) - 1
    return Mention(
        mention_id=mention.mention_id,
        kind=_convert(mention.kind, MentionKind, mention.mention_id),
        start=mention.spans[0].start,
        end=mention.spans[-1].end,
        text=mention.text,
        score=float(said.get("score", 1.0)),
        source=str(said.get("source", "")),
        concept_id=mention.concept_id,
        name=mention.name,
    )


def _make_relations(
    relations: Sequence[TextRelation], names: set[str], lost: Counter[str]
) -> Iterator[Relation]:
    for relation in relations:
        targets = [argument.target for argument in relation.arguments]
        is_known = relation.kind in get_args(RelationKind) and not relation.trigger
        if not (is_known and len(targets) == 2 and set(targets) <= names):
            lost[f"relations of the kind {relation.kind!r}, or of lost mentions"] += 1
            continue
        said = {attribute.name: attribute.value for attribute in relation.attributes}
        lost["attributes of relations"] += len(said.keys() - {"score"})
        kind = _convert(relation.kind, RelationKind, relation.relation_id)
        head, tail = targets
        yield Relation(relation.relation_id, kind, head, tail, float(said.get("score", 1.0)))


def _make_frame(effect: TextMention, where: str) -> Frame:
    said = {FRAME[a.name]: a.value for a in effect.attributes if a.name in FRAME}
    fields = {**NEUTRAL, **said, "effect": effect.mention_id}
    frame: Frame = _convert(fields, Frame, f"{where}: {effect.mention_id}")
    return frame


def _make_document(document: AnnotatedText, layers: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the document's own layers, or sentences and a section if it has none."""
    text = document.text or ""
    if layers:
        return {**layers, "text": text}
    made = Document(f"{document.document}.txt", document.sha256, "text", text)
    fields: dict[str, Any] = msgspec.to_builtins(made)
    parts = [(p.start, p.end) for p in document.passages] or [(0, len(text))]
    fields["sentences"] = [
        {"start": start + first, "end": start + last}
        for start, end in parts
        for first, last in _split_lines(text[start:end])
    ]
    fields["sections"] = [{"kind": "body", "title": "", "start": 0, "end": len(text)}]
    return fields


def _split_lines(text: str) -> Iterator[tuple[int, int]]:
    """Split into sentences; none goes over a line's end."""
    start = 0
    for line in text.split("\n"):
        yield from ((start + first, start + last) for first, last in split_sentences(line))
        start += len(line) + 1
