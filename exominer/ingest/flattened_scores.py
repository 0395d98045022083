"""What speaks for words being a cell of a column, or for a border between two of them.

Scores are natural logarithms of ratios, so that they can be summed: 0 is neutral.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from exominer.ingest.flattened_tokens import BLANK, FlatToken
from exominer.table_slots import Slot
from exominer.table_words import classify_word, find_rates, is_reference

Floats = npt.NDArray[np.float64]

MAX_CELL_WORDS = 90
DANGLING = -5.0
"""The score of a cell that ends or begins in the middle of a phrase."""

_MAX_REFERENCE_WORDS = 14
_REFERENCE_FOUND = 4.0
_REST, _REST_WORD = -4.0, -0.25
_TYPICAL_WORDS: dict[Slot, float] = {"effect": 9.0, "pathway": 2.5, "species": 1.2}
_TYPICAL_ELSEWHERE = 3.5
_FIXED_PHRASE = re.compile(
    r"in vi(?:tro|vo)|et al.*|[\d.,]+ [cm]?Gy.*|[TB] (?:cell|lympho).*", re.IGNORECASE
)


def score_split(before: str, after: str) -> float:
    """Say how ill two words of a fixed phrase are taken apart; 0 for any others.

    Example:
        >>> score_split("2", "Gy") < 0, score_split("cells", "Gy")
        (True, 0.0)
    """
    return DANGLING if _FIXED_PHRASE.fullmatch(f"{before} {after}") else 0.0


def score_border(before: str, after: str) -> float:
    """Say how well one cell can end and the next begin between two words.

    Example:
        >>> score_border("cells", "Slow") > 0 > score_border("repair", "of")
        True
    """
    score = score_split(before, after)
    if before[-1] in ",-/(:–&+" and len(before) > 1:
        score += DANGLING
    if classify_word(before) in ("function", "conjunction"):
        score += DANGLING
    if after[0] in ")],;/" or (
        after[0].islower() and classify_word(after) in ("function", "conjunction")
    ):
        score += DANGLING
    if after[0].isupper():
        score += 1.0 if after[1:].islower() else 0.4
    elif after[0].islower():
        score -= 0.5
    if before[-1] in ".]" or classify_word(before) == "placeholder":
        score += 0.7
    return score


def score_start(word: str, slot: Slot) -> float:
    """Say how likely a cell of a slot begins with a word, against any word of it."""
    word_class = classify_word(word)
    if slot == "effect":
        if word_class == "verb":
            return 2.5 if word[0].isupper() else 1.5
        return 0.8 if word[0].isupper() else -0.8
    if slot in ("dose", "radiation"):
        return 0.8 if word_class in ("number", "radiation", "placeholder") else -1.0
    return -2.0 if word_class == "verb" else 0.0


def score_end(word: str, slot: Slot) -> float:
    """Say how likely a cell of a slot ends with a word, against any word of it."""
    if slot in ("cell", "donor", "recipient"):
        return {"cell_head": 0.8, "symbol": 0.2}.get(classify_word(word), -0.3)
    if slot in ("dose", "radiation"):
        return 0.5 if classify_word(word) in ("unit", "radiation", "placeholder") else -0.5
    return 0.5 if slot == "effect" and word[-1] == "." else 0.0


def score_lengths(slot: Slot) -> Floats:
    """Give the score of a cell of each number of words, from 0."""
    typical = _TYPICAL_WORDS.get(slot, _TYPICAL_ELSEWHERE)
    n_words = np.maximum(np.arange(MAX_CELL_WORDS + 1), 0.5)
    spread: Floats = np.log(n_words / typical) / 0.9
    return -0.5 * spread**2


def find_references(tokens: Sequence[FlatToken]) -> dict[tuple[int, int], float]:
    """Score every stretch that reads as citations and nothing else."""
    found: dict[tuple[int, int], float] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _MAX_REFERENCE_WORDS, len(tokens)) + 1):
            if end > start + 1 and tokens[end - 1].gap == BLANK:
                break
            text = " ".join(token.text for token in tokens[start:end])
            if is_reference(text):
                # A bare number, or a name and a year, might as well be something else.
                sure = _REFERENCE_FOUND if text[0] in "[(" or "et al" in text else 0.0
                found[start, end] = sure + 0.1 * (end - start)
    return found


def score_cell(cell: Sequence[FlatToken], slot: Slot) -> float:
    """Sum up what speaks for a cell in its column against it in a column of anything."""
    words = [token.text for token in cell]
    text = " ".join(words)
    if slot == "reference":
        return _REFERENCE_FOUND if is_reference(text) else -_REFERENCE_FOUND
    own, background = find_rates(slot), find_rates("other")
    classes = [classify_word(word) for word in words]
    score = sum(own[name] - background[name] for name in classes)
    score += score_start(words[0], slot) + score_end(words[-1], slot)
    score += float(score_lengths(slot)[min(len(words), MAX_CELL_WORDS)])
    score += min(0.0, score_border(words[-1], "X")) + min(0.0, score_border("x", words[0]))
    score += DANGLING * sum(name == "citation" for name in classes)
    unbalanced = text.count("(") != text.count(")")
    return score + DANGLING * unbalanced


def score_rest(tokens: Sequence[FlatToken]) -> float:
    """Score words that are left to the text below the table: a little worse than effects."""
    rates = find_rates("effect")
    words = sum(rates[classify_word(token.text)] + _REST_WORD for token in tokens)
    return words + _REST if tokens else 0.0
