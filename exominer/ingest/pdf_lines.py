"""Characters of a page -> lines in the order of the file, with their place and type."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from exominer.ingest.pdf_characters import LINE_END_HYPHEN, Character, PageCharacters, Style

RAISED_SIZE = 0.82
"""A superscript is set smaller than this share of the line's size."""

SAME_SIZE = 0.18
LINE_GAP = 2.2
"""Ems of white space that split what stands at one height: columns, cells."""


LEAST_GUTTER = 0.8
LEAST_ROWS, LEAST_ROW_SHARE = 8, 0.3
"""Lines of a page, and share of them, with a gap at one place where a column begins."""

LETTER_SPACED = re.compile(r"\W*(?:[^\W\d_]\s+){3}(?:\S\s+)+\S\W*")


class Run(Struct, frozen=True):
    """Where a style begins in a line."""

    start: int
    style: Style


class Line(Struct, frozen=True):
    """A line of text in one column.

    ``raised`` are the spans of superscripts; ``left``, ``right`` and ``baseline`` are in
    points, the baseline from the lower edge of the page. A line whose last word goes on
    in the next ends with ``LINE_END_HYPHEN``. ``begins`` is where the text after a run-in
    heading begins, which belongs to a line that begins at ``left``.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    style: Style
    runs: tuple[Run, ...]
    raised: tuple[tuple[int, int], ...] = ()
    begins: float | None = None

    @property
    def size(self) -> float:
        """Give the type size of most characters, in points."""
        return self.style.size


def main_font(line: Line) -> str:
    """Give the font of most characters of a line."""
    counts: Counter[str] = Counter()
    ends = [*(run.start for run in line.runs[1:]), len(line.text)]
    for run, end in zip(line.runs, ends, strict=True):
        counts[run.style.font] += end - run.start
    return counts.most_common(1)[0][0]


def read_lines(page: PageCharacters) -> list[Line]:
    """Split the characters of a page into lines, in stream order.

    A line ends at a line-end hyphen, at a jump up or down that is more than a raised or
    lowered character, or at a gap wider than a space can be. Line ends that pdfium puts
    around superscripts are passed over.
    """
    lines: list[Line] = []
    current: list[Character] = []
    last: Character | None = None
    broken = False
    edge = _find_column_edge(page.characters)
    for character in page.characters:
        if character.text.isspace():
            if character.text in "\r\n":
                broken = True
            elif last is not None:
                current.append(character)
                broken = False
            continue
        if last is not None:
            ends = not _continues_plainly(last, character) and _ends_line(current, last, character)
            if ends or (edge is not None and _enters_column(last, character, edge)):
                lines += _make_line(page.number, current)
                current = []
            elif broken and character.left - last.right > 0.15 * character.style.size:
                current.append(_space(character))
        broken = False
        current.append(character)
        last = character
    return [*lines, *_make_line(page.number, current)]


def _find_column_edge(characters: Sequence[Character]) -> float | None:
    """Find where a second column begins that the file prints line by line with the first.

    Between narrow columns a gap is no wider than a space can be, but many lines have it at
    one place.
    """
    edges: Counter[int] = Counter()
    n_lines = 1
    for i, character in enumerate(characters[1:-1], start=1):
        if not character.text.isspace():
            continue
        last, following = characters[i - 1], characters[i + 1]
        if abs(last.baseline - following.baseline) > last.style.size:
            n_lines += 1
        elif LEAST_GUTTER * last.style.size < following.left - last.right:
            edges[round(following.left)] += 1
    if not edges:
        return None
    edge = max(edges, key=lambda place: edges[place - 1] + edges[place] + edges[place + 1])
    n_there = edges[edge - 1] + edges[edge] + edges[edge + 1]
    return float(edge) if n_there >= max(LEAST_ROWS, LEAST_ROW_SHARE * n_lines) else None


def _enters_column(last: Character, following: Character, edge: float) -> bool:
    if abs(following.left - edge) > 2:
        return False
    return following.left - last.right > LEAST_GUTTER * following.style.size


def _space(before: Character) -> Character:
    return Character(" ", before.left, before.left, before.baseline, before.style)


def _anchor(characters: Sequence[Character]) -> Character:
    """Give the last character of full size, by which a jump is judged."""
    recent = [c for c in characters[-40:] if not c.text.isspace()]
    largest = max(c.style.size for c in recent)
    return next(c for c in reversed(recent) if c.style.size > largest * (1 - SAME_SIZE))


def _ends_line(line: Sequence[Character], last: Character, following: Character) -> bool:
    anchor = _anchor(line)
    size = max(anchor.style.size, following.style.size)
    rise = abs(following.baseline - anchor.baseline)
    same_size = abs(following.style.size - anchor.style.size) <= SAME_SIZE * size
    gap = following.left - last.right
    return (
        last.text == LINE_END_HYPHEN
        or following.style.turn != anchor.style.turn
        or rise > (0.3 if same_size else 0.75) * size
        or gap > LINE_GAP * size
        or following.left < last.left - 2 * size
    )


def _continues_plainly(last: Character, following: Character) -> bool:
    size = last.style.size
    return (
        last.style is following.style
        and last.text != LINE_END_HYPHEN
        and abs(last.baseline - following.baseline) < 0.02 * size
        and -0.5 * size < following.left - last.right < size
    )


def _make_line(page: int, characters: Sequence[Character]) -> Iterator[Line]:
    if LETTER_SPACED.fullmatch("".join(character.text for character in characters)):
        characters = _close_up(characters)
    text = "".join(character.text for character in characters).rstrip()
    # The sign that opens an item of a list has no letter in many symbol fonts.
    text = re.sub("^[\ufffd−](?= )", "•", text)
    # A ring that stands alone is how some fonts print the sign of degrees.
    text = text.replace("\u030aC", "°C")
    kept = characters[: len(text)]
    printed = [character for character in kept if not character.text.isspace()]
    if not printed:
        return
    styles = _count_styles(printed)
    style = max(styles, key=lambda each: (styles[each] * each.size, each.size))
    if text.isupper() and _are_small_capitals(printed):
        style = max(styles, key=lambda each: each.size)
    at_size = printed
    if len(styles) > 1:
        at_size = [c for c in printed if abs(c.style.size - style.size) <= SAME_SIZE * style.size]
    baselines = Counter([character.baseline for character in at_size])
    baseline = round(baselines.most_common(1)[0][0], 1)
    yield Line(
        text,
        page,
        min(character.left for character in printed),
        max(character.right for character in printed),
        baseline,
        style,
        tuple(_runs(kept)),
        tuple(_raised(kept, style.size, baseline)) if len(styles) > 1 else (),
    )


def _count_styles(printed: Sequence[Character]) -> dict[Style, int]:
    """Count characters by style; few stretches are hashed, as neighbours share an object."""
    counts: dict[Style, int] = {}
    for style, stretch in groupby(character.style for character in printed):
        counts[style] = counts.get(style, 0) + len(list(stretch))
    return counts


def _close_up(characters: Sequence[Character]) -> list[Character]:
    """Take the spaces out of words whose letters are spaced, told from the gaps between words."""
    letters = [character for character in characters if not character.text.isspace()]
    gaps = [following.left - last.right for last, following in pairwise(letters)]
    between_letters = sorted(gaps)[len(gaps) // 2]
    closed = [letters[0]]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        if gap > 1.5 * between_letters + 0.05 * letter.style.size:
            closed.append(_space(letter))
        closed.append(letter)
    return closed


def _are_small_capitals(printed: Sequence[Character]) -> bool:
    """Tell capitals of two sizes on one baseline: the larger is the size of the type."""
    largest = max(character.style.size for character in printed)
    small = [c for c in printed if c.style.size < RAISED_SIZE * largest and c.text.isalpha()]
    on_baseline = [c for c in small if abs(c.baseline - printed[0].baseline) < 0.05 * largest]
    return len(printed) > 3 and len(small) == len(on_baseline) > 0.5 * len(printed)


def _runs(characters: Sequence[Character]) -> Iterator[Run]:
    last: Style | None = None
    for i, character in enumerate(characters):
        if character.style is last:
            continue
        if character.style != last and not character.text.isspace():
            yield Run(i, character.style)
            last = character.style


def _raised(
    characters: Sequence[Character], size: float, baseline: float
) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for i, character in enumerate(characters):
        small = character.style.size < RAISED_SIZE * size
        raised = small and 0.1 * size < character.baseline - baseline < 0.75 * size
        if raised and start is None:
            start = i
        elif not raised and start is not None and not character.text.isspace():
            yield _trim(characters, start, i)
            start = None
    if start is not None:
        yield _trim(characters, start, len(characters))


def _trim(characters: Sequence[Character], start: int, end: int) -> tuple[int, int]:
    while characters[end - 1].text.isspace():
        end -= 1
    return start, end
