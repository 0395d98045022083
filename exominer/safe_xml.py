"""XML of strangers parsed without network, DTDs or other files, and without growing."""

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from exominer.errors import DocumentError

Element = etree._Element

NESTED_ENTITY = re.compile(r"&(?!#|amp;|lt;|gt;|quot;|apos;)")
UNDEFINED_ENTITY = re.compile(r"Entity '[^']*' not defined")
NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9.]{1,30});")
OWN_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
MAX_ENTITY = 10_000

_GREEK = (
    "a α b β g γ d δ e ε z ζ ee η th θ i ι k κ l λ m μ n ν x ξ o ο p π r ρ s σ t τ u υ "
    "ph φ kh χ ps ψ oh ω"
).split()
GREEK_ENTITIES = {
    f"{change(name)}gr": change(letter)
    for name, letter in zip(_GREEK[::2], _GREEK[1::2], strict=True)
    for change in (str.lower, str.upper)
}
"""The set isogrk1 of the JATS DTD, which HTML does not know; ``agr`` is alpha."""


class MalformedXMLError(DocumentError):
    """The file is XML with a fault; ``mended`` is what is left of it, if that is safe to read."""

    def __init__(self, reason: str, mended: Element | None) -> None:
        self.mended = mended
        super().__init__("corrupt", reason)


def parse_xml(data: bytes, *, max_characters: int) -> Element:
    r"""Parse XML; named characters without a declaration are those of HTML and ISO.

    Entities that the file declares are put in their place, unless they are made of other
    entities. Any other entity stays a node of its own.

    Args:
        data: In any encoding that XML allows.
        max_characters: Most that all text together may have.

    Raises:
        DocumentError: ``empty`` for no bytes, ``corrupt`` for what grows.
        MalformedXMLError: For what is no XML, or XML with a fault such as an end cut off.

    Example:
        >>> parse_xml(b"<p>5&nbsp;&mu;m</p>", max_characters=100).text
        '5\xa0μm'
    """
    text = data.lstrip()
    if not text.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise DocumentError("empty", "the file holds no text")
    root = _parse(text)
    entities = _declared_entities(root)
    _check_entities(entities)
    _replace_entities(root, entities, max_characters=max_characters)
    if sum(len(part) for part in root.itertext()) > max_characters:
        raise DocumentError("corrupt", f"the XML holds more than {max_characters:,} characters")
    return root


def local_name(element: Element) -> str:
    """Give the tag without its namespace; ``""`` for comments, instructions and entities."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Give the direct children of the given local names, in order."""
    return (child for child in element if local_name(child) in names)


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Give the descendants of the given local names, in document order."""
    return (child for child in element.iterdescendants() if local_name(child) in names)


def named_character(name: str) -> str | None:
    """Give the character that HTML or ISO calls ``name``.

    Example:
        >>> named_character("mu"), named_character("bgr"), named_character("publisher")
        ('μ', 'β', None)
    """
    text = html.unescape(f"&{name};")
    return GREEK_ENTITIES.get(name) if text == f"&{name};" else text


def _parse(text: bytes) -> Element:
    try:
        return _parse_once(text)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "amplification" in str(error) or "entity reference loop" in str(error):
            raise DocumentError("corrupt", "entities of the XML grow without bound") from error
        if UNDEFINED_ENTITY.search(str(error)):
            spelled = NAMED_ENTITY.sub(_spell_entity, text)
            if spelled != text:
                return _parse(spelled)
        found = " ".join(getattr(error, "msg", str(error)).split())
        raise MalformedXMLError(f"not well-formed XML ({found})", _mend(text, found)) from error


def _mend(text: bytes, fault: str) -> Element | None:
    """Parse what can be parsed; not of a file that declares entities or hits a limit."""
    if b"<!ENTITY" in text or "XML_PARSE_HUGE" in fault:
        return None
    try:
        return _parse_once(text, recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parse_once(text: bytes, *, recover: bool = False) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )
    root: Element = etree.fromstring(text, parser)
    return root


def _spell_entity(found: re.Match[bytes]) -> bytes:
    """Write a named character by its number; XML's own and unknown names stay."""
    text = None if found[1] in OWN_ENTITIES else named_character(found[1].decode("ascii"))
    return found[0] if text is None else "".join(f"&#{ord(c)};" for c in text).encode("ascii")


def _declared_entities(root: Element) -> dict[str, str]:
    dtd: Any = root.getroottree().docinfo.internalDTD  # lxml-stubs lack iterentities
    return {} if dtd is None else {e.name: e.content or "" for e in dtd.iterentities()}


def _check_entities(entities: dict[str, str]) -> None:
    """Refuse what can grow without bound: entities made of entities, or very long ones."""
    for name, content in entities.items():
        if NESTED_ENTITY.search(content) or len(content) > MAX_ENTITY:
            found = f"entity {name!r} of the XML is made of other entities or very long"
            raise DocumentError("corrupt", f"{found}; such files can grow without bound")


def _replace_entities(root: Element, entities: dict[str, str], *, max_characters: int) -> None:
    """Put the text of entities that the file declares in their place, markup left out."""
    plain = {
        name: html.unescape(re.sub(r"<[^>]*>", "", content))
        for name, content in entities.items()
        if content
    }
    nodes = [node for node in root.iter(etree.Entity) if entity_name(node) in plain]
    if sum(len(plain[entity_name(node)]) for node in nodes) > max_characters:
        raise DocumentError("corrupt", "entities of the XML grow without bound")
    for node in nodes:
        text = plain[entity_name(node)] + (node.tail or "")
        parent, before = node.getparent(), node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + text
        elif parent is not None:
            parent.text = (parent.text or "") + text
        if parent is not None:
            parent.remove(node)


def entity_name(node: Element) -> str:
    """Give the name of an entity node, without its marks."""
    return (node.text or "").strip("&;")
