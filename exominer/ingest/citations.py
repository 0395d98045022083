"""Running text to the citations in it: "[63-65]" cites 63, 64 and 65."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from exominer.records import Cell

Style = Literal["square", "round", "glued"]
"""How a document cites by number: "[12]", "(12)", or a superscript that lost its height and
now stands right after a word or stop ("cells.12,13")."""

FoundCitation = tuple[int, int, tuple[int, ...]]
"""Start and end in the text searched, and the numbers cited."""

_ITEM = r"\d{1,4}[a-d]?[•*†]{0,2}(?:\s?[-–—−‐‑]\s?\d{1,4}[•*†]{0,2})?"
_LIST = rf"{_ITEM}(?:(?:\s?[,;]\s?(?:and\s|&\s)?|\s(?:and|&)\s){_ITEM})*"
_NOTE = (
    r"(?:(?:see(?: also)?|reviewed (?:in|by)|[Rr]efs?\.?|[Rr]eferences?|and references therein"
    r"|e\.g\.,?"
    r"|cf\.)\s){0,2}"
)
# An isotope ("[3H]", "[18]F-FDG") or a charge ("[Ca2+]") is no number list; a bracket glued to
# a digit or a capital is an index or a formula; after the name of a spread it is an interval.
_NO_INTERVAL = r"(?<!CI )(?<!CI: )(?<!CI, )(?<!CI = )(?<!IQR )(?<!IQR: )(?<!range )(?<!range: )"
_NO_ISOTOPE = r"(?![-–]?[A-Z][a-z]?(?![a-z])|[-–]\w|\d)"
_SQUARE = re.compile(
    rf"(?<![A-Z0-9_]){_NO_INTERVAL}\[\s?{_NOTE}(?P<list>{_LIST})\s?\]{_NO_ISOTOPE}"
)
_ROUND = re.compile(
    rf"(?:(?<=\s)|(?<=[a-z]{{3}})|(?<=[a-z][.,]))"
    rf"{_NO_INTERVAL}\(\s?{_NOTE}(?P<list>{_LIST})\s?\)(?![-–]?\w)"
)
_NAMED = re.compile(rf"\b[Rr](?:efs?\.?|eferences?)\s?(?P<list>{_LIST})\b(?![.%]\d)")
_ENUMERATED = re.compile(r"(?:^|(?<!al)[:;,.]|\b(?:and|or|either|both|by|are|were|to))\s?$")
_DASH = re.compile(r"\s?[-–—−‐‑]\s?")
_BARE = re.compile(r"\((\d{1,2})\)")
_GLUED = re.compile(
    r"(?<=[a-z)\]”\"])(?<!ig)(?<!igs)(?<!No)(?<!no)(?<!Eq)(?<!ef)(?<!vs)(?<!\bp)(?<!pp)(?<!ol)"
    r"(?P<stop>[.,;:])(?P<list>\d{1,3}(?:[,–-]\d{1,3})*)(?=\s+[A-Z(]|\s*$|\s+[a-z]{2})"
)
_PATTERNS: dict[Style, re.Pattern[str]] = {"square": _SQUARE, "round": _ROUND, "glued": _GLUED}
_CITING_HEADER = re.compile(r"\W*(?:refs?|references?|citations?|sources?|stud(?:y|ies))\W*$", re.I)
_BARE_LIST = re.compile(rf"\W*(?P<list>{_LIST})\W*$")
_MOST_IN_RANGE = 50
_MOST_REFERENCES = 1500
"""Where the list is unknown; below the years that stand in brackets."""
_LEAST_OF_STYLE = 3
_YEARS = range(1800, 2100)


def find_style(texts: Iterable[str], *, n_references: int | None = None) -> Style:
    """Tell how a document cites by number, from all its text.

    Square brackets are taken for citations wherever they hold numbers. The other two styles
    have many other uses ("(3)", "p.12"), so they count only where square ones are missing and
    at least three of theirs are there; round ones, only if one is a list or range, or if
    their numbers make up a third of the reference list.

    Example:
        >>> find_style(["It rose (12, 13). It fell (14).", "Others agree (15-17)."])
        'round'
    """
    lists: dict[Style, list[str]] = {style: [] for style in _PATTERNS}
    for text in texts:
        for style, pattern in _PATTERNS.items():
            lists[style] += [match["list"] for match in pattern.finditer(text)]
    singles = {int(item) for item in lists["round"] if item.isdecimal()} - set(_YEARS)
    covered = n_references is not None and 3 * len(singles) >= n_references
    if not covered and all(item.isdecimal() for item in lists["round"]):
        lists["round"] = []
    counts = {style: len(found) for style, found in lists.items()}
    if counts["square"] >= _LEAST_OF_STYLE or max(counts.values()) < _LEAST_OF_STYLE:
        return "square"
    return "round" if counts["round"] >= counts["glued"] else "glued"


def find_citations(
    text: str, *, style: Style = "square", n_references: int | None = None
) -> list[FoundCitation]:
    """Find the citation marks of one paragraph, caption or cell, in order.

    A mark covers its brackets. Numbers are sorted as printed, ranges written out. A mark is
    passed over whole if a number in it is 0 or above ``n_references``, or if a range
    runs backwards: then it is an interval, a dose or an index.

    Args:
        text: Searched as it stands.
        style: What ``find_style`` says of the document.
        n_references: Entries of the reference list; ``None`` if it is not known.

    Example:
        >>> find_citations("It rose [7, 63-65], 95% CI [0, 1].")
        [(8, 18, (7, 63, 64, 65))]
    """
    found = []
    enumerated = _find_enumeration(text) if style == "round" else frozenset()
    for match in _PATTERNS[style].finditer(text):
        numbers = _parse_numbers(match["list"], n_references)
        if numbers and match.start() not in enumerated:
            start = match.start("list") if style == "glued" else match.start()
            found.append((start, match.end(), numbers))
    return list(_join_ranges(text, found))


def _join_ranges(text: str, found: Iterable[FoundCitation]) -> Iterator[FoundCitation]:
    """Make one mark of "[3]–[5]", with the numbers between."""
    last: FoundCitation | None = None
    for start, end, numbers in found:
        if last is not None:
            first = last[2][-1]
            is_range = _DASH.fullmatch(text[last[1] : start]) is not None
            if is_range and 0 < numbers[0] - first <= _MOST_IN_RANGE:
                last = last[0], end, (*last[2], *range(first + 1, numbers[0]), *numbers)
                continue
            yield last
        last = start, end, numbers
    if last is not None:
        yield last


def find_named_citations(text: str, *, n_references: int | None = None) -> list[FoundCitation]:
    """Find numbers that the word before calls references, in order.

    Example:
        >>> find_named_citations("as shown in refs. 12-14")
        [(18, 23, (12, 13, 14))]
    """
    return [
        (*match.span("list"), numbers)
        for match in _NAMED.finditer(text)
        if (numbers := _parse_numbers(match["list"], n_references))
    ]


def _find_enumeration(text: str) -> frozenset[int]:
    """Find where "(1) spin, (2) lyse" begin: bare numbers from 1, after a stop or a link."""
    items = [match for match in _BARE.finditer(text) if re.match(r"\s\w", text[match.end() :])]
    linked = [i for i in items[1:] if _ENUMERATED.search(text[: i.start()])]
    numbers = [int(match[1]) for match in items]
    if (
        len(linked) > 0
        and numbers[1:] == [int(match[1]) for match in linked]
        and numbers == list(range(1, len(numbers) + 1))
    ):
        return frozenset(match.start() for match in items)
    return frozenset()


def find_cell_citations(
    text: str, cells: Sequence[Cell], *, style: Style = "square", n_references: int | None = None
) -> list[FoundCitation]:
    r"""Find the citations in a table, in order.

    Under a header such as "References" a cell of bare numbers is a citation too.

    Args:
        text: The table's text, which the offsets of ``cells`` count.
        cells: All cells of the table.
        style: What ``find_style`` says of the document.
        n_references: Entries of the reference list; ``None`` if it is not known.

    Example:
        >>> cells = [Cell(0, 0, 0, 4, is_header=True), Cell(1, 0, 5, 10)]
        >>> find_cell_citations("Refs\n12-14", cells)
        [(5, 10, (12, 13, 14))]
    """
    citing = {
        cell.column
        for cell in cells
        if cell.row == 0 and _CITING_HEADER.match(text[cell.start : cell.end])
    }
    found: dict[tuple[int, int], FoundCitation] = {}
    for cell in cells:
        content = text[cell.start : cell.end]
        marks = find_citations(content, style=style, n_references=n_references)
        bare = _BARE_LIST.match(content) if cell.column in citing and cell.row else None
        if bare and not marks and (numbers := _parse_numbers(bare["list"], n_references)):
            marks = [(0, len(content), numbers)]
        for start, end, numbers in marks:
            place = (cell.start + start, cell.start + end)
            found[place] = (*place, numbers)
    return [found[place] for place in sorted(found)]


def _parse_numbers(printed: str, n_references: int | None) -> tuple[int, ...]:
    """Write out "7, 63-65"; empty if the list cannot be one of references."""
    numbers: list[int] = []
    for item in re.split(r"[,;&]|\band\b", printed):
        if not re.search(r"\d", item):
            continue
        first, *rest = (int(digits) for digits in re.findall(r"\d+", item))
        last = rest[0] if rest else first
        if not 0 <= last - first <= _MOST_IN_RANGE:
            return ()
        numbers.extend(range(first, last + 1))
    if 0 in numbers or max(numbers) > (n_references or _MOST_REFERENCES):
        return ()
    return tuple(numbers)
