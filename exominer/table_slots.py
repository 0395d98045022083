"""The words of a table header -> the slot of a claim that the column fills.

The vocabulary is ``lexicons/table_headers.tsv``, which a person can edit.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from msgspec import Struct

Slot = Literal[
    "cargo",
    "cell",
    "donor",
    "recipient",
    "effect",
    "reference",
    "dose",
    "radiation",
    "isolation",
    "study_model",
    "pathway",
    "species",
    "other",
]

_VESICLE = (
    r"(?:exosom(?:e|es|al)|exos?|s?evs?|small evs?|(?:small )?extracellular vesicles?"
    r"|vesicles?|vesicular|microvesicles?|microparticles?|(?:small )?ev[- ]?s?)"
)
_NOTE_MARK = re.compile(r"[*†‡§¶#]|(?<=\w)[ᵃᵇᶜᵈ¹²³]")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LOOSE = re.compile(r"(?: (?:of|on|in|for|by|from|to|after|upon|with)| ?[/&]| and) ?(\S.*)")


class HeaderMatch(Struct, frozen=True):
    """The slot of a header and how its words came to it.

    ``n_unknown`` words before those that match are not in the vocabulary; ``n_loose``
    words after a preposition, a slash or in brackets were not looked at.
    """

    slot: Slot
    n_unknown: int = 0
    n_loose: int = 0


@cache
def load_header_patterns() -> tuple[tuple[Slot, re.Pattern[str]], ...]:
    """Read the header vocabulary in its order.

    Raises:
        ValueError: If a line names a slot that there is not, or holds no pattern.

    Example:
        >>> load_header_patterns()[0][0]
        'cargo'
    """
    source = files("exominer") / "lexicons" / "table_headers.tsv"
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(
        _parse_entry(line, number)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    )


def _parse_entry(line: str, number: int) -> tuple[Slot, re.Pattern[str]]:
    name, _, pattern = line.partition("\t")
    for slot in get_args(Slot):
        if slot == name and pattern:
            return slot, re.compile(re.sub(r"\bEV\b", _VESICLE, pattern), re.IGNORECASE)
    raise ValueError(f"table_headers.tsv:{number}: expected slot, tab, pattern, found {line!r}.")


@cache
def match_header(header: str) -> HeaderMatch | None:
    """Find the slot of a header cell and how much of it the vocabulary explains.

    The whole header is tried first, then without brackets, then what stands before a
    preposition or slash ("Effect on T cells"), then its last words, since the head of an
    English noun phrase comes last ("Irradiated donor cells").

    Example:
        >>> match_header("Source of exosomes")
        HeaderMatch(slot='donor', n_unknown=0, n_loose=0)
        >>> match_header("Pre-treated recipient cells")
        HeaderMatch(slot='recipient', n_unknown=1, n_loose=0)
    """
    plain = _NOTE_MARK.sub("", header.replace("(s)", "s").replace("’", "'")).lower()
    plain = " ".join(plain.split()).strip(" .:;,")
    bare = " ".join(_BRACKETED.sub(" ", plain).split())
    n_words = len(plain.split())
    for form in (plain, bare, _LOOSE.sub("", bare)):
        if slot := _find_whole(form):
            return HeaderMatch(slot, n_loose=n_words - len(form.split()))
    words = bare.split()
    for start in range(1, len(words)):
        if slot := _find_whole(" ".join(words[start:])):
            return HeaderMatch(slot, n_unknown=start, n_loose=n_words - len(words))
    return None


def find_slot(header: str) -> Slot | None:
    """Find the slot that the words of a header name; ``None`` where they are silent.

    Example:
        >>> find_slot("EV content"), find_slot("Effects on recipient cells"), find_slot("Weekday")
        ('cargo', 'effect', None)
    """
    match = match_header(header)
    return match.slot if match else None


def _find_whole(text: str) -> Slot | None:
    for slot, pattern in load_header_patterns():
        if pattern.fullmatch(text):
            return slot
    return None
