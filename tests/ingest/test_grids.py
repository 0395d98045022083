from exominer.ingest.blocks import Grid, GridCell
from exominer.ingest.grids import lay_grid


def test_lay_grid_cuts_spans_at_the_edge():
    laid = lay_grid(Grid("", (GridCell("A", 0, 0, 99, 99), GridCell("b", 1, 1))))

    assert laid.text == "A\t\n\tb"
    assert [(cell.row, cell.column, cell.start) for cell in laid.cells] == [
        (0, 0, 0),
        (0, 1, 0),
        (1, 0, 0),
        (1, 1, 0),
        (1, 1, 4),
    ]


def test_lay_grid_keeps_both_cells_of_one_place():
    laid = lay_grid(Grid("", (GridCell("one", 0, 0), GridCell("two", 0, 0))))

    assert laid.text == "one two"
    assert [laid.text[cell.start : cell.end] for cell in laid.cells] == ["one", "two"]


def test_lay_grid_puts_white_space_in_cells_into_one_form():
    assert lay_grid(Grid("", (GridCell("a\tb\n c", 0, 0),))).text == "a b c"


def test_lay_grid_of_no_cells_is_empty():
    assert lay_grid(Grid("Table 1", ())).text == ""
