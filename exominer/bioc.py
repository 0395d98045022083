"""BioC collections as records, from JSON and to it; ``bioc_xml`` has XML. Offsets stay as given."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from exominer.errors import DocumentError

Infons = dict[str, Any]
"""Text in XML; JSON has numbers and lists too."""


WRAPPERS = ("documents", "PubTator3")
HEAD = ("source", "date", "key", "infons")


class Location(Struct, frozen=True):
    """A stretch of an annotation; ``offset`` counts from the start of the document."""

    offset: int
    length: int


class Annotation(Struct, frozen=True):
    """A mention; one in several pieces has several locations."""

    id: str = ""
    infons: Infons = {}
    text: str | None = None
    locations: tuple[Location, ...] = ()


class Node(Struct, frozen=True):
    """An argument of a relation: the id of an annotation or relation, and its role."""

    refid: str
    role: str = ""


class BiocRelation(Struct, frozen=True):
    """A relation between any number of annotations."""

    id: str = ""
    infons: Infons = {}
    nodes: tuple[Node, ...] = ()


class BiocSentence(Struct, frozen=True):
    """A sentence, in files that give the text of a passage by its sentences."""

    offset: int = 0
    infons: Infons = {}
    text: str | None = None
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[BiocRelation, ...] = ()


class Passage(Struct, frozen=True):
    """A paragraph, title or table; ``infons`` say which."""

    offset: int = 0
    infons: Infons = {}
    text: str | None = None
    sentences: tuple[BiocSentence, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[BiocRelation, ...] = ()


class BiocDocument(Struct, frozen=True):
    """A paper or abstract."""

    id: str | int = ""
    infons: Infons = {}
    passages: tuple[Passage, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[BiocRelation, ...] = ()


class Collection(Struct, frozen=True):
    """The documents of a file."""

    source: str | None = ""
    date: str | None = ""
    key: str | None = ""
    infons: Infons = {}
    documents: tuple[BiocDocument, ...] = ()


PARTS: dict[str, type[Struct]] = {
    "passages": Passage,
    "sentences": BiocSentence,
    "annotations": Annotation,
    "relations": BiocRelation,
}


def parse_bioc_json(data: bytes) -> Collection:
    """Parse a collection as PubMed Central and PubTator give it, or bare documents.

    PubMed Central puts collections in a list, PubTator 3 its documents under "PubTator3"
    or one on a line. Fields that BioC does not have are left out.

    Raises:
        DocumentError: ``corrupt`` for what is no JSON or no BioC.

    Example:
        >>> parse_bioc_json(b'[{"documents": [{"id": 7, "passages": []}]}]').documents[0].id
        7
    """
    documents: list[BiocDocument] = []
    head: dict[str, object] = {}
    try:
        for found in _find_json_documents(_decode_json(data), head):
            documents.append(msgspec.convert(found, BiocDocument))
        known = {name: head[name] for name in HEAD if name in head}
        collection = msgspec.convert(known, Collection)
        return msgspec.structs.replace(collection, documents=tuple(documents))
    except msgspec.ValidationError as error:
        raise DocumentError("corrupt", f"is JSON, but no BioC ({error})") from error


def find_unknown_fields(data: bytes) -> dict[str, int]:
    """Count the fields of documents, passages and annotations that BioC does not have.

    Example:
        >>> find_unknown_fields(b'{"id": "7", "_id": "7|None", "passages": []}')
        {'_id': 1}
    """
    counts: Counter[str] = Counter()
    for found in _find_json_documents(_decode_json(data), {}):
        _count_unknown(found, BiocDocument, counts)
    return dict(counts)


def _count_unknown(found: object, record: type[Struct], counts: Counter[str]) -> None:
    for name, value in found.items() if isinstance(found, dict) else ():
        if name not in record.__struct_fields__:
            counts[name] += 1
        elif name in PARTS and isinstance(value, list):
            for each in value:
                _count_unknown(each, PARTS[name], counts)


def _decode_json(data: bytes) -> object:
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            try:
                return [msgspec.json.decode(line) for line in lines]
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
                pass
        raise DocumentError("corrupt", f"is no JSON ({error})") from error


def _find_json_documents(found: object, head: dict[str, object]) -> Iterator[object]:
    """Give the documents in any of the wrappers; ``head`` takes what the collection says."""
    if isinstance(found, list):
        for each in found:
            yield from _find_json_documents(each, head)
        return
    fields = found if isinstance(found, dict) else {}
    if isinstance(fields.get("passages"), list):
        yield found
        return
    inner = next((fields[key] for key in WRAPPERS if key in fields), None)
    if inner is None:
        has = "the keys " + ", ".join(map(repr, fields)) if fields else repr(found)
        wanted = "'documents' of a collection or 'passages' of a document"
        raise DocumentError("corrupt", f"is JSON, but no BioC: {has[:80]}, expected are {wanted}")
    for name, value in fields.items():
        head.setdefault(name, value)
    yield from _find_json_documents(inner, head)


def format_bioc_json(collection: Collection) -> bytes:
    """Format a collection as JSON, indented, with all of BioC's fields."""
    return msgspec.json.format(msgspec.json.encode(collection), indent=1) + b"\n"
