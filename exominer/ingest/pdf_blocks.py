"""Passages of a PDF -> blocks: text joined, citations marked, tables read."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from exominer.dropped import DropReason
from exominer.ingest.blocks import Block, BlockKind, Grid
from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_citations import find_markers, find_superscript_style
from exominer.ingest.pdf_joins import Passage
from exominer.ingest.pdf_levels import find_heading_sections
from exominer.ingest.pdf_paragraphs import JoinedText, join_paragraph
from exominer.ingest.pdf_roles import Role
from exominer.ingest.pdf_tables import FoundTable
from exominer.records import SectionKind

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
    *,
    n_references: int | None,
) -> BlockList:
    """Make a block of each passage; the caption of a table that was read becomes the table."""
    passages = _drop_repeated(passages)
    texts = [join_paragraph(passage.lines, words) for passage in passages]
    grids = {table.caption.lines: table.grid for table in tables}
    running = [
        text for text, passage in zip(texts, passages, strict=True) if passage.role == "body"
    ]
    by_superscript = find_superscript_style(running, n_references=n_references)
    sections = _heading_sections(passages, texts)
    blocks = [
        _with_table(_make_block(passage, text, sections.get(i)), grids.get(passage.lines))
        for i, (passage, text) in enumerate(zip(passages, texts, strict=True))
    ]
    if by_superscript:
        blocks = [
            _with_markers(block, text, n_references)
            for block, text in zip(blocks, texts, strict=True)
        ]
    return BlockList(tuple(blocks), tuple(_find_warnings(texts, tables)))


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
    printed = ARTICLE_TYPE.sub("", text.text) if passage.role == "title" else text.text
    reason = REASONS.get(passage.role, "furniture")
    kind = KINDS[passage.role]
    return Block(kind, printed, page=passage.page, section=section, reason=reason)


def _with_table(block: Block, grid: Grid | None) -> Block:
    return block if grid is None else Block("table", "", page=block.page, grid=grid)


def _with_markers(block: Block, text: JoinedText, n_references: int | None) -> Block:
    if block.kind not in ("paragraph", "caption") or block.section == "back":
        return block
    return structs.replace(block, markers=find_markers(text, n_references=n_references))


def _find_warnings(texts: Sequence[JoinedText], tables: Sequence[FoundTable]) -> Iterator[str]:
    for table in tables:
        if table.grid is None and not table.is_continued:
            label = table.caption.label
            yield f"{label} on page {table.page} was not understood; its cells are left out"
    unreadable = sum(text.text.count("\ufffd") for text in texts)
    if unreadable:
        yield f"{unreadable} characters have no known letter and stand as \ufffd"
