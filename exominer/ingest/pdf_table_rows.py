"""Strips of a table's body, dealt to columns -> rows: which lines go on in which cell."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from exominer.ingest.pdf_characters import LINE_END_HYPHEN
from exominer.ingest.pdf_columns import Piece, PlacedStrip

GOES_ON = re.compile(r"(?:[,(/±+=:–-]|\b(?:and|or|of|with|in|for|to|the|by|per|from|at|vs\.?))$")
NUMERIC = re.compile(r"[\d.,±<>=≤≥%/×·\s()\[\]–−+*†‡-]*[\d]\D{0,3}|[–—-]|\.{2,}")
ITEM = re.compile(r"\(?(\d{1,2})[.)]\s+\S")
HALF_STEP = 0.72
"""Ems; lines that are nearer stand beside one another, cells being centred on their row."""


class ColumnShape(Struct, frozen=True):
    """How a column's cells look: right edge; whether phrases, in lower case, numbered items."""

    right: float
    is_wordy: bool
    is_lower: bool
    is_list: bool


class Rows(Struct, frozen=True):
    """Strips grouped to rows; ``clearness`` tells how plainly the page shows the groups."""

    groups: tuple[tuple[PlacedStrip, ...], ...]
    clearness: float


def group_rows(placed: Sequence[PlacedStrip], ruled: Sequence[float], size: float) -> Rows:
    """Group strips to rows by rules, by the distance of lines, or by what wraps.

    Rules decide if they part every row. Else the wider of two line distances parts rows,
    if the narrower is that of lines going on. Else a line goes on if each of its cells
    does: the last line had no room for its first word, or ends or begins in mid-phrase.
    """
    bands = _split_bands(placed, ruled)
    shapes = _find_shapes(placed)
    if _each_band_is_row(bands, shapes):
        return Rows(tuple(tuple(band) for band in bands), 1.0)
    threshold = _find_threshold(bands, shapes, size)
    groups: list[tuple[PlacedStrip, ...]] = []
    for band in bands:
        groups += _group_band(band, shapes, threshold, size)
    return Rows(tuple(groups), 0.95 if threshold or len(groups) == len(placed) else 0.65)


def _split_bands(placed: Sequence[PlacedStrip], ruled: Sequence[float]) -> list[list[PlacedStrip]]:
    bands: list[list[PlacedStrip]] = []
    for i, strip in enumerate(placed):
        above = placed[i - 1].strip.baseline if i else float("inf")
        if not bands or any(strip.strip.baseline < at < above for at in ruled):
            bands.append([])
        bands[-1].append(strip)
    return bands


def _each_band_is_row(
    bands: Sequence[Sequence[PlacedStrip]], shapes: dict[int, ColumnShape]
) -> bool:
    """Tell whether no band, but for a few, holds two lines that begin rows."""
    if len(bands) < 2:
        return False
    n_columns = len({column for band in bands for strip in band for column in strip.columns})
    starts = [
        sum(
            len(strip.columns) > 0.6 * n_columns and _begins_row(band[:i], strip, shapes)
            for i, strip in enumerate(band)
        )
        for band in bands
    ]
    return sum(n > 1 for n in starts) <= 0.1 * len(bands)


def _begins_row(
    above: Sequence[PlacedStrip], strip: PlacedStrip, shapes: dict[int, ColumnShape]
) -> bool:
    """Tell whether a strip has numbers below numbers, or a label that does not go on."""
    if not above:
        return True
    numbers = {p.first for other in above for p in other.pieces if is_number(p.text)}
    below = {piece.first for piece in strip.pieces if is_number(piece.text)}
    labels = [p for other in above for p in other.pieces if p.first == 0]
    label = next((piece for piece in strip.pieces if piece.first == 0), None)
    new_label = label is not None and bool(labels) and not _goes_on(labels[-1], label, shapes)
    return bool(numbers & below) or (not below and new_label)


def is_number(text: str) -> bool:
    """Tell whether a cell is a number, with signs and brackets, or a dash.

    Example:
        >>> is_number("12.3 (4–5)"), is_number("[57,"), is_number("day 2")
        (True, False, False)
    """
    balanced = text.count("(") == text.count(")") and text.count("[") == text.count("]")
    return balanced and NUMERIC.fullmatch(text) is not None


def _find_shapes(placed: Sequence[PlacedStrip]) -> dict[int, ColumnShape]:
    pieces: dict[int, list[Piece]] = {}
    for strip in placed:
        for piece in strip.pieces:
            if piece.first == piece.last:
                pieces.setdefault(piece.first, []).append(piece)
    return {
        column: ColumnShape(
            max(piece.right for piece in inside),
            sum(len(piece.words) > 1 for piece in inside) > 0.2 * len(inside),
            sum(piece.text[0].islower() for piece in inside) > 0.5 * len(inside),
            sum(ITEM.match(piece.text) is not None for piece in inside) >= 2,
        )
        for column, inside in pieces.items()
    }


def _steps(band: Sequence[PlacedStrip], size: float) -> list[float]:
    return [(a.strip.baseline - b.strip.baseline) / size for a, b in pairwise(band)]


def _find_threshold(
    bands: Sequence[Sequence[PlacedStrip]], shapes: dict[int, ColumnShape], size: float
) -> float | None:
    """Find the line distance, in ems, between that within cells and that between rows."""
    pairs = [
        (step, a, b)
        for band in bands
        for step, (a, b) in zip(_steps(band, size), pairwise(band), strict=True)
        if step > HALF_STEP
    ]
    steps = sorted(step for step, _, _ in pairs if step < 3.5)
    if len(steps) < 3:
        return None
    jumps = [
        (above / below, (above + below) / 2)
        for i, (below, above) in enumerate(pairwise(steps), start=1)
        if i >= max(1, 0.08 * len(steps)) and len(steps) - i >= max(2, 0.15 * len(steps))
    ]
    ratio, threshold = max(jumps, default=(0.0, 0.0))
    if ratio < 1.1:
        return None
    tight = [(a, b) for step, a, b in pairs if step < threshold]
    n_going_on = sum(b.columns < a.columns or _wraps((a,), b, shapes) for a, b in tight)
    return threshold if n_going_on > 0.6 * len(tight) else None


def _group_band(
    band: Sequence[PlacedStrip],
    shapes: dict[int, ColumnShape],
    threshold: float | None,
    size: float,
) -> list[tuple[PlacedStrip, ...]]:
    groups: list[list[PlacedStrip]] = []
    steps = [float("inf"), *_steps(band, size)]
    usual = median(step for step in steps[1:]) if len(steps) > 1 else 0.0
    for step, strip in zip(steps, band, strict=True):
        if not groups:
            groups.append([strip])
            continue
        last = groups[-1]
        if step < HALF_STEP and not strip.columns & last[-1].columns:
            begun = {column for earlier in last for column in earlier.columns}
            if strip.columns & begun and not _wraps(last, strip, shapes):
                groups.append([last.pop()])
            joins = True
            last = groups[-1]
        elif threshold is not None:
            joins = step < threshold or _goes_on_listing(last, strip, shapes)
        else:
            joins = step < 1.3 * max(usual, 1.1) and _wraps(last, strip, shapes)
        if joins:
            last.append(strip)
        else:
            groups.append([strip])
    return [tuple(group) for group in groups]


def _wraps(
    group: Sequence[PlacedStrip], strip: PlacedStrip, shapes: dict[int, ColumnShape]
) -> bool:
    """Tell whether each cell of a strip goes on with one of the row so far.

    Cells of other columns may begin in it only if none but these have begun: where the
    lines of a long cell are centred on those of a short one, or all stand at the bottom.
    """
    above: dict[int, Piece] = {}
    for earlier in group:
        above |= {piece.first: piece for piece in earlier.pieces}
    shared = [piece for piece in strip.pieces if piece.first in above]
    if not shared or not all(
        _goes_on(above[p.first], p, shapes)
        or (p.first in shapes and shapes[p.first].is_list and _continues_list(group, p))
        for p in shared
    ):
        return False
    new = strip.columns - above.keys()
    if new and (
        above.keys() - strip.columns
        or (0 in above and not _breaks_off(above[0], strip.pieces[0], shapes))
    ):
        return False
    if strip.columns == {0} and len(above) > 1:
        # The label of a row that goes on, or the heading of the next group of rows?
        piece = strip.pieces[0]
        return _breaks_off(above[0], piece, shapes) or piece.left > above[0].left + 3
    return True


def _goes_on_listing(
    group: Sequence[PlacedStrip], strip: PlacedStrip, shapes: dict[int, ColumnShape]
) -> bool:
    """Tell whether each cell of a strip goes on with a numbered list of the row."""
    return all(
        shapes[piece.first].is_list and _continues_list(group, piece)
        for piece in strip.pieces
        if piece.first in shapes
    )


def _continues_list(group: Sequence[PlacedStrip], piece: Piece) -> bool:
    inside = [p.text for strip in group for p in strip.pieces if p.first == piece.first]
    numbers = [int(match[1]) for text in inside if (match := ITEM.match(text))]
    own = ITEM.match(piece.text)
    return bool(numbers) and (own is None or int(own[1]) == numbers[-1] + 1)


def _goes_on(above: Piece, below: Piece, shapes: dict[int, ColumnShape]) -> bool:
    if _breaks_off(above, below, shapes):
        return True
    shape = shapes.get(below.first)
    if shape is None or not shape.is_wordy or is_number(below.text):
        return False
    if is_number(above.text):
        return False
    first = below.words[0]
    room = shape.right - above.right
    return first.right - first.left + 0.2 * first.size > room


def _breaks_off(above: Piece, below: Piece, shapes: dict[int, ColumnShape]) -> bool:
    """Tell by the words alone whether a cell goes on in the next line."""
    last, first = above.text, below.text
    if last.endswith(LINE_END_HYPHEN):
        return True
    if GOES_ON.search(last) and len(last) > 1 and not is_number(last):
        return True
    if first.startswith(("(", "[")) and "(" not in last and "[" not in last:
        return True
    if last.count("(") > last.count(")"):
        return True
    shape = shapes.get(below.first)
    lower = first[0].islower() and len(first) > 2 and first[:2].islower()
    return lower and shape is not None and not shape.is_lower
