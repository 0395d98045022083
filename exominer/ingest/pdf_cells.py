"""Words of a table in a PDF -> its cells: lines put together, with the box they stand in."""

from collections.abc import Sequence

from exominer.ingest.blocks import GridCell
from exominer.ingest.hyphens import Words, join_lines
from exominer.ingest.pdf_characters import LINE_END_HYPHEN
from exominer.ingest.pdf_columns import Piece, PlacedStrip
from exominer.ingest.pdf_paragraphs import ASCENT, DESCENT, turn_box
from exominer.ingest.pdf_words import Word
from exominer.records import LineBox

Span = tuple[int, int]
"""The first and the last column of a cell."""


def stack_cells(
    placed: Sequence[PlacedStrip], row: int, words: Words, *, n_rows: int = 1
) -> list[GridCell]:
    """Make the cells of a row; pieces that share a column are lines of one cell."""
    stacks: list[tuple[Span, list[Piece]]] = []
    for strip in placed:
        for piece in strip.pieces:
            for i, ((first, last), pieces) in enumerate(stacks):
                if piece.first <= last and first <= piece.last:
                    span = min(first, piece.first), max(last, piece.last)
                    stacks[i] = span, [*pieces, piece]
                    break
            else:
                stacks.append(((piece.first, piece.last), [piece]))
    cells = [make_cell(pieces, (row, n_rows), span, words) for span, pieces in stacks]
    return sorted(cells, key=lambda cell: cell.column)


def make_cell(pieces: Sequence[Piece], rows: tuple[int, int], span: Span, words: Words) -> GridCell:
    """Join the lines of a cell; a hyphen after which nothing follows is printed as one.

    ``rows`` are its first and how many it covers.
    """
    text = join_lines([piece.text for piece in pieces], words).replace(LINE_END_HYPHEN, "-")
    (row, n_rows), (first, last) = rows, span
    box = _surround([word for piece in pieces for word in piece.words], len(text))
    return GridCell(text, row, first, n_rows, last - first + 1, box=box)


def _surround(words: Sequence[Word], n_characters: int) -> LineBox:
    """Give the least box that holds all words."""
    edges = (
        min(word.left for word in words),
        min(word.baseline - DESCENT * word.size for word in words),
        max(word.right for word in words),
        max(word.baseline + ASCENT * word.size for word in words),
    )
    return LineBox(0, n_characters, words[0].page, *turn_box(edges, words[0].turn))
