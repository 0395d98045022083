"""The words of a table cell -> how like each slot they are.

A cell is scored as a bag of word classes: ``lexicons/table_words.tsv`` gives the class
of a word, ``_RATES`` how often the words of a slot are of that class.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from exominer.table_slots import Slot

ContentSlot = Literal[
    "cargo", "cell", "effect", "dose", "isolation", "study_model", "pathway", "species", "other"
]

# Words per hundred; set by hand from the kinds of cells that reviews print, not fitted.
_COLUMNS: tuple[ContentSlot, ...] = (
    "cargo",
    "cell",
    "effect",
    "dose",
    "isolation",
    "study_model",
    "pathway",
    "species",
    "other",
)
_RATES = {
    #              cargo cell effect dose isol. model path. spec. other
    "placeholder": (1.5, 1.5, 0.10, 3.0, 3.0, 2.0, 3.0, 3.0, 3.0),
    "citation": (0.1, 0.1, 0.10, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3),
    "number": (1.0, 1.0, 0.70, 26.0, 4.0, 3.0, 1.0, 1.0, 8.0),
    "unit": (0.1, 0.1, 0.40, 26.0, 1.0, 1.0, 0.1, 0.1, 3.0),
    "radiation": (0.2, 0.8, 2.00, 22.0, 0.3, 2.0, 0.3, 0.3, 3.0),
    "mirna": (16.0, 0.3, 1.00, 0.1, 0.1, 0.2, 2.0, 0.1, 1.0),
    "molecule": (22.0, 0.3, 3.00, 0.1, 0.6, 0.2, 3.0, 0.1, 2.0),
    "cell_head": (0.4, 32.0, 6.00, 0.2, 0.3, 6.0, 0.3, 1.0, 2.0),
    "cell_mod": (2.0, 27.0, 6.00, 1.0, 1.0, 10.0, 0.5, 3.0, 4.0),
    "species": (0.2, 7.0, 0.80, 0.2, 0.2, 14.0, 0.1, 70.0, 2.0),
    "isolation": (0.2, 0.2, 0.40, 0.5, 66.0, 0.6, 0.1, 0.1, 2.0),
    "model": (0.2, 0.8, 0.90, 0.4, 0.6, 36.0, 0.1, 0.4, 4.0),
    "pathway": (3.0, 0.3, 3.00, 0.2, 0.2, 0.2, 45.0, 0.1, 2.0),
    "function": (1.0, 3.0, 17.00, 4.0, 3.0, 8.0, 2.0, 1.0, 5.0),
    "conjunction": (4.0, 3.0, 4.50, 4.0, 5.0, 4.0, 3.0, 3.0, 4.0),
    "verb": (0.3, 0.3, 10.00, 0.5, 0.3, 0.6, 2.0, 0.2, 3.0),
    "process": (0.8, 0.8, 15.00, 0.6, 0.3, 2.0, 5.0, 0.3, 5.0),
    "symbol": (34.0, 9.0, 3.50, 2.0, 2.0, 1.5, 25.0, 2.0, 8.0),
    "capital": (5.0, 3.5, 2.00, 1.0, 3.0, 2.0, 3.0, 4.0, 12.0),
    "lower": (5.0, 5.0, 23.00, 4.0, 6.0, 8.0, 3.0, 3.0, 25.0),
}
_ALIASES: dict[Slot, ContentSlot] = {
    "cargo": "cargo",
    "cell": "cell",
    "donor": "cell",
    "recipient": "cell",
    "effect": "effect",
    "dose": "dose",
    "radiation": "dose",
    "isolation": "isolation",
    "study_model": "study_model",
    "pathway": "pathway",
    "species": "species",
}
_ENDING = "(e|es|s|ies|y|ed|ied|ing|t|ts|ped|med|led)?"
_TRIM = "()[]{},;:.\"'“”‘’*†‡"
_CITATION = re.compile(
    r"\[[\d\s,;–-]*\d[\],;–-]*|\d+(?:[–,-]\d+)*\][.,;]?|\(\d{1,3}(?:[,–-]\d+)*\)"
)
_SYMBOL = re.compile(r"(?=\S*[A-Z0-9αβγδκ])(?=\S*[A-Z]\S*[A-Z0-9αβγδκ]|[a-z]+\d|\S+[αβγδκ])\S{2,}")
_NAME = r"[A-ZÀ-Þ][\w’'-]+"
_AUTHOR_YEAR = (
    rf"{_NAME}(?: {_NAME}| [A-Z]{{1,2}}\.?)?(?:,? (?:et al\.?,?|(?:and|&) {_NAME}))?,? "
    r"(?:\(?(?:19|20)\d\d[a-z]?\)?|\[\d+\])"
)
_AUTHOR = rf"{_NAME}(?: [A-Z]{{1,2}}\.?)? et al\.?"
_NUMBERS = r"[\[(]?\d{1,3}(?: ?[,–-] ?\d{1,3})*[\])]?"
_DOSE = re.compile(r"\d ?[cmµk]?Gy\b")
_ONE_REFERENCE = (
    rf"(?:{_AUTHOR_YEAR}(?: ?[\[(]\d+[\])])?|{_AUTHOR}|{_NUMBERS}|(?:19|20)\d\d"
    r"|PMID:? ?\d+|[Tt]his (?:study|work))"
)
_REFERENCE = re.compile(rf"\(?{_ONE_REFERENCE}(?:[;,]? ?{_ONE_REFERENCE})*\)?\.?")


@cache
def _load_word_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    source = files("exominer") / "lexicons" / "table_words.tsv"
    lines = source.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line.strip() and not line.startswith("#"))
    return tuple((name, re.compile(regex.replace("{ending}", _ENDING))) for name, regex in pairs)


@cache
def classify_word(word: str) -> str:
    """Name the class of a word, closing punctuation aside.

    Example:
        >>> [classify_word(word) for word in ("miR-34c,", "fibroblasts", "Slows", "[12]", "SOD2")]
        ['mirna', 'cell_head', 'verb', 'citation', 'symbol']
    """
    if _CITATION.fullmatch(word):
        return "citation"
    plain = word.strip(_TRIM) or word
    for name, pattern in _load_word_patterns():
        if pattern.fullmatch(plain):
            return name
    if _SYMBOL.fullmatch(plain):
        return "symbol"
    return "capital" if plain[:1].isupper() else "lower"


@cache
def find_rates(slot: Slot) -> dict[str, float]:
    """Give the natural logarithm of how often a word of a slot is of each class.

    A column whose slot is unknown has the rates of any table text.

    Example:
        >>> find_rates("donor")["cell_head"] > find_rates("cargo")["cell_head"]
        True
    """
    column = _COLUMNS.index(_ALIASES.get(slot, "other"))
    total = sum(rates[column] for rates in _RATES.values())
    return {name: math.log(rates[column] / total) for name, rates in _RATES.items()}


def is_reference(text: str) -> bool:
    """Tell whether a cell is nothing but citations: numbers, or authors with a year.

    Example:
        >>> is_reference("[7, 47]"), is_reference("Okafor et al., 2016"), is_reference("2 Gy")
        (True, True, False)
    """
    return _REFERENCE.fullmatch(text) is not None


def find_likely_slot(cells: Sequence[str]) -> Slot | None:
    """Name the slot that the cells of a column look like; ``None`` where none stands out.

    Example:
        >>> find_likely_slot(["miR-34c", "SOD2 mRNA"]), find_likely_slot(["[3]", "[8]"])
        ('cargo', 'reference')
    """
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return None
    # Bare numbers may count anything: only brackets or names make them citations.
    if (
        sum(is_reference(cell) and re.search(r"\[|[a-z]", cell) is not None for cell in filled)
        > len(filled) / 2
    ):
        return "reference"
    if sum(_DOSE.search(cell) is not None for cell in filled) > len(filled) / 2:
        return "dose"
    candidates: tuple[Slot, ...] = (
        "cargo",
        "cell",
        "effect",
        "isolation",
        "study_model",
        "pathway",
        "species",
    )
    means = {slot: sum(_rate_cell(cell, slot) for cell in filled) for slot in candidates}
    best = max(candidates, key=lambda slot: means[slot])
    return best if means[best] / len(filled) > 0.5 else None


def _rate_cell(text: str, slot: Slot) -> float:
    """Say how much likelier a cell is in a column of a slot than in any other, per word.

    0 is neutral; the unit is the natural logarithm of a ratio.
    """
    classes = [classify_word(word) for word in text.split()]
    background, own = find_rates("other"), find_rates(slot)
    return sum(own[name] - background[name] for name in classes) / len(classes)
