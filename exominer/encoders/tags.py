"""Mentions <-> tags of words: B for the first word of a mention, I for others, O for none."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from exominer.encoders.words import Offsets

Span = tuple[int, int, str]
"""Start, end and label of a mention."""

UNKNOWN: Final = -100
"""The tag of a word of which the gold says nothing; torch's loss passes over it."""

_OUTSIDE: Final = "O"


def name_tags(labels: Iterable[str]) -> tuple[str, ...]:
    """The tags of labels, "O" first.

    Example:
        >>> name_tags(["lipid"])
        ('O', 'B-lipid', 'I-lipid')
    """
    return (_OUTSIDE, *(f"{part}-{label}" for label in labels for part in "BI"))


def tag_words(
    words: Sequence[Offsets], spans: Iterable[Span], tags: Sequence[str]
) -> tuple[list[int], int]:
    """Tag words with indices into ``tags``; return how many spans fit no word borders.

    The words that such a span touches are unknown.

    Example:
        >>> words, tags = [(0, 3), (3, 4), (4, 9)], name_tags(["gene"])
        >>> tag_words(words, [(0, 3, "gene")], tags)
        ([1, 0, 0], 0)
        >>> tag_words(words, [(0, 4, "gene"), (6, 9, "gene")], tags)
        ([1, 2, -100], 1)
    """
    starts = {start: i for i, (start, _) in enumerate(words)}
    ends = {end: i for i, (_, end) in enumerate(words)}
    found = [0] * len(words)
    n_unclear = 0
    # Those that fit come last, so that they count where both touch a word.
    for start, end, label in sorted(spans, key=lambda span: span[0] in starts and span[1] in ends):
        if start in starts and end in ends:
            first, last = starts[start], ends[end]
            found[first] = tags.index(f"B-{label}")
            found[first + 1 : last + 1] = [tags.index(f"I-{label}")] * (last - first)
        else:
            n_unclear += 1
            for i, word in enumerate(words):
                if word[0] < end and start < word[1]:
                    found[i] = UNKNOWN
    return found, n_unclear


def read_spans(
    words: Sequence[Offsets], scores: npt.NDArray[np.float32], tags: Sequence[str]
) -> list[Span]:
    """Find the best sequence of tags in which I follows a B or I of its label, as spans.

    Args:
        words: Offsets of the words, in order.
        scores: A row for each word, a column for each tag; logarithms of probabilities.
        tags: The names of the columns.

    Example:
        >>> scores = np.log([[0.1, 0.3, 0.6], [0.1, 0.1, 0.8], [0.8, 0.1, 0.1]])
        >>> read_spans([(0, 2), (2, 5), (6, 9)], scores, name_tags(["gene"]))
        [(0, 5, 'gene')]
    """
    spans: list[Span] = []
    for word, column in zip(words, _best_path(scores, tags), strict=True):
        part, _, label = tags[column].partition("-")
        if part == "B":
            spans.append((*word, label))
        elif part == "I":
            spans[-1] = spans[-1][0], word[1], label
    return spans


def _best_path(scores: npt.NDArray[np.float32], tags: Sequence[str]) -> list[int]:
    """The columns of the best path that keeps to the order of B and I (Viterbi)."""
    if not len(scores):
        return []
    barred = np.array([[_is_barred(before, tag) for tag in tags] for before in tags])
    steps = np.where(barred, -np.inf, 0.0)
    total = scores[0] + np.array([_is_barred(_OUTSIDE, tag) for tag in tags]) * -1e9
    back: list[npt.NDArray[np.intp]] = []
    for row in scores[1:]:
        ways = total[:, None] + steps
        back.append(ways.argmax(axis=0))
        total = ways.max(axis=0) + row
    path = [int(total.argmax())]
    for choices in reversed(back):
        path.append(int(choices[path[-1]]))
    return path[::-1]


def _is_barred(before: str, tag: str) -> bool:
    return tag.startswith("I-") and before not in (tag, f"B-{tag[2:]}")
