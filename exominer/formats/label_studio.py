"""Label Studio's JSON (tasks with regions and relations), both ways.

What Label Studio has no field for stands under ``meta`` of a region, a relation or the task,
as ``exominer``; Label Studio passes it on.
"""

from collections.abc import Mapping, Sequence
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

EXTRA = "exominer"
ROLES = ("from", "to")
_EXPECTED = "A task has 'data' with a text and 'annotations' with 'result'."


def read_label_studio(path: Path) -> Reading:
    """Read the tasks of an export; of several annotations of a task the first is taken.

    Attributes that an annotator chose for a region (choices, text, rating) are kept.

    Raises:
        InputError: If the file is no export or a region is not where it says.
    """
    try:
        tasks = msgspec.json.decode(path.read_bytes(), type=list[dict[str, Any]])
    except OSError as error:
        raise InputError(
            str(path), error.strerror or "cannot be read", "Check the path."
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(str(path), f"no tasks ({error})", _EXPECTED) from error
    documents, notes = [], []
    for number, task in enumerate(tasks, start=1):
        try:
            documents.append(_read_task(task, number))
            n_left_out = max(0, len(_annotations(task)) - 1)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            found = f"task {number} cannot be read ({type(error).__name__}: {error})"
            raise InputError(str(path), found, _EXPECTED) from error
        if n_left_out:
            notes.append(f"{path}: task {number}: further annotations left out: {n_left_out}")
    return Reading(tuple(documents), tuple(notes))


def _annotations(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = task.get("annotations") or task.get("completions") or task.get("predictions") or []
    return [each for each in given if not each.get("was_cancelled")]


def _read_task(task: Mapping[str, Any], number: int) -> AnnotatedText:
    data = dict(task["data"])
    key = (
        "text"
        if "text" in data
        else next((k for k, v in data.items() if isinstance(v, str)), "text")
    )
    text = data.pop(key)
    extra = (task.get("meta") or {}).get(EXTRA) or {}
    results = [result for each in _annotations(task)[:1] for result in each["result"]]
    mentions: dict[str, TextMention] = {}
    for result in results:
        if result.get("type") in ("labels", "hypertextlabels"):
            mentions[result["id"]] = _read_region(result, text)
    own = []
    for result in results:
        if "value" in result and result.get("type") not in ("labels", "hypertextlabels"):
            attribute = _read_choice(result)
            if result.get("id") in mentions:
                mention = mentions[result["id"]]
                added = (*mention.attributes, attribute)
                mentions[result["id"]] = structs.replace(mention, attributes=added)
            else:
                own.append(attribute)
    ids = {region: mention.mention_id for region, mention in mentions.items()}
    relations = [r for r in results if r.get("type") == "relation"]
    name = data.pop("document", None) or data.get("pmid") or task.get("id") or f"task-{number}"
    base = msgspec.convert(
        {**extra, "document": str(name), "text": text, "relations": ()}, AnnotatedText
    )
    return structs.replace(
        base,
        sha256=hash_text(text),
        mentions=tuple(mentions.values()),
        relations=(
            *(_read_relation(r, ids, f"R{i}") for i, r in enumerate(relations, start=1)),
            *msgspec.convert(extra.get("relations", ()), tuple[TextRelation, ...]),
        ),
        attributes=(*base.attributes, *own, *(Attribute(k, v) for k, v in data.items())),
    )


def _read_region(result: Mapping[str, Any], text: str) -> TextMention:
    value = result["value"]
    labels = value.get("labels") or value.get("hypertextlabels") or [""]
    start, end = _place(value, text)
    extra = (result.get("meta") or {}).get(EXTRA) or {}
    plain = {"mention_id": result["id"], "kind": labels[0], "spans": [], "text": ""}
    mention = msgspec.convert({**plain, **extra}, TextMention)
    spans = choose_spans(mention.spans, start, end)
    more = (Attribute("labels", labels),) if len(labels) > 1 else ()
    return structs.replace(
        mention, spans=spans, text=cut_text(text, spans), attributes=(*mention.attributes, *more)
    )


def _place(value: Mapping[str, Any], text: str) -> tuple[int, int]:
    """Give the offsets in characters; some versions count the halves of rare ones (UTF-16)."""
    start, end, said = int(value["start"]), int(value["end"]), value.get("text")
    if said is None or text[start:end] == said:
        return start, end
    halves = text.encode("utf-16-le", "surrogatepass")
    first = len(halves[: 2 * start].decode("utf-16-le", "ignore"))
    last = len(halves[: 2 * end].decode("utf-16-le", "ignore"))
    if text[first:last] == said:
        return first, last
    raise ValueError(f"region {start} to {end} covers {text[start:end]!r}, the file says {said!r}")


def _read_choice(result: Mapping[str, Any]) -> Attribute:
    """Read what else is said of a region: the value under the name of its control."""
    value = result["value"]
    said = next((value[k] for k in (result.get("type"), "choices", "text") if k in value), value)
    is_one = isinstance(said, list) and len(said) == 1
    return Attribute(str(result.get("from_name", "")), said[0] if is_one else said)


def _read_relation(result: Mapping[str, Any], ids: Mapping[str, str], name: str) -> TextRelation:
    plain = {
        "relation_id": name,
        "kind": (result.get("labels") or [""])[0],
        "arguments": [{"role": role, "target": ids[result[f"{role}_id"]]} for role in ROLES],
    }
    return msgspec.convert({**plain, **((result.get("meta") or {}).get(EXTRA) or {})}, TextRelation)


def write_label_studio(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write an export that Label Studio imports; nothing is left out.

    The labelling interface needs ``<Labels name="label" toName="text">`` over
    ``<Text name="text" value="$text"/>`` with the kinds as labels.

    Raises:
        InputError: If a document is without its text.
    """
    tasks = [_make_task(document) for document in documents]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(tasks), indent=1) + b"\n")
    return []


def _make_task(document: AnnotatedText) -> dict[str, Any]:
    if document.text is None:
        raise InputError(document.document, "its text is left out", "Give --texts.")
    mentions = {mention.mention_id for mention in document.mentions}
    drawn = [r for r in document.relations if _is_drawn(r, mentions)]
    others = tuple(r for r in document.relations if r not in drawn)
    bare = structs.replace(document, text=None, mentions=(), relations=others)
    result = [_make_region(mention) for mention in document.mentions]
    result += [_make_relation(relation) for relation in drawn]
    return {
        "data": {"text": document.text, "document": document.document},
        "annotations": [{"result": result}],
        "meta": {EXTRA: _filled(bare, "document", "text", "sha256")},
    }


def _filled(record: object, *left_out: str) -> dict[str, Any]:
    """The fields of a record that are not empty, as plain data."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return {k: v for k, v in fields.items() if v and k not in left_out}


def _is_drawn(relation: TextRelation, mentions: set[str]) -> bool:
    is_binary = len(relation.arguments) == 2 and not relation.trigger
    return is_binary and all(not a.is_concept and a.target in mentions for a in relation.arguments)


def _make_region(mention: TextMention) -> dict[str, Any]:
    return {
        "id": mention.mention_id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {
            "start": mention.spans[0].start,
            "end": mention.spans[-1].end,
            "labels": [mention.kind],
        },
        "meta": {EXTRA: _filled(mention, "mention_id", "kind", "text")},
    }


def _make_relation(relation: TextRelation) -> dict[str, Any]:
    first, second = (argument.target for argument in relation.arguments)
    return {
        "type": "relation",
        "from_id": first,
        "to_id": second,
        "direction": "right",
        "labels": [relation.kind],
        "meta": {EXTRA: _filled(relation, "kind")},
    }
