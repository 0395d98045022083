"""Characters of a page -> words with their places, and strips of words at one height."""

from collections.abc import Iterator, Sequence
from statistics import median

from msgspec import Struct

from exominer.ingest.pdf_characters import LINE_END_HYPHEN, Character, PageCharacters
from exominer.ingest.pdf_lines import RAISED_SIZE


class Word(Struct, frozen=True):
    """Letters without a space between; places in points, as those of ``Character``.

    ``turn`` counts quarter turns, as in ``Style``.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool
    page: int = 1
    turn: int = 0

    @property
    def middle(self) -> float:
        """Give the middle of the word along its line."""
        return (self.left + self.right) / 2


class Strip(Struct, frozen=True):
    """Words that stand at one height, from left to right."""

    words: tuple[Word, ...]
    baseline: float

    @property
    def text(self) -> str:
        """Give the words with a space between."""
        return " ".join(word.text for word in self.words)

    def runs(self, gap: float) -> list[list[Word]]:
        """Split where the white space is wider than ``gap`` points."""
        runs: list[list[Word]] = []
        right = 0.0
        for word in self.words:
            if runs and word.left - right <= gap:
                runs[-1].append(word)
            else:
                runs.append([word])
            right = word.right if len(runs[-1]) == 1 else max(right, word.right)
        return runs


def read_words(page: PageCharacters, turn: int) -> list[Word]:
    """Split the characters of one turn into words; sub- and superscripts stay with theirs."""
    words: list[Word] = []
    current: list[Character] = []
    for character in page.characters:
        if character.style.turn != turn:
            continue
        ended = character.text.isspace() and character.text not in "\r\n"
        if current and (ended or _is_apart(current[-1], character)):
            words += _make_word(current, page.number)
            current = []
        if not character.text.isspace():
            current.append(character)
    return [*words, *_make_word(current, page.number)]


def _is_apart(last: Character, following: Character) -> bool:
    if following.text.isspace():
        return False
    if (following.left, following.baseline) == (last.left, last.baseline):
        return False  # letters of one ligature
    size = max(last.style.size, following.style.size)
    gap = following.left - last.right
    rise = abs(following.baseline - last.baseline)
    return not -0.4 * size < gap < 0.17 * size or rise > 0.6 * size or last.text == LINE_END_HYPHEN


def _make_word(characters: Sequence[Character], page: int) -> Iterator[Word]:
    if characters:
        largest = max(characters, key=lambda character: character.style.size)
        yield Word(
            "".join(character.text for character in characters),
            min(character.left for character in characters),
            max(character.right for character in characters),
            largest.baseline,
            largest.style.size,
            largest.style.is_bold,
            page,
            largest.style.turn,
        )


def group_strips(words: Sequence[Word]) -> list[Strip]:
    """Group words by height, from the top; raised words go with the line they stand in."""
    if not words:
        return []
    typical = median(word.size for word in words)
    full = [word for word in words if word.size >= RAISED_SIZE * typical]
    groups: list[list[Word]] = []
    for word in sorted(full, key=lambda word: (-word.baseline, word.left)):
        if groups and groups[-1][0].baseline - word.baseline <= 0.28 * typical:
            groups[-1].append(word)
        else:
            groups.append([word])
    for word in (word for word in words if word.size < RAISED_SIZE * typical):
        near = [
            group
            for group in groups
            if -0.35 * typical < word.baseline - group[0].baseline < 0.75 * typical
        ]
        if near:
            min(near, key=lambda group: _distance(word, group)).append(word)
        else:
            groups.append([word])
    strips = [
        Strip(tuple(sorted(group, key=lambda word: word.left)), group[0].baseline)
        for group in groups
    ]
    return sorted(strips, key=lambda strip: -strip.baseline)


def _distance(word: Word, group: Sequence[Word]) -> float:
    return min(
        abs(word.left - other.right) + abs(word.baseline - other.baseline) for other in group
    )
