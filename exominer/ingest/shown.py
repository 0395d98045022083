"""Document -> what a page shows of it, in reading order, with what was left out in its place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from msgspec import Struct

from exominer.dropped import REASONS, Dropped
from exominer.ingest.coverage import has_text
from exominer.records import Cell, Document, Page, Reference, Section, SectionKind, Table
from exominer.table_slots import find_slot

_OTHER_SLOT = "other"


class Span(Struct, frozen=True):
    """A stretch of text; where it cites, ``target`` is the anchor of the first reference.

    ``cited`` says what it cites, a line each; ``target`` is empty where the list has none.
    """

    text: str
    cited: str = ""
    target: str = ""


class ShownSentence(Struct, frozen=True):
    """A sentence, or what stands between two."""

    spans: tuple[Span, ...]
    is_sentence: bool


class ShownCell(Struct, frozen=True):
    """A table cell with the rows and columns that it covers; ``slot`` is what a header names."""

    spans: tuple[Span, ...]
    n_rows: int
    n_columns: int
    is_header: bool
    slot: str = ""


class Item(Struct, frozen=True):
    """A block of the page; ``start`` is its place in the text.

    ``opens`` is the kind of section that begins here, "" where one goes on. ``rows`` are
    of a table, ``pieces`` what was left out, by the words that say why; ``page`` is the
    page that begins.
    """

    kind: Literal["heading", "paragraph", "caption", "table", "page", "dropped"]
    start: int
    section: SectionKind = "body"
    opens: str = ""
    text: str = ""
    sentences: tuple[ShownSentence, ...] = ()
    table: Table | None = None
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    page: Page | None = None
    is_blank: bool = False
    pieces: tuple[tuple[str, tuple[str, ...]], ...] = ()


def find_items(document: Document) -> list[Item]:
    """Find the blocks of a document with page breaks and dropped pieces between them.

    Example:
        >>> dropped = (Dropped("7", "furniture", 8),)
        >>> read = Document("a.txt", "", "text", "It rose.", dropped=dropped)
        >>> [item.kind for item in find_items(read)]
        ['paragraph', 'dropped']
    """
    marks = sorted(_find_marks(document), key=lambda mark: mark.start)
    items: list[Item] = []
    for item in _open_sections(_find_blocks(document)):
        while marks and marks[0].start <= item.start:
            items.append(marks.pop(0))
        items.append(item)
    return [*items, *marks]


def anchor(reference: Reference, index: int) -> str:
    """Give the anchor of a reference, by its number or its place in the list.

    Example:
        >>> anchor(Reference(7, "Roe J."), 3), anchor(Reference(None, "Roe J."), 3)
        ('ref-7', 'entry-3')
    """
    return f"entry-{index}" if reference.number is None else f"ref-{reference.number}"


def _find_marks(document: Document) -> Iterator[Item]:
    """Give page breaks, each before what was left out of its page, and the dropped pieces."""
    by_page: dict[int, list[Dropped]] = {}
    for piece in document.dropped:
        by_page.setdefault(piece.page or 0, []).append(piece)
    numbers = sorted({*by_page, *(page.number for page in document.pages)})
    pages = {page.number: page for page in document.pages}
    for number in numbers:
        page = pages.get(number)
        if page is not None:
            yield Item("page", page.start, page=page, is_blank=not has_text(page))
        for start, together in groupby(by_page.get(number, ()), key=lambda piece: piece.start):
            # The head of a page comes before its text, whatever text was still to come.
            place = max(start, page.start) if page is not None else start
            yield Item("dropped", place, pieces=tuple(_group(list(together))))


def _group(pieces: Sequence[Dropped]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for reason in dict.fromkeys(piece.reason for piece in pieces):
        yield REASONS[reason], tuple(p.text for p in pieces if p.reason == reason)


def _open_sections(items: Iterable[Item]) -> Iterator[Item]:
    """Name the kind of section where it is another than before."""
    last = ""
    for item in items:
        opens = item.section if item.kind == "heading" or item.section != last else ""
        last = item.section
        yield Item(
            item.kind,
            item.start,
            item.section,
            opens,
            item.text,
            item.sentences,
            item.table,
            item.rows,
        )


def _find_blocks(document: Document) -> Iterator[Item]:
    tables = {table.start: table for table in document.tables}
    sections = document.sections or (Section("body", "", 0, len(document.text)),)
    for section in sections:
        table = tables.get(section.start) if section.kind == "table" else None
        if section.kind == "title":
            continue
        if table is not None:
            rows = tuple(_find_rows(document, table.cells))
            yield Item("table", section.start, "table", table=table, rows=rows)
            continue
        heading = _printed_heading(document.text, section)
        if heading:
            yield Item("heading", section.start, section.kind, text=heading)
        yield from _find_paragraphs(document, section, section.start + len(heading))


def _printed_heading(text: str, section: Section) -> str:
    """Give the title where it stands as a heading of its own: a resumed section has none."""
    end = section.start + len(section.title)
    stands = text.startswith(section.title, section.start) and text[end : end + 2] in ("", "\n\n")
    return section.title if stands else ""


def _find_paragraphs(document: Document, section: Section, start: int) -> Iterator[Item]:
    kind: Literal["caption", "paragraph"] = "caption" if section.kind == "caption" else "paragraph"
    for paragraph in document.text[start : section.end].split("\n\n"):
        if paragraph.strip():
            sentences = tuple(_find_sentences(document, start, start + len(paragraph)))
            yield Item(kind, start, section.kind, sentences=sentences)
        start += len(paragraph) + 2


def _find_sentences(document: Document, start: int, end: int) -> Iterator[ShownSentence]:
    inside = [s for s in document.sentences if start <= s.start and s.end <= end]
    ends = {s.start: s.end for s in inside}
    cuts = sorted({start, end, *ends, *ends.values()})
    for first, last in pairwise(cuts):
        yield ShownSentence(tuple(_find_spans(document, first, last)), first in ends)


def _find_spans(document: Document, start: int, end: int) -> Iterator[Span]:
    """Cut a stretch of text around its citations."""
    cited = {c.start: c for c in document.citations if start <= c.start and c.end <= end}
    cuts = sorted({start, end, *cited, *(c.end for c in cited.values())})
    known = {reference.number: reference for reference in document.references}
    for first, last in pairwise(cuts):
        numbers = cited[first].numbers if first in cited else ()
        found = [number for number in numbers if number in known]
        yield Span(
            document.text[first:last],
            "\n".join(_describe(number, known.get(number)) for number in numbers),
            f"ref-{found[0]}" if found else "",
        )


def _describe(number: int, reference: Reference | None) -> str:
    if reference is None:
        return f"{number}. not in the reference list"
    year = f" ({reference.year})" if reference.year else ""
    return f"{number}. {reference.title or reference.text}{year}"


def _find_rows(document: Document, cells: Sequence[Cell]) -> Iterator[tuple[ShownCell, ...]]:
    """Put a cell that stands at several places of the grid together again."""
    places: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        places.setdefault((cell.start, cell.end), []).append(cell)
    shown: dict[int, list[tuple[int, ShownCell]]] = {}
    for same in places.values():
        row, column = min(c.row for c in same), min(c.column for c in same)
        shown.setdefault(row, []).append((column, _show_cell(document, same, row, column)))
    for row in range(1 + max((cell.row for cell in cells), default=-1)):
        ordered = sorted(shown.get(row, []), key=lambda placed: placed[0])
        yield tuple(cell for _, cell in ordered)


def _show_cell(document: Document, same: Sequence[Cell], row: int, column: int) -> ShownCell:
    first = same[0]
    text = document.text[first.start : first.end]
    slot = find_slot(text) if first.is_header else None
    return ShownCell(
        tuple(_find_spans(document, first.start, first.end)),
        1 + max(c.row for c in same) - row,
        1 + max(c.column for c in same) - column,
        first.is_header,
        "" if slot in (None, _OTHER_SLOT) else str(slot),
    )
