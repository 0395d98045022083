"""Strips of a table -> its columns: white space that no line of it, or nearly none, crosses."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from exominer.ingest.pdf_rules import Rule
from exominer.ingest.pdf_words import Strip, Word

STEP = 0.5
"""Points; how finely white space is looked for."""

WIDEST = 20_000
"""Points; what is wider was not made to be read."""

LIST_MARK = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[•●▪■◆‣∙·◦►\ufffd–—-])")


class Gap(Struct, frozen=True):
    """White space between two columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Give the middle of the white space."""
        return (self.left + self.right) / 2


class Piece(Struct, frozen=True):
    """Words of one strip that stand in one column, or over several."""

    first: int
    last: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Give the words with a space between."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Give the left edge in points."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Give the right edge in points."""
        return max(word.right for word in self.words)


class PlacedStrip(Struct, frozen=True):
    """A strip and its pieces."""

    strip: Strip
    pieces: tuple[Piece, ...]

    @property
    def columns(self) -> frozenset[int]:
        """Give the columns in which a piece begins."""
        return frozenset(piece.first for piece in self.pieces)


def type_size(strips: Sequence[Strip]) -> float:
    """Give the size in which most words of a table are set, in points."""
    return median(word.size for strip in strips for word in strip.words)


def find_gaps(strips: Sequence[Strip], vertical: Sequence[Rule]) -> tuple[list[Gap], bool]:
    """Find what parts the columns: vertical rules, or else the white space between words.

    A gap may be crossed by a line that spans columns, such as the heading of a group of
    rows. The fewer lines there are, the wider it must be.

    Returns:
        The gaps from left to right, and whether they are vertical rules.
    """
    if ruled := _ruled_gaps(strips, vertical):
        return ruled, True
    size = type_size(strips)
    crossing = _count_crossings(strips, 0.35 * size)
    n = len(strips)
    tolerance = max(0.35 if n >= 4 else 0.0, 0.06 * n)
    least = (1.0 if n < 4 else 0.65 if n < 8 else 0.5) * size
    origin = min(word.left for strip in strips for word in strip.words)
    gaps = []
    for stretch in _low_stretches(crossing, tolerance):
        clearest = _least_part(crossing, *stretch)
        for start, end in (clearest, stretch):
            if (end - start) * STEP >= least:
                gaps.append(Gap(origin + start * STEP, origin + end * STEP))
                break
    return _drop_list_marks(strips, gaps), False


def _ruled_gaps(strips: Sequence[Strip], vertical: Sequence[Rule]) -> list[Gap]:
    top, bottom = strips[0].baseline, strips[-1].baseline
    words = [word for strip in strips for word in strip.words]
    left, right = min(word.left for word in words), max(word.right for word in words)
    tall = sorted(
        rule.at
        for rule in vertical
        if min(rule.end, top) - max(rule.start, bottom) > 0.7 * (top - bottom)
        and left < rule.at < right
    )
    places = [at for i, at in enumerate(tall) if i == 0 or at - tall[i - 1] > 4]
    return [Gap(at - 0.5, at + 0.5) for at in places]


def _count_crossings(strips: Sequence[Strip], closed: float) -> list[float]:
    """Count for each step from left to right the strips that have text there.

    A strip of one run counts for little: it may be a heading across the table.
    """
    words = [word for strip in strips for word in strip.words]
    left, right = min(word.left for word in words), max(word.right for word in words)
    if right - left > WIDEST:
        return []
    counts = [0.0] * (int((right - left) / STEP) + 2)
    for strip in strips:
        runs = strip.runs(closed)
        weight = 0.34 if len(runs) == 1 else 1.0
        for run in runs:
            start = int((run[0].left - left) / STEP)
            end = int((max(word.right for word in run) - left) / STEP)
            for i in range(start, min(end + 1, len(counts))):
                counts[i] += weight
    return counts


def _low_stretches(counts: Sequence[float], tolerance: float) -> list[tuple[int, int]]:
    """Find the stretches within the tolerance that end neither at the left nor the right."""
    stretches = []
    start: int | None = None
    for i, count in enumerate([*counts, float("inf")]):
        if count <= tolerance and start is None:
            start = i
        elif count > tolerance and start is not None:
            if start > 0 and i < len(counts) - 1:
                stretches.append((start, i))
            start = None
    return stretches


def _least_part(counts: Sequence[float], start: int, end: int) -> tuple[int, int]:
    """Find the longest part of a stretch that the fewest lines cross."""
    least = min(counts[start:end])
    best = (start, start)
    first = start
    for i in range(start, end + 1):
        if i == end or counts[i] > least + 0.001:
            if i - first > best[1] - best[0]:
                best = (first, i)
            first = i + 1
    return best


def _drop_list_marks(strips: Sequence[Strip], gaps: Sequence[Gap]) -> list[Gap]:
    """Drop a gap that only parts the marks of a list from its items."""
    kept: list[Gap] = []
    edges = [float("-inf"), *(gap.middle for gap in gaps), float("inf")]
    for gap, (left, right) in zip(gaps, pairwise(edges), strict=False):
        inside = [
            word.text for strip in strips for word in strip.words if left < word.middle < right
        ]
        if inside and sum(LIST_MARK.fullmatch(text) is not None for text in inside) > 0.8 * len(
            inside
        ):
            continue
        kept.append(gap)
    return kept


def narrow_gaps(gaps: Sequence[Gap], strips: Sequence[Strip], size: float) -> list[Gap]:
    """Narrow gaps to the white space that lines of the head leave of them, where they do."""
    narrowed = list(gaps)
    for strip in reversed(strips):
        spans = [(run[0].left, max(word.right for word in run)) for run in strip.runs(0.35 * size)]
        for i, gap in enumerate(narrowed):
            inside = sorted(s for s in spans if s[1] > gap.left and s[0] < gap.right)
            if any(gap.left < span[0] and span[1] < gap.right for span in inside):
                continue  # a cell that spans the columns on both sides
            edges = [gap.left, *(edge for span in inside for edge in span), gap.right]
            free = [(b - a, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
            width, left, right = max(free)
            if width > 0.4 * size:
                narrowed[i] = Gap(left, right)
    return narrowed


def place_words(strip: Strip, gaps: Sequence[Gap], size: float) -> PlacedStrip:
    """Deal the words of a strip to columns; a run of words that crosses a gap stays whole."""
    pieces: list[Piece] = []
    for word in strip.words:
        column = _column(word, gaps)
        last = pieces[-1] if pieces else None
        if last is not None and (column <= last.last or _crosses(last, word, gaps, size)):
            pieces[-1] = Piece(last.first, max(last.last, column), (*last.words, word))
        else:
            pieces.append(Piece(column, _last_column(word, column, gaps), (word,)))
    return PlacedStrip(strip, tuple(pieces))


def _column(word: Word, gaps: Sequence[Gap]) -> int:
    return sum(word.middle > gap.middle for gap in gaps)


def _last_column(word: Word, column: int, gaps: Sequence[Gap]) -> int:
    return max(column, sum(word.right > gap.right + 2 for gap in gaps))


def _crosses(last: Piece, word: Word, gaps: Sequence[Gap], size: float) -> bool:
    """Tell whether a word goes on where the last ends, over the gap between."""
    gap = gaps[min(last.last, len(gaps) - 1)]
    if word.left - last.right > 0.4 * size or abs(word.left - gap.right) < 1:
        return False
    return last.right > gap.left + 1 or word.left < gap.right - 1
