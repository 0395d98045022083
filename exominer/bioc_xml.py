"""BioC collections in XML -> the records of ``bioc`` and back."""

import json
import re
from typing import Any

import msgspec
from lxml import etree

from exominer.bioc import (
    Annotation,
    BiocDocument,
    BiocRelation,
    BiocSentence,
    Collection,
    Infons,
    Location,
    Node,
    Passage,
)
from exominer.errors import DocumentError
from exominer.safe_xml import Element, children, local_name, parse_xml

JSON_KEY = "json:"
NO_XML = re.compile(r"[\x00-\x08\x0b-\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
