"""A table that lost its layout in plain text -> a Grid.

Text taken from a PDF gives a table as words: the cells one after the other, or the lines
of all cells of a row one after the other. The header says what each column holds; both
readings are tried and the one whose cells look more like their columns is kept.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from exominer.ingest.blocks import Grid
from exominer.ingest.flattened_footnote import find_footnote, find_stop
from exominer.ingest.flattened_header import FlatHeader, find_header
from exominer.ingest.flattened_lines import deal_lines
from exominer.ingest.flattened_rows import Words, build_cells, split_stacked_row
from exominer.ingest.flattened_scores import score_cell
from exominer.ingest.flattened_segments import segment_cells
from exominer.ingest.flattened_tokens import FlatToken, count_words, read_tokens
from exominer.table_slots import Slot

_LABEL = re.compile(r"\s*(Tab(?:le|\.)\s*\w{1,5})[.:]?\s*", re.IGNORECASE)
_CONTINUED = re.compile(
    r"\s*(?:table\s*\w{1,5}\W*)?\(?\s*(?:cont(?:inued|['’]d|\.))\W*.*", re.IGNORECASE
)
_MAX_WORDS = 2500
_MIN_QUALITY, _GOOD_QUALITY = 0.35, 1.1
_MISSING_CELL = -4.0
# Lines that run across cells leave more to guess, however well the cells look.
_MOST_ACROSS = 0.75


class _Candidate(Struct, frozen=True):
    rows: tuple[tuple[Words | None, ...], ...]
    end_line: int
    quality: float
    share_clear: float


def parse_flattened_table(caption: str, lines: Sequence[str]) -> tuple[Grid, int] | None:
    """Put a flattened table of claims together again.

    Args:
        caption: The caption line with its label, "Table 2 What vesicles carry".
        lines: The lines that follow, at least to the end of the table and its footnote.

    Returns:
        The grid (its ``confidence`` below 1) and the number of lines it takes, or
        ``None`` where no header is found or the cells don't look like their columns.

    Example:
        >>> lines = ["Cargo Donor cells Effect Ref.", "miR-34c Lung fibroblasts", "",
        ...          "Slows repair of", "DNA breaks", "", "[3]"]
        >>> grid, n_lines = parse_flattened_table("Table 2 Cargo", lines)
        >>> [cell.text for cell in grid.cells if cell.row == 1], n_lines
        (['miR-34c', 'Lung fibroblasts', 'Slows repair of DNA breaks', '[3]'], 7)
    """
    header = find_header(lines)
    if header is None:
        return None
    stop = find_stop(lines, header.end_line)
    footnote = find_footnote(lines[:stop], header.end_line)
    body = _blank_repeated_headers(lines[: footnote.start_line if footnote else stop], header)
    tokens = read_tokens(body, header.end_line)[:_MAX_WORDS]
    best = _choose_reading(tokens, header.slots)
    if best is None:
        return None
    # What stands between the rows and a footnote shows that the footnote is another's.
    note = None if any(line.strip() for line in body[best.end_line :]) else footnote
    label = _LABEL.match(caption)
    rest = caption[label.end() :] if label else caption
    grid = Grid(
        label=label[1] if label else "",
        cells=build_cells(header.cells, best.rows, count_words(lines)),
        caption=" ".join([rest.strip(), *header.caption_lines]).strip(),
        footnote=note.text if note else "",
        abbreviations=note.abbreviations if note else (),
        confidence=round(min(0.95, best.share_clear) * min(1.0, best.quality / _GOOD_QUALITY), 3),
    )
    return grid, note.end_line if note else best.end_line


def _blank_repeated_headers(lines: Sequence[str], header: FlatHeader) -> list[str]:
    """Blank "Table 1 (continued)" and the header lines that follow it on a new page."""
    printed = {line.strip() for line in lines[: header.end_line] if line.strip()}
    kept = list(lines)
    for index in range(header.end_line, len(kept)):
        if _CONTINUED.fullmatch(kept[index]):
            kept[index] = ""
            for below in range(index + 1, min(index + 1 + 2 * header.end_line, len(kept))):
                if kept[below].strip() in printed:
                    kept[below] = ""
                elif kept[below].strip():
                    break
    return kept


def _choose_reading(tokens: Sequence[FlatToken], slots: Sequence[Slot]) -> _Candidate | None:
    """Read cell by cell and line by line; keep the reading whose cells fit better."""
    candidates: list[_Candidate] = []
    if not tokens:
        return None
    if reading := segment_cells(tokens, slots):
        rows = [
            [tuple(tokens[span[0] : span[1]]) if span else None for span in row]
            for row in reading.rows
        ]
        candidates.append(_assess(rows, slots, tokens[reading.end - 1].line + 1))
    if dealt := deal_lines(tokens, slots):
        rows = [[cell or None for cell in row] for row in dealt.rows]
        across = _assess(rows, slots, dealt.end_line)
        sure = min(_MOST_ACROSS, across.share_clear)
        candidates.append(_Candidate(across.rows, across.end_line, across.quality, sure))
    good = [candidate for candidate in candidates if candidate.quality >= _MIN_QUALITY]
    return max(good, key=lambda candidate: candidate.quality, default=None)


def _split(row: Sequence[Words | None], slots: Sequence[Slot]) -> list[list[Words | None]]:
    if any(cell is None for cell in row):
        return [list(row)]
    return split_stacked_row([cell or () for cell in row], slots)


def _assess(
    rows: Sequence[Sequence[Words | None]], slots: Sequence[Slot], end_line: int
) -> _Candidate:
    """Score cells by their words alone, so that readings of both kinds can be compared."""
    cells = [(cell, slot) for row in rows for cell, slot in zip(row, slots, strict=True)]
    scores = [score_cell(cell, slot) if cell else _MISSING_CELL for cell, slot in cells]
    quality = sum(scores) / sum(len(cell) for cell, _ in cells if cell)
    clear = sum(score > 0 for score in scores) / len(scores)
    split = [tuple(part) for row in rows for part in _split(row, slots)]
    return _Candidate(tuple(split), end_line, quality, clear)
