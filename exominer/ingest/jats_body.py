"""JATS body, back and floats -> blocks in the order of the file."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree
from msgspec import Struct, structs

from exominer.ingest.blocks import Block, BlockKind
from exominer.ingest.jats_inline import BREAKS, FLOATS, InlineText, flatten, split_paragraph
from exominer.ingest.jats_tables import read_caption, read_tables
from exominer.ingest.sections import find_section_kind
from exominer.records import SectionKind
from exominer.safe_xml import Element, children, descendants, local_name

SECTION_TYPES: dict[str, SectionKind] = {
    "intro": "introduction",
    "introduction": "introduction",
    "background": "introduction",
    "materials": "methods",
    "methods": "methods",
    "subjects": "methods",
    "results": "results",
    "discussion": "discussion",
    "conclusion": "conclusion",
    "conclusions": "conclusion",
    "supplementary-material": "back",
    "data-availability": "back",
    "ethics-statement": "back",
    "coi-statement": "back",
    "display-objects": "body",
}
"""Values of ``sec-type`` in the JATS guideline, and ``background`` as journals use it."""


HEADING_PARTS = ("label", "title")
METADATA = (
    "ref-list graphic object-id alt-text long-desc permissions sec-meta contrib-group kwd-group "
    "index-term processing-meta"
).split()
"""What holds no text of the paper, or is read elsewhere."""
TABLE_PARTS = "label caption table tgroup oasis-table alternatives table-wrap-foot".split()
CLICK_HERE = re.compile(r"\W*click here\b", re.IGNORECASE)
IS_PICTURE = "is given as a picture only and was not read"


class Context(Struct, frozen=True):
    """What an element is inside of.

    ``section`` is the kind that blocks take without a heading of their own; ``heading``
    the kind of the heading above; ``boxed`` keeps the titles of a box from opening
    sections that would swallow the text after it.
    """

    numbers: Mapping[str, int]
    section: SectionKind | None = None
    heading: SectionKind | None = None
    boxed: bool = False


def read_blocks(element: Element, context: Context) -> Iterator[Block]:
    """Read an element without a rule of its own: its title, then what it holds."""
    label, title = (
        next((flatten(child).text for child in children(element, name)), "")
        for name in HEADING_PARTS
    )
    if label or title:
        yield _paragraph(InlineText(f"{label} {title}".strip()), context)
    yield from read_content(element, context)


def read_block(element: Element, context: Context) -> Iterator[Block]:
    """Read one element; comments and processing instructions give nothing."""
    if name := local_name(element):
        yield from HANDLERS.get(name, read_blocks)(element, context)


def read_content(element: Element, context: Context) -> Iterator[Block]:
    """Read the children but for label and title, which are part of the heading."""
    for child in find_content(element):
        yield from read_block(child, context)


def find_content(element: Element) -> Iterator[Element]:
    """Give the children but for label and title; loose text is put in a ``p``."""
    loose = [element.text, *(child.tail for child in element)]
    if not any(text and re.search(r"\w", text) for text in loose):
        yield from (child for child in element if local_name(child) not in HEADING_PARTS)
        return
    line = _paragraph_element(element.text)
    for child in element:
        if not _is_block(child):
            line.append(copy.deepcopy(child))
            continue
        yield line
        if local_name(child) not in HEADING_PARTS:
            yield child
        line = _paragraph_element(child.tail)
    yield line


def _paragraph_element(text: str | None) -> Element:
    element = etree.Element("p")
    element.text = text
    return element


def _is_block(element: Element) -> bool:
    """Tell what ends the loose text around it; unknown elements with paragraphs do."""
    if local_name(element) in {*HANDLERS, *HEADING_PARTS, *FLOATS, *BREAKS}:
        return True
    return next(descendants(element, "p", "sec"), None) is not None


def heading_block(text: str, kind: SectionKind, context: Context) -> Block:
    """Make a heading, or a line of the caption's kind inside a box."""
    return Block("caption", text) if context.boxed else Block("heading", text, section=kind)


def _read_section(element: Element, context: Context) -> Iterator[Block]:
    label, title = read_caption(element)
    text = f"{label} {title}".strip()
    kind = _section_kind(element, title, context)
    if text:
        yield heading_block(text, kind, context)
        context = structs.replace(context, heading=kind)
    yield from read_content(element, context)


def _section_kind(element: Element, title: str, context: Context) -> SectionKind:
    if context.section is not None:
        return context.section
    for word in (element.get("sec-type") or "").casefold().split("|"):
        if word.strip() in SECTION_TYPES:
            return SECTION_TYPES[word.strip()]
    if context.heading not in (None, "body"):
        return context.heading
    return find_section_kind(title) or "body"


def _read_back_section(element: Element, context: Context) -> Iterator[Block]:
    yield from _read_section(element, structs.replace(context, section="back"))


def _read_paragraph(element: Element, context: Context) -> Iterator[Block]:
    for part in split_paragraph(element, context.numbers):
        if isinstance(part, InlineText):
            if part.text:
                yield _paragraph(part, context)
        else:
            yield from read_block(part, context)


def _paragraph(line: InlineText, context: Context) -> Block:
    return Block("paragraph", line.text, section=context.section, markers=line.markers)


def _read_line(element: Element, context: Context) -> Iterator[Block]:
    yield _paragraph(flatten(element, context.numbers), context)


def _read_list_item(element: Element, context: Context) -> Iterator[Block]:
    """Read an item; a printed number stands before its first paragraph, a bullet nowhere."""
    label = next((flatten(child).text for child in children(element, "label")), "")
    for i, block in enumerate(read_content(element, context)):
        if i == 0 and re.search(r"\w", label) and block.kind == "paragraph":
            yield _prefixed(block, f"{label} ")
        else:
            yield block


def _prefixed(block: Block, prefix: str) -> Block:
    markers = tuple(
        structs.replace(mark, start=mark.start + len(prefix), end=mark.end + len(prefix))
        for mark in block.markers
    )
    return structs.replace(block, text=prefix + block.text, markers=markers)


def _read_definition(element: Element, context: Context) -> Iterator[Block]:
    terms, meanings = (
        [flatten(child, context.numbers) for child in children(element, name)]
        for name in ("term", "def")
    )
    term = ", ".join(line.text.rstrip(":") for line in terms if line.text)
    meaning = _join_lines(meanings)
    yield _prefixed(_paragraph(meaning, context), f"{term}: " if term and meaning.text else term)


def _read_figure(element: Element, context: Context) -> Iterator[Block]:
    line = _join_lines(
        [flatten(part, context.numbers) for part in children(element, "label", "caption")]
    )
    if line.text:
        is_button = CLICK_HERE.match(line.text)
        kind: BlockKind = "dropped" if is_button else "caption"
        yield Block(kind, line.text, markers=line.markers, reason="supplement")
    yield from _read_legend(element, context)


def _read_legend(element: Element, context: Context) -> Iterator[Block]:
    """Read what a figure holds besides its caption, as captions too."""
    for child in find_content(element):
        name = local_name(child)
        if name in ("fig", "media", "table", "table-wrap"):
            yield from read_block(child, context)
        elif name != "caption" and HANDLERS.get(name) is not _skip:
            line = flatten(child, context.numbers)
            yield Block("caption", line.text, markers=line.markers)


def _join_lines(lines: list[InlineText]) -> InlineText:
    joined = Block("caption", "")
    for line in (line for line in lines if line.text):
        added = _prefixed(Block("caption", line.text, markers=line.markers), f"{joined.text} ")
        joined = structs.replace(added, text=added.text, markers=(*joined.markers, *added.markers))
    start = len(joined.text) - len(joined.text.lstrip())
    return InlineText(
        joined.text[start:],
        tuple(
            structs.replace(mark, start=mark.start - start, end=mark.end - start)
            for mark in joined.markers
        ),
    )


def _read_table_wrap(element: Element, context: Context) -> Iterator[Block]:
    grids = read_tables(element)
    for grid in grids:
        yield Block("table", "", grid=grid)
    if grids:
        rest = copy.deepcopy(element)
        etree.strip_elements(rest, *(f"{{*}}{name}" for name in TABLE_PARTS), with_tail=False)
        yield from _read_legend(rest, context)
        return
    blocks = [block for block in _read_figure(element, context) if block.text]
    yield from blocks
    if not list(children(element, "p", "list", "def-list", "preformat", "disp-quote")):
        text = f"{read_caption(element)[0] or 'A table'} {IS_PICTURE}"
        yield Block("dropped", text, reason="picture")


def _read_table(element: Element, context: Context) -> Iterator[Block]:
    """Read a table without a ``table-wrap`` around it."""
    wrap = etree.Element("table-wrap")
    wrap.append(copy.deepcopy(element))
    grids = read_tables(wrap)
    yield from (Block("table", "", grid=grid) for grid in grids)
    if not grids:
        yield from _read_line(element, context)


def _read_box(element: Element, context: Context) -> Iterator[Block]:
    boxed = structs.replace(context, boxed=True)
    label, title = read_caption(element)
    if label or title:
        yield Block("caption", f"{label} {title}".strip())
    for child in find_content(element):
        if local_name(child) != "caption":
            yield from read_block(child, boxed)


def _read_part(element: Element, context: Context) -> Iterator[Block]:
    """Read a part of a chapter, whose title stands among its metadata."""
    for group in descendants(element, "title-group"):
        title = flatten(group).text
        yield heading_block(title, find_section_kind(title) or "body", context)
        break
    for child in children(element, "body", "back"):
        yield from read_block(child, context)


def _drop(element: Element, _context: Context) -> Iterator[Block]:
    if text := flatten(element).text:
        yield Block("dropped", text, reason="other article")


def _skip(_element: Element, _context: Context) -> Iterator[Block]:
    yield from ()


Handler = Callable[[Element, Context], Iterator[Block]]

HANDLERS: dict[str, Handler] = {
    "sec": _read_section,
    "p": _read_paragraph,
    "list-item": _read_list_item,
    "def-item": _read_definition,
    "fig": _read_figure,
    "table-wrap": _read_table_wrap,
    "table": _read_table,
    "book-part": _read_part,
    "fn": _read_line,
    "supplementary-material": _read_figure,
    "media": _read_figure,
}
HANDLERS |= dict.fromkeys(
    ("boxed-text", "fig-group", "table-wrap-group", "chem-struct-wrap"), _read_box
)
HANDLERS |= dict.fromkeys(
    ("ack", "app", "bio", "fn-group", "glossary", "notes"), _read_back_section
)
HANDLERS |= dict.fromkeys(
    ("attrib", "code", "disp-formula", "preformat", "speech", "verse-group"), _read_line
)
HANDLERS |= dict.fromkeys(("sub-article", "response"), _drop)
HANDLERS |= dict.fromkeys(
    METADATA,
    _skip,
)
