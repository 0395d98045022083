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
NUMBER: Final = r"(?>\d{1,3}(?:,\d{3})+(?![\d.])|0,\d+(?![\d,])|\d+(?:[.·]\d+)?|(?<![\w.])\.\d+)"
COUNT: Final = rf"(?:\d{{1,3}}|(?i:{'|'.join(COUNT_WORDS)}))"
_PREFIXES: Final = {
    "k": 1000.0, "kilo": 1000.0, "c": 0.01, "centi": 0.01, "m": 0.001, "milli": 0.001,
    "µ": 1e-6, "μ": 1e-6, "micro": 1e-6,
}  # fmt: skip
# The colour is told from the unit by what follows it ("3 gray mice").
GRAY: Final = (
    r"(?:[kcmµμ]?(?:Gy|gy)|GY|C[Gg]E\b|(?:kilo|centi|milli|micro)grays?|[Gg]rays"
    r"|[Gg]ray(?=\W*$|\s?[^\s\w]|\s(?:of|from|in|to|at|by|and|or|for|is|was|were|dose)\b))"
)
WEIGHTED: Final = r"(?:E\b|\s?\(?RBE\)?|[-\s]equivalents?)"
FRACTIONS: Final = r"(?:fractions?|doses?|fx|fr|[Ff])\b"
TIMES: Final = r"\s?[xX×*✕]\s?"

_GY: Final = rf"{GRAY}{WEIGHTED}?"
_VALUE: Final = re.compile(
    rf"(?P<number>{NUMBER}|{'|'.join(COUNT_WORDS)})(?:[\s-]?(?P<unit>{GRAY}))?", re.IGNORECASE
)
_GRAY_WORD: Final = re.compile(r"(?:gy|grays?)$")
_SPREAD: Final = re.compile(rf"\s?±\s?{NUMBER}")
# The first pattern that matches decides which number is a count and what is left as the dose.
_SCHEDULES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "60 Gy in 30 fractions of 2 Gy": the dose per fraction is what follows "of", if printed.
        rf"^{NUMBER}\s?{_GY}\s?(?:in|over|/)\s?(?P<n>{COUNT}|a(?=\ssingle))(?:\s\w+){{0,2}}?\s?{FRACTIONS}"
        r"(?:\sof\s(?P<each>.+))?$",
        rf"^{NUMBER}\s?{_GY}\s(?:in|at)\s(?:fractions\sof\s)?(?P<each>{NUMBER}[\s-]?{_GY}).*$",
        rf"^(?P<n>{COUNT})(?:\s\w+){{0,2}}?\s{FRACTIONS}\sof\s(?P<each>.+)$",
        rf"^(?P<n>{COUNT})(?:\s[a-z]+)?\s(?P<each>{NUMBER}[\s-]?{_GY})\s(?:\w+\s)?{FRACTIONS}$",
        rf"^(?P<n>{COUNT}){TIMES}(?P<each>.+)$",
        rf"^(?P<each>.+?){TIMES}(?P<n>{COUNT})(?!\d).*$",
        rf"^(?P<each>.+?)\s(?:for|on|over)\s(?P<n>{COUNT})\s(?:\w+\s)?(?:days?|fractions?)$",
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
    is_gray = re.search(rf"{GRAY}(?![a-z])", plain) is not None
    for schedule in _SCHEDULES:
        if (match := schedule.match(plain)) is not None:
            parts = match.groupdict()
            values = _values(parts["each"] or "") if is_gray else ()
            return Dose(values, _count(parts.get("n")))
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
    if text is None:
        return None
    return 1 if text == "a" else int(parse_number(text))


def _values(text: str) -> tuple[float, ...]:
    """Gray of each number; a number without a unit has the next unit to its right."""
    values: list[float] = []
    scale = 1.0
    for match in reversed(list(_VALUE.finditer(_SPREAD.sub("", text)))):
        if unit := match["unit"]:
            scale = _PREFIXES.get(_GRAY_WORD.sub("", unit.lower()), 1.0)
        elif not values:
            continue
        values.append(round(parse_number(match["number"]) * scale, 9))
    return tuple(reversed(values))
