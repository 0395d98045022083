"""JATS XML -> Document: what a publisher marks up, taken at its word."""

import copy
import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import structs

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.blocks import Block
from exominer.ingest.build import Source, build_document
from exominer.ingest.jats_body import (
    IS_PICTURE,
    Context,
    heading_block,
    read_block,
    read_blocks,
    read_content,
)
from exominer.ingest.jats_inline import Element, children, descendants, flatten, local_name
from exominer.ingest.jats_references import ReferenceList, read_references
from exominer.ingest.jats_tables import read_caption
from exominer.records import Document, SectionKind

NESTED_ENTITY = re.compile(r"&(?!#|amp;|lt;|gt;|quot;|apos;)")
MAX_ENTITY = 10_000
DROPPED_FRONT = ("author-notes", "kwd-group", "trans-abstract", "funding-group")


def read_jats(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    """Read a JATS article, bare or inside a wrapper such as an OAI record.

    Text keeps the order of the file: title, abstracts, body, acknowledgements and notes,
    then figures and tables that stand apart. Sub-articles (letters, replies), author
    notes, keywords and supplementary files are dropped and listed.

    Args:
        data: The file's bytes in any encoding that XML allows.
        document: The name to give it.
        sha256: Of the bytes.
        settings: ``max_file_mb`` bounds what declared entities may grow to.

    Raises:
        DocumentError: ``empty`` for no bytes or an article without text, ``corrupt`` for
            what is no XML, no JATS, or an entity bomb.

    Example:
        >>> xml = b"<article><body><sec><title>Results</title><p>A.</p></sec></body></article>"
        >>> read = read_jats(xml, document="a.xml", sha256="", settings=IngestConfig())
        >>> read.sections[0].kind
        'results'
    """
    root = _parse(data, max_characters=settings.max_file_mb * 1_000_000)
    articles = _find_articles(root)
    if not articles:
        found = f"XML, but no JATS article in it (root is <{local_name(root)}>)"
        raise DocumentError("corrupt", found)
    references = read_references(articles[0])
    blocks = list(_article_blocks(articles[0], references))
    if not any(block.text.strip() or block.grid for block in blocks if block.kind != "dropped"):
        raise DocumentError("empty", "a JATS article without title, abstract or body")
    left_out = len(articles) - 1
    reason = f"{left_out} further articles in the file were not read" if left_out else ""
    return build_document(
        blocks,
        source=Source(document, sha256, "jats", "partial" if left_out else "ok", reason),
        references=references.references,
        warnings=tuple(_find_warnings(articles[0], blocks)),
    )


def _parse(data: bytes, *, max_characters: int) -> Element:
    """Parse without touching network, DTDs or other files; see ``_check_entities``."""
    text = data.lstrip()
    if not text.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise DocumentError("empty", "the file holds no text")
    root = _parse_once(text)
    entities = _declared_entities(root)
    _check_entities(entities)
    _replace_entities(root, entities, max_characters=max_characters)
    if sum(len(part) for part in root.itertext()) > max_characters:
        raise DocumentError("corrupt", f"the XML holds more than {max_characters:,} characters")
    return root


def _parse_once(text: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root: Element = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "amplification" in str(error) or "entity reference loop" in str(error):
            raise DocumentError("corrupt", "entities of the XML grow without bound") from error
        raise DocumentError("corrupt", f"not well-formed XML ({error})") from error
    return root


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
    nodes = [node for node in root.iter(etree.Entity) if _entity_name(node) in plain]
    if sum(len(plain[_entity_name(node)]) for node in nodes) > max_characters:
        raise DocumentError("corrupt", "entities of the XML grow without bound")
    for node in nodes:
        text = plain[_entity_name(node)] + (node.tail or "")
        parent, before = node.getparent(), node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + text
        elif parent is not None:
            parent.text = (parent.text or "") + text
        if parent is not None:
            parent.remove(node)


def _entity_name(node: Element) -> str:
    return (node.text or "").strip("&;")


def _find_articles(root: Element) -> list[Element]:
    """Find the outermost articles; those of a set come in the order of the file."""
    if local_name(root) == "article":
        return [root]
    return list(descendants(root, "article"))


def _article_blocks(article: Element, references: ReferenceList) -> Iterator[Block]:
    context = Context(numbers=references.numbers)
    for front in children(article, "front", "front-stub"):
        yield from _front_blocks(front, context)
    for body in children(article, "body"):
        yield from _body_blocks(body, context)
    for back in children(article, "back"):
        yield from read_blocks(back, structs.replace(context, section="back"))
    for floats in children(article, "floats-group", "floats-wrap"):
        yield from read_blocks(floats, context)
    for letter in children(article, "sub-article", "response"):
        yield Block("dropped", flatten(letter).text)


def _front_blocks(front: Element, context: Context) -> Iterator[Block]:
    for group in descendants(front, "title-group"):
        yield Block("title", _title(group))
        break
    for abstract in descendants(front, "abstract"):
        inside = structs.replace(context, section="abstract")
        _, title = read_caption(abstract)
        yield heading_block(title or "Abstract", "abstract", inside)
        yield from read_content(abstract, inside)
    for name in DROPPED_FRONT:
        for element in descendants(front, name):
            yield Block("dropped", flatten(element).text)


def _title(group: Element) -> str:
    """Join title and subtitle, without the signs that point to notes."""
    parts = []
    for part in children(group, "article-title", "subtitle"):
        bare = copy.deepcopy(part)
        etree.strip_elements(bare, "{*}xref", "{*}fn", with_tail=False)
        parts.append(flatten(bare).text)
    return ": ".join(part.rstrip(":") for part in parts if part)


def _body_blocks(body: Element, context: Context) -> Iterator[Block]:
    """Read a body; what stands before its first section is the introduction."""
    names = [local_name(child) for child in body]
    leading: SectionKind = "introduction" if "sec" in names else "body"
    first = names.index("sec") if "sec" in names else len(names)
    for place, child in enumerate(body):
        inside = structs.replace(context, section=leading) if place < first else context
        yield from read_block(child, inside)


def _find_warnings(article: Element, blocks: list[Block]) -> Iterator[str]:
    if not list(children(article, "body")):
        yield "the XML holds no body, so only title and abstract were read"
    for block in blocks:
        if block.kind == "dropped" and block.text.endswith(IS_PICTURE):
            yield block.text
    names = {entity.text or "" for entity in article.iter(etree.Entity)}
    if unknown := sorted(name for name in names if html.unescape(name) == name):
        yield f"unknown characters were kept as they are: {', '.join(unknown)}"
