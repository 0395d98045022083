"""Cells of a table that was read from lines of a PDF -> where they stand."""

from collections.abc import Sequence

from msgspec import structs

from exominer.ingest.blocks import Grid, GridCell
from exominer.ingest.pdf_lines import Line
from exominer.ingest.pdf_paragraphs import make_box
from exominer.records import LineBox


def locate_cells(grid: Grid, lines: Sequence[Line]) -> Grid:
    """Give each cell the box of the line that holds its text, where one does.

    Lines are taken in order and each once, so that equal cells get boxes of their own.
    """
    free = [("".join(line.text.split()), line) for line in lines]
    ordered = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
    located = [_locate(cell, free) for cell in ordered]
    return structs.replace(grid, cells=tuple(located))


def _locate(cell: GridCell, free: list[tuple[str, Line]]) -> GridCell:
    text = "".join(cell.text.split())
    if not text or cell.box is not None:
        return cell
    for i, (printed, line) in enumerate(free):
        if printed == text:
            del free[i]
            return structs.replace(cell, box=make_box(line, 0, len(cell.text)))
    for printed, line in free:
        if text in printed:
            return structs.replace(cell, box=_part(cell, text, printed, line))
    return cell


def _part(cell: GridCell, text: str, printed: str, line: Line) -> LineBox:
    """Cut the box of a line that holds more than the cell."""
    width = (line.right - line.left) / len(printed)
    left = line.left + width * printed.index(text)
    cut = structs.replace(line, left=left, right=left + width * len(text))
    return make_box(cut, 0, len(cell.text))
