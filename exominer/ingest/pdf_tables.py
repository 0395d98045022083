"""Captions of tables in a PDF and the lines below them -> grids."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from exominer.ingest.blocks import Grid
from exominer.ingest.flattened import parse_flattened_table
from exominer.ingest.pdf_joins import Passage
from exominer.ingest.pdf_lines import Line
from exominer.ingest.sections import find_caption_label


class FoundTable(Struct, frozen=True):
    """What was made of a caption: a grid, or ``None``, and the passages that it took."""

    caption: int
    grid: Grid | None
    taken: tuple[int, ...]


def find_tables(passages: Sequence[Passage]) -> Iterator[FoundTable]:
    """Read the table under each caption that is labelled as one.

    Lines are tried as they stand in the stream and put together by height; the surer
    reading is kept.
    """
    for i, passage in enumerate(passages):
        text = " ".join(line.text for line in passage.lines)
        if passage.role != "caption" or not find_caption_label(text).lower().startswith("tab"):
            continue
        below = _below(passages, i)
        lines = [line for j in below for line in passages[j].lines]
        readings = [
            parsed
            for texts in (_stream(lines), _rows(lines))
            if texts and (parsed := parse_flattened_table(text, texts))
        ]
        best = max(readings, key=lambda parsed: parsed[0].confidence, default=None)
        yield FoundTable(i, best[0] if best else None, tuple(below) if best else ())


def _below(passages: Sequence[Passage], caption: int) -> list[int]:
    """Give the passages of cells that follow a caption, up to the next caption or text."""
    found = []
    for i in range(caption + 1, len(passages)):
        passage = passages[i]
        if passage.role != "cell" or passage.page - passages[caption].page > 2:
            break
        found.append(i)
    return found


def _stream(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def _rows(lines: Sequence[Line]) -> list[str]:
    """Put lines of one height side by side, from left to right."""
    ordered = sorted(lines, key=lambda line: (line.page, -round(line.baseline), line.left))
    groups = groupby(ordered, key=lambda line: (line.page, round(line.baseline)))
    return [" ".join(line.text for line in row) for _, row in groups]
