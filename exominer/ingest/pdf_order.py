"""Lines of a page in stream order -> in reading order, where the stream alternates."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from exominer.ingest.pdf_chunks import LOWER_WORD
from exominer.ingest.pdf_lines import Line

LEAST_SWITCHES = 8
LEAST_SHARE = 0.3
"""Of the lines of prose on a page: that many stand beside the one before them in the file."""


def order_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Read column by column a page that its file prints line by line over both columns.

    The stream's order is right in nearly all papers and is kept unless many lines of prose
    stand beside the one before, all across one gutter. Then what crosses the gutter splits
    the page into bands, and in each band the left column is read before the right.
    """
    gutter = _find_gutter(lines)
    if gutter is None:
        return lines
    upright = [line for line in lines if not line.style.turn]
    ordered = sorted(upright, key=lambda line: (-line.baseline, line.left))
    bands = groupby(ordered, key=lambda line: line.left < gutter < line.right)
    read = [
        line
        for crosses, band in bands
        for line in (band if crosses else _by_column(list(band), gutter))
    ]
    return [*read, *(line for line in lines if line.style.turn)]


def _by_column(band: Sequence[Line], gutter: float) -> list[Line]:
    return sorted(band, key=lambda line: (line.left >= gutter, -line.baseline, line.left))


def _find_gutter(lines: Sequence[Line]) -> float | None:
    prose = [line for line in lines if len(LOWER_WORD.findall(line.text)) >= 3]
    switches = [(left, right) for left, right in pairwise(prose) if _are_beside(left, right)]
    if len(switches) < max(LEAST_SWITCHES, LEAST_SHARE * len(prose)):
        return None
    gutters = sorted(_gutters(switches))
    gutter = gutters[len(gutters) // 2]
    n_across = sum(left.right <= gutter <= right.left for left, right in switches)
    return gutter if n_across >= 0.8 * len(switches) else None


def _gutters(switches: Sequence[tuple[Line, Line]]) -> Iterator[float]:
    for left, right in switches:
        yield (left.right + right.left) / 2


def _are_beside(line: Line, following: Line) -> bool:
    level = abs(line.baseline - following.baseline) < 0.3 * line.size
    return level and following.left >= line.right and not line.style.turn
