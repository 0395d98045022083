"""The text of a table's effect cell to its effects, without a parse.

Cells are telegraphic ("Depress bcl-2 expression, increase DNA damage in bystander cells"),
so that a parser trained on sentences fails on them; their words of change do not.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from exominer.records import ClaimKind, Direction, Polarity
from exominer.relate.effect_words import EffectWord, WordSort, find_reading

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_BREAK = re.compile(
    r"[;,.\n]\s*(?:and\s+|or\s+|thereby\s+|thus\s+)?|\s+and\s+(?:thereby\s+|thus\s+)?"
    r"|\s+but\s+|\s+to\s+|/"
)
_HEDGE = re.compile(r"\b(?:may|might|possibly|potential(?:ly)?|suggest\w*|likely)\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:no|not|neither|without|failed)\b", re.IGNORECASE)
_RELEASE = re.compile(
    r"\b(?:exosomes?|EVs?|vesicles?|vesicle)\b.{0,12}\b(?:release|secretion|number|production)\b"
    r"|\b(?:release|secretion|number|production)\b.{0,6}\b(?:exosomes?|EVs?|vesicles?)\b",
    re.IGNORECASE,
)
_CAUSED_CHANGE = re.compile(r"^\S+\s+(?:(?:an?|the|in|to)\s+)*(\w+)\s+(?:in|of)\b")
_CIRCUMSTANCE = re.compile(r"\s+(?:via|by|through|in|after|under|upon|following)\s+")
_TAKEN: tuple[WordSort, ...] = (
    "change",
    "grow",
    "cause",
    "protect",
    "target",
    "vague",
    "transfer",
    "uptake",
    "state",
)


TEMPORAL = frozenset({"delayed"})
"""Participles that say when, not how much, before a noun ("delayed damage")."""


class Clause(Struct, frozen=True):
    """One effect of a cell; offsets count from the start of the cell's text."""

    start: int
    end: int
    direction: Direction
    kind: ClaimKind
    polarity: Polarity
    process: str


def split_clauses(text: str) -> list[Clause]:
    """Split an effect cell where a new word of change begins a phrase.

    A piece that has no word of change of its own belongs to the one before it ("enhance
    migration, invasion and survival" is one clause). A cell without any such word is one
    clause of direction "none".

    Example:
        >>> cell = "Lower survival, induce autophagy and apoptosis"
        >>> [(cell[c.start : c.end], c.direction) for c in split_clauses(cell)]
        [('Lower survival', 'decrease'), ('induce autophagy and apoptosis', 'increase')]
    """
    starts = [start for start, reading in _piece_starts(text) if reading is not None or start == 0]
    starts = starts or [len(text) - len(text.lstrip())]
    bounds = [*starts, len(text)]
    clauses = []
    for start, end in pairwise(bounds):
        phrase = text[start:end]
        kept = re.sub(r"(?:[\s;,./]|\b(?:and|or|but|to|thereby|thus)\b)+$", "", phrase)
        if kept:
            clauses.append(_read_clause(text, start, start + len(kept)))
    return clauses


def _piece_starts(text: str) -> Iterator[tuple[int, EffectWord | None]]:
    yield 0, _leading_change(text)
    for match in _BREAK.finditer(text):
        yield match.end(), _leading_change(text[match.end() :])


def _leading_change(piece: str) -> EffectWord | None:
    """The verb or noun of change that begins a piece, an adverb before it allowed."""
    words = _WORD.findall(piece)[:2]
    if len(words) == 2 and words[0].lower().endswith("ly"):
        words = words[1:]
    return _reading(words[0].lower()) if words else None


def _reading(form: str) -> EffectWord | None:
    if form in TEMPORAL:
        return None
    verb = find_reading(form, "verb", *_TAKEN)
    if verb is not None and not form.endswith("ion"):
        return verb
    return find_reading(form, "noun", "change", "vague") or find_reading(form, "adjective", "state")


def _read_clause(text: str, start: int, end: int) -> Clause:
    phrase = text[start:end]
    readings = [r for word in _WORD.findall(phrase) if (r := _reading(word.lower())) is not None]
    direction: Direction = readings[0].direction if readings else "none"
    if readings and readings[0].sort in {"cause", "vague"}:
        caused = _CAUSED_CHANGE.search(phrase)
        noun = find_reading(caused[1].lower(), "noun", "change") if caused else None
        direction = noun.direction if noun is not None else direction
    polarity: Polarity = "asserted"
    if _DENIAL.search(phrase):
        polarity, direction = "negated", "none"
    elif _HEDGE.search(phrase):
        polarity = "speculative"
    only_change = len(_WORD.findall(phrase)) <= 1 and bool(readings)
    kind: ClaimKind = "release" if _RELEASE.search(phrase) else "function"
    process = _CIRCUMSTANCE.split(phrase)[0].strip()
    leading = _WORD.match(process)
    if leading is not None and _reading(leading.group().lower()) is not None:
        process = re.sub(r"^\s*(?:of|in)\s+", "", process[leading.end() :]).strip()
    claimed: ClaimKind = "cargo_change" if only_change else kind
    return Clause(start, end, direction, claimed, polarity, process)
