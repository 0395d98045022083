"""Lines of flattened text -> words that know where they stood, and words -> cell text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

SPACE, NEWLINE, BLANK = 0, 1, 2
"""What stands before a word: a space, a line end, or a blank line."""

_LINE_END_HYPHENS = "-\u00ad\ufffe"
# Words that are joined by a true hyphen far more often than split by the typesetter.
_HYPHENATED_TAIL = re.compile(
    r"(?:induced|derived|mediated|associated|dependent|related|specific|positive|negative|like"
    r"|resistant|sensitive|free|treated|cell|type|irradiated|regulated|activated|bearing|targeted"
    r"|peptide|ray|rays)\b"
)
_HYPHENATED_HEAD = re.compile(r"(?:.*[A-Z0-9αβγδκ/]|anti|non|pre|post|co|pro|cross|self|up|down)$")


class FlatToken(Struct, frozen=True):
    """A word; ``line`` is the index of its line, ``gap`` what stands before it."""

    text: str
    line: int
    gap: int


def read_tokens(lines: Sequence[str], start_line: int = 0) -> tuple[FlatToken, ...]:
    """Split lines into words.

    Args:
        lines: Lines without their ends; those before ``start_line`` are passed over.
        start_line: Index of the first line to read.

    Example:
        >>> [token.gap for token in read_tokens(["Lung cells", "", "Slow growth", "[3]"])]
        [2, 0, 2, 0, 1]
    """
    tokens: list[FlatToken] = []
    after_blank = True
    for index in range(start_line, len(lines)):
        words = lines[index].split()
        for position, word in enumerate(words):
            first_gap = BLANK if after_blank else NEWLINE
            tokens.append(FlatToken(word, index, SPACE if position else first_gap))
        after_blank = not words
    return tuple(tokens)


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Count the words of a text in lower case, as evidence for line-end hyphens."""
    return Counter(word.strip("()[],;:.").lower() for line in lines for word in line.split())


def join_tokens(tokens: Sequence[FlatToken], vocabulary: Counter[str]) -> str:
    """Put a cell's words together again, its lines joined by a space.

    A hyphen at a line's end stays where the text elsewhere writes the word with it, or
    where one of its halves asks for it ("TGF-", "-induced"); otherwise it goes.

    Example:
        >>> join_tokens(read_tokens(["Slows prolif-", "eration of TGF-", "β"]), Counter())
        'Slows proliferation of TGF-β'
    """
    parts: list[str] = []
    for token in tokens:
        if parts and token.gap != SPACE and parts[-1][-1:] in _LINE_END_HYPHENS:
            parts[-1] = _join_halves(parts[-1], token.text, vocabulary)
        else:
            parts.append(token.text)
    return " ".join(part.replace("\ufffe", "-").replace("\u00ad", "") for part in parts)


def _join_halves(first: str, second: str, vocabulary: Counter[str]) -> str:
    if len(first) == 1:
        return f"{first} {second}"
    head = first[:-1]
    with_hyphen, without = f"{head}-{second}", f"{head}{second}"
    n_with, n_without = (
        vocabulary[form.strip("()[],;:.").lower()] for form in (with_hyphen, without)
    )
    if n_with != n_without:
        return with_hyphen if n_with > n_without else without
    keep = (
        not second[:1].islower()
        or _HYPHENATED_TAIL.match(second)
        or _HYPHENATED_HEAD.fullmatch(head)
    )
    return with_hyphen if keep else without
