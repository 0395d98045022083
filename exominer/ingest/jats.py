"""A JATS article or a chapter in BITS -> Document: what is marked up, taken at its word."""

import copy
from collections.abc import Iterator

from lxml import etree
from msgspec import structs

from exominer.errors import DocumentError
from exominer.ingest.blocks import Block
from exominer.ingest.build import Source, build_document
from exominer.ingest.citation_finder import describe_unresolved
from exominer.ingest.jats_body import (
    IS_PICTURE,
    Context,
    find_content,
    heading_block,
    read_block,
    read_blocks,
    read_content,
)
from exominer.ingest.jats_inline import flatten
from exominer.ingest.jats_references import ReferenceList, find_dangling, read_references
from exominer.ingest.jats_tables import read_caption
from exominer.ingest.parts import status_of_first
from exominer.records import Document, SectionKind
from exominer.safe_xml import (
    Element,
    children,
    descendants,
    entity_name,
    local_name,
    named_character,
)

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DROPPED_FRONT = ("author-notes", "kwd-group", "funding-group")


def read_jats(root: Element, *, document: str, sha256: str) -> Document:
    """Read a JATS article, bare or inside a wrapper such as an OAI record.

    Text keeps the order of the file: title, abstracts, body, acknowledgements and notes,
    then figures and tables that stand apart. Letters, replies and reviews that come as
    sub-articles, author notes and keywords are dropped and listed. Sub-articles are read
    where the article has no text of its own, and where they translate it to English.

    Args:
        root: The article, or what is around it: of several the first is read.
        document: The name to give it.
        sha256: Of the file.

    Raises:
        DocumentError: ``empty`` for an article without text, ``corrupt`` where there is
            none.

    Example:
        >>> xml = "<article><body><sec><title>Results</title><p>A.</p></sec></body></article>"
        >>> read_jats(etree.fromstring(xml), document="a.xml", sha256="").sections[0].kind
        'results'
    """
    articles = _find_articles(root)
    if not articles:
        found = f"XML whose root is <{local_name(root)}>, without an article in it"
        wanted = "expected is JATS (<article>), PubMed (<PubmedArticleSet>) or BioC (<collection>)"
        raise DocumentError("corrupt", f"{found}; {wanted}")
    article = articles[0]
    references = read_references(article)
    blocks = list(_article_blocks(article, references))
    if not _has_text(blocks):
        raise DocumentError("empty", "a JATS article without title, abstract or body")
    return build_document(
        blocks,
        source=Source(document, sha256, "jats", *status_of_first(len(articles), "article")),
        references=references.references,
        warnings=tuple(_find_warnings(article, blocks, references)),
    )


def _find_articles(root: Element) -> list[Element]:
    """Find the outermost articles, or chapters; those of a set in the order of the file."""
    for name in ("article", "book-part"):
        if local_name(root) == name:
            return [root]
        inner = descendants(root, name)
        if found := [e for e in inner if next(e.iterancestors(f"{{*}}{name}"), None) is None]:
            return found
    return []


def _has_text(blocks: list[Block]) -> bool:
    return any(block.text.strip() or block.grid for block in blocks if block.kind != "dropped")


def _article_blocks(article: Element, references: ReferenceList) -> Iterator[Block]:
    context = Context(numbers=references.numbers)
    for front in children(article, "front", "front-stub", "book-part-meta"):
        yield from _front_blocks(front, context, is_english=_is_english(article))
    own = list(_text_blocks(article, context))
    yield from own
    for letter in children(article, "sub-article", "response"):
        if not _has_text(own) or (_is_english(letter) and not _is_english(article)):
            yield from _sub_article_blocks(letter)
        else:
            yield Block("dropped", flatten(letter).text, reason="other article")


def _text_blocks(article: Element, context: Context) -> Iterator[Block]:
    for body in children(article, "body"):
        yield from _body_blocks(body, context)
    for back in children(article, "back"):
        yield from read_blocks(back, structs.replace(context, section="back"))
    for floats in children(article, "floats-group", "floats-wrap"):
        yield from read_blocks(floats, context)


def _sub_article_blocks(letter: Element) -> Iterator[Block]:
    """Read a sub-article; its title is a heading of the document."""
    for block in _article_blocks(letter, read_references(letter)):
        yield structs.replace(block, kind="heading") if block.kind == "title" else block


def _is_english(element: Element) -> bool:
    """Tell by ``xml:lang``; English is the default of the standard."""
    return (element.get(LANGUAGE) or "en").casefold().startswith("en")


def _front_blocks(front: Element, context: Context, *, is_english: bool) -> Iterator[Block]:
    for group in descendants(front, "title-group"):
        yield Block("title", _title(group))
        for other in descendants(group, "trans-title-group"):
            if not is_english and _is_english(other):
                yield Block("paragraph", flatten(other).text, section="title")
        break
    for abstract in descendants(front, "abstract", "trans-abstract"):
        if local_name(abstract) == "abstract" or (_is_english(abstract) and not is_english):
            yield from _abstract_blocks(abstract, context)
        else:
            yield Block("dropped", flatten(abstract).text, reason="front matter")
    for element in descendants(front, *DROPPED_FRONT):
        yield Block("dropped", flatten(element).text, reason="front matter")
    for element in children(front, "ack", "bio", "def-list", "fn-group", "glossary", "notes"):
        yield from read_block(element, structs.replace(context, section="back"))


def _abstract_blocks(abstract: Element, context: Context) -> Iterator[Block]:
    """Read an abstract; a second one ("Key points") is headed by its type."""
    inside = structs.replace(context, section="abstract")
    blocks = list(read_content(abstract, inside))
    if not _has_text(blocks):
        return  # a graphical one
    _, title = read_caption(abstract)
    sort = (abstract.get("abstract-type") or "abstract").replace("-", " ").capitalize()
    yield heading_block(title or sort, "abstract", inside)
    yield from blocks


def _title(group: Element) -> str:
    """Join title and subtitle, without the signs that point to notes."""
    parts = []
    for part in children(group, "article-title", "title", "subtitle"):
        bare = copy.deepcopy(part)
        etree.strip_elements(bare, "{*}xref", "{*}fn", with_tail=False)
        parts.append(flatten(bare).text)
    return ": ".join(part.rstrip(":") for part in parts if part)


def _body_blocks(body: Element, context: Context) -> Iterator[Block]:
    """Read a body; what stands before its first section is the introduction."""
    content = list(find_content(body))
    names = [local_name(child) for child in content]
    leading: SectionKind = "introduction" if "sec" in names else "body"
    first = names.index("sec") if "sec" in names else len(names)
    for place, child in enumerate(content):
        inside = structs.replace(context, section=leading) if place < first else context
        yield from read_block(child, inside)


def _find_warnings(
    article: Element, blocks: list[Block], references: ReferenceList
) -> Iterator[str]:
    if not list(children(article, "body")):
        yield "the XML holds no body, so only title and abstract were read"
    if not _is_english(article):
        language = article.get(LANGUAGE)
        yield f"the article's language is {language!r}; claims are found in English text only"
    for block in blocks:
        if block.kind == "dropped" and block.text.endswith(IS_PICTURE):
            yield block.text
    if references.numbers:
        dangling = (flatten(xref).text for xref in find_dangling(article, references))
        yield from describe_unresolved(dangling)
    names = {entity_name(entity) for entity in article.iter(etree.Entity)}
    if unknown := sorted(name for name in names if named_character(name) is None):
        listed = ", ".join(f"&{name};" for name in unknown)
        yield f"unknown characters were kept as they are: {listed}"
