"""Pages of a PDF with table captions -> tables: where they lie, what is in their cells."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from msgspec import Struct, structs

from exominer.ingest.blocks import Grid
from exominer.ingest.flattened_footnote import parse_abbreviations
from exominer.ingest.hyphens import Words, join_lines
from exominer.ingest.jats_tables import find_abbreviations
from exominer.ingest.pdf_characters import PageCharacters
from exominer.ingest.pdf_chunks import Typography
from exominer.ingest.pdf_grid import read_grid
from exominer.ingest.pdf_lines import Line
from exominer.ingest.pdf_rules import Rules
from exominer.ingest.pdf_table_captions import Caption, Frame, find_captions, starts_caption
from exominer.ingest.pdf_table_regions import Region, find_region
from exominer.ingest.pdf_words import Strip, Word, read_words

LEAST_CONFIDENCE = 0.4
CONTINUED = re.compile(r"\W*\(?\s*cont(?:inued|['’]?d|\.)?\b.*|.*\(\s*continued\s*\)\W*", re.I)


class TablePage(Struct, frozen=True):
    """A page on which a line begins like a table's caption, and its rules."""

    page: PageCharacters
    lines: tuple[Line, ...]
    rules: Rules


class FoundTable(Struct, frozen=True):
    """A caption, the lines that belong to its table, and its grid if it was understood.

    ``notes`` are those of the lines that are small print below the cells. ``is_continued``
    tells of a part that was put to the grid of an earlier page, ``repeated`` are the words
    of a head that stands there again.
    """

    caption: Caption
    page: int
    taken: tuple[Line, ...]
    grid: Grid | None
    notes: tuple[Line, ...] = ()
    is_continued: bool = False
    repeated: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give the lines that are to be left out of the text: none if no table was found."""
        return (*self.caption.lines, *self.taken) if self.taken else ()


def find_tables(
    pages: Sequence[TablePage],
    furniture: Collection[Line],
    typography: Typography,
    words: Words,
) -> list[FoundTable]:
    """Read the table of each caption; parts on later pages are put to the first."""
    found: list[FoundTable] = []
    for page in pages:
        for table in _find_on_page(page, furniture, typography, words):
            first = _find_first_part(found, table)
            if first is None or found[first].grid is None or table.grid is None:
                found.append(table)
            else:
                found += _put_together(found, first, table)
    return found


def _find_on_page(
    page: TablePage, furniture: Collection[Line], typography: Typography, words: Words
) -> Iterator[FoundTable]:
    for turn in (0, 1, -1):
        frame = _make_frame(page, turn, furniture)
        if not any(starts_caption(line.text) for line in frame.lines):
            continue
        captions = find_captions(frame, typography)
        for caption in captions:
            region = find_region(frame, caption, captions, typography)
            yield _make_table(page.page.number, frame, caption, region, words)


def _make_frame(page: TablePage, turn: int, furniture: Collection[Line]) -> Frame:
    """Take what has one turn; what is turned is furniture only beside a page's text."""
    lines = [line for line in page.lines if line.style.turn == turn]
    left_out = [] if turn else [line for line in lines if _is_furniture(line, lines, furniture)]
    words = [
        word
        for word in read_words(page.page, turn)
        if not any(_covers(line, word) for line in left_out)
    ]
    kept = tuple(line for line in lines if line not in left_out)
    return Frame(kept, tuple(words), page.rules.turn(turn))


def _is_furniture(line: Line, lines: Sequence[Line], furniture: Collection[Line]) -> bool:
    """Pass over lines beside others that are none: cells of a table near the margin."""
    return line in furniture and not any(
        abs(other.baseline - line.baseline) < 0.3 * line.size and other not in furniture
        for other in lines
    )


def _covers(line: Line, word: Word) -> bool:
    near = abs(line.baseline - word.baseline) < 0.5 * line.size
    return near and line.left - 1 <= word.middle <= line.right + 1


def _make_table(
    number: int, frame: Frame, caption: Caption, region: Region | None, words: Words
) -> FoundTable:
    if region is None:
        return FoundTable(caption, number, (), None)
    strips = (*region.strips, *region.notes)
    taken = tuple(
        line
        for line in frame.lines
        if _in_strips(line, region, strips) and line not in caption.lines
    )
    read = read_grid(region, words)
    if read is None or read.confidence < LEAST_CONFIDENCE:
        # What no rule closes may be text; its role is found with that of other lines.
        return FoundTable(caption, number, taken if region.is_closed else (), None)
    notes = [strip.text for strip in (*read.notes, *region.notes)]
    footnote = join_lines(notes, words)
    grid = Grid(
        caption.label,
        read.cells,
        caption=join_lines([line.text for line in caption.lines], words),
        footnote=footnote,
        abbreviations=tuple(find_abbreviations(footnote)) or parse_abbreviations(footnote),
        confidence=read.confidence,
    )
    small = [strip.baseline for strip in (*read.notes, *region.notes)]
    below = tuple(line for line in taken if small and line.baseline < max(small) + 1)
    return FoundTable(caption, number, taken, grid, below)


def _in_strips(line: Line, region: Region, strips: Sequence[Strip]) -> bool:
    middle = (line.left + line.right) / 2
    top, bottom = strips[0].baseline + line.size, strips[-1].baseline - 0.8 * line.size
    return region.left - 4 < middle < region.right + 4 and bottom < line.baseline < top


def _find_first_part(found: Sequence[FoundTable], table: FoundTable) -> int | None:
    """Find the table that a caption with its label, saying so or the same, goes on with."""
    text = " ".join(line.text for line in table.caption.lines)
    rest = text[len(table.caption.label) :]
    for i in range(len(found) - 1, -1, -1):
        other = found[i]
        if other.is_continued or other.caption.label.lower() != table.caption.label.lower():
            continue
        continues = CONTINUED.fullmatch(rest.strip()) is not None
        return i if continues or table.page > other.page else None
    return None


def _put_together(found: list[FoundTable], place: int, table: FoundTable) -> Iterator[FoundTable]:
    """Put the rows of a later part below those of the first, without the head again."""
    first, more = found[place].grid, table.grid
    if first is None or more is None:
        return
    n_rows = 1 + max(cell.row for cell in first.cells)
    head = {cell.text for cell in more.cells if cell.is_header}
    n_head = 1 + max((cell.row for cell in more.cells if cell.is_header), default=-1)
    is_repeated = head <= {cell.text for cell in first.cells if cell.is_header}
    n_skipped = n_head if is_repeated else 0
    cells = [
        structs.replace(cell, row=cell.row + n_rows - n_skipped)
        for cell in more.cells
        if cell.row >= n_skipped
    ]
    grid = structs.replace(
        first,
        cells=(*first.cells, *cells),
        footnote=" ".join(filter(None, [first.footnote, more.footnote])),
        abbreviations=(*first.abbreviations, *more.abbreviations),
        confidence=min(first.confidence, more.confidence),
    )
    found[place] = structs.replace(found[place], grid=grid)
    from_top = sorted(table.taken, key=lambda line: -line.baseline)
    printed = {word for text in head for word in text.split()}
    repeated = tuple(takewhile(lambda line: printed.issuperset(line.text.split()), from_top))
    repeated = repeated if is_repeated else ()
    yield structs.replace(table, grid=None, is_continued=True, repeated=repeated)
