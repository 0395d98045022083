"""Rows of a table in a PDF and its rules -> cells that go on over several rows."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import structs

from exominer.ingest.blocks import GridCell
from exominer.ingest.pdf_columns import PlacedStrip
from exominer.ingest.pdf_table_regions import Region


def span_rows(
    cells: Sequence[GridCell],
    groups: Sequence[Sequence[PlacedStrip]],
    region: Region,
    edges: Sequence[tuple[float, float]],
) -> list[GridCell]:
    """Let a cell go on over the rows from which no rule parts it.

    That is so if rules part the rows in other columns but not in its own, or if rules part
    groups of rows and the first column holds one cell in the group.

    Args:
        cells: Of the body; rows are counted from 0, as ``groups`` are.
        groups: The lines of each row.
        region: Where the rules are.
        edges: The left and right edges of each column's text.
    """
    parted = _parted_columns(groups, region, edges)
    spanned: list[GridCell] = []
    for column in range(len(edges)):
        own = [cell for cell in cells if cell.column == column]
        if any(cell.column_span > 1 or not cell.text for cell in own):
            spanned += own
            continue
        for first, last in _stretches([column in boundary for boundary in parted]):
            inside = [cell for cell in own if first <= cell.row <= last]
            if len(inside) == 1 and last > first:
                spanned.append(structs.replace(inside[0], row=first, row_span=last - first + 1))
            else:
                spanned += inside
    return sorted(spanned, key=lambda cell: (cell.row, cell.column))


def _parted_columns(
    groups: Sequence[Sequence[PlacedStrip]], region: Region, edges: Sequence[tuple[float, float]]
) -> list[set[int]]:
    """Give for each pair of rows the columns that are not known to go on."""
    everywhere = set(range(len(edges)))
    heights = [(a[-1].strip.baseline, b[0].strip.baseline) for a, b in pairwise(groups)]
    wide = [any(below < at < above for at in region.wide) for above, below in heights]
    parted = []
    for (above, below), is_wide in zip(heights, wide, strict=True):
        ruled = {
            column
            for rule in region.partial
            if below < rule.at < above
            for column, (left, right) in enumerate(edges)
            if rule.start < (left + right) / 2 < rule.end
        }
        if is_wide or not (ruled or any(wide)):
            parted.append(everywhere)
        else:
            parted.append(ruled or everywhere - {0})
    return parted


def _stretches(parted: Sequence[bool]) -> list[tuple[int, int]]:
    """Give the first and last row of each stretch without a part."""
    starts = [0, *(i + 1 for i, is_parted in enumerate(parted) if is_parted)]
    ends = [*(start - 1 for start in starts[1:]), len(parted)]
    return list(zip(starts, ends, strict=True))
