from exominer.ingest.pdf_order import order_lines
from tests.ingest.pdf_pages import make_line

RIGHT = 310.0


def rows(n, *, first=700.0):
    """Lines of two columns, printed side by side."""
    return [
        make_line(f"{side} line number {i} of the text", left=left, top=first - 12 * i)
        for i in range(n)
        for side, left in (("left", 60.0), ("right", RIGHT))
    ]


def test_order_lines_reads_columns_that_are_printed_line_by_line():
    lines = rows(10)

    ordered = order_lines(lines)

    assert ordered == [*lines[::2], *lines[1::2]]


def test_order_lines_keeps_what_crosses_both_columns_between_bands():
    wide = make_line("a caption over both of the columns", top=640, width=490)
    above, below = rows(5), rows(5, first=620)

    ordered = order_lines([*above, wide, *below])

    assert ordered == [*above[::2], *above[1::2], wide, *below[::2], *below[1::2]]


def test_order_lines_keeps_the_order_of_a_page_printed_column_by_column():
    lines = rows(10)
    lines = [*lines[1::2], *lines[::2]]

    assert order_lines(lines) is lines


def test_order_lines_leaves_the_rows_of_a_short_table():
    lines = [*rows(4), *(make_line(f"then line {i} of the text", top=600 - i) for i in range(30))]

    assert order_lines(lines) is lines
