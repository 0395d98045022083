import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.line_boxes import find_boxes, shift_boxes
from exominer.records import Document, LineBox

LINES = (
    LineBox(0, 10, 1, 50.0, 700.0, 150.0, 710.0),
    LineBox(11, 21, 1, 50.0, 688.0, 150.0, 698.0),
    LineBox(23, 33, 2, 50.0, 740.0, 150.0, 750.0),
)
DOCUMENT = Document("a.pdf", "", "pdf", "x" * 33, line_boxes=LINES)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(0, 10, [(1, 50.0, 150.0)], id="a-line"),
        pytest.param(2, 5, [(1, 70.0, 100.0)], id="inside-a-line"),
        pytest.param(5, 16, [(1, 100.0, 150.0), (1, 50.0, 100.0)], id="over-a-line-end"),
        pytest.param(20, 25, [(1, 140.0, 150.0), (2, 50.0, 70.0)], id="over-a-page-end"),
        pytest.param(21, 23, [], id="between-paragraphs"),
        pytest.param(4, 4, [], id="nothing"),
    ],
)
def test_find_boxes_cuts_the_lines_that_a_stretch_touches(start, end, expected):
    boxes = find_boxes(DOCUMENT, start, end)

    assert [(box.page, box.left, box.right) for box in boxes] == expected


@given(st.integers(0, 33), st.integers(0, 33))
def test_find_boxes_gives_each_character_of_a_line_once(start, end):
    found = [i for box in find_boxes(DOCUMENT, start, end) for i in range(box.start, box.end)]

    printed = {i for line in LINES for i in range(line.start, line.end)}
    assert found == [i for i in range(start, end) if i in printed]


def test_shift_boxes_cuts_off_what_leaves_the_text():
    assert [(b.start, b.end) for b in shift_boxes(LINES, -12)] == [(0, 9), (11, 21)]
    assert [(b.start, b.end) for b in shift_boxes(LINES, 5, end=18)] == [(5, 15), (16, 18)]
