"""A printed dose -> the numbers in it: gray per fraction and how many fractions."""

import re
from typing import Final

from msgspec import Struct

COUNT_WORDS: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
# Atomic, so that no pattern takes the "1" of "1,000" for a number of its own.
NUMBER: Final = r"(?>\d{1,3}(?:,\d{3})+(?![\d.])|0,\d+(?![\d,])|\d+(?:[.·]\d+)?)"
COUNT: Final = rf"(?:\d{{1,3}}|{'|'.join(COUNT_WORDS)})"
# The colour is told from the unit by what follows it ("3 gray mice").
GRAY: Final = (
    r"(?:[kcmµμ]?Gy|GY|gy|grays"
    r"|gray(?=\W*$|\s?[^\s\w]|\s(?:of|from|in|to|at|by|and|or|for|was|were|dose)\b))"
)
FRACTIONS: Final = r"(?:fractions?|doses?|fx|fr|[Ff])\b"
TIMES: Final = r"\s?[x×*✕]\s?"

_SCALE: Final = {"k": 1000.0, "c": 0.01, "m": 0.001, "µ": 1e-6, "μ": 1e-6}
_VALUE: Final = re.compile(
    rf"(?P<number>{NUMBER}|{'|'.join(COUNT_WORDS)})(?:[\s-]?(?P<unit>{GRAY}))?", re.IGNORECASE
)
_SPREAD: Final = re.compile(rf"\s?±\s?{NUMBER}")
# The first pattern that matches decides which number is a count and what is left as the dose.
_SCHEDULES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "60 Gy in 30 fractions of 2 Gy": the dose per fraction is what follows "of", if printed.
        rf"^{NUMBER}\s?{GRAY}\s?(?:in|over|/)\s?(?P<n>{COUNT})(?:\s\w+){{0,2}}?\s?{FRACTIONS}"
        r"(?:\sof\s(?P<each>.+))?$",
        rf"^{NUMBER}\s?{GRAY}\sin\s(?:fractions\sof\s)?(?P<each>{NUMBER}[\s-]?{GRAY}).*$",
        rf"^(?P<n>{COUNT})(?:\s\w+){{0,2}}?\s{FRACTIONS}\sof\s(?P<each>.+)$",
        rf"^(?P<n>{COUNT}){TIMES}(?P<each>.+)$",
        rf"^(?P<each>.+?){TIMES}(?P<n>{COUNT})(?!\d).*$",
        rf"^(?P<each>.+?)\sfor\s(?P<n>{COUNT})\s(?:\w+\s)?(?:days?|fractions?)$",
        r"^(?P<each>.+)$",
    )
)


class Dose(Struct, frozen=True):
    """``dose_gy`` per fraction as printed, in order; the ends of a range are two numbers.

    It is empty for units other than the gray and where only a total over several
    fractions is printed. RBE-weighted gray counts as printed.
    """

    dose_gy: tuple[float, ...] = ()
    fractions: int | None = None


def parse_dose(text: str) -> Dose:
    """Read a dose as printed; totals are never divided and doses never added up.

    Example:
        >>> parse_dose("150 or 275 cGy")
        Dose(dose_gy=(1.5, 2.75), fractions=None)
        >>> parse_dose("5 x 2 Gy")
        Dose(dose_gy=(2.0,), fractions=5)
        >>> parse_dose("30 Gy in 10 fractions")
        Dose(dose_gy=(), fractions=10)
    """
    plain = " ".join(text.split())
    if not re.search(rf"{GRAY}(?![a-z])", plain):
        return Dose()
    for schedule in _SCHEDULES:
        if (match := schedule.match(plain)) is not None:
            parts = match.groupdict()
            return Dose(_values(parts["each"] or ""), _count(parts.get("n")))
    return Dose()


def parse_number(text: str) -> float:
    """Read a printed number: a raised or lower point, commas between thousands, a word.

    Example:
        >>> [parse_number(text) for text in ("1,000", "2·5", "0,5", "ten")]
        [1000.0, 2.5, 0.5, 10.0]
    """
    if text.lower() in COUNT_WORDS:
        return float(COUNT_WORDS[text.lower()])
    decimal_comma = text.startswith("0,")
    return float(text.replace(",", "." if decimal_comma else "").replace("·", "."))


def _count(text: str | None) -> int | None:
    return None if text is None else int(parse_number(text))


def _values(text: str) -> tuple[float, ...]:
    """Gray of each number; a number without a unit has the next unit to its right."""
    values: list[float] = []
    scale = 1.0
    for match in reversed(list(_VALUE.finditer(_SPREAD.sub("", text)))):
        if unit := match["unit"]:
            scale = _SCALE.get(unit[0], 1.0) if len(unit) > 2 and unit[1:] == "Gy" else 1.0
        elif not values:
            continue
        values.append(round(parse_number(match["number"]) * scale, 9))
    return tuple(reversed(values))
