"""Words of a table's body, cell after cell -> rows of cells, by dynamic programming.

The best way to read the words is the sequence of borders with the highest sum of what
speaks for each cell (its words, how it begins and ends, how long it is) and of what the
lines say (a blank line is likely a border, the middle of a line hardly).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from exominer.ingest.flattened_scores import (
    DANGLING,
    MAX_CELL_WORDS,
    Floats,
    find_references,
    score_border,
    score_end,
    score_lengths,
    score_rest,
    score_start,
)
from exominer.ingest.flattened_tokens import BLANK, NEWLINE, SPACE, FlatToken
from exominer.table_slots import Slot
from exominer.table_words import classify_word, find_rates

Span = tuple[int, int] | None
"""Indices of a cell's first word and of the word after its last; no cell is ``None``."""

_NEVER = -1e9
_BORDER = {SPACE: -1.5, NEWLINE: 0.0, BLANK: 2.0}
_INSIDE = {SPACE: 0.0, NEWLINE: -0.1, BLANK: -3.0}
_CITATION_ASTRAY = -5.0
_MERGED = -9.0
_EARLY_BREAK = -2.5
_LOW_IN_PARAGRAPH = -1.5
_MOST_LEARNT = 2.5
_UNLISTED = -1.0
_NAMES = frozenset({"mirna", "symbol", "molecule"})
_MAY_MERGE = frozenset({"cargo", "cell", "donor", "recipient", "reference", "species"})
_OPENERS, _CLOSERS = "([", ")]"


class Reading(Struct, frozen=True):
    """Rows of cells as spans of words; the words from ``end`` on are not the table's."""

    rows: tuple[tuple[Span, ...], ...]
    end: int
    score: float


class ColumnHabits(Struct, frozen=True):
    """What a first reading showed of a column: its widest line and its word classes."""

    width: float
    classes: Counter[str]


def segment_cells(tokens: Sequence[FlatToken], slots: Sequence[Slot]) -> Reading | None:
    """Read words as the cells of rows, each row in the order of the slots.

    A second pass uses what the first showed of each column, as the width of its lines.

    Args:
        tokens: The words below the header, with whatever follows the table.
        slots: What each column holds.

    Returns:
        The best reading, or ``None`` if there is none with a full row.
    """
    first = _read(tokens, slots, (None,) * len(slots), newline=0.0)
    if first is None:
        return None
    habits = tuple(_learn_habits(tokens, first, column) for column in range(len(slots)))
    return _read(tokens, slots, habits, newline=_learn_newline(tokens, first)) or first


def _learn_newline(tokens: Sequence[FlatToken], reading: Reading) -> float:
    """Say how much likelier than not a plain line end is a border in this table."""
    starts = {span[0] for row in reading.rows for span in row if span}
    ends = [i for i in range(1, reading.end) if tokens[i].gap == NEWLINE]
    n_borders = sum(i in starts for i in ends)
    odds = float(np.log((n_borders + 2) / (len(ends) - n_borders + 2)))
    return max(-_MOST_LEARNT, min(_MOST_LEARNT, odds))


def _learn_habits(tokens: Sequence[FlatToken], reading: Reading, column: int) -> ColumnHabits:
    widths: list[int] = []
    classes: Counter[str] = Counter()
    for row in reading.rows:
        if span := row[column]:
            cell = tokens[span[0] : span[1]]
            classes.update(classify_word(token.text) for token in cell)
            widths.append(max(measure_lines(cell)))
    widths.sort()
    # One wrong border makes one line too wide: the widest but one is safer.
    width = widths[-2] if len(widths) > 4 else (widths or [0])[-1]
    return ColumnHabits(width, classes)


def measure_lines(cell: Sequence[FlatToken]) -> list[int]:
    """Give the length in characters of each line of a cell."""
    lengths: Counter[int] = Counter()
    for token in cell:
        lengths[token.line] += len(token.text) + 1
    return [length - 1 for length in lengths.values()]


def _read(
    tokens: Sequence[FlatToken],
    slots: Sequence[Slot],
    habits: Sequence[ColumnHabits | None],
    *,
    newline: float,
) -> Reading | None:
    """Fill ``best[words read, column last filled]`` and walk back from its best end."""
    n_words, n_columns = len(tokens), len(slots)
    layout = _LayoutScores.of(tokens, newline)
    columns = [
        _ColumnScores.of(tokens, slot, habit, layout, has_references="reference" in slots)
        for slot, habit in zip(slots, habits, strict=True)
    ]
    best = np.full((n_words + 1, n_columns), _NEVER)
    best[0, -1] = 0.0
    came_from = np.full((n_words + 1, n_columns), -1, dtype=np.int64)
    for end in range(1, n_words + 1):
        start = max(0, end - MAX_CELL_WORDS)
        for column in range(n_columns):
            scores = best[start:end, column - 1] + columns[column].score_cells(start, end, layout)
            at = int(np.argmax(scores))
            best[end, column], came_from[end, column] = scores[at], start + at
        _merge_cells(best, came_from, end, slots)
    return _walk_back(tokens, best, came_from)


def _merge_cells(
    best: Floats, came_from: npt.NDArray[np.int64], end: int, slots: Sequence[Slot]
) -> None:
    """Let a column go without a cell of its own: it shares the one above."""
    for column in (*range(len(slots)), 0):
        merged = best[end, column - 1] + _MERGED
        if slots[column] in _MAY_MERGE and merged > best[end, column]:
            best[end, column], came_from[end, column] = merged, end


def _walk_back(
    tokens: Sequence[FlatToken], best: Floats, came_from: npt.NDArray[np.int64]
) -> Reading | None:
    n_words = len(tokens)
    ends = [
        (float(best[end, -1]) + score_rest(tokens[end:]) + _score_last(tokens, end), end)
        for end in range(1, n_words + 1)
        if end == n_words or tokens[end].gap != SPACE
    ]
    score, end = max(ends, default=(_NEVER, 0))
    if score < _NEVER / 2:
        return None
    spans: list[Span] = []
    position, column = end, best.shape[1] - 1
    while position > 0:
        start = int(came_from[position, column])
        spans.append((start, position) if start < position else None)
        position, column = start, (column - 1) % best.shape[1]
    spans.reverse()
    n_columns = best.shape[1]
    missing = -len(spans) % n_columns
    filled = [None] * missing + spans
    rows = [tuple(filled[i : i + n_columns]) for i in range(0, len(filled), n_columns)]
    return Reading(tuple(rows), end, score)


def _score_last(tokens: Sequence[FlatToken], end: int) -> float:
    """Say how well a table can end before a word; a blank line below speaks for it."""
    if end == len(tokens):
        return 0.0
    dangling = min(0.0, score_border(tokens[end - 1].text, "X"))
    return dangling + (0.0 if tokens[end].gap == BLANK else DANGLING)


class _LayoutScores(Struct, frozen=True):
    """What the lines and the marks say of each word, whatever its column.

    ``border`` is the score of a cell that begins before the word, ``inside`` the summed
    cost of the gaps up to and with the one before it, ``depth`` the brackets open before
    it, ``line_end`` the index after the last word of its line.
    """

    border: Floats
    inside: Floats
    depth: npt.NDArray[np.int64]
    line_end: npt.NDArray[np.int64]

    @classmethod
    def of(cls, tokens: Sequence[FlatToken], newline: float = 0.0) -> "_LayoutScores":
        border = [_BORDER[t.gap] + newline * (t.gap == NEWLINE) for t in tokens]
        border[0] = 0.0
        low = _find_low_words(tokens)
        for i, (before, after) in enumerate(pairwise(tokens), start=1):
            border[i] += score_border(before.text, after.text) + _LOW_IN_PARAGRAPH * low[i]
        n_open = [
            sum(t.text.count(mark) for mark in _OPENERS)
            - sum(t.text.count(mark) for mark in _CLOSERS)
            for t in tokens
        ]
        line_end = [len(tokens)] * len(tokens)
        for i in range(len(tokens) - 2, -1, -1):
            line_end[i] = i + 1 if tokens[i + 1].gap != SPACE else line_end[i + 1]
        return cls(
            border=np.array(border),
            inside=np.cumsum([_INSIDE[t.gap] for t in tokens]),
            depth=np.concatenate([[0], np.cumsum(n_open)]).astype(np.int64),
            line_end=np.array(line_end),
        )


def _find_low_words(tokens: Sequence[FlatToken]) -> list[bool]:
    """Mark words in the middle of lines that are not the first after a blank line.

    Cells that share a line begin on one height, the top of the row; only the last of
    them has further lines.
    """
    low: list[bool] = []
    first_line = 0
    for token in tokens:
        first_line = token.line if token.gap == BLANK else first_line
        low.append(token.gap == SPACE and token.line != first_line)
    has_blanks = sum(token.gap == BLANK for token in tokens) > 2
    return low if has_blanks else [False] * len(tokens)


class _ColumnScores(Struct, frozen=True):
    """What speaks for cells of one column; arrays are over words, ``words`` summed up."""

    words: Floats
    starts: Floats
    ends: Floats
    lengths: Floats
    early: Floats
    early_first: Floats
    references: dict[tuple[int, int], float] | None

    @classmethod
    def of(
        cls,
        tokens: Sequence[FlatToken],
        slot: Slot,
        habits: ColumnHabits | None,
        layout: _LayoutScores,
        *,
        has_references: bool,
    ) -> "_ColumnScores":
        rates = _adapt_rates(find_rates(slot), habits)
        words = np.array([rates[classify_word(token.text)] for token in tokens])
        if has_references:
            astray = [_CITATION_ASTRAY * (classify_word(t.text) == "citation") for t in tokens]
            words = words + np.array(astray)
        if slot == "cargo":
            words = words + np.array(_score_unlisted(tokens))
        early, early_first = _score_breaks(tokens, habits, layout)
        return cls(
            words=np.concatenate([[0.0], np.cumsum(words)]),
            starts=np.array([score_start(token.text, slot) for token in tokens]),
            ends=np.array([score_end(token.text, slot) for token in tokens]),
            lengths=score_lengths(slot),
            early=early,
            early_first=early_first,
            references=find_references(tokens) if slot == "reference" else None,
        )

    def score_cells(self, start: int, end: int, layout: _LayoutScores) -> Floats:
        """Score the cells from each word of ``start .. end - 1`` to the word before ``end``."""
        begins = slice(start, end)
        n_words = np.arange(end - start, 0, -1)
        if self.references is not None:
            found = [self.references.get((i, end), _NEVER) for i in range(start, end)]
            cited: Floats = layout.border[begins] + np.array(found)
            return cited
        scores = self.words[end] - self.words[begins]
        scores = scores + self.starts[begins] + self.ends[end - 1] + self.lengths[n_words]
        scores += layout.border[begins] + layout.inside[end - 1] - layout.inside[begins]
        scores += np.where(layout.depth[end] != layout.depth[begins], DANGLING, 0.0)
        scores += self.early[end - 1] - self.early[begins]
        at_first = np.where(layout.line_end[begins] < end, self.early_first[begins], 0.0)
        total: Floats = scores + at_first
        return total


def _adapt_rates(rates: dict[str, float], habits: ColumnHabits | None) -> dict[str, float]:
    """Mix a slot's usual rates with what the column showed, as worth 40 words."""
    if habits is None:
        return rates
    n_prior, total = 40.0, sum(habits.classes.values())
    return {
        name: float(np.log((n_prior * np.exp(rate) + habits.classes[name]) / (n_prior + total)))
        for name, rate in rates.items()
    }


def _score_unlisted(tokens: Sequence[FlatToken]) -> list[float]:
    """Cost of names of molecules side by side: a list would set commas between them.

    The cost stands with the second name. "lncRNA XIST" and "RAD51 protein" are one name.
    """
    costs = [0.0]
    for before, after in pairwise(tokens):
        is_name = before.text[-1] not in ",;/-" and classify_word(before.text) in _NAMES
        is_new = after.text[0].isupper() and classify_word(after.text) not in ("molecule", "mirna")
        is_apposed = classify_word(before.text) == "molecule" and not after.text[1:].islower()
        costs.append(_UNLISTED if is_name and is_new and not is_apposed else 0.0)
    return costs


def _score_breaks(
    tokens: Sequence[FlatToken], habits: ColumnHabits | None, layout: _LayoutScores
) -> tuple[Floats, Floats]:
    """Cost of lines of a cell that end though the next word had room in the column.

    The first array is the summed cost of full lines, to be read as a prefix sum; the
    second corrects it for a cell that begins at the word, in the middle of a line.
    """
    n_words = len(tokens)
    early, first = np.zeros(n_words), np.zeros(n_words)
    if habits is None or not habits.width:
        return early, first
    length_to_end = [0] * n_words
    for i in range(n_words - 1, -1, -1):
        goes_on = layout.line_end[i] > i + 1
        length_to_end[i] = len(tokens[i].text) + (length_to_end[i + 1] + 1 if goes_on else 0)
    line_start = 0
    for i in range(n_words):
        if tokens[i].gap != SPACE:
            if i:
                early[i] = _cost_of_break(length_to_end[line_start], tokens[i].text, habits.width)
            line_start = i
    for i in range(n_words):
        after = int(layout.line_end[i])
        if after < n_words:
            own = _cost_of_break(length_to_end[i], tokens[after].text, habits.width)
            first[i] = own - early[after]
    return np.cumsum(early), first


def _cost_of_break(length: int, next_word: str, width: float) -> float:
    room = width - (length + 1 + len(next_word))
    return _EARLY_BREAK if room > 0.08 * width else 0.0
