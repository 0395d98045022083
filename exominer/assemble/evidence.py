"""Where a claim stands: the sentence of its effect, then what else fed it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from exominer.records import Citation, CitationMark, Document, Evidence, Mention, Section
from exominer.units import reading_units

CITATION_REACH = 250
"""Characters after a sentence in which a late citation still belongs to it."""

Span = tuple[int, int]


class Places:
    """A document's sentences, cells, sections and citations, found by offset.

    Built once a document: claims ask it many times, and long papers have thousands of
    sentences.

    Example:
        >>> from exominer.records import Sentence
        >>> text = "One. Two."
        >>> sentences = (Sentence(0, 4), Sentence(5, 9))
        >>> Places(Document("a.txt", "", "text", text, sentences=sentences)).find_unit(6, 7)
        (5, 9)
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._units = [(unit.start, unit.end) for unit in reading_units(document)]
        self._marks = sorted(document.citations, key=lambda mark: mark.start)
        self._mark_starts = [mark.start for mark in self._marks]
        self._section_starts = [section.start for section in document.sections]
        self._references = {reference.number: reference for reference in document.references}
        self._cells = sorted(
            (cell.start, cell.end, table.table_id, cell.row, cell.column)
            for table in document.tables
            for cell in table.cells
            if cell.end > cell.start
        )
        self._rows: defaultdict[tuple[str, int], list[Span]] = defaultdict(list)
        for start, end, table_id, row, _ in self._cells:
            self._rows[table_id, row].append((start, end))

    def find_unit(self, start: int, end: int) -> Span:
        """The sentence or table cell around a span; the span itself where there is none."""
        place = bisect_right(self._units, (start, len(self.document.text)))
        if place and self._units[place - 1][0] <= start and end <= self._units[place - 1][1]:
            return self._units[place - 1]
        return start, end

    def find_section(self, offset: int) -> Section | None:
        """The section that holds an offset."""
        place = bisect_right(self._section_starts, offset)
        section = self.document.sections[place - 1] if place else None
        return section if section is not None and offset < section.end else None

    def find_cell(self, offset: int) -> tuple[str, int, int] | None:
        """Table id, row and column of the cell that holds an offset, the first of its rows."""
        place = bisect_right(self._cells, (offset, len(self.document.text) + 1)) - 1
        while place > 0 and self._cells[place - 1][:2] == self._cells[place][:2]:
            place -= 1
        if place < 0 or not self._cells[place][0] <= offset < self._cells[place][1]:
            return None
        return self._cells[place][2:]

    def find_citations(self, start: int, end: int) -> tuple[Citation, ...]:
        """References cited in a sentence or in the row of a cell, in text order.

        Where a sentence has none, those at the end of the next count, if the same
        paragraph goes on: a citation may come a sentence late.
        """
        marks = self._marks_between(start, end)
        cell = self.find_cell(start)
        if cell is not None:
            spans = self._rows[cell[0], cell[1]]
            marks = [mark for span in spans for mark in self._marks_between(*span)]
        elif not marks:
            late = self._marks_between(end, end + CITATION_REACH)
            joined = late and "\n" not in self.document.text[end : late[0].start]
            marks = late[:1] if joined else []
        return tuple(
            self._cite(mark, number) for mark in marks for number in mark.numbers or (None,)
        )

    def _marks_between(self, start: int, end: int) -> list[CitationMark]:
        first = bisect_left(self._mark_starts, start)
        return self._marks[first : bisect_left(self._mark_starts, end)]

    def _cite(self, mark: CitationMark, number: int | None) -> Citation:
        known = self._references.get(number) if number is not None else None
        return Citation(
            marker=mark.text,
            number=number,
            reference=known.text if known else "",
            doi=known.doi if known else "",
            pmid=known.pmid if known else "",
        )


def build_evidence(places: Places, effect: Mention, others: Iterable[Mention]) -> list[Evidence]:
    """Evidence of the effect first, then of other mentions in other sentences or cells.

    Every sentence or cell stands once, those after the first in order of the text.
    """
    first = places.find_unit(effect.start, effect.end)
    units = {places.find_unit(m.start, m.end) for m in others} - {first}
    return [_evidence(places, start, end) for start, end in (first, *sorted(units))]


def _evidence(places: Places, start: int, end: int) -> Evidence:
    document = places.document
    section = places.find_section(start)
    page = next((p.number for p in reversed(document.pages) if p.start <= start), None)
    cell = places.find_cell(start)
    is_caption = section is not None and section.kind == "caption"
    return Evidence(
        document=document.document,
        source="table" if cell else "caption" if is_caption else "prose",
        section=(section.title or section.kind) if section else "",
        page=page,
        start=start,
        end=end,
        text=document.text[start:end],
        table=cell[0] if cell else None,
        row=cell[1] if cell else None,
        column=cell[2] if cell else None,
    )
