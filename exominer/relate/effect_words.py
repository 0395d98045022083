"""Words that say that something changes, and in which direction, from an editable table.

``lexicons/effect_words.tsv`` lists base forms, phrasal verbs with their particle; regular
inflections and British spellings are made here, irregular ones stand in its last column.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct

from exominer.records import Direction

WordSort = Literal[
    "change",
    "grow",
    "cause",
    "protect",
    "target",
    "vague",
    "transfer",
    "release",
    "uptake",
    "part",
    "hold",
    "load",
    "show",
    "mark",
    "state",
]


class EffectWord(Struct, frozen=True):
    """A reading of a word: "rise" is a verb of sort ``grow`` and a noun of sort ``change``."""

    word: str
    pos: Literal["verb", "noun", "adjective"]
    sort: WordSort
    direction: Direction


def inflect_verb(base: str) -> set[str]:
    """Regular forms of a verb, the base form included.

    Example:
        >>> sorted(inflect_verb("raise"))
        ['raise', 'raised', 'raises', 'raising']
    """
    if base.endswith("e"):
        return {base, base + "s", base + "d", base[:-1] + "ing"}
    if base.endswith("y") and base[-2] not in "aeiou":
        return {base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
    plural = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return {base, plural, base + "ed", base + "ing"}


def _spellings(form: str) -> set[str]:
    """American and British spelling of a form."""
    pairs = (("iz", "is"), ("yz", "ys"), ("avor", "avour"), ("eled", "elled"))
    return {form, *(form.replace(us, uk) for us, uk in pairs if us in form)}


@cache
def load_effect_words() -> dict[str, tuple[EffectWord, ...]]:
    """All readings by lower-case form."""
    found: dict[str, list[EffectWord]] = {}
    table = files("exominer.lexicons").joinpath("effect_words.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[1:]:
        word, pos, sort, direction, irregular = line.split("\t")
        reading = EffectWord(word, pos, sort, direction)  # type: ignore[arg-type]
        first, _, particle = word.partition(" ")
        forms = {first, *irregular.split()}
        if pos == "verb":
            forms |= inflect_verb(first)
        elif pos == "noun":
            forms.add(first + "s")
        for form in sorted(set().union(*map(_spellings, forms))):
            found.setdefault(f"{form} {particle}".strip(), []).append(reading)
    return {form: tuple(readings) for form, readings in found.items()}


def find_reading(form: str, pos: str, *sorts: WordSort) -> EffectWord | None:
    """The first reading of a lower-case form with the part of speech and one of the sorts.

    Example:
        >>> find_reading("curbed", "verb").direction
        'decrease'
    """
    for reading in load_effect_words().get(form, ()):
        if reading.pos == pos and (not sorts or reading.sort in sorts):
            return reading
    return None
