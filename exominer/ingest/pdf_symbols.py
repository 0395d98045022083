"""Fonts of symbols that hide their letters, and the units that show where one was missed."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

# Greek letters where typesetting systems put them under Latin ones: in the order of the
# alphabet (Mathematical Pi, as "AdvPSMP" in Springer's files), or by sound (Symbol).
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_BY_ORDER = dict(zip("abcdefghijklmnopqrstuvwx", _GREEK, strict=True))
_BY_SOUND = dict(zip("abgdezhqiklmnxoprstufcyw", _GREEK, strict=True))
_FONTS: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = (
    (re.compile(r"AdvPSMP|Math\w*Pi", re.IGNORECASE), {**_BY_ORDER, "D": "Δ", "9": "×"}),
    (re.compile(r"AdvP7DA6"), {**_BY_SOUND, "D": "Δ"}),
    (re.compile(r"AdvP4C4E74"), {"\ufffd": "−"}),
)
_LOST_MICRO = re.compile(r"\d+ ?(?:l[glLM]|lmol|lSv|lGy|lCi)\b(?!\.\s?\d)")
_LOST_TIMES = re.compile(r"\d+ [9\ufffd] 10\d")


@cache
def find_symbols(font: str) -> Mapping[str, str]:
    """Give what the characters of a font stand for, where its name tells that they lie.

    Example:
        >>> find_symbols("AdvPSMP13")["l"], find_symbols("Times-Roman")
        ('μ', {})
    """
    return next((symbols for pattern, symbols in _FONTS if pattern.search(font)), {})


def find_symbol_warnings(fonts: Collection[str], text: str) -> Iterator[str]:
    """Say where letters were told from a font's name, and where units show that one is lost.

    A micro sign that comes out as "l" makes no unit ("5 lg"); one that comes out as "m", in
    fonts without a telling name, can't be seen.
    """
    telling = sorted(font for font in fonts if "a" in find_symbols(font))
    if telling:
        names = ", ".join(telling)
        yield f"Greek letters and signs in the font {names} are told by its name; check units"
    lost = [match.group() for match in _LOST_MICRO.finditer(text)]
    lost += [match.group() for match in _LOST_TIMES.finditer(text)]
    if lost:
        shown = ", ".join(repr(each) for each in dict.fromkeys(lost[:5]))
        yield (
            f"units that a lost letter may have changed ({shown}; {len(lost)} in all): "
            "the file hides its micro or times sign, so check doses and units in the PDF"
        )
