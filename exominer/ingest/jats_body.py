"""JATS body, back and floats -> blocks in the order of the file."""

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, structs

from exominer.ingest.blocks import Block
from exominer.ingest.jats_inline import (
    Element,
    InlineText,
    children,
    flatten,
    local_name,
    split_paragraph,
)
from exominer.ingest.jats_tables import read_caption, read_tables
from exominer.ingest.sections import find_section_kind
from exominer.records import SectionKind

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
    """Read the blocks of an element's children; unknown elements are looked into."""
    for child in element:
        yield from read_block(child, context)


def read_block(element: Element, context: Context) -> Iterator[Block]:
    """Read one element; comments and processing instructions give nothing."""
    if name := local_name(element):
        yield from HANDLERS.get(name, read_blocks)(element, context)


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


def read_content(element: Element, context: Context) -> Iterator[Block]:
    """Read the children but for label and title, which are part of the heading."""
    for child in element:
        if local_name(child) not in HEADING_PARTS:
            yield from read_block(child, context)


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
    term, *rest = (flatten(child).text for child in children(element, "term", "def"))
    yield _paragraph(InlineText(": ".join([term.rstrip(":"), " ".join(rest)])), context)


def _read_figure(element: Element, context: Context) -> Iterator[Block]:
    line = _join_lines(
        [flatten(part, context.numbers) for part in children(element, "label", "caption")]
    )
    if line.text:
        yield Block("caption", line.text, markers=line.markers)
    yield from _read_legend(element, context)


def _read_legend(element: Element, context: Context) -> Iterator[Block]:
    """Read what a figure holds besides its caption, as captions too."""
    for child in children(element, "p", "attrib", "legend", "fig", "fn", "table-wrap-foot"):
        if local_name(child) == "fig":
            yield from _read_figure(child, context)
        else:
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
    if not grids:
        yield from _read_figure(element, context)
        yield Block("dropped", f"{read_caption(element)[0] or 'A table'} {IS_PICTURE}")


def _read_box(element: Element, context: Context) -> Iterator[Block]:
    boxed = structs.replace(context, boxed=True)
    label, title = read_caption(element)
    if label or title:
        yield Block("caption", f"{label} {title}".strip())
    for child in element:
        if local_name(child) not in (*HEADING_PARTS, "caption"):
            yield from read_block(child, boxed)


def _drop(element: Element, _context: Context) -> Iterator[Block]:
    if text := flatten(element).text:
        yield Block("dropped", text)


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
    "boxed-text": _read_box,
    "ack": _read_back_section,
    "app": _read_back_section,
    "bio": _read_back_section,
    "fn-group": _read_back_section,
    "glossary": _read_back_section,
    "notes": _read_back_section,
    "ref-list": _skip,
    "sub-article": _drop,
    "response": _drop,
    "supplementary-material": _drop,
    "fn": _read_line,
    "label": _skip,
    "graphic": _skip,
    "media": _skip,
    "object-id": _skip,
    "title": _read_line,
} | dict.fromkeys(
    ("attrib", "code", "disp-formula", "preformat", "speech", "verse-group"), _read_line
)
