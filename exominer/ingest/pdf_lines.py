"""Characters of a page -> lines in the order of the file, with their place and type."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from exominer.ingest.pdf_characters import LINE_END_HYPHEN, Character, PageCharacters, Style

RAISED_SIZE = 0.82
"""A superscript is set smaller than this share of the line's size."""

SAME_SIZE = 0.18
LINE_GAP = 2.2
"""Ems of white space that split what stands at one height: columns, cells."""


class Run(Struct, frozen=True):
    """Where a style begins in a line."""

    start: int
    style: Style


class Line(Struct, frozen=True):
    """A line of text in one column.

    ``raised`` are the spans of superscripts; ``left``, ``right`` and ``baseline`` are in
    points, the baseline from the lower edge of the page. A line whose last word goes on
    in the next ends with ``LINE_END_HYPHEN``.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    style: Style
    runs: tuple[Run, ...]
    raised: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> float:
        """Give the type size of most characters, in points."""
        return self.style.size


def read_lines(page: PageCharacters) -> list[Line]:
    """Split the characters of a page into lines, in stream order.

    A line ends at a line-end hyphen, at a jump up or down that is more than a raised or
    lowered character, or at a gap wider than a space can be. Line ends that pdfium puts
    around superscripts are passed over.
    """
    lines: list[Line] = []
    current: list[Character] = []
    broken = False
    for character in page.characters:
        if character.text in "\r\n":
            broken = True
            continue
        if current and not character.text.isspace():
            if _ends_line(current, character):
                lines += _make_line(page.number, current)
                current = []
            elif broken and character.left - _last(current).right > 0.15 * character.style.size:
                current.append(_space(character))
        broken = False
        if current or not character.text.isspace():
            current.append(character)
    return [*lines, *_make_line(page.number, current)]


def _last(characters: Sequence[Character]) -> Character:
    return next(c for c in reversed(characters) if not c.text.isspace())


def _space(before: Character) -> Character:
    return Character(" ", before.left, before.left, before.baseline, before.style)


def _anchor(characters: Sequence[Character]) -> Character:
    """Give the last character of full size, by which a jump is judged."""
    recent = [c for c in characters[-40:] if not c.text.isspace()]
    largest = max(c.style.size for c in recent)
    return next(c for c in reversed(recent) if c.style.size > largest * (1 - SAME_SIZE))


def _ends_line(line: Sequence[Character], following: Character) -> bool:
    last = _last(line)
    if _continues_plainly(last, following):
        return False
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
    text = "".join(character.text for character in characters).rstrip()
    # A ring that stands alone is how some fonts print the sign of degrees.
    text = text.replace("\u030aC", "°C")
    kept = characters[: len(text)]
    printed = [character for character in kept if not character.text.isspace()]
    if not printed:
        return
    styles = Counter(character.style for character in printed)
    style = max(styles, key=lambda each: (styles[each] * each.size, each.size))
    at_size = [c for c in printed if abs(c.style.size - style.size) <= SAME_SIZE * style.size]
    baselines = Counter(round(character.baseline, 1) for character in at_size)
    baseline = baselines.most_common(1)[0][0]
    yield Line(
        text,
        page,
        min(character.left for character in printed),
        max(character.right for character in printed),
        baseline,
        style,
        tuple(_runs(kept)),
        tuple(_raised(kept, style.size, baseline)),
    )


def _runs(characters: Sequence[Character]) -> Iterator[Run]:
    last: Style | None = None
    for i, character in enumerate(characters):
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
