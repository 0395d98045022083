"""BioC collections, XML and JSON -> records and back; offsets stay as the file has them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree
from msgspec import Struct

from exominer.errors import DocumentError
from exominer.safe_xml import Element, children, local_name, parse_xml

Infons = dict[str, Any]
"""Text in XML; JSON has numbers and lists too."""


WRAPPERS = ("documents", "PubTator3")
JSON_KEY = "json:"
NO_XML = re.compile(r"[\x00-\x08\x0b-\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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


def format_bioc_xml(collection: Collection) -> bytes:
    """Format a collection as XML; an infon that is no text has a key that begins "json:".

    Example:
        >>> xml = format_bioc_xml(Collection(documents=(BiocDocument(id="7", infons={"n": 1}),)))
        >>> b'<infon key="json:n">1</infon>' in xml
        True
    """
    root = etree.Element("collection")
    for name in ("source", "date", "key"):
        etree.SubElement(root, name).text = _xml_text(getattr(collection, name) or "")
    _add_infons(root, collection.infons)
    for document in collection.documents:
        element = etree.SubElement(root, "document")
        etree.SubElement(element, "id").text = _xml_text(str(document.id))
        _add_infons(element, document.infons)
        for passage in document.passages:
            _add_passage(element, passage)
        _add_marks(element, document.annotations, document.relations)
    doctype = "<!DOCTYPE collection SYSTEM 'BioC.dtd'>"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=doctype) + b"\n"


def _add_passage(parent: Element, passage: Passage) -> None:
    element = etree.SubElement(parent, "passage")
    _add_infons(element, passage.infons)
    etree.SubElement(element, "offset").text = str(passage.offset)
    if passage.text is not None:
        etree.SubElement(element, "text").text = _xml_text(passage.text)
    for sentence in passage.sentences:
        inner = etree.SubElement(element, "sentence")
        _add_infons(inner, sentence.infons)
        etree.SubElement(inner, "offset").text = str(sentence.offset)
        etree.SubElement(inner, "text").text = _xml_text(sentence.text or "")
        _add_marks(inner, sentence.annotations, sentence.relations)
    _add_marks(element, passage.annotations, passage.relations)


def _add_marks(
    parent: Element, annotations: tuple[Annotation, ...], relations: tuple[BiocRelation, ...]
) -> None:
    for annotation in annotations:
        element = etree.SubElement(parent, "annotation", id=_xml_text(annotation.id))
        _add_infons(element, annotation.infons)
        for place in annotation.locations:
            etree.SubElement(
                element, "location", offset=str(place.offset), length=str(place.length)
            )
        etree.SubElement(element, "text").text = _xml_text(annotation.text or "")
    for relation in relations:
        element = etree.SubElement(parent, "relation", id=_xml_text(relation.id))
        _add_infons(element, relation.infons)
        for node in relation.nodes:
            refid, role = _xml_text(node.refid), _xml_text(node.role)
            etree.SubElement(element, "node", refid=refid, role=role)


def _add_infons(parent: Element, infons: Infons) -> None:
    for key, value in infons.items():
        is_text = (
            isinstance(value, str) and not key.startswith(JSON_KEY) and not NO_XML.search(value)
        )
        element = etree.SubElement(
            parent, "infon", key=_xml_text(key if is_text else JSON_KEY + key)
        )
        element.text = value if is_text else _ascii_json(value)


def _ascii_json(value: object) -> str:
    """Format as JSON without characters that XML refuses."""
    return json.dumps(value, ensure_ascii=True)


def _xml_text(text: str) -> str:
    """Put a mark of the same length in place of what no XML can hold, such as a NUL."""
    return NO_XML.sub("\ufffd", text)


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
    return dict(_infon(each) for each in children(element, "infon"))


def _infon(element: Element) -> tuple[str, Any]:
    """Give key and value; what is not text in JSON is marked as such, see ``format_bioc_xml``."""
    key, value = element.get("key") or "", _own_text(element)
    if not key.startswith(JSON_KEY):
        return key, value
    try:
        return key.removeprefix(JSON_KEY), msgspec.json.decode(value)
    except msgspec.DecodeError:
        return key, value


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
