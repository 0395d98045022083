"""What every reader gives and ``build`` turns into a Document: blocks in reading order."""

from typing import Literal

from msgspec import Struct

from exominer.dropped import DropReason
from exominer.records import LineBox, SectionKind

BlockKind = Literal["title", "heading", "paragraph", "caption", "table", "dropped"]


class Marker(Struct, frozen=True):
    """A citation inside a block's text that the source marks up (an xref, a superscript)."""

    start: int
    end: int
    numbers: tuple[int, ...]


class GridCell(Struct, frozen=True):
    """A cell of a table before it has offsets; spans count rows and columns, from 1."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    box: LineBox | None = None


class Grid(Struct, frozen=True):
    """A table's cells in row order with what belongs to it; see ``records.Table``."""

    label: str
    cells: tuple[GridCell, ...]
    caption: str = ""
    footnote: str = ""
    abbreviations: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0


class Block(Struct, frozen=True):
    """One paragraph, heading, caption, table or dropped piece (running head, page number).

    A table block has a ``grid`` and no text. ``section`` is the kind of section that a
    heading opens, or that a block belongs to by itself, where the source says so; ``None``
    leaves it to the words of the heading. ``page`` counts from 1. ``reason`` says why a
    dropped piece is one. ``boxes`` are the printed lines of the text, with offsets into it,
    or of a table's caption.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    section: SectionKind | None = None
    grid: Grid | None = None
    markers: tuple[Marker, ...] = ()
    reason: DropReason = "furniture"
    boxes: tuple[LineBox, ...] = ()
