"""Running text to the citations by author and year in it, resolved to the reference list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from exominer.ingest.authors import find_authors, fold_name
from exominer.records import Reference

FoundCitation = tuple[int, int, tuple[int, ...]]
"""Start and end in the text searched, and the numbers of the entries cited."""

_YEAR = r"(?:18|19|20)\d\d"
_SEPARATOR = r"\s?[,;&]\s?(?:and\s|&\s)?|\s?and\s|\s?[-–]\s?"
_YEARS = re.compile(
    rf"(?<![\d.–-]){_YEAR}(?:[a-h]\b)?(?:(?:{_SEPARATOR})(?:{_YEAR}(?:[a-h]\b)?|[a-h]\b))*"
    rf"(?![\d–-])|(?<=[\s(,])(?:in press|forthcoming)\b"
)
_ITEM = re.compile(rf"(?P<year>{_YEAR})(?P<letter>[a-h])?|(?P<more>[a-h])\b|(?P<dash>[-–])")
_TOKEN = re.compile(r"[^\W\d_](?:[^\s,;:()\[\]&]|\((?=\w+\)))*|[,&]|\S")
_PARTICLES = frozenset(
    "van von de del der den della di da do dos du la le lo te ten ter el al bin st zu zur y".split()
)
_LINKS = frozenset("and et al al. & , colleagues co-workers coworkers others und".split())
_OPEN = re.compile(r"(?:,?\s?et\.?\s?al\b[.,]?|\sand\s(?:colleagues|co-?workers|others))[’'s]*\s*$")
_NAMES = re.compile(r"\s*,\s*(?:and\s|&\s)?|\s(?:and|&|et|und)\s")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,3}")
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_REACH = 160
"""Characters before a year in which its authors stand."""


class _Entry(Struct, frozen=True):
    number: int
    families: tuple[str, ...]
    years: tuple[str, ...]
    letter: str
    is_open: bool


class _Candidate(Struct, frozen=True):
    """Authors as cited: folded names; ``places`` are where each begins in the text."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    is_open: bool


class AuthorYearFinder:
    """Finds citations such as "(Roe and Poe, 2019a,b)" and "Roe et al. (2020)".

    A citation resolves to the entries whose first author, printed co-authors, year and
    letter are its own. One that fits two entries, or none, has no numbers.
    """

    def __init__(self, references: Sequence[Reference]) -> None:
        self._bodies: dict[str, list[_Entry]] = defaultdict(list)
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for reference in references:
            if reference.number is None:
                continue
            names, entry = _read_entry(reference, reference.number)
            for name in names:
                self._entries[name].append(entry)
                if len(entry.families) <= 1 and len(name) > 2:
                    self._bodies[name].append(entry)

    def find(self, text: str) -> list[FoundCitation]:
        """Find the citations of one paragraph, caption or cell, in order.

        Each covers authors and years, with a bracket between them closed. Without numbers
        are those that have no entry but look like nothing else: "et al." before the year,
        or two names within a bracket.

        Example:
            >>> entries = (Reference(1, "Roe J, Poe A. Vesicles. J Test 2019.", year="2019"),)
            >>> finder = AuthorYearFinder(entries)
            >>> finder.find("It rose (Roe and Poe, 2019). Moe et al. (2020) agree.")
            [(9, 26, (1,)), (29, 46, ())]
        """
        found: list[FoundCitation] = []
        last = 0
        for years in _YEARS.finditer(text):
            mark = self._find_mark(text, years, last)
            last = years.end()
            if mark:
                found.append(mark)
        return found

    def _find_mark(self, text: str, years: re.Match[str], last: int) -> FoundCitation | None:
        least = max(last, years.start() - _REACH)
        stretch, bracket = _split_bracket(text[least : years.start()])
        items = tuple(_read_years(years.group()))
        candidate = _read_names(stretch, least)
        end = _close_bracket(text, years.end()) if bracket else years.end()
        if candidate:
            for first in range(len(candidate.names)):
                numbers = self._resolve(candidate, first, items)
                if numbers:
                    return candidate.places[first], end, numbers
        body = self._find_body(stretch, items)
        if body:
            return least + body[0], end, body[1]
        if candidate and _is_plain(text, candidate, bracket=bracket, years=years):
            return candidate.places[0], end, ()
        return None

    def _resolve(
        self, cited: _Candidate, first: int, items: Sequence[tuple[str, str]]
    ) -> tuple[int, ...]:
        numbers: list[int] = []
        others = cited.names[first + 1 :]
        for year, letter in items:
            fitting = [e for e in self._entries[cited.names[first]] if year in e.years]
            fitting = _prefer(
                fitting, [e for e in fitting if _fits(e, others, is_open=cited.is_open)]
            )
            fitting = _prefer(fitting, [e for e in fitting if e.years[0] == year])
            chosen = _choose(fitting, letter)
            if chosen is not None:
                numbers.append(chosen.number)
        return tuple(dict.fromkeys(numbers))

    def _find_body(
        self, stretch: str, items: Sequence[tuple[str, str]]
    ) -> tuple[int, tuple[int, ...]] | None:
        """Find the name of a body ("World Health Organization") right before the year."""
        words = list(re.finditer(r"[^\s(\[]+", stretch))
        name = ""
        best = None
        for word in reversed(words[-12:]):
            name = fold_name(word.group()) + name
            numbers = [
                chosen.number
                for year, letter in items
                if (
                    chosen := _choose(
                        [e for e in self._bodies.get(name, ()) if year in e.years], letter
                    )
                )
            ]
            if numbers:
                best = word.start(), tuple(dict.fromkeys(numbers))
        return best


def _read_entry(reference: Reference, number: int) -> tuple[tuple[str, ...], _Entry]:
    authors = find_authors(reference.text)
    families = tuple(fold_name(family) for family in authors.families)
    printed = [
        (match[1], match[2])
        for match in re.finditer(rf"(?<![\d/–-])({_YEAR})([a-h])?\b(?!–)", reference.text)
    ]
    years = [reference.year[:4], *(year for year, _ in printed)]
    letter = next((letter for _, letter in printed if letter), "")
    first = re.match(r"[^\W\d_]+", reference.text)
    names = {*families[:1], fold_name(authors.short)}
    if not families and first:
        names.add(fold_name(first[0]))
    entry = _Entry(
        number, families, tuple(dict.fromkeys(filter(None, years))), letter, authors.is_open
    )
    return tuple(sorted(filter(None, names))), entry


def _split_bracket(before: str) -> tuple[str, bool]:
    """Give the text before a year without the bracket and comma between, and if one is there."""
    stretch = before.rstrip(" ,")
    if stretch.endswith(("(", "[")):
        return stretch[:-1].rstrip(" ,"), True
    return stretch, False


def _close_bracket(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] in (")", "]") else end


def _read_years(printed: str) -> Iterator[tuple[str, str]]:
    """Write out "2008a-c, 2010" as pairs of year and letter."""
    year, letter, dash = "", "", False
    for item in _ITEM.finditer(printed):
        if item["dash"]:
            dash = True
            continue
        if item["more"] and dash and letter and letter < item["more"]:
            for code in range(ord(letter) + 1, ord(item["more"])):
                yield year, chr(code)
        year, letter, dash = item["year"] or year, item["letter"] or item["more"] or "", False
        yield year, letter


def _read_names(stretch: str, offset: int) -> _Candidate | None:
    """Walk back from the year over names, commas and "et al."; None where there is no name."""
    open_end = _OPEN.search(stretch)
    listed = stretch[: open_end.start()] if open_end else stretch
    start = _walk_back(listed)
    names: list[str] = []
    places: list[int] = []
    place = start
    for piece in _NAMES.split(listed[start:]):
        at = listed.find(piece, place)
        place = at + len(piece)
        for name, shift in _name_forms(piece):
            names.append(name)
            places.append(offset + at + shift)
    if not names:
        return None
    return _Candidate(tuple(names), tuple(places), open_end is not None)


def _walk_back(listed: str) -> int:
    start = len(listed)
    for token in reversed(list(_TOKEN.finditer(listed))):
        word = token.group()
        if not (_CAPITAL.match(word) or word.casefold() in _PARTICLES | _LINKS):
            break
        # A sentence ends between a word and the stop after it; an initial's stop is none.
        if word.endswith(".") and len(word) > 3 and word.casefold() not in _LINKS:
            break
        if _CAPITAL.match(word) or word.casefold() in _PARTICLES:
            start = token.start()
    return start


def _name_forms(piece: str) -> Iterator[tuple[str, int]]:
    """Give a printed name whole and without each of its first words: "In Roe", "Roe"."""
    piece = re.sub(r"[’']s$", "", piece.rstrip(" ."))
    words = [
        word
        for word in re.finditer(r"\S+", piece)
        if not _INITIALS.fullmatch(word.group()) or len(word.group()) > 2
    ]
    for i, word in enumerate(words):
        folded = fold_name("".join(each.group() for each in words[i:]))
        if folded:
            yield folded, word.start()


def _fits(entry: _Entry, others: Sequence[str], *, is_open: bool) -> bool:
    """Tell whether an entry has the co-authors that are cited, and no others."""
    rest = entry.families[1:]
    if others:
        return others[-1] in rest if is_open else bool(rest) and others[-1] == rest[-1]
    return (len(rest) > 0 or entry.is_open) if is_open else not rest


def _prefer(entries: list[_Entry], better: list[_Entry]) -> list[_Entry]:
    return better or entries


def _choose(entries: Sequence[_Entry], letter: str) -> _Entry | None:
    """Take the entry of that letter, or by its place where the list prints no letters."""
    lettered = [entry for entry in entries if entry.letter == letter]
    if len(lettered) == 1:
        return lettered[0]
    if letter and entries and not any(entry.letter for entry in entries):
        place = ord(letter) - ord("a")
        return entries[place] if place < len(entries) else None
    return entries[0] if len(entries) == 1 else None


def _is_plain(text: str, cited: _Candidate, *, bracket: bool, years: re.Match[str]) -> bool:
    """Tell what can only be a citation from months, places and makers beside a year."""
    if cited.is_open:
        return True
    inside = text.rfind("(", 0, cited.places[0]) > text.rfind(")", 0, cited.places[0])
    between = text[cited.places[0] : years.start()]
    return inside and not bracket and re.search(r"\s(?:and|&)\s", between) is not None
