"""Lines of a PDF's reference list -> its entries, by numbers, indents or distance."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import structs

from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_lines import Line
from exominer.ingest.reference_entries import begins_with_authors, split_by_authors, split_numbered
from exominer.ingest.references import parse_entries
from exominer.records import Reference

COMPLETE = re.compile(r"(?:[.)\]\d]|10\.\d{4,9}/\S+|https?://\S+)$")
YEAR = re.compile(r"(?:18|19|20)\d\d|in press|n\.d\.", re.IGNORECASE)
TAIL = re.compile(
    r"(?:conflicts? of interest|publisher[’']s note|copyright|©|open access|this is an open"
    r"|how to cite|cite this|ready to submit|submit your|springer nature|disclaimer|received:?\s"
    r"|author contributions|supplementary|additional information|licensee)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\W*\d{1,4}\W+")
LEAST_INDENT, MOST_INDENT = 0.5, 5
"""Ems by which the further lines of an entry are indented, or its first."""

LEAST_MARKED = 0.15
LEAST_DATED = 0.6
MOST_LINES = 12
MOST_REST = 4
"""Lines of an entry that can fill a column by themselves, at its end."""


def read_references(lines: Sequence[Line], words: Words) -> tuple[Reference, ...]:
    """Split the list and read each entry; those without printed numbers count from 1.

    Without numbers, entries show by hanging or indented first lines, by the distance
    between lines or, where the list is set solid, by the authors they begin with.

    Args:
        lines: Of all columns and pages of the list, in stream order.
        words: Evidence for line-end hyphens.
    """
    lines = _cut_tail(_join_pieces(lines))
    numbered = split_numbered([line.text for line in lines])
    if numbered:
        return parse_entries(numbered, words=words)
    for split in (_split_at_indents, _split_at_gaps):
        entries = split(lines)
        if _is_plausible(entries):
            return parse_entries(list(enumerate(entries, start=1)), words=words)
    entries = split_by_authors([line.text for line in lines])
    return parse_entries(list(enumerate(entries, start=1)), words=words)


def _join_pieces(lines: Sequence[Line]) -> list[Line]:
    """Put together what stands at one height: a number and its entry, words set wide."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and _is_beside(last, line):
            text = f"{last.text.rstrip()} {line.text}"
            joined[-1] = structs.replace(last, text=text, right=line.right)
        else:
            joined.append(line)
    return joined


def _is_beside(last: Line, line: Line) -> bool:
    level = last.page == line.page and abs(last.baseline - line.baseline) < 0.2 * line.size
    return level and 0 <= line.left - last.right < 10 * line.size


def _cut_tail(lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out what a publisher sets below the last entry: notes, licence, imprint."""
    for i, line in enumerate(lines[1:], start=1):
        if TAIL.match(line.text):
            after = (NUMBER.sub("", below.text, count=1) for below in lines[i + 1 :])
            if not any(begins_with_authors(text) for text in after):
                return lines[:i]
    return lines


def _is_plausible(entries: Sequence[Sequence[str]]) -> bool:
    """Most entries have a year, and none is a page long."""
    if len(entries) < 2:
        return False
    dated = sum(any(YEAR.search(line) for line in entry) for entry in entries)
    return dated >= LEAST_DATED * len(entries) and median(map(len, entries)) <= MOST_LINES


def _split_at_indents(lines: Sequence[Line]) -> list[list[str]]:
    columns = _find_columns(lines)
    margins = _find_margins(columns)
    indented = [
        [_is_indented(line, margin) for line in column]
        for column, margin in zip(columns, margins, strict=True)
    ]
    share = sum(map(sum, indented)) / max(1, len(lines))
    if not LEAST_MARKED <= share <= 1 - LEAST_MARKED:
        return []
    flat = [
        (line.text, mark)
        for column, marks in zip(columns, indented, strict=True)
        for line, mark in zip(column, marks, strict=True)
    ]
    first_is_indented = _share_begun(flat, mark=True) > _share_begun(flat, mark=False)
    return _join_entries((text, mark == first_is_indented) for text, mark in flat)


def _share_begun(flat: Sequence[tuple[str, bool]], *, mark: bool) -> float:
    """The share of lines so marked that begin like an entry, after a complete one."""
    begun = [
        COMPLETE.search(above) is not None and begins_with_authors(text)
        for (above, _), (text, own) in pairwise(flat)
        if own == mark
    ]
    return sum(begun) / max(1, len(begun))


def _split_at_gaps(lines: Sequence[Line]) -> list[list[str]]:
    steps = [_step(above, below) for above, below in pairwise(lines)]
    known = [step for step in steps if step is not None]
    usual = median(sorted(known)[: max(1, len(known) // 2)]) if known else 1.0
    flat = [(lines[0].text, True)] if lines else []
    for (above, below), step in zip(pairwise(lines), steps, strict=True):
        if step is None:
            begins = COMPLETE.search(above.text) is not None and begins_with_authors(below.text)
        else:
            begins = step > 1.25 * usual
        flat.append((below.text, begins))
    return _join_entries(flat)


def _join_entries(flat: Iterable[tuple[str, bool]]) -> list[list[str]]:
    entries: list[list[str]] = []
    for text, begins in flat:
        if begins or not entries:
            entries.append([])
        entries[-1].append(text)
    return entries


def _step(above: Line, below: Line) -> float | None:
    """Give the distance between two lines of one column in ems; None between columns."""
    step = (above.baseline - below.baseline) / max(1.0, above.size)
    return step if above.page == below.page and 0 < step < 4 else None


def _find_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut where the page or the column changes: where a line stands higher than the last."""
    columns: list[list[Line]] = []
    for line in lines:
        last = columns[-1][-1] if columns else None
        if last is None or line.page != last.page or line.baseline > last.baseline + line.size:
            columns.append([])
        columns[-1].append(line)
    return columns


def _find_margins(columns: Sequence[Sequence[Line]]) -> list[float]:
    """Find the left edge of each column; a short one may hold further lines alone."""
    own = [_own_margin(column) for column in columns]
    known = [
        margin
        for margin, column in zip(own, columns, strict=True)
        if any(_is_indented(line, margin) for line in column)
    ]
    margins = []
    for margin, column in zip(own, columns, strict=True):
        size = column[0].size
        left = [other for other in known if LEAST_INDENT * size < margin - other < 3 * size]
        if left and not any(_is_indented(line, margin) for line in column):
            margins.append(max(left))
        elif len(column) <= MOST_REST and not any(begins_with_authors(c.text) for c in column):
            margins.append(margin - size)
        else:
            margins.append(margin)
    return margins


def _own_margin(column: Sequence[Line]) -> float:
    """Give the leftmost edge that more than a stray line has."""
    edges = Counter(round(line.left) for line in column)
    least = 2 if len(column) > 3 else 1
    common = [
        edge
        for edge in edges
        if edges[edge - 1] + edges[edge] + edges[edge + 1] >= max(least, 0.05 * len(column))
    ]
    return min(common) if common else min(line.left for line in column)


def _is_indented(line: Line, margin: float) -> bool:
    return LEAST_INDENT * line.size < line.left - margin < MOST_INDENT * line.size
