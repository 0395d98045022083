"""PDF -> Document: characters, lines, chunks, roles, paragraphs, blocks."""

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import Struct

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.blocks import Block
from exominer.ingest.build import Source, build_document
from exominer.ingest.coverage import LEAST_PER_PAGE, list_pages
from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_blocks import BlockList, make_blocks
from exominer.ingest.pdf_characters import PageCharacters, open_pdf, read_page
from exominer.ingest.pdf_chunks import Typography, column_edges, find_typography, split_chunks
from exominer.ingest.pdf_damage import count_damaged
from exominer.ingest.pdf_furniture import find_furniture
from exominer.ingest.pdf_headings import split_run_in_headings
from exominer.ingest.pdf_joins import join_pieces
from exominer.ingest.pdf_line_numbers import drop_line_numbers
from exominer.ingest.pdf_lines import Line, read_lines
from exominer.ingest.pdf_loose import join_loose_lines
from exominer.ingest.pdf_order import order_lines
from exominer.ingest.pdf_references import read_references
from exominer.ingest.pdf_roles import find_roles
from exominer.ingest.pdf_rules import read_rules
from exominer.ingest.pdf_table_captions import starts_caption
from exominer.ingest.pdf_table_pieces import insert_tables, leave_out_tables
from exominer.ingest.pdf_tables import FoundTable, TablePage, find_tables
from exominer.records import Document, Reference


class ReadPages(Struct, frozen=True):
    """The lines of the pages that were read; ``n_pages`` counts those of the file.

    ``n_characters`` are those of the text layer of each page, white space aside.

    ``unread`` are the numbers of pages that could not be loaded, ``blank`` of those that
    hold no text to speak of; ``counted`` are line numbers, each with its page;
    ``with_tables`` are pages with the caption of a table.
    """

    pages: tuple[tuple[Line, ...], ...]
    n_characters: tuple[int, ...]
    heights: tuple[float, ...]
    n_pages: int
    unread: tuple[int, ...] = ()
    blank: tuple[int, ...] = ()
    counted: tuple[tuple[int, str], ...] = ()
    with_tables: tuple[TablePage, ...] = ()


def read_pdf(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    """Read a PDF with a text layer; not to be called from threads.

    Text keeps the order of the file's content stream. Running heads, page numbers, words
    inside figures and cells of tables that were not understood are dropped and listed.

    Args:
        data: The file's bytes.
        document: The name to give it.
        sha256: Of the bytes.
        settings: Of more than ``max_pages`` pages the first are read, and the Document's
            status is ``partial``.

    Raises:
        DocumentError: ``empty``, ``encrypted``, ``corrupt`` or ``no_text_layer``.
    """
    read = _read_pages(data, max_pages=settings.max_pages)
    furniture = find_furniture(read.pages, read.heights)
    lines = [line for page in read.pages for line in page]
    kept = [line for line in lines if line not in furniture]
    words = Words("\n".join(line.text for line in kept))
    typography = find_typography(kept)
    tables = find_tables(read.with_tables, furniture, typography, words)
    furniture -= {line for table in tables for line in table.lines}
    blocks, references = _make_blocks(lines, kept, tables, typography, words)
    heads = [Block("dropped", line.text, page=line.page) for line in lines if line in furniture]
    heads += [Block("dropped", text, page=page) for page, text in read.counted]
    heads.sort(key=lambda block: block.page or 0)
    reason = "; ".join((*_missing_pages(read), *_damaged_streams(data)))
    blank = f"no text on {list_pages(read.blank)}"
    return build_document(
        list(_merge(blocks.blocks, heads)),
        source=Source(document, sha256, "pdf", "partial" if reason else "ok", reason),
        references=references,
        warnings=blocks.warnings if reason or not read.blank else (*blocks.warnings, blank),
        page_characters=read.n_characters,
    )


def _merge(blocks: Sequence[Block], furniture: Sequence[Block]) -> Iterator[Block]:
    """Put what stands at the margins of a page before the first block of that page."""
    waiting = deque(furniture)
    for block in blocks:
        while waiting and (waiting[0].page or 0) <= (block.page or 0):
            yield waiting.popleft()
        yield block
    yield from waiting


def _read_pages(data: bytes, *, max_pages: int) -> ReadPages:
    lines: list[tuple[Line, ...]] = []
    n_characters: list[int] = []
    heights: list[float] = []
    counted: list[tuple[int, str]] = []
    unread: list[int] = []
    with_tables: list[TablePage] = []
    with open_pdf(data) as pdf:
        n_pages = len(pdf)
        for number in range(1, min(n_pages, max_pages) + 1):
            try:
                page = read_page(pdf, number)
            except DocumentError:
                if number == 1:
                    raise
                unread.append(number)
                page = PageCharacters(number, 1.0, 1.0, ())
            n_characters.append(len("".join("".join(c.text for c in page.characters).split())))
            page, numbers = drop_line_numbers(page)
            counted += [(number, text) for text in numbers]
            lines.append(tuple(order_lines(join_loose_lines(read_lines(page)))))
            heights.append(page.height)
            if any(starts_caption(line.text) for line in lines[-1]):
                with_tables.append(TablePage(page, lines[-1], read_rules(pdf, number)))
    blank = [
        number
        for number, n_printed in enumerate(n_characters, start=1)
        if n_printed < LEAST_PER_PAGE and number not in unread
    ]
    if len(blank) + len(unread) == len(lines):
        where = "its only page" if n_pages == 1 else f"any of its {n_pages} pages"
        reason = f"no text on {where}; if they are scans, run it through OCR"
        raise DocumentError("no_text_layer", reason)
    return ReadPages(
        tuple(lines),
        tuple(n_characters),
        tuple(heights),
        n_pages,
        tuple(unread),
        tuple(blank),
        tuple(counted),
        tuple(with_tables),
    )


def _damaged_streams(data: bytes) -> Iterator[str]:
    n_damaged, n_streams = count_damaged(data)
    if n_damaged:
        yield f"{n_damaged} of {n_streams} packed streams are damaged, so text may be missing"


def _missing_pages(read: ReadPages) -> Iterator[str]:
    """Say what makes a reading partial: too many pages, damaged ones, mostly scanned ones."""
    if len(read.pages) < read.n_pages:
        yield f"only the first {len(read.pages)} of {read.n_pages} pages were read"
    if read.unread:
        yield f"{list_pages(read.unread)} cannot be loaded"
    if 2 * len(read.blank) > len(read.pages):
        yield f"{len(read.blank)} of {len(read.pages)} pages have no text layer"


def _make_blocks(
    lines: Sequence[Line],
    kept: Sequence[Line],
    tables: Sequence[FoundTable],
    typography: Typography,
    words: Words,
) -> tuple[BlockList, tuple[Reference, ...]]:
    running = leave_out_tables(kept, tables)
    split = list(split_run_in_headings(running, typography))
    pieces = find_roles(list(split_chunks(split, typography)), typography)
    passages = join_pieces(insert_tables(pieces, tables, lines), column_edges(running))
    listed = [line for passage in passages if passage.role == "reference" for line in passage.lines]
    references = read_references(listed, words)
    return make_blocks(passages, tables, words, references), references
