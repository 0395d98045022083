import pytest

from exominer.ingest.pdf_loose import join_loose_lines
from tests.ingest.pdf_pages import make_line

ABOVE = make_line("which fills all of the column", top=712.0)


def row(*lefts, width=20.0):
    return [make_line(f"w{left}", left=left, width=width) for left in lefts]


def test_join_loose_lines_joins_words_that_fill_the_column_evenly():
    words = [*row(60, 167), make_line("a3", left=274, width=26, raised=[(1, 2)])]

    above, joined = join_loose_lines([ABOVE, *words])

    assert above is ABOVE
    assert (joined.text, joined.left, joined.right) == ("w60 w167 a3", 60, 300)
    assert [joined.text[start:end] for start, end in joined.raised] == ["3"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([ABOVE, *row(60, 150, 280)], id="uneven"),
        pytest.param([ABOVE, *row(60, 165, 270)], id="short-of-the-edge"),
        pytest.param(row(60, 170, 280), id="nothing-beside"),
        pytest.param([make_line("far above it", top=760.0), *row(60, 170, 280)], id="far"),
        pytest.param(
            [*row(60, 170, 280), *(make_line("w", left=x, width=20, top=688) for x in (60, 280))],
            id="rows-of-cells",
        ),
    ],
)
def test_join_loose_lines_leaves_cells_apart(lines):
    assert join_loose_lines(lines) == lines
