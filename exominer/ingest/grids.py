"""A grid of cells to lines of text: where every cell stands."""

from collections.abc import Iterator

from msgspec import Struct, structs

from exominer.ingest.blocks import Grid, GridCell
from exominer.records import Cell, LineBox


class LaidGrid(Struct, frozen=True):
    """The text of a grid, its cells and their boxes, with offsets into that text."""

    text: str
    cells: tuple[Cell, ...]
    boxes: tuple[LineBox, ...] = ()


def lay_grid(grid: Grid) -> LaidGrid:
    r"""Write the cells row by row: a tab between cells, a newline between rows.

    A cell that spans rows or columns is written once, at its first place, and listed once
    for every place it covers, always with the same offsets; the places it covers besides
    are empty in the text, so that splitting at tabs keeps the columns. White space inside
    a cell becomes single spaces. Spans are cut at the last row and column in which a cell
    begins: real tables carry spans far beyond their edge. Cells are in the order of
    ``(row, column)``.

    Example:
        >>> cells = (GridCell("A", 0, 0, row_span=2), GridCell("b", 0, 1), GridCell("c", 1, 1))
        >>> laid = lay_grid(Grid("Table 1", cells))
        >>> laid.text
        'A\tb\n\tc'
        >>> [(cell.row, cell.column, cell.start) for cell in laid.cells]
        [(0, 0, 0), (0, 1, 2), (1, 0, 0), (1, 1, 5)]
    """
    if not grid.cells:
        return LaidGrid("", ())
    n_rows = 1 + max(cell.row for cell in grid.cells)
    n_columns = 1 + max(cell.column for cell in grid.cells)
    places: dict[tuple[int, int], list[GridCell]] = {}
    for cell in grid.cells:
        places.setdefault((cell.row, cell.column), []).append(cell)
    lines: list[str] = []
    laid: list[tuple[GridCell, int, int]] = []
    n_characters = 0
    for row in range(n_rows):
        fields = []
        for column in range(n_columns):
            field = ""
            for cell in places.get((row, column), []):
                text = " ".join(cell.text.split())
                start = n_characters + len(field) + (1 if field else 0)
                field = f"{field} {text}" if field else text
                laid.append((cell, start, start + len(text)))
            fields.append(field)
            n_characters += len(field) + 1
        lines.append("\t".join(fields))
    cells = _spread_cells(laid, n_rows=n_rows, n_columns=n_columns)
    return LaidGrid(
        "\n".join(lines),
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        tuple(
            structs.replace(cell.box, start=start, end=end)
            for cell, start, end in laid
            if cell.box is not None and end > start
        ),
    )


def _spread_cells(
    laid: list[tuple[GridCell, int, int]], *, n_rows: int, n_columns: int
) -> Iterator[Cell]:
    for cell, start, end in laid:
        for row in range(cell.row, min(cell.row + max(cell.row_span, 1), n_rows)):
            for column in range(
                cell.column, min(cell.column + max(cell.column_span, 1), n_columns)
            ):
                yield Cell(row, column, start, end, cell.is_header)
