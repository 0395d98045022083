"""Pieces of a PDF -> passages: paragraphs joined over columns, pages and what interrupts."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from exominer.ingest.pdf_characters import LINE_END_HYPHEN
from exominer.ingest.pdf_chunks import CLOSED, Chunk, column_key
from exominer.ingest.pdf_lines import Line
from exominer.ingest.pdf_roles import Piece, Role

MOST_PAGES = 10
"""A table or its continuation can fill several pages in the middle of a sentence."""

RUNNING = ("body", "notes")
BEGINS_ANEW = re.compile(r"[•●▪■◆‣∙]|\(?\d{1,2}[.)]\s|(?:Fig|Table)\b")


ABBREVIATION = re.compile(r"\b(?:[A-Z]|al|e\.g|i\.e|cf|vs|Figs?|sp|spp|var|approx|ca|No)\.$")


class Passage(Struct, frozen=True):
    """Lines of one paragraph, heading or caption, and what it is."""

    role: Role
    lines: tuple[Line, ...]

    @property
    def page(self) -> int:
        """Give the page on which the passage begins."""
        return self.lines[0].page


def join_pieces(pieces: Sequence[Piece], edges: Mapping[tuple[int, int], float]) -> list[Passage]:
    """Join running text that breaks off with the next of its type that takes it up.

    What stands between the two (captions, tables, boxes, small print) follows the joined
    paragraph. A heading between them belongs to a box if the text breaks off in a full
    line and goes on in lower case; else it keeps the two apart.

    Args:
        pieces: In stream order.
        edges: The right edges of columns, see ``column_edges``.
    """
    passages: list[Passage] = []
    open_at: dict[tuple[Role, int], int] = {}
    last_heading = -1
    for piece in pieces:
        role, chunk = piece.role, piece.chunk
        key = (role, round(chunk.size))
        place = open_at.get(key)
        if place is not None and _takes_up(
            passages[place].lines, chunk, edges, over_heading=place < last_heading
        ):
            passages[place] = Passage(role, passages[place].lines + chunk.lines)
            continue
        passages.append(Passage(role, chunk.lines))
        if role in RUNNING:
            open_at[key] = len(passages) - 1
        elif role in ("heading", "title"):
            last_heading = len(passages) - 1
    return passages


def _takes_up(
    lines: Sequence[Line],
    chunk: Chunk,
    edges: Mapping[tuple[int, int], float],
    *,
    over_heading: bool,
) -> bool:
    """Tell whether a chunk goes on where the lines break off."""
    last, first = lines[-1], chunk.lines[0]
    if abs(last.size - first.size) > 0.06 * last.size:
        return False
    below = first.page == last.page and abs(first.left - last.left) < 2 * last.size
    room = _right_edge(lines, edges) - last.right
    full = room < max(2.5 * last.size, _word_width(first) + last.size)
    if last.text.endswith(LINE_END_HYPHEN):
        return not (over_heading and below)
    lower = re.match(r"[a-z]{2}|[a-z]\s", first.text) is not None
    closed = CLOSED.search(last.text) and not (lower and ABBREVIATION.search(last.text))
    if closed or BEGINS_ANEW.match(first.text):
        return False
    if over_heading:
        return (lower or first.text[0].isdigit()) and full and not below
    if lower or last.text.endswith((",", "(", "-", "–")):
        return first.page - last.page <= MOST_PAGES
    return full and not below and first.page - last.page <= 2


def _word_width(line: Line) -> float:
    """Estimate the width in points of a line's first word."""
    word = line.text.split(maxsplit=1)[0]
    return len(word) * (line.right - line.left) / max(1, len(line.text))


def _right_edge(lines: Sequence[Line], edges: Mapping[tuple[int, int], float]) -> float:
    """Give the edge of the last line's column, by its own paragraph where that is long.

    A title or an abstract across both columns would make the column's edge too wide.
    """
    last = lines[-1]
    near = [
        line.right
        for line in lines
        if line.page == last.page and abs(line.left - last.left) < 3 * last.size
    ]
    return max(near) if len(near) > 2 else edges.get(column_key(last), last.right)
