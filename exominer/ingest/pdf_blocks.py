"""Passages of a PDF -> blocks: text joined, citations marked, tables read."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from exominer.dropped import DropReason
from exominer.ingest.blocks import Block, BlockKind
from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_citations import cites_by_superscript, find_markers, last_number
from exominer.ingest.pdf_joins import Passage
from exominer.ingest.pdf_levels import find_heading_sections
from exominer.ingest.pdf_paragraphs import JoinedText, join_paragraph
from exominer.ingest.pdf_roles import Role
from exominer.ingest.pdf_symbols import find_symbol_warnings
from exominer.ingest.pdf_tables import FoundTable
from exominer.line_boxes import shift_boxes
from exominer.records import Reference, SectionKind

LEAST_REPEATED = 20
ARTICLE_TYPE = re.compile(
    r"(?:original|research|review|case)\s(?:article|paper|report|research)s?\s+(?=[A-Z])",
    re.IGNORECASE,
)
KINDS: Mapping[Role, BlockKind] = {
    "title": "title",
    "heading": "heading",
    "body": "paragraph",
    "notes": "paragraph",
    "caption": "caption",
    "cell": "dropped",
    "fragment": "dropped",
    "reference": "paragraph",
}
REASONS: Mapping[Role, DropReason] = {"cell": "table", "fragment": "fragment"}


class BlockList(Struct, frozen=True):
    """The blocks of a PDF and what a user should know about them."""

    blocks: tuple[Block, ...]
    warnings: tuple[str, ...]


def make_blocks(
    passages: Sequence[Passage],
    tables: Sequence[FoundTable],
    words: Words,
    references: Sequence[Reference] = (),
) -> BlockList:
    """Make a block of each passage; the caption of a table that was read becomes the table."""
    passages = _drop_repeated(passages)
    texts = [join_paragraph(passage.lines, words) for passage in passages]
    by_caption = {table.caption.lines: table for table in tables}
    running = [
        text for text, passage in zip(texts, passages, strict=True) if passage.role == "body"
    ]
    sections = _heading_sections(passages, texts)
    blocks = [
        _with_table(_make_block(passage, text, sections.get(i)), by_caption.get(passage.lines))
        for i, (passage, text) in enumerate(zip(passages, texts, strict=True))
    ]
    if cites_by_superscript(running, references):
        blocks = [
            _with_markers(block, text, last_number(references))
            for block, text in zip(blocks, texts, strict=True)
        ]
    return BlockList(tuple(blocks), tuple(_find_warnings(passages, texts, tables)))


def _drop_repeated(passages: Sequence[Passage]) -> list[Passage]:
    """Drop what its page holds twice: the title as running head, an older version below."""
    seen = {_page_letters(passage) for passage in passages if passage.role == "title"}
    kept = []
    for passage in passages:
        page, letters = _page_letters(passage)
        repeated = passage.role != "title" and (page, letters) in seen
        dropped = repeated and len(letters) > LEAST_REPEATED
        kept.append(structs.replace(passage, role="fragment") if dropped else passage)
        seen.add((page, letters))
    return kept


def _page_letters(passage: Passage) -> tuple[int, str]:
    return passage.page, re.sub(r"[\W_]", "", "".join(line.text for line in passage.lines))


def _heading_sections(
    passages: Sequence[Passage], texts: Sequence[JoinedText]
) -> dict[int, SectionKind | None]:
    places = [i for i, passage in enumerate(passages) if passage.role == "heading"]
    kinds = find_heading_sections([(texts[i].text, passages[i].lines[0]) for i in places])
    return dict(zip(places, kinds, strict=True))


def _make_block(passage: Passage, text: JoinedText, section: SectionKind | None) -> Block:
    if passage.role == "notes":
        section = "back"
    n_cut = 0
    if passage.role == "title" and (article_type := ARTICLE_TYPE.match(text.text)):
        n_cut = article_type.end()
    return Block(
        KINDS[passage.role],
        text.text[n_cut:],
        page=passage.page,
        section=section,
        reason=REASONS.get(passage.role, "furniture"),
        boxes=shift_boxes(text.boxes, -n_cut),
    )


def _with_table(block: Block, table: FoundTable | None) -> Block:
    if table is None or table.grid is None:
        return block
    grid = table.grid
    caption, printed = (re.sub(r"\W", "", text) for text in (grid.caption, block.text))
    if not printed.endswith(caption):
        return Block("table", "", page=block.page, grid=grid)
    grid = structs.replace(grid, caption=block.text)
    return Block("table", "", page=block.page, grid=grid, boxes=block.boxes)


def _with_markers(block: Block, text: JoinedText, n_references: int | None) -> Block:
    # Small print on the first page names addresses; on others it may be the methods.
    is_front = block.section == "back" and block.page == 1
    if block.kind not in ("paragraph", "caption") or is_front:
        return block
    return structs.replace(block, markers=find_markers(text, n_references=n_references))


def _find_warnings(
    passages: Sequence[Passage], texts: Sequence[JoinedText], tables: Sequence[FoundTable]
) -> Iterator[str]:
    for table in tables:
        if table.grid is None and not table.is_continued:
            label = table.caption.label
            yield f"{label} on page {table.page} was not understood; its cells are left out"
    unreadable = sum(text.text.count("\ufffd") for text in texts)
    fonts = {run.style.font for passage in passages for line in passage.lines for run in line.runs}
    yield from find_symbol_warnings(fonts, "\n".join(text.text for text in texts))
    if unreadable:
        yield f"{unreadable} characters have no known letter and stand as \ufffd"
