"""The beginning of a reference -> its authors, in the styles that journals print."""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

_PARTICLE = (
    r"(?:[Vv][ao]n|[Dd]e[lnr]?|[Dd]ella|[Dd][aiu]|[Dd]os|[Ll][aeo]|[Tt]e[nr]|[Ee]l|[Aa]l|[Bb]in"
    r"|[Ss]t\.?|[Zz]u[rm]?|[Aa]f|y)"
)
_LETTER = r"[^\W\d_]"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_MARKS = r"'’‘`´ˇ¨˘˙˜\-‐–"
_NAME_WORD = (
    rf"(?:[dDOLl]['’‘´`]\s?|[Aa]l-|[Ee]l-)?{_CAPITAL}(?:{_LETTER}|[{_MARKS}](?={_LETTER}))+"
)
_FAMILY = rf"(?:{_PARTICLE}\s){{0,3}}{_NAME_WORD}(?:\s(?:{_PARTICLE}\s)?{_NAME_WORD}){{0,2}}?"
_DOTTED = rf"{_CAPITAL}[a-z]?\.(?:\s?[-‐–]?\s?{_CAPITAL}[a-z]?\.){{0,4}}"
_BARE = rf"{_CAPITAL}(?:[\s\-‐–]?{_CAPITAL}){{0,3}}(?!{_LETTER}|[.]\s?{_CAPITAL}\.)"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV|2nd|3rd)\b\.?)?"
_PEOPLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<family>{_FAMILY})(?:,\s?|\s){_DOTTED}{_SUFFIX}",
        rf"(?P<family>{_FAMILY}|[a-z]{{2,3}}(?=\s[A-Z]{{1,3}}[,.;]))(?:,\s?|\s){_BARE}{_SUFFIX}",
        rf"{_DOTTED}\s?(?P<family>{_FAMILY}){_SUFFIX}(?=\s?[,;.:(]|\s(?:and|&|et)\s)",
        rf"{_BARE}\s(?P<family>{_FAMILY}){_SUFFIX}(?=\s?[,;.:(]|\s(?:and|&|et)\s)",
    )
)
_BETWEEN = re.compile(
    r"\s?[,;]\s?(?:(?:and|&)\s|(?:…|\. ?\. ?\.)\s?,?\s?)?|\s(?:and|&)\s|\.,\s?(?:and\s|&\s)?"
)
_MONONYM = re.compile(rf"(?P<family>{_NAME_WORD})(?=;)")
_ET_AL = re.compile(r"[\s,;.]*(?:and\s)?(?:et\.?\sal\b\.?|et coll?\b\.|and others\b)")
_ET_AL_ALONE = re.compile(rf"(?P<family>{_FAMILY})(?=,?\set\.?\sal\b)")
_BODY = re.compile(
    r"(?P<name>[^\W\d_a-z][^.,:;()\[\]\d]{1,90}?)\s?(?:[\[(](?P<short>[A-Z][A-Za-z]{1,9})[\])])?"
    r"(?=\s?[.,:]?\s?\(?(?:18|19|20)\d\d[a-z]?\b|[.:]\s)"
)
_MOST = 400
_FOLDED = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss"})


class Authors(Struct, frozen=True):
    """Family names in printed order, or the name of a body such as a commission.

    ``end`` is where the authors end in the text of the entry; ``is_open`` tells whether
    "et al." stands there; ``short`` is the printed short name of a body.
    """

    families: tuple[str, ...]
    end: int
    is_open: bool = False
    short: str = ""


def find_authors(text: str) -> Authors:
    """Find the authors at the beginning of an entry; none where there is no name.

    The first author's way of writing names (family name first or last, initials with
    or without stops) holds for those that follow.

    Example:
        >>> find_authors("Roe J, de Poe A-B, et al. Vesicles. J Test 2011.").families
        ('Roe', 'de Poe')
        >>> find_authors("J. Roe, A. Poe, Vesicles, J. Test 3 (2011) 4.").families
        ('Roe', 'Poe')
    """
    best = max((_read_people(text, person) for person in _PEOPLE), key=lambda found: found.end)
    if best.end:
        return best
    alone = _ET_AL_ALONE.match(text)
    if alone:
        open_end = _ET_AL.match(text, alone.end())
        end = open_end.end() if open_end else alone.end()
        return Authors((alone["family"],), end, is_open=True)
    body = _BODY.match(text[:_MOST])
    if body is None:
        return Authors((), 0)
    return Authors((body["name"].strip(),), body.end(), short=body["short"] or "")


def fold_name(name: str) -> str:
    """Give the letters of a name without case and accents, as they are compared.

    Example:
        >>> fold_name("Černík-O’Neill")
        'cernikoneill'
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDED))
    return "".join(character for character in plain if character.isalpha())


def _read_people(text: str, person: re.Pattern[str]) -> Authors:
    families = []
    end = 0
    for match in _iterate_people(text, person):
        families.append(match["family"])
        end = match.end()
    et_al = _ET_AL.match(text, end) if end else None
    return Authors(tuple(families), et_al.end() if et_al else end, is_open=et_al is not None)


def _iterate_people(text: str, person: re.Pattern[str]) -> Iterator[re.Match[str]]:
    place = 0
    while match := person.match(text, place) or (place and _MONONYM.match(text, place)):
        yield match
        between = _BETWEEN.match(text, match.end())
        if between is None:
            return
        place = between.end()
