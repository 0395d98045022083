"""Where stretches of a document's text stand on its pages."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

if TYPE_CHECKING:
    from exominer.records import Document


class LineBox(Struct, frozen=True, array_like=True):
    """Where a printed line of the text stands on its page.

    ``start`` and ``end`` bound the line in the text. Edges are in points from the lower left
    corner of the page, as in the PDF. A paper has a thousand lines, so JSON has the fields of
    each as a list, in their order.
    """

    start: int
    end: int
    page: int
    left: float
    bottom: float
    right: float
    top: float


def find_boxes(document: "Document", start: int, end: int) -> tuple[LineBox, ...]:
    """Find the boxes of a stretch of the text, one for each printed line that it touches.

    The first and last are cut where the stretch begins and ends, as if all characters of a
    line were of one width; ``start`` and ``end`` of each box say what it holds.

    Example:
        >>> from exominer.records import Document
        >>> line = LineBox(0, 10, 1, 50.0, 700.0, 150.0, 710.0)
        >>> document = Document("a.pdf", "", "pdf", "ten letter", line_boxes=(line,))
        >>> [(box.left, box.right) for box in find_boxes(document, 4, 10)]
        [(90.0, 150.0)]
    """
    boxes = document.line_boxes
    first = bisect_right(boxes, start, key=lambda box: box.end)
    found = []
    for box in boxes[first:]:
        if box.start >= end or start >= end:
            break
        found.append(_clip(box, start, end))
    return tuple(found)


def _clip(box: LineBox, start: int, end: int) -> LineBox:
    first, last = max(start, box.start), min(end, box.end)
    width = (box.right - box.left) / (box.end - box.start)
    return structs.replace(
        box,
        start=first,
        end=last,
        left=round(box.left + width * (first - box.start), 1),
        right=round(box.right - width * (box.end - last), 1),
    )


def shift_boxes(
    boxes: Sequence[LineBox], n_characters: int, *, end: int | None = None
) -> tuple[LineBox, ...]:
    """Move boxes along the text; what would lie before its start or after ``end`` is cut off."""
    moved = (
        structs.replace(
            box,
            start=max(0, box.start + n_characters),
            end=box.end + n_characters if end is None else min(end, box.end + n_characters),
        )
        for box in boxes
    )
    return tuple(box for box in moved if box.end > box.start)
