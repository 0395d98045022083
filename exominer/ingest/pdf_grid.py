"""The region of a table in a PDF -> its grid: columns, head, rows, cells that span."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

from msgspec import Struct, structs

from exominer.ingest.blocks import GridCell
from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_cells import stack_cells
from exominer.ingest.pdf_columns import (
    Gap,
    PlacedStrip,
    find_gaps,
    narrow_gaps,
    place_words,
    type_size,
)
from exominer.ingest.pdf_table_head import read_head
from exominer.ingest.pdf_table_regions import Region
from exominer.ingest.pdf_table_rows import group_rows
from exominer.ingest.pdf_table_spans import span_rows
from exominer.ingest.pdf_words import Strip

MOST_HEAD_SHARE = 0.6
MOST_WORDS = 8
"""On a line of a cell; what no rule closes and has more may be columns of text."""


class ReadGrid(Struct, frozen=True):
    """The cells of a table, its lines that are no rows but notes, and how sure they are."""

    cells: tuple[GridCell, ...]
    notes: tuple[Strip, ...]
    confidence: float


def read_grid(region: Region, words: Words) -> ReadGrid | None:
    """Read a table's cells; ``None`` if there are not two columns and two rows."""
    head, body = _split_head(region)
    gaps, is_ruled = find_gaps(body if len(body) > 2 else region.strips, region.vertical)
    size = type_size(region.strips)
    if not is_ruled:
        gaps = narrow_gaps(_settle_by_head(head, body, gaps, size), head, size)
    if not gaps or not body:
        return None
    placed, notes = _cut_notes([place_words(strip, gaps, size) for strip in body])
    if not placed:
        return None
    rows = group_rows(placed, region.wide, size)
    above = [place_words(strip, gaps, size) for strip in head]
    columns = _column_edges([*placed, *above], gaps)
    cells = read_head(above, columns, region.partial, words)
    n_head = 1 + max((cell.row + cell.row_span - 1 for cell in cells), default=-1)
    in_rows = [cell for i, group in enumerate(rows.groups) for cell in stack_cells(group, i, words)]
    for cell in span_rows(in_rows, rows.groups, region, columns):
        cells.append(structs.replace(cell, row=cell.row + n_head))
    confidence = _find_confidence(region, placed, gaps, rows.clearness)
    return ReadGrid(tuple(cells), notes, confidence)


def _column_edges(placed: Sequence[PlacedStrip], gaps: Sequence[Gap]) -> list[tuple[float, float]]:
    """Give the left and right edge of the text in each column, spanning cells left out."""
    outer = [float("-inf"), *(gap.middle for gap in gaps), float("inf")]
    edges = []
    for column in range(len(gaps) + 1):
        pieces = [p for s in placed for p in s.pieces if p.first == p.last == column]
        left = min((piece.left for piece in pieces), default=outer[column])
        right = max((piece.right for piece in pieces), default=outer[column + 1])
        edges.append((left, right))
    return edges


def _split_head(region: Region) -> tuple[list[Strip], list[Strip]]:
    """Take as head what stands above the first rule that has words above it."""
    strips = list(region.strips)
    for at in region.wide:
        above = [strip for strip in strips if strip.baseline > at]
        if above and len(above) <= MOST_HEAD_SHARE * len(strips):
            return above, strips[len(above) :]
    n_bold = next(
        (i for i, s in enumerate(strips) if not all(w.is_bold for w in s.words)), len(strips)
    )
    n_head = n_bold if 0 < n_bold <= MOST_HEAD_SHARE * len(strips) else 1
    return strips[:n_head], strips[n_head:]


def _settle_by_head(
    head: Sequence[Strip], body: Sequence[Strip], gaps: Sequence[Gap], size: float
) -> list[Gap]:
    """Drop gaps below a single head cell: what they part is one column."""
    gaps = _add_empty_columns(head, body, gaps, size)
    if not head or len(gaps) < 2:
        return list(gaps)
    spans = [
        (run[0].left, max(word.right for word in run))
        for strip in head
        for run in strip.runs(0.8 * size)
    ]
    kept: list[Gap] = []
    edges = [gap.middle for gap in gaps]
    for i, gap in enumerate(gaps):
        left = kept[-1].middle if kept else float("-inf")
        right = edges[i + 1] if i + 1 < len(gaps) else float("inf")
        before = [s for s in spans if s[1] > left and s[0] < gap.middle]
        after = [s for s in spans if s[1] > gap.middle and s[0] < right]
        narrow = gap.right - gap.left < 1.2 * size
        alone = bool(before) and bool(after) and set(before) == set(after) and len(before) == 1
        if narrow and (alone or (not after and before)):
            continue
        kept.append(gap)
    return kept


def _add_empty_columns(
    head: Sequence[Strip], body: Sequence[Strip], gaps: Sequence[Gap], size: float
) -> list[Gap]:
    """Add a gap where the last line of the head names two columns and the body fills one."""
    added = list(gaps)
    words = [word for strip in body for word in strip.words]
    for strip in head:
        runs = strip.runs(0.9 * size)
        for before, after in pairwise(runs):
            left, right = max(word.right for word in before), after[0].left
            if any(left - 1 < gap.right and right + 1 > gap.left for gap in added):
                continue
            clear = not any(word.left < right - 1 and word.right > left + 1 for word in words)
            if clear:
                added.append(Gap(left, right))
    return sorted(added, key=lambda gap: gap.left)


def _cut_notes(placed: Sequence[PlacedStrip]) -> tuple[list[PlacedStrip], tuple[Strip, ...]]:
    """Take as notes the last lines if they run across columns in one piece."""
    n = len(placed)
    while n > 1 and len(placed[n - 1].pieces) == 1:
        n -= 1
    tail = placed[n:]
    spans = [i for i, strip in enumerate(tail) if strip.pieces[0].last > strip.pieces[0].first]
    if not spans:
        return list(placed), ()
    cut = n + spans[0]
    return list(placed[:cut]), tuple(strip.strip for strip in placed[cut:])


def _find_confidence(
    region: Region, placed: Sequence[PlacedStrip], gaps: Sequence[Gap], clearness: float
) -> float:
    """Judge by what the page shows: rules, columns that words keep to, rows that are full."""
    pieces = [piece for strip in placed for piece in strip.pieces]
    clean = mean(piece.first == piece.last for piece in pieces)
    fill = mean(len(strip.pieces) / (len(gaps) + 1) for strip in placed)
    long = median(len(piece.words) for piece in pieces) > MOST_WORDS
    edges = 1.0 if region.is_closed else 0.45 if long else 0.9
    return round(edges * clearness * (0.4 + 0.6 * clean) * min(1.0, 0.6 + fill), 3)
