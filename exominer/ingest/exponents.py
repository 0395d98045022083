"""Exponents of ten written as such: "10" raised 6 would read as a hundred and six."""

import re

EXPONENT = re.compile(r"[-−–+]?\d{1,2}")
POWER_OF_TEN = re.compile(r"(?:^|[^\d.,])10$")
SUPERSCRIPTS = str.maketrans("-−–+0123456789", "⁻⁻⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")


def write_raised(raised: str, before: str) -> str:
    """Give raised letters as they go into the text after ``before``.

    Example:
        >>> write_raised("6", "5 × 10"), write_raised("-9", "10"), write_raised("2+", "Ca")
        ('⁶', '⁻⁹', '2+')
    """
    if EXPONENT.fullmatch(raised) and POWER_OF_TEN.search(before[-3:]):
        return raised.translate(SUPERSCRIPTS)
    return raised
