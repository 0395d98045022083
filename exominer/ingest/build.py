"""Blocks in reading order to a Document: the text and every layer over it."""

from collections.abc import Sequence

from msgspec import Struct

from exominer.dropped import Dropped
from exominer.ingest.blocks import Block, Grid, Marker
from exominer.ingest.citation_finder import CitationFinder
from exominer.ingest.coverage import count_printed
from exominer.ingest.grids import lay_grid
from exominer.ingest.sections import find_caption_label, find_section_kinds
from exominer.ingest.sentences import cut_sentence, split_sentences
from exominer.line_boxes import shift_boxes
from exominer.records import (
    Cell,
    CitationMark,
    Document,
    DocumentFormat,
    DocumentStatus,
    LineBox,
    Page,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Table,
)

GAP = "\n\n"
"""Between two blocks of the text, a heading and its body too."""


class Source(Struct, frozen=True):
    """Where the blocks come from; the fields go into the Document as they are."""

    document: str
    sha256: str
    format: DocumentFormat
    status: DocumentStatus = "ok"
    reason: str = ""


def build_document(
    blocks: Sequence[Block],
    *,
    source: Source,
    references: tuple[Reference, ...] = (),
    warnings: tuple[str, ...] = (),
    page_characters: Sequence[int] = (),
) -> Document:
    """Join the blocks and lay sections, sentences, tables, citations and pages over them.

    Blocks are separated by an empty line. A running section goes on after a caption or a
    table that interrupts it, so two sections may carry the same title. Blank blocks are
    passed over; dropped ones are kept outside the text, with the place where they stood.

    Args:
        blocks: In reading order, at most one of kind ``title``.
        source: The file's name, hash and format, and a status other than ``ok``.
        references: The reference list, if the reader found one; its numbers bound those that
            a citation in the text can have, its authors and years those by name.
        warnings: What a user should know about this reading.
        page_characters: How many each page of the file holds, white space aside; what a
            page holds and no dropped block of it does was read. Empty where the format
            has no pages.

    Example:
        >>> blocks = [Block("heading", "Results"), Block("paragraph", "It fell [2]. It rose.")]
        >>> built = build_document(blocks, source=Source("a.txt", "", "text"))
        >>> [built.text[s.start : s.end] for s in built.sentences]
        ['It fell [2].', 'It rose.']
        >>> built.sections[0].kind, built.citations[0].numbers
        ('results', (2,))
    """
    kept = [block for block in blocks if block.kind != "dropped" and not _is_blank(block)]
    citations = CitationFinder(kept, references)
    layout = _Layout(citations)
    kinds = iter(_find_kinds(kept))
    for block in blocks:
        if block.kind == "dropped":
            layout.drop(block)
        elif not _is_blank(block):
            layout.add(block, next(kinds))
    return Document(
        document=source.document,
        sha256=source.sha256,
        format=source.format,
        text=layout.text,
        title=next((_clean(block.text) for block in kept if block.kind == "title"), ""),
        status=source.status,
        reason=source.reason,
        sections=tuple(layout.sections),
        sentences=tuple(layout.sentences),
        tables=tuple(layout.tables),
        references=references,
        citations=tuple(layout.citations),
        pages=_lay_pages(layout, page_characters),
        dropped=tuple(layout.dropped),
        warnings=(*warnings, *layout.warnings, *citations.describe_unresolved()),
        line_boxes=tuple(layout.line_boxes),
    )


class _Layout:
    """The text so far, in pieces, and the layers over it."""

    def __init__(self, finder: CitationFinder) -> None:
        self.sections: list[Section] = []
        self.sentences: list[Sentence] = []
        self.tables: list[Table] = []
        self.citations: list[CitationMark] = []
        self.dropped: list[Dropped] = []
        self.line_boxes: list[LineBox] = []
        self.page_starts: dict[int, int] = {}
        self.n_cut = 0
        self.n_characters = 0
        self._pieces: list[str] = []
        self._running: tuple[SectionKind, str] = ("body", "")
        self._finder = finder

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def warnings(self) -> tuple[str, ...]:
        if not self.n_cut:
            return ()
        places = "1 place runs" if self.n_cut == 1 else f"{self.n_cut} places run"
        return (f"{places} on too long for a sentence; what is there was read in pieces",)

    def add(self, block: Block, kind: SectionKind | None) -> None:
        """Append a block; ``kind`` is that of its heading or what the source says of it."""
        if block.grid is not None:
            self._add_table(block, block.grid)
            return
        start, end = self._append(block.text.strip(), page=block.page)
        n_stripped = len(block.text) - len(block.text.lstrip())
        self.line_boxes.extend(shift_boxes(block.boxes, start - n_stripped, end=end))
        self._add_section(block, kind, start, end)
        if block.kind in ("paragraph", "caption") and self.sections[-1].kind != "references":
            self._add_sentences(block, start)

    def drop(self, block: Block) -> None:
        """Keep a block outside the text."""
        if text := block.text.strip():
            self.dropped.append(Dropped(text, block.reason, self.n_characters, block.page))

    def _append(self, text: str, *, page: int | None) -> tuple[int, int]:
        if self._pieces:
            self._pieces.append(GAP)
            self.n_characters += len(GAP)
        start = self.n_characters
        self._pieces.append(text)
        self.n_characters += len(text)
        if page is not None:
            self.page_starts.setdefault(page, start)
        return start, self.n_characters

    def _add_section(self, block: Block, kind: SectionKind | None, start: int, end: int) -> None:
        text = _clean(block.text)
        if block.kind == "heading":
            self._running = (kind or "body", text)
            self.sections.append(Section(*self._running, start, end))
        elif block.kind == "title":
            self.sections.append(Section("title", text, start, end))
        elif block.kind == "caption":
            self.sections.append(Section("caption", find_caption_label(text), start, end))
        else:
            own = self._running if kind in (None, self._running[0]) else (kind, "")
            last = self.sections[-1] if self.sections else None
            if last is not None and (last.kind, last.title) == own:
                self.sections[-1] = Section(*own, last.start, end)
            else:
                self.sections.append(Section(*own, start, end))

    def _add_sentences(self, block: Block, start: int) -> None:
        text = block.text.strip()
        n_stripped = block.text.index(text)
        for sentence in split_sentences(text):
            pieces = cut_sentence(text, *sentence)
            self.n_cut += len(pieces) > 1
            self.sentences.extend(Sentence(start + first, start + last) for first, last in pieces)
        marked = [
            Marker(mark.start - n_stripped, mark.end - n_stripped, mark.numbers)
            for mark in block.markers
        ]
        self._add_citations(self._finder.find(text, marked), start)

    def _add_citations(self, marks: Sequence[tuple[int, int, tuple[int, ...]]], start: int) -> None:
        text = self._pieces[-1]
        self.citations.extend(
            CitationMark(start + first, start + last, text[first:last], numbers)
            for first, last, numbers in marks
        )

    def _add_table(self, printed: Block, grid: Grid) -> None:
        caption_start = caption_end = None
        if caption := _format_caption(grid):
            block = Block("caption", caption, page=printed.page, boxes=printed.boxes)
            self.add(block, None)
            caption_start, caption_end = self.sections[-1].start, self.sections[-1].end
        laid = lay_grid(grid)
        start, end = self._append(laid.text, page=printed.page)
        self.line_boxes.extend(shift_boxes(laid.boxes, start))
        self.sections.append(Section("table", grid.label, start, end))
        if caption_start is None or caption_end is None:
            caption_start = caption_end = start
        self._add_citations(self._finder.find_in_cells(laid.text, laid.cells), start)
        self.tables.append(
            Table(
                table_id=f"T{len(self.tables) + 1}",
                label=grid.label,
                caption_start=caption_start,
                caption_end=caption_end,
                start=start,
                end=end,
                cells=tuple(
                    Cell(
                        cell.row, cell.column, start + cell.start, start + cell.end, cell.is_header
                    )
                    for cell in laid.cells
                ),
                footnote=grid.footnote,
                abbreviations=grid.abbreviations,
                confidence=grid.confidence,
            )
        )


def _is_blank(block: Block) -> bool:
    return not block.text.strip() and (block.grid is None or not block.grid.cells)


def _clean(text: str) -> str:
    return " ".join(text.split())


def _find_kinds(blocks: Sequence[Block]) -> list[SectionKind | None]:
    """Give every heading its kind; other blocks keep what the source says, mostly nothing."""
    headings = [block for block in blocks if block.kind == "heading"]
    kinds = iter(find_section_kinds([(block.text, block.section) for block in headings]))
    return [next(kinds) if block.kind == "heading" else block.section for block in blocks]


def _format_caption(grid: Grid) -> str:
    """Label and caption on one line, as printed; the label alone where that is all."""
    caption = _clean(grid.caption)
    if caption.casefold().startswith(grid.label.casefold()):
        return caption
    return f"{grid.label} {caption}".strip()


def _lay_pages(layout: _Layout, page_characters: Sequence[int]) -> tuple[Page, ...]:
    end = layout.n_characters
    pages = []
    for number in range(len(page_characters), 0, -1):
        start = min(layout.page_starts.get(number, end), end)
        n_dropped = sum(
            count_printed(piece.text) for piece in layout.dropped if piece.page == number
        )
        n_read = page_characters[number - 1] - n_dropped
        pages.append(Page(number, start, end, n_read, n_dropped))
        end = start
    return tuple(reversed(pages))
