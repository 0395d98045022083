"""Lines of a page in stream order -> the same, with those that justifying tore apart whole again.

A line of few long words, set to the full width of a column, has gaps as wide as those between
columns; but all its gaps are equal, and it ends where a line above or below it does.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import structs

from exominer.ingest.pdf_lines import Line, Run

UNEVEN = 0.2
"""Ems by which the gaps of a justified line may differ."""

WIDEST_GAP = 12.0
INDENT = 3.0
LEAST_LEADING, MOST_LEADING = 0.8, 2.2


def join_loose_lines(lines: Sequence[Line]) -> list[Line]:
    """Join single words on one baseline that together fill the column."""
    joined: list[Line] = []
    for words in _split_rows(lines):
        if len(words) > 1 and _are_even(words) and any(_is_beside(words, line) for line in lines):
            joined.append(_join(words))
        else:
            joined += words
    return joined


def _split_rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Put together what stands on one baseline, from left to right, in the order of the file."""
    row: list[Line] = []
    for line in lines:
        if row and not _follows(row[-1], line):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _follows(last: Line, line: Line) -> bool:
    return (
        last.style == line.style
        and abs(last.baseline - line.baseline) < 0.05 * line.size
        and 0 < line.left - last.right < WIDEST_GAP * line.size
    )


def _are_even(words: Sequence[Line]) -> bool:
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return max(gaps) - min(gaps) < UNEVEN * words[0].size and not any(
        character.isspace() for word in words for character in word.text
    )


def _is_beside(words: Sequence[Line], line: Line) -> bool:
    """Tell whether a whole line right above or below fills the column from edge to edge."""
    size = words[0].size
    indent = words[0].left - line.left
    return (
        " " in line.text
        and line.style.turn == words[0].style.turn
        and abs(line.right - words[-1].right) < 0.15 * size
        and -0.15 * size < indent < INDENT * size
        and LEAST_LEADING * size < abs(line.baseline - words[0].baseline) < MOST_LEADING * size
    )


def _join(words: Sequence[Line]) -> Line:
    text = ""
    runs: list[Run] = []
    raised: list[tuple[int, int]] = []
    for word in words:
        text += " " if text else ""
        runs += [Run(len(text) + run.start, run.style) for run in word.runs]
        raised += [(len(text) + start, len(text) + end) for start, end in word.raised]
        text += word.text
    return structs.replace(
        words[0], text=text, right=words[-1].right, runs=tuple(runs), raised=tuple(raised)
    )
