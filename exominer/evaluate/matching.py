"""Two spellings of a name, or two wordings of an effect, to whether they mean the same.

The rules are those of the public scorer of claims, so that figures can be compared:
names agree when one holds the other without cutting a number, effects when enough of
their content words are shared.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from exominer.records import CargoItem, CellItem

Spellings = tuple[str, ...]
"""The spellings of one item: a cargo as printed and its normalised name, say."""

SameName = Callable[[str, str], bool]
"""Called with the gold name first."""

MIN_DICE = 0.5
MAX_LENGTH_RATIO = 3
"""A phrase that holds another counts only up to this many times its content words."""

_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "κ": "kappa", "μ": "mu", "µ": "mu", "ζ": "zeta"}
)
_LINE_END_HYPHEN = re.compile(r"[-‐‑–]\s*\n\s*")
_NOT_A_WORD = re.compile(r"[^a-z0-9+]+")
_SPECIES_PREFIX = re.compile(r"^(?:hsa|mmu|rno)")
_GENERIC_CELL = re.compile(r"\s*\bcells?(?: lines?)?$")
_SUFFIX = re.compile(r"(?<=[a-z0-9+]{4})(?:ations?|ingly|ings?|edly|ed|ies|es|s|ion|al)$")
_EMPTY_WORD = re.compile(
    r"the|an?|of|in|to|and|or|by|with|for|from|into|on|via|as|at|is|are|was|were|be|been|its"
    r"|their|this|that|these|than|more|most|less|both|not|no|did|does|do|can|may|might|could"
    r"|also|cells?"
)


@lru_cache(maxsize=65536)
def normalise_phrase(text: str) -> str:
    """Lower case, Greek letters written out, line-end hyphens joined, words split by a space.

    Example:
        >>> normalise_phrase("IFN-γ in tumour cells")
        'ifn gamma in tumor cells'
    """
    joined = _LINE_END_HYPHEN.sub("", text.translate(_GREEK))
    return _NOT_A_WORD.sub(" ", joined.lower().replace("tumour", "tumor")).strip()


@lru_cache(maxsize=65536)
def content_words(phrase: str) -> frozenset[str]:
    """Stems of the words that say something; single letters are left out.

    Example:
        >>> sorted(content_words("raised the levels of DNA damage"))
        ['damage', 'dna', 'level', 'rais']
    """
    words = normalise_phrase(phrase).split()
    return frozenset(
        _SUFFIX.sub("", word) for word in words if len(word) > 1 and not _EMPTY_WORD.fullmatch(word)
    )


def phrase_similarity(gold: str, predicted: str) -> float:
    """Dice coefficient of the content words where the phrases agree, else 0.

    They agree from a Dice of 0.5, or when one holds all words of the other and is at most
    three times as long.

    Example:
        >>> phrase_similarity("DNA damage", "induced DNA damage")
        0.8
        >>> phrase_similarity("DNA damage", "cell migration")
        0.0
    """
    words, others = content_words(gold), content_words(predicted)
    shorter, longer = sorted((len(words), len(others)))
    if not shorter:
        return 0.0
    n_shared = len(words & others)
    dice = 2 * n_shared / (shorter + longer)
    held = n_shared == shorter and longer <= MAX_LENGTH_RATIO * shorter
    return dice if dice >= MIN_DICE or held else 0.0


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What is left of a name without spaces, hyphens, species prefix and plural s.

    Example:
        >>> name_key("hsa-miR-21-5p") == name_key("miR 21-5p")
        True
    """
    return _SPECIES_PREFIX.sub("", normalise_phrase(name).replace(" ", "")).removesuffix("s")


def names_equal(one: str, other: str) -> bool:
    """Whether two names are the same after normalising; a closing "cells" says nothing.

    Example:
        >>> names_equal("MCF-7 cells", "MCF7"), names_equal("miR-21", "miR-210")
        (True, False)
    """
    keys = [name_key(_GENERIC_CELL.sub("", normalise_phrase(name))) for name in (one, other)]
    return bool(keys[0]) and keys[0] == keys[1]


def names_overlap(one: str, other: str) -> bool:
    """Whether two names are equal or one holds the other, without cutting a number.

    The longer name may be at most three times the shorter and 12 characters, and the word
    "RNA" at the end of a name (miRNA, lncRNA) is not the name RNA.

    Example:
        >>> names_overlap("MRC5", "lung fibroblast MRC-5 cells")
        True
        >>> names_overlap("miR-21", "miR-210")
        False
    """
    shorter, longer = sorted((name_key(one), name_key(other)), key=len)
    if not shorter or shorter == longer:
        return bool(shorter)
    at = longer.find(shorter)
    if at < 0 or len(shorter) < 3 or len(longer) > 3 * len(shorter) + 12:
        return False
    after = longer[at + len(shorter) :]
    cuts_a_number = shorter[-1].isdigit() and after[:1].isdigit()
    return not cuts_a_number and not (shorter == "rna" and at > 0)


def name_is_held(gold: str, predicted: str) -> bool:
    """Whether the predicted name is the gold name or holds it, see ``names_overlap``.

    A predicted name that the gold name holds says less than the gold: "tumour cells" is not
    "melanoma tumour cells".

    Example:
        >>> name_is_held("MRC-5", "irradiated MRC-5 cells")
        True
        >>> name_is_held("lung fibroblasts", "fibroblasts")
        False
    """
    return len(name_key(gold)) <= len(name_key(predicted)) and names_overlap(gold, predicted)


def same_item(one: Spellings, other: Spellings, same: SameName) -> bool:
    """Whether any spelling of one item is the same name as any spelling of the other."""
    return any(same(name, candidate) for name in one for candidate in other)


def items_agree(
    gold: Sequence[Spellings], predicted: Sequence[Spellings], same: SameName = names_overlap
) -> bool:
    """Whether a predicted item is a gold item, and at least half of the predicted ones are.

    Example:
        >>> gold = [("ANXA1", "Annexin A1"), ("FN1",)]
        >>> items_agree(gold, [("annexin A1",), ("CD9",)])
        True
        >>> items_agree(gold, [("annexin A1",), ("CD9",), ("CD63",)])
        False
    """
    n_right = sum(any(same_item(item, given, same) for item in gold) for given in predicted)
    return n_right > 0 and 2 * n_right >= len(predicted)


def spellings(items: Sequence[CargoItem | CellItem]) -> tuple[Spellings, ...]:
    """The text and, where it has one, the name of each cargo or cell."""
    found = (tuple(name for name in (item.text, item.name) if name) for item in items)
    return tuple(item for item in found if item)
