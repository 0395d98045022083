"""Where a claim stands: the sentence of its effect, then what else fed it."""

from collections.abc import Iterable, Sequence

from exominer.records import Citation, Document, Evidence, Mention, Section, Table
from exominer.units import reading_units

CITATION_REACH = 250
"""Characters after a sentence in which a late citation still belongs to it."""


def find_unit(document: Document, start: int, end: int) -> tuple[int, int]:
    """The sentence or table cell around a span; the span itself where there is none."""
    for unit in reading_units(document):
        if unit.start <= start and end <= unit.end:
            return unit.start, unit.end
    return start, end


def build_evidence(
    document: Document, effect: Mention, others: Iterable[Mention]
) -> list[Evidence]:
    """Evidence of the effect first, then of other mentions in other sentences or cells.

    Every sentence or cell stands once, those after the first in order of the text.
    """
    first = find_unit(document, effect.start, effect.end)
    units = {find_unit(document, m.start, m.end) for m in others} - {first}
    return [_evidence(document, start, end) for start, end in (first, *sorted(units))]


def _evidence(document: Document, start: int, end: int) -> Evidence:
    section = section_at(document, start)
    page = next((p.number for p in reversed(document.pages) if p.start <= start), None)
    cell = find_cell(document.tables, start)
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


def section_at(document: Document, offset: int) -> Section | None:
    """The section that holds an offset."""
    return next((s for s in document.sections if s.start <= offset < s.end), None)


def find_cell(tables: Sequence[Table], offset: int) -> tuple[str, int, int] | None:
    """Table id, row and column of the cell that starts at an offset."""
    for table in tables:
        for cell in table.cells:
            if cell.start <= offset < cell.end:
                return table.table_id, cell.row, cell.column
    return None


def _row_spans(tables: Sequence[Table], table_id: str, row: int) -> list[tuple[int, int]]:
    cells = [cell for table in tables if table.table_id == table_id for cell in table.cells]
    return [(cell.start, cell.end) for cell in cells if cell.row == row]


def find_citations(document: Document, start: int, end: int) -> tuple[Citation, ...]:
    """References cited in a sentence, else those at the end of the next, in text order.

    A citation that comes a sentence late counts only where nothing in between ends the
    paragraph.
    """
    marks = [mark for mark in document.citations if start <= mark.start < end]
    cell = find_cell(document.tables, start)
    if cell is not None:
        spans = _row_spans(document.tables, cell[0], cell[1])
        marks = [m for m in document.citations if any(a <= m.start < b for a, b in spans)]
    elif not marks:
        late = [m for m in document.citations if end <= m.start <= end + CITATION_REACH]
        joined = late and "\n" not in document.text[end : late[0].start]
        marks = late[:1] if joined else []
    by_number = {reference.number: reference for reference in document.references}
    citations = []
    for mark in marks:
        for number in mark.numbers:
            known = by_number.get(number)
            citations.append(
                Citation(
                    marker=mark.text,
                    number=number,
                    reference=known.text if known else "",
                    doi=known.doi if known else "",
                    pmid=known.pmid if known else "",
                )
            )
    return tuple(citations)
