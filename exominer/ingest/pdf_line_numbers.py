"""Characters of a page of a numbered manuscript -> those of the text, and the numbers."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct, structs

from exominer.ingest.pdf_characters import Character, PageCharacters

LEAST_NUMBERS = 8
STEPS = (1, 5)
"""Every line is numbered, or every fifth."""

LEAST_IN_STEP = 0.8
LEAST_COUNTED = 0.6
"""The share of a page's lines that its numbers count; those of references count entries."""

MOST_DIGITS = 4


class _Number(Struct, frozen=True):
    """A number that opens a line: its characters are those from ``start`` to ``end``."""

    value: int
    start: int
    end: int
    left: float
    right: float


def drop_line_numbers(page: PageCharacters) -> tuple[PageCharacters, tuple[str, ...]]:
    """Take off the numbers that count the lines at the left of a page; give them besides.

    They grow by one step from line to line, stand in one column, and all other text is on
    their right. On any other page nothing is taken.
    """
    numbers = list(_opening_numbers(page.characters))
    step = _find_step(numbers) if len(numbers) >= LEAST_NUMBERS else None
    if step is None:
        return page, ()
    edge = median(number.right for number in numbers)
    aligned = [number for number in numbers if abs(number.right - edge) < 3]
    taken = {i for number in aligned for i in range(number.start, number.end)}
    others = [
        character
        for i, character in enumerate(page.characters)
        if i not in taken and not character.text.isspace() and not character.style.turn
    ]
    n_right = sum(character.left > edge for character in others)
    if len(aligned) < LEAST_NUMBERS or n_right < 0.97 * len(others):
        return page, ()
    if len(aligned) * step < LEAST_COUNTED * _count_lines(others):
        return page, ()
    kept = tuple(c for i, c in enumerate(page.characters) if i not in taken)
    dropped = tuple(str(number.value) for number in aligned)
    return structs.replace(page, characters=kept), dropped


def _opening_numbers(characters: Sequence[Character]) -> Iterator[_Number]:
    """Give the numbers that stand at the beginning of lines, apart from what follows."""
    for start, character in enumerate(characters):
        if not character.text.isdecimal():
            continue
        if start and not _begins_line(characters[start - 1], character):
            continue
        end = start
        while end < len(characters) and characters[end].text.isdecimal():
            end += 1
        if end - start <= MOST_DIGITS and _stands_apart(characters, end):
            text = "".join(each.text for each in characters[start:end])
            left, right = character.left, characters[end - 1].right
            yield _Number(int(text), start, end, left, right)


def _begins_line(last: Character, character: Character) -> bool:
    """Tell what stands after a line end, or after a space that hides one."""
    if not last.text.isspace():
        return False
    return last.text in "\r\n" or last.left > character.left


def _stands_apart(characters: Sequence[Character], end: int) -> bool:
    last = characters[end - 1]
    for following in characters[end:]:
        if following.text in "\r\n":
            return True
        if not following.text.isspace():
            gap = following.left - last.right
            return gap > 0.6 * last.style.size or gap < -last.style.size
    return True


def _find_step(numbers: Sequence[_Number]) -> int | None:
    steps = [following.value - number.value for number, following in pairwise(numbers)]
    return next((s for s in STEPS if steps.count(s) >= LEAST_IN_STEP * len(steps)), None)


def _count_lines(characters: Sequence[Character]) -> int:
    """Count the heights at which text of full size stands."""
    size = median(character.style.size for character in characters) if characters else 0
    heights = sorted(c.baseline for c in characters if c.style.size > 0.9 * size)
    gaps = (above - below > 0.5 * size for below, above in pairwise(heights))
    return sum(gaps) + bool(heights)
