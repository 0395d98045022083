"""Tables in the stream of a PDF's lines: taken out, and put back as pieces of their own."""

from collections.abc import Iterator, Sequence

from exominer.ingest.pdf_chunks import Chunk
from exominer.ingest.pdf_lines import Line
from exominer.ingest.pdf_roles import Piece
from exominer.ingest.pdf_tables import FoundTable


def leave_out_tables(lines: Sequence[Line], tables: Sequence[FoundTable]) -> list[Line]:
    """Give the lines that are in no table, its caption or its notes."""
    taken = {line for table in tables for line in table.lines}
    return [line for line in lines if line not in taken]


def insert_tables(
    pieces: Sequence[Piece], tables: Sequence[FoundTable], lines: Sequence[Line]
) -> list[Piece]:
    """Put captions, and the cells of tables that were not understood, where they stood.

    Args:
        pieces: Of the lines without the tables.
        tables: Those whose lines were left out; others are in the pieces.
        lines: All lines, in stream order.
    """
    order = {id(line): i for i, line in enumerate(lines)}
    waiting = sorted(
        (table for table in tables if table.lines),
        key=lambda table: order[id(table.caption.lines[0])],
    )
    merged: list[Piece] = []
    for piece in pieces:
        place = next((order[id(line)] for line in piece.chunk.lines if id(line) in order), -1)
        while waiting and order[id(waiting[0].caption.lines[0])] < place:
            merged += _table_pieces(waiting.pop(0))
        merged.append(piece)
    for table in waiting:
        merged += _table_pieces(table)
    return merged


def _table_pieces(table: FoundTable) -> Iterator[Piece]:
    yield Piece(Chunk(table.caption.lines), "fragment" if table.is_continued else "caption")
    if table.grid is None and not table.is_continued:
        yield Piece(Chunk(table.taken), "cell")
    if table.repeated:
        yield Piece(Chunk(table.repeated), "fragment")
    if table.notes:
        yield Piece(Chunk(table.notes), "notes")
