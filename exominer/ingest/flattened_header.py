"""The first lines of a flattened table -> its header cells."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from msgspec import Struct

from exominer.ingest.flattened_tokens import BLANK, NEWLINE, SPACE, FlatToken, read_tokens
from exominer.table_slots import Slot, match_header

_MAX_WORDS = 30
_MAX_CELL_WORDS = 7
_BEAM = 20
_MIN_COLUMNS, _MAX_COLUMNS = 3, 8
_MIN_SCORE = 4.0


class FlatHeader(Struct, frozen=True):
    """Header cells with their slots; the header takes the lines before ``end_line``.

    ``caption_lines`` stood before the header and go on with the caption.
    """

    cells: tuple[str, ...]
    slots: tuple[Slot, ...]
    end_line: int
    score: float
    caption_lines: tuple[str, ...] = ()


class _Partial(Struct, frozen=True):
    cells: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    score: float = 0.0


def find_header(lines: Sequence[str]) -> FlatHeader | None:
    """Find the header cells among the first lines, by the words that headers use.

    Args:
        lines: The lines after the caption line; up to three of them may still belong to
            the caption.

    Example:
        >>> header = find_header(["", "Donor cells Exosomal cargo Effect Ref.", "", "Lung cells"])
        >>> header.cells
        ('Donor cells', 'Exosomal cargo', 'Effect', 'Ref.')
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    candidates: list[FlatHeader] = []
    for n_skipped, start in enumerate(filled[:4]):
        skipped = tuple(lines[index].strip() for index in filled[:n_skipped])
        tokens = read_tokens(lines, start)[:_MAX_WORDS]
        found = [*_segment_in_order(tokens), *_segment_across_lines(tokens)]
        candidates += [
            FlatHeader(cells.cells, cells.slots, end_line, cells.score - 1.5 * n_skipped, skipped)
            for cells, end_line in found
        ]
    good = [candidate for candidate in candidates if _is_header(candidate)]
    return max(good, key=lambda candidate: candidate.score, default=None)


def _is_header(candidate: FlatHeader) -> bool:
    n_known = sum(match_header(cell) is not None for cell in candidate.cells)
    return (
        _MIN_COLUMNS <= len(candidate.cells) <= _MAX_COLUMNS
        and candidate.score >= _MIN_SCORE
        and n_known >= max(2, len(candidate.cells) - 2)
    )


def _segment_in_order(tokens: Sequence[FlatToken]) -> Iterator[tuple[_Partial, int]]:
    """Cells one after the other; yields the best segmentation for every line end."""
    beams: list[list[_Partial]] = [[_Partial()]]
    for end in range(1, len(tokens) + 1):
        grown: list[_Partial] = []
        for start in range(max(0, end - _MAX_CELL_WORDS), end):
            cell = _read_cell(tokens[start:end], tokens[start].gap if start else BLANK)
            grown += [_append(partial, cell) for partial in beams[start]]
        beams.append(sorted(grown, key=lambda partial: -partial.score)[:_BEAM])
        following = tokens[end].gap if end < len(tokens) else NEWLINE
        if following != SPACE:
            best = beams[-1][0]
            bonus = 0.5 if following == BLANK else 0.0
            yield _Partial(best.cells, best.slots, best.score + bonus), tokens[end - 1].line + 1


def _read_cell(words: Sequence[FlatToken], gap: int) -> _Partial:
    """Score a header cell by itself and by how it stands on the lines."""
    text = " ".join(token.text for token in words)
    slot, score = _score_header_cell(text)
    score += {SPACE: 0.0, NEWLINE: 0.4, BLANK: 0.8}[gap]
    score -= sum({SPACE: 0.0, NEWLINE: 0.6, BLANK: 2.5}[token.gap] for token in words[1:])
    if text[:1].islower() and not text.startswith(("mi", "lnc", "circ")):
        score -= 2.0
    return _Partial((text,), (slot,), score)


def _append(partial: _Partial, cell: _Partial) -> _Partial:
    slot = cell.slots[0]
    score = partial.score + cell.score - _cost_of_repeat(slot, partial.slots)
    return _Partial((*partial.cells, *cell.cells), (*partial.slots, slot), score)


def _score_header_cell(text: str) -> tuple[Slot, float]:
    match = match_header(text)
    n_words = len(text.split())
    if match is None:
        return "other", -2.0 - n_words
    n_explained = n_words - match.n_unknown - match.n_loose
    score = 2.5 * n_explained - 1.0 - 3.0 * match.n_unknown - 0.3 * match.n_loose
    return match.slot, score


def _cost_of_repeat(slot: Slot, earlier: Sequence[Slot]) -> float:
    """Year and author, cell line and tumour, effect and outcome do stand side by side."""
    if slot not in earlier or slot == "other":
        return 0.0
    return 1.5 if slot in ("effect", "cell", "reference") else 4.0


def _segment_across_lines(tokens: Sequence[FlatToken]) -> Iterator[tuple[_Partial, int]]:
    """Cells side by side, wrapped: "Source of Exosomal Effect" above "exosomes cargo"."""
    lines = sorted({token.line for token in tokens})
    if len(lines) < 3:
        return
    first, second = ([t for t in tokens if t.line == line] for line in lines[:2])
    if second[0].gap == BLANK or not 3 <= len(first) <= 12 or len(second) > 8:
        return
    starts = [i for i in range(1, len(first)) if first[i].text[:1].isupper()]
    n_most = min(len(starts), _MAX_COLUMNS - 1)
    best = _Partial(score=-99.0)
    for n_cuts in range(_MIN_COLUMNS - 1, n_most + 1):
        for cuts in combinations(starts, n_cuts):
            upper = _cut(first, cuts)
            for cells in _lay_under(upper, second):
                best = max(best, _score_header(cells), key=lambda partial: partial.score)
    third = next(token for token in tokens if token.line == lines[2])
    # Reading across is the rarer layout: in order wins where both explain the words.
    bonus = 0.0 if third.gap == BLANK else -0.5
    yield _Partial(best.cells, best.slots, best.score + bonus), second[0].line + 1


def _cut(tokens: Sequence[FlatToken], cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, len(tokens)]
    return [" ".join(token.text for token in tokens[start:end]) for start, end in pairwise(edges)]


def _lay_under(upper: Sequence[str], lower: Sequence[FlatToken]) -> Iterator[list[str]]:
    """Every way to set the words of the second line under columns of the first."""
    for n_pieces in range(1, min(len(upper), len(lower)) + 1):
        for cuts in combinations(range(1, len(lower)), n_pieces - 1):
            pieces = _cut(lower, cuts)
            for columns in combinations(range(len(upper)), n_pieces):
                cells = list(upper)
                for column, piece in zip(columns, pieces, strict=True):
                    cells[column] = f"{cells[column]} {piece}"
                yield cells


def _score_header(cells: Sequence[str]) -> _Partial:
    whole = _Partial()
    for cell in cells:
        slot, score = _score_header_cell(cell)
        whole = _append(whole, _Partial((cell,), (slot,), score))
    return whole
