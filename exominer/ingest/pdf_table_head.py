"""The lines of a table's head -> its cells: wrapped lines together, spanning cells above."""

from collections.abc import Collection, Sequence

from msgspec import structs

from exominer.ingest.blocks import GridCell
from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_cells import Span, make_cell, stack_cells
from exominer.ingest.pdf_columns import Piece, PlacedStrip
from exominer.ingest.pdf_rules import Rule

SKIP_COST = 1.0
"""Of a column, other than the first, that has no cell above, in ems of misfit."""

FLUSH_COST = 0.5
"""Of each further column below a cell that only begins where they begin."""

WORST_FIT = 1.5
"""Ems by which the middle of a spanning cell may miss that of its columns."""


def read_head(
    placed: Sequence[PlacedStrip],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
    words: Words,
) -> list[GridCell]:
    """Put the lines of a head into one row of cells, or two where cells span columns.

    Args:
        placed: The lines, dealt to columns.
        columns: The left and right edges of each column's text.
        rules: Those between the lines that do not cross the whole table.
        words: To settle hyphens.
    """
    n_upper, spans = _find_spanners(placed, columns, rules)
    if not n_upper:
        return _as_headers(stack_cells(placed, 0, words))
    upper, lower = placed[:n_upper], placed[n_upper:]
    covered = {column for span in spans for column in range(span[0], span[1] + 1)}
    cells = []
    for span in spans:
        pieces = [
            p for strip in upper for p in strip.pieces if span[0] <= p.first and p.last <= span[1]
        ]
        cells.append(make_cell(pieces, (0, 1), span, words))
    beside = [_in_columns(strip, covered, inside=False) for strip in placed]
    below = [_in_columns(strip, covered, inside=True) for strip in lower]
    cells += stack_cells(beside, 0, words, n_rows=2)
    cells += stack_cells(below, 1, words)
    return _as_headers(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _as_headers(cells: Sequence[GridCell]) -> list[GridCell]:
    return [structs.replace(cell, is_header=True) for cell in cells]


def _in_columns(strip: PlacedStrip, columns: Collection[int], *, inside: bool) -> PlacedStrip:
    pieces = tuple(piece for piece in strip.pieces if (piece.first in columns) is inside)
    return PlacedStrip(strip.strip, pieces)


def _find_spanners(
    placed: Sequence[PlacedStrip],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
) -> tuple[int, list[Span]]:
    """Find how many lines of the head hold spanning cells, and the columns of these."""
    for i in range(len(placed) - 1):
        spans = _deal_columns(placed[i].pieces, columns, rules)
        below = [p.first for strip in placed[i + 1 :] for p in strip.pieces]
        wide = [
            span
            for span in spans
            if span[1] > span[0] and len({c for c in below if span[0] <= c <= span[1]}) > 1
        ]
        if wide:
            return i + 1, wide
    return 0, []


def _deal_columns(
    pieces: Sequence[Piece],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
) -> list[Span]:
    """Give each piece of a line the columns over which it stands.

    A rule under it alone shows them. Else they are those that it stands in the middle of,
    or begins with, so that the pieces of the line fit best together.
    """
    size = pieces[0].words[0].size
    best: dict[int, tuple[float, list[Span]]] = {0: (0.0, [])}
    for piece in pieces:
        ruled = _ruled_span(piece, pieces, columns, rules)
        following: dict[int, tuple[float, list[Span]]] = {}
        for start, (cost, spans) in best.items():
            options = [ruled] if ruled else _possible_spans(piece, start, len(columns))
            for first, last in options:
                if first < start:
                    continue
                fit = 0.0 if ruled else _misfit(piece, columns, (first, last)) / size
                total = cost + fit + SKIP_COST * (first - max(start, 1)) * (first > 0)
                if fit <= WORST_FIT and total < following.get(last + 1, (float("inf"), []))[0]:
                    following[last + 1] = total, [*spans, (first, last)]
        best = following
    n = len(columns)
    ends = [(cost + SKIP_COST * (n - end), spans) for end, (cost, spans) in best.items()]
    return min(ends, default=(0.0, []))[1]


def _possible_spans(piece: Piece, start: int, n_columns: int) -> list[Span]:
    return [
        (first, last)
        for first in range(start, piece.first + 1)
        for last in range(max(first, piece.last), n_columns)
    ]


def _misfit(piece: Piece, columns: Sequence[tuple[float, float]], span: Span) -> float:
    """Give the points by which a piece misses the middle or, with more doubt, the left."""
    left, right = columns[span[0]][0], columns[span[1]][1]
    centred = abs((piece.left + piece.right) / 2 - (left + right) / 2)
    doubt = FLUSH_COST * piece.words[0].size * (span[1] - span[0])
    flush = abs(piece.left - left) + doubt + max(0.0, piece.right - right)
    return min(centred, flush)


def _ruled_span(
    piece: Piece,
    pieces: Sequence[Piece],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
) -> Span | None:
    baseline, size = piece.words[0].baseline, piece.words[0].size
    for rule in rules:
        near = baseline - 1.6 * size < rule.at < baseline
        over = [p for p in pieces if rule.start < p.right and rule.end > p.left]
        if near and over == [piece]:
            inside = [
                i
                for i, (left, right) in enumerate(columns)
                if rule.start - 2 < (left + right) / 2 < rule.end + 2
            ]
            if inside:
                return inside[0], inside[-1]
    return None
