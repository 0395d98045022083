"""BioC collections, XML and JSON -> records and back; offsets stay as the file has them."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from exominer.errors import DocumentError
from exominer.safe_xml import Element, children, local_name, parse_xml

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


def parse_bioc_xml(data: bytes, *, max_characters: int = 200_000_000) -> Collection:
    """Parse a collection from XML.

    Raises:
        DocumentError: ``corrupt`` for what is no XML or no BioC.

    Example:
        >>> passage = "<passage><offset>0</offset><text>A.</text></passage>"
        >>> xml = f"<collection><document><id>7</id>{passage}</document></collection>"
        >>> parse_bioc_xml(xml.encode()).documents[0].passages[0].text
        'A.'
    """
    return convert_collection(parse_xml(data, max_characters=max_characters))


def convert_collection(root: Element) -> Collection:
    """Convert a parsed collection, or a document without one."""
    if local_name(root) not in ("collection", "document"):
        found = f"the root is <{local_name(root)}>, expected is <collection>"
        raise DocumentError("corrupt", f"XML, but no BioC: {found}")
    documents = [root] if local_name(root) == "document" else list(children(root, "document"))
    return Collection(
        source=_text(root, "source") or "",
        date=_text(root, "date") or "",
        key=_text(root, "key") or "",
        infons=_infons(root) if local_name(root) == "collection" else {},
        documents=tuple(map(_document, documents)),
    )


def _document(element: Element) -> BiocDocument:
    return BiocDocument(
        id=_text(element, "id") or "",
        infons=_infons(element),
        passages=tuple(map(_passage, children(element, "passage"))),
        annotations=_annotations(element),
        relations=_relations(element),
    )


def _passage(element: Element) -> Passage:
    return Passage(
        offset=_number(_text(element, "offset")),
        infons=_infons(element),
        text=_text(element, "text"),
        sentences=tuple(map(_sentence, children(element, "sentence"))),
        annotations=_annotations(element),
        relations=_relations(element),
    )


def _sentence(element: Element) -> BiocSentence:
    return BiocSentence(
        offset=_number(_text(element, "offset")),
        infons=_infons(element),
        text=_text(element, "text"),
        annotations=_annotations(element),
        relations=_relations(element),
    )


def _annotations(element: Element) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(
            id=each.get("id") or "",
            infons=_infons(each),
            text=_text(each, "text"),
            locations=tuple(
                Location(_number(place.get("offset")), _number(place.get("length")))
                for place in children(each, "location")
            ),
        )
        for each in children(element, "annotation")
    )


def _relations(element: Element) -> tuple[BiocRelation, ...]:
    return tuple(
        BiocRelation(
            id=each.get("id") or "",
            infons=_infons(each),
            nodes=tuple(
                Node(node.get("refid") or "", node.get("role") or "")
                for node in children(each, "node")
            ),
        )
        for each in children(element, "relation")
    )


def _infons(element: Element) -> Infons:
    return {each.get("key") or "": _own_text(each) for each in children(element, "infon")}


def _text(element: Element, name: str) -> str | None:
    return next((_own_text(child) for child in children(element, name)), None)


def _own_text(element: Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _number(printed: str | None) -> int:
    try:
        return int(printed or 0)
    except ValueError as error:
        found = f"{printed!r} stands where an offset or a length is expected"
        raise DocumentError("corrupt", f"XML, but no BioC: {found}") from error
