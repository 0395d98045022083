"""Prodigy's JSON lines (spans and relations of a task), both ways.

Fields that Prodigy does not know stand under ``exominer`` in a span, a relation or the task;
Prodigy passes them on.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from exominer.corpus import hash_text
from exominer.errors import InputError
from exominer.formats.annotated import (
    AnnotatedText,
    Attribute,
    Reading,
    TextMention,
    TextRelation,
    choose_spans,
    cut_text,
)
from exominer.jsonl import read_jsonl, write_jsonl

EXTRA = "exominer"
ROLES = ("head", "child")
MADE_ANEW = ("tokens", "text", "spans", "relations", EXTRA, "_input_hash", "_task_hash")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def read_prodigy(path: Path) -> Reading:
    """Read tasks; those that the annotator rejected or ignored are left out and counted.

    Raises:
        InputError: If a line is no task or a span is outside the text.
    """
    documents = []
    answers: Counter[str] = Counter()
    for number, task in enumerate(read_jsonl(path, dict[str, Any]), start=1):
        answer = task.get("answer", "accept")
        if answer != "accept":
            answers[str(answer)] += 1
            continue
        try:
            documents.append(_read_task(task, number))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            found = f"task {number} cannot be read ({type(error).__name__}: {error})"
            wanted = "A task has 'text', 'spans' with 'start', 'end', 'label', and 'relations'."
            raise InputError(str(path), found, wanted) from error
    notes = [f"{path}: tasks with the answer {a!r} left out: {n}" for a, n in answers.items()]
    return Reading(tuple(documents), tuple(notes))


def _read_task(task: dict[str, Any], number: int) -> AnnotatedText:
    text, spans = task["text"], task.get("spans") or []
    extra = task.get(EXTRA) or {}
    mentions = [_read_span(span, text, f"T{i}") for i, span in enumerate(spans, start=1)]
    by_place = {(span["start"], span["end"]): m for span, m in zip(spans, mentions, strict=True)}
    relations = [
        _read_relation(relation, by_place, f"R{i}")
        for i, relation in enumerate(task.get("relations") or [], start=1)
    ]
    others = msgspec.convert(extra.get("relations", ()), tuple[TextRelation, ...])
    base = msgspec.convert(
        {"document": _name(task, number), "text": text, **extra, "relations": ()}, AnnotatedText
    )
    made = {"document": base.document}
    own = tuple(
        Attribute(k, v) for k, v in task.items() if k not in MADE_ANEW and (k, v) != ("meta", made)
    )
    return structs.replace(
        base,
        sha256=hash_text(text),
        mentions=tuple(mentions),
        relations=(*relations, *others),
        attributes=(*base.attributes, *own),
    )


def _name(task: Mapping[str, Any], number: int) -> str:
    meta = task.get("meta")
    named = meta if isinstance(meta, dict) else {}
    keys = ("document", "id", "pmid", "source")
    return next((str(named[key]) for key in keys if named.get(key)), f"task-{number}")


def _read_span(span: Mapping[str, Any], text: str, name: str) -> TextMention:
    start, end = span["start"], span["end"]
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start} to {end} is outside the text of {len(text)} characters")
    extra = {"mention_id": name, "kind": span.get("label", ""), "spans": [], "text": ""}
    mention = msgspec.convert({**extra, **(span.get(EXTRA) or {})}, TextMention)
    spans = choose_spans(mention.spans, start, end)
    return structs.replace(mention, spans=spans, text=cut_text(text, spans))


def _read_relation(
    relation: Mapping[str, Any], by_place: Mapping[tuple[int, int], TextMention], name: str
) -> TextRelation:
    ends = [relation[f"{role}_span"] for role in ROLES]
    found = [by_place[end["start"], end["end"]].mention_id for end in ends]
    plain = {
        "relation_id": name,
        "kind": relation.get("label", ""),
        "arguments": [{"role": role, "target": t} for role, t in zip(ROLES, found, strict=True)],
    }
    return msgspec.convert({**plain, **(relation.get(EXTRA) or {})}, TextRelation)


def write_prodigy(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write one task a document; nothing is left out.

    Raises:
        InputError: If a document is without its text.
    """
    write_jsonl((_make_task(document) for document in documents), path)
    return []


def _make_task(document: AnnotatedText) -> dict[str, Any]:
    if document.text is None:
        raise InputError(document.document, "its text is left out", "Give --texts.")
    tokens = _tokenize(document.text, document.mentions)
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    spans = {m.mention_id: _make_span(m, starts, ends) for m in document.mentions}
    places = Counter((span["start"], span["end"]) for span in spans.values())
    relations: list[dict[str, Any]] = []
    others: list[TextRelation] = []
    for relation in document.relations:
        made = _make_relation(relation, spans, places)
        if made is None:
            others.append(relation)
        else:
            relations.append(made)
    bare = structs.replace(document, text=None, mentions=(), relations=tuple(others))
    extra = {
        k: v for k, v in msgspec.to_builtins(bare).items() if v and k not in ("text", "sha256")
    }
    return {
        "text": document.text,
        "tokens": tokens,
        "spans": list(spans.values()),
        "relations": relations,
        "meta": {"document": document.document},
        EXTRA: extra,
    }


def _tokenize(text: str, mentions: Sequence[TextMention]) -> list[dict[str, Any]]:
    """Cut at words and signs, and at the ends of mentions, as Prodigy wants it."""
    edges = {edge for m in mentions for edge in (m.spans[0].start, m.spans[-1].end)}
    pieces = sorted({*_cut(text, edges)})
    return [
        {
            "text": text[start:end],
            "start": start,
            "end": end,
            "id": number,
            "ws": text[end : end + 1].isspace(),
        }
        for number, (start, end) in enumerate(pieces)
    ]


def _cut(text: str, edges: set[int]) -> Iterator[tuple[int, int]]:
    for token in _TOKEN.finditer(text):
        start = token.start()
        for edge in sorted(e for e in edges if token.start() < e < token.end()):
            yield start, edge
            start = edge
        yield start, token.end()


def _make_span(
    mention: TextMention, starts: Mapping[int, int], ends: Mapping[int, int]
) -> dict[str, Any]:
    start, end = mention.spans[0].start, mention.spans[-1].end
    span = {"start": start, "end": end, "label": mention.kind}
    if start in starts and end in ends:
        span |= {"token_start": starts[start], "token_end": ends[end]}
    extra = {
        k: v for k, v in msgspec.to_builtins(mention).items() if v and k not in ("kind", "text")
    }
    return {**span, EXTRA: extra}


def _make_relation(
    relation: TextRelation, spans: Mapping[str, Mapping[str, Any]], places: Counter[tuple[int, int]]
) -> dict[str, Any] | None:
    """Make a relation of two mentions that their places tell apart; others go to the extra."""
    ends = [spans.get(argument.target) for argument in relation.arguments]
    if len(ends) != 2 or relation.trigger or any(a.is_concept for a in relation.arguments):
        return None
    if any(
        end is None or "token_end" not in end or places[end["start"], end["end"]] > 1
        for end in ends
    ):
        return None
    head, child = (end for end in ends if end is not None)
    plain = ("start", "end", "token_start", "token_end", "label")
    extra = msgspec.to_builtins(relation)
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {key: head[key] for key in plain},
        "child_span": {key: child[key] for key in plain},
        "label": relation.kind,
        EXTRA: {k: v for k, v in extra.items() if v and k != "kind"},
    }
