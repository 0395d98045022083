"""Words of a table's body, line by line across all its cells -> rows of cells.

Each line holds a fragment of every cell that is still going on. A beam keeps the best
ways to deal the lines out; a column that gets nothing of a line is done for its row.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from exominer.ingest.flattened_scores import (
    DANGLING,
    score_border,
    score_end,
    score_lengths,
    score_rest,
    score_split,
    score_start,
)
from exominer.ingest.flattened_tokens import BLANK, FlatToken
from exominer.table_slots import Slot
from exominer.table_words import classify_word, find_rates, is_reference

_BEAM = 8
_PER_POSITION = 2
_NEVER = -1e9
_EMPTY_AT_TOP = -9.0
_EARLY_BREAK, _TOO_WIDE = -2.5, -2.5
_BLANK_IN_ROW, _BLANK_ABOVE_ROW = -2.0, 1.0
_REFERENCE_RATES = {"citation": -0.2, "number": -1.5, "capital": -2.0, "lower": -3.0}
_REFERENCE_ELSEWHERE = -7.0
_MAY_BE_EMPTY = frozenset({"cargo", "cell", "donor", "recipient", "reference", "species"})


class _Column(Struct, frozen=True):
    """A cell as it grows: its words, the length of its last fragment, whether it is done."""

    words: tuple[str, ...] = ()
    last_length: int = 0
    is_open: bool = True


class _State(Struct, frozen=True):
    """One way to have dealt out the lines so far; ``cuts`` has one entry a line."""

    score: float = 0.0
    columns: tuple[_Column, ...] = ()
    cuts: tuple[tuple[bool, tuple[int, ...]], ...] = ()


class LineReading(Struct, frozen=True):
    """Rows of cells as lists of words; the lines from ``end_line`` on are not the table's."""

    rows: tuple[tuple[tuple[FlatToken, ...], ...], ...]
    end_line: int
    widths: tuple[int, ...]


def deal_lines(tokens: Sequence[FlatToken], slots: Sequence[Slot]) -> LineReading | None:
    """Read lines that run across the cells of a row.

    The second of two passes knows the columns' widths: a cell goes on in the next line
    only where its next word had no room.

    Args:
        tokens: The words below the header, with whatever follows the table.
        slots: What each column holds.
    """
    lines = [list(line) for _, line in groupby(tokens, key=lambda token: token.line)]
    widths: tuple[int, ...] = (0,) * len(slots)
    reading = None
    for _ in range(2):
        reading = _Dealer(slots, widths).read(lines)
        if reading is None:
            return None
        widths = reading.widths
    return reading


class _Dealer:
    def __init__(self, slots: Sequence[Slot], widths: Sequence[int]) -> None:
        self.slots = slots
        self.widths = widths
        self.lengths = [score_lengths(slot) for slot in slots]

    def read(self, lines: Sequence[Sequence[FlatToken]]) -> LineReading | None:
        beam = [_State(columns=(_Column(is_open=False),) * len(self.slots))]
        finished: list[tuple[float, _State]] = []
        for index, line in enumerate(lines):
            beam = self._deal(beam, line)
            rest = score_rest([token for later in lines[index + 1 :] for token in later])
            closed = [self._close_all(state) for state in beam]
            finished += [(state.score + rest, state) for state in closed]
            if not beam:
                break
        if not finished:
            return None
        _, best = max(finished, key=lambda pair: pair[0])
        return _build_reading(best, lines, len(self.slots))

    def _deal(self, beam: Sequence[_State], line: Sequence[FlatToken]) -> list[_State]:
        words = [token.text for token in line]
        sums = [_sum_rates(words, slot) for slot in self.slots]
        blank = line[0].gap == BLANK
        grown: list[_State] = []
        closed = [self._close_all(state) for state in beam]
        if closed:
            top = max(closed, key=lambda state: state.score)
            fresh = _State(top.score + (_BLANK_ABOVE_ROW if blank else 0.0), (), top.cuts)
            grown += self._split(fresh, words, sums)
        for state in beam:
            if any(column.is_open for column in state.columns):
                score = state.score + (_BLANK_IN_ROW if blank else 0.0)
                grown += self._split(_State(score, state.columns, state.cuts), words, sums)
        return sorted(grown, key=lambda state: -state.score)[:_BEAM]

    def _split(
        self, state: _State, words: Sequence[str], sums: Sequence[Sequence[float]]
    ) -> Iterator[_State]:
        """Cut a line into one fragment a column; a state without columns begins a row."""
        n_words = len(words)
        paths: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(state.score, (0,))]}
        for index in range(len(self.slots)):
            column = state.columns[index] if state.columns else None
            following: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
            starts = {at: self._score_opening(index, column, words, at) for at in paths}
            for at, ranked in paths.items():
                for end in range(at, n_words + 1):
                    gain = self._score_fragment(index, column, words[at:end], starts[at])
                    gain += sums[index][end] - sums[index][at]
                    if gain > _NEVER / 2:
                        more = [(score + gain, (*cuts, end)) for score, cuts in ranked]
                        following.setdefault(end, []).extend(more)
            paths = {at: sorted(p, reverse=True)[:_PER_POSITION] for at, p in following.items()}
        for score, cuts in paths.get(n_words, []):
            yield self._extend(state, words, score, cuts)

    def _score_opening(
        self, index: int, column: _Column | None, words: Sequence[str], at: int
    ) -> float:
        """Score a fragment's first word: as a cell's beginning, or as its going on."""
        if at == len(words):
            return 0.0
        score = score_split(words[at - 1], words[at]) if at else 0.0
        if column is None:
            slot = self.slots[index]
            own = 0.0 if slot == "reference" else score_start(words[at], slot)
            return score + own + score_border("x", words[at])
        if not column.is_open or not column.words:
            return _NEVER
        going_on = -0.4 * score_border(column.words[-1], words[at])
        width = self.widths[index]
        had_room = column.last_length + 1 + len(words[at]) <= 0.92 * width
        score += _EARLY_BREAK if width and had_room else 0.0
        return score + max(-1.0, min(2.0, going_on))

    def _score_fragment(
        self, index: int, column: _Column | None, words: Sequence[str], opening: float
    ) -> float:
        if not words:
            if column is None:
                return _EMPTY_AT_TOP if self.slots[index] in _MAY_BE_EMPTY else _NEVER
            return self._score_close(index, column)
        width = self.widths[index]
        too_wide = width and _measure(words) > 1.1 * width
        return opening + (_TOO_WIDE if too_wide else 0.0)

    def _score_close(self, index: int, column: _Column) -> float:
        if not column.is_open or not column.words:
            return 0.0
        last, slot = column.words[-1], self.slots[index]
        if slot == "reference":
            return 4.0 if is_reference(" ".join(column.words)) else -8.0
        dangling = last[-1] in ",-/(:" or classify_word(last) in ("function", "conjunction")
        text = " ".join(column.words)
        unbalanced = text.count("(") != text.count(")")
        n_words = min(len(column.words), len(self.lengths[index]) - 1)
        score = score_end(last, slot) + float(self.lengths[index][n_words])
        return score + DANGLING * (dangling + unbalanced)

    def _close_all(self, state: _State) -> _State:
        gain = sum(self._score_close(i, column) for i, column in enumerate(state.columns))
        return _State(state.score + gain, state.columns, state.cuts)

    def _extend(
        self, state: _State, words: Sequence[str], score: float, cuts: tuple[int, ...]
    ) -> _State:
        columns: list[_Column] = []
        for index in range(len(self.slots)):
            old = state.columns[index] if state.columns else _Column()
            fragment = tuple(words[cuts[index] : cuts[index + 1]])
            if fragment:
                columns.append(_Column((*old.words, *fragment), _measure(fragment)))
            else:
                columns.append(_Column(old.words, old.last_length, is_open=False))
        is_new = not state.columns
        return _State(score, tuple(columns), (*state.cuts, (is_new, cuts)))


def _measure(words: Sequence[str]) -> int:
    return sum(map(len, words)) + len(words) - 1


def _sum_rates(words: Sequence[str], slot: Slot) -> list[float]:
    rates = find_rates(slot)
    sums = [0.0]
    for word in words:
        name = classify_word(word)
        if slot == "reference":
            rate = _REFERENCE_RATES.get(name, _REFERENCE_ELSEWHERE)
        else:
            rate = rates[name] + (-5.0 if name == "citation" else 0.0)
        sums.append(sums[-1] + rate)
    return sums


def _build_reading(
    state: _State, lines: Sequence[Sequence[FlatToken]], n_columns: int
) -> LineReading:
    rows: list[list[list[FlatToken]]] = []
    widths: list[list[int]] = [[] for _ in range(n_columns)]
    for line, (is_new, cuts) in zip(lines, state.cuts, strict=False):
        if is_new or not rows:
            rows.append([[] for _ in range(n_columns)])
        for index in range(n_columns):
            fragment = line[cuts[index] : cuts[index + 1]]
            # Fragments of one cell are joined as its lines: the first word opens a line.
            rows[-1][index] += _mark_line_start(fragment)
            if fragment:
                widths[index].append(_measure([token.text for token in fragment]))
    widest = [sorted(found)[-2 if len(found) > 4 else -1] if found else 0 for found in widths]
    built = tuple(tuple(tuple(cell) for cell in row) for row in rows)
    end_line = lines[len(state.cuts) - 1][0].line + 1
    return LineReading(built, end_line, tuple(widest))


def _mark_line_start(fragment: Sequence[FlatToken]) -> list[FlatToken]:
    if not fragment:
        return []
    first = fragment[0]
    return [FlatToken(first.text, first.line, max(first.gap, 1)), *fragment[1:]]
