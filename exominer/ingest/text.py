"""Plain text, clean or taken from a PDF, to a Document."""

import re
from collections.abc import Iterator, Sequence

from exominer.config import IngestConfig
from exominer.ingest.blocks import Block
from exominer.ingest.build import Source, build_document
from exominer.ingest.coverage import count_printed
from exominer.ingest.decoding import decode_text
from exominer.ingest.front import find_front_matter, is_keywords
from exominer.ingest.hyphens import Words, join_lines
from exominer.ingest.layout import Line, find_furniture, is_wrapped, split_lines
from exominer.ingest.passages import Assembler, Passage
from exominer.ingest.references import parse_references
from exominer.ingest.sections import find_caption_label
from exominer.records import Document, Reference

_ABSTRACT_OPENING = re.compile(r"(abstract|summary)\s*[:.—–|-]\s*(?=\S)", re.IGNORECASE)
_LONGEST_ABSTRACT = 6000


def read_text(
    data: bytes,
    *,
    document: str,
    sha256: str,
    settings: IngestConfig | None = None,  # noqa: ARG001 - the readers share one signature
) -> Document:
    r"""Read a text file: a bare abstract, a text of paragraphs, or the text of a PDF.

    Raises:
        DocumentError: If the file is empty or no text.

    Example:
        >>> data = b"Uptake\n\nVesicles rose af-\nter 2 Gy.\n"
        >>> read_text(data, document="a.txt", sha256="").text
        'Uptake\n\nVesicles rose after 2 Gy.'
    """
    text, warnings = decode_text(data)
    blocks, references, notices = parse_text(text)
    return build_document(
        blocks,
        source=Source(document, sha256, "text"),
        references=references,
        warnings=(*warnings, *notices),
        page_characters=_count_by_page(text),
    )


def _count_by_page(text: str) -> list[int]:
    """Count the characters of each page, white space aside; none where there is one page."""
    text = text.rstrip("\f\n ")
    return [count_printed(page) for page in text.split("\f")] if "\f" in text.lstrip() else []


def parse_text(text: str) -> tuple[list[Block], tuple[Reference, ...], tuple[str, ...]]:
    r"""Turn text into blocks, the reference list and warnings.

    Example:
        >>> [block.kind for block in parse_text("Results\n\nVesicles rose.")[0]]
        ['heading', 'paragraph']
    """
    words = Words(text)
    lines, blocks = _take_furniture(split_lines(text))
    front = find_front_matter(lines)
    blocks += [Block("dropped", lines[i].text, page=lines[i].page) for i in front.journal]
    if front.title:
        title = join_lines([lines[i].text for i in front.title], words)
        blocks.append(Block("title", title.lstrip("# "), page=lines[front.title[0]].page))
    blocks += [
        Block("paragraph", lines[i].text, page=lines[i].page, section="back") for i in front.notes
    ]
    rest = lines[front.end :]
    passages = Assembler(rest, is_wrapped=is_wrapped(rest)).assemble()
    references: tuple[Reference, ...] = ()
    warnings: list[str] = []
    for passage in passages:
        if passage.kind == "references":
            found = parse_references(passage.lines, words=words)
            references += found
            blocks += _make_entries(passage, found)
            continue
        if passage.kind == "lost_table":
            warnings.append(_describe_lost_table(blocks[-1], passage))
        blocks += _make_blocks(passage, words)
    return _mark_bare_abstract(blocks), references, tuple(warnings)


def _make_entries(passage: Passage, references: Sequence[Reference]) -> list[Block]:
    """A paragraph for every entry of the list, or for every line where none was made out."""
    texts = [f"{entry.number}. {entry.text}" for entry in references] or passage.lines
    return [Block("paragraph", text, page=passage.page, section="references") for text in texts]


def _take_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Block]]:
    """Take running heads and page numbers out; a gap stands where they were."""
    furniture = find_furniture(lines)
    kept: list[Line] = []
    for i, line in enumerate(lines):
        if i not in furniture:
            has_gap = line.has_gap or (i - 1) in furniture
            kept.append(Line(line.text, line.page, has_gap, line.n_indent))
    return kept, [Block("dropped", lines[i].text, page=lines[i].page) for i in sorted(furniture)]


def _make_blocks(passage: Passage, words: Words) -> Iterator[Block]:
    page = passage.page
    if passage.kind == "table":
        yield Block("table", "", page=page, grid=passage.grid)
    elif passage.kind == "lost_table":
        yield Block("dropped", "\n".join(passage.lines), page=page, reason="table")
    elif passage.kind == "heading":
        yield Block("heading", join_lines(passage.lines, words).lstrip("# "), page=page)
    elif passage.kind == "note":
        yield Block("paragraph", join_lines(passage.lines, words), page=page, section="back")
    elif passage.kind == "caption":
        yield Block("caption", join_lines(passage.lines, words), page=page)
    else:
        yield from _make_paragraph(join_lines(passage.lines, words), page)


def _make_paragraph(text: str, page: int | None) -> Iterator[Block]:
    """A paragraph, with the heading on its first line made one of its own."""
    opening = _ABSTRACT_OPENING.match(text)
    if opening:
        yield Block("heading", opening[1], page=page, section="abstract")
        text = text[opening.end() :]
    yield Block("paragraph", text, page=page, section="back" if is_keywords(text) else None)


def _describe_lost_table(caption: Block, passage: Passage) -> str:
    label = find_caption_label(caption.text) or "A table"
    where = f" on page {passage.page}" if passage.page else ""
    return (
        f"{label}{where} could not be read as a table; its {len(passage.lines)} lines are left out"
    )


def _mark_bare_abstract(blocks: list[Block]) -> list[Block]:
    """A short text without any heading is an abstract."""
    n_characters = sum(len(block.text) for block in blocks)
    if n_characters > _LONGEST_ABSTRACT or any(block.kind == "heading" for block in blocks):
        return blocks
    return [
        Block(block.kind, block.text, page=block.page, section="abstract")
        if block.kind == "paragraph" and block.section is None
        else block
        for block in blocks
    ]
