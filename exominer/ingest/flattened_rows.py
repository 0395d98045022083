"""Cells as words -> rows of a grid, with stacked rows taken apart and merged cells spanned."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from exominer.ingest.blocks import GridCell
from exominer.ingest.flattened_tokens import SPACE, FlatToken, join_tokens
from exominer.table_slots import Slot
from exominer.table_words import classify_word

Words = tuple[FlatToken, ...]
_MAX_STACKED = 4


def split_stacked_row(row: Sequence[Words], slots: Sequence[Slot]) -> list[list[Words | None]]:
    """Take apart rows that stand one below the other inside the cells of one.

    Rows are stacked where the effects begin anew on lines of their own and another
    column agrees: it says the same twice, or has as many lines. A cell that does not fall
    into as many parts is shared: it comes with the first row and is ``None`` in the rest.

    Args:
        row: The words of each cell.
        slots: What each column holds.
    """
    if "effect" not in slots:
        return [list(row)]
    effect = slots.index("effect")
    effects = _split_effects(row[effect])
    n_rows = len(effects)
    if not 2 <= n_rows <= _MAX_STACKED:
        return [list(row)]
    repeated = {i: parts for i, cell in enumerate(row) if (parts := _split_repeats(cell, n_rows))}
    by_line = {
        i: parts
        for i, cell in enumerate(row)
        if i not in repeated and i != effect and (parts := _split_lines(cell, n_rows))
    }
    n_agreeing = len([i for i in by_line if slots[i] != "reference"])
    if not repeated and n_agreeing < 2:
        return [list(row)]
    parts_of = {**by_line, **repeated, effect: effects}
    return [
        [
            parts_of[i][part] if i in parts_of else (cell if part == 0 else None)
            for i, cell in enumerate(row)
        ]
        for part in range(n_rows)
    ]


def _cut(cell: Words, starts: Sequence[int]) -> list[Words]:
    edges = [*starts, len(cell)]
    return [cell[start:end] for start, end in pairwise(edges)]


def _split_effects(cell: Words) -> list[Words]:
    """Cut where a line begins with a capital and a word that effects begin with."""
    starts = [
        i
        for i, token in enumerate(cell)
        if i == 0
        or (
            token.gap != SPACE
            and token.text[0].isupper()
            and classify_word(token.text) in ("verb", "process")
            and not _goes_on(cell[i - 1])
        )
    ]
    return _cut(cell, starts)


def _goes_on(token: FlatToken) -> bool:
    return token.text[-1] in ",-/(" or classify_word(token.text) in ("function", "conjunction")


def _split_repeats(cell: Words, n_rows: int) -> list[Words]:
    size, remainder = divmod(len(cell), n_rows)
    if not size or remainder:
        return []
    parts = _cut(cell, range(0, len(cell), size))
    same = len({tuple(token.text for token in part) for part in parts}) == 1
    return parts if same and all(part[0].gap != SPACE for part in parts[1:]) else []


def _split_lines(cell: Words, n_rows: int) -> list[Words]:
    starts = [i for i, token in enumerate(cell) if i == 0 or token.gap != SPACE]
    if len(starts) != n_rows or any(_goes_on(cell[i - 1]) for i in starts[1:]):
        return []
    return _cut(cell, starts)


def build_cells(
    header: Sequence[str], rows: Sequence[Sequence[Words | None]], vocabulary: Counter[str]
) -> tuple[GridCell, ...]:
    """Make grid cells in row order; ``None`` widens the row span of the cell above.

    ``None`` with no cell above, and a cell without words, are cells without text.
    """
    cells = [GridCell(text, 0, i, is_header=True) for i, text in enumerate(header)]
    for column in range(len(header)):
        for index, row in enumerate(rows):
            words = row[column]
            if words is None and index:
                continue
            span = 1
            while index + span < len(rows) and rows[index + span][column] is None:
                span += 1
            text = join_tokens(words or (), vocabulary)
            cells.append(GridCell(text, index + 1, column, row_span=span))
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
