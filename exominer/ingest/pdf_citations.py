"""Superscripts of a PDF -> the citations among them."""

import re
from collections.abc import Iterator, Sequence

from exominer.ingest.author_year import AuthorYearFinder
from exominer.ingest.blocks import Marker
from exominer.ingest.pdf_paragraphs import JoinedText
from exominer.records import Reference

NUMBER_LIST = re.compile(
    r"\s*[\[(]?\s*\d{1,3}[a-d]?(?:(?:\s*[-–—−‐,;]\s*|\s+|\]\s*[,–-]?\s*\[)\d{1,3}[a-d]?)*\s*[\])]?"
    r"[,;.]?\s*"
)
PART = re.compile(r"(\d+)[a-d]?(?:\]?\s*[-–—−‐]\s*\[?(\d+))?")
GOES_ON = re.compile(r"[\s\[]*[-–—−‐,;]?[\s\]]*")
OPEN_END = re.compile(r"[-–—−‐,;]\s*$")
BRACKETED = re.compile(r"\[\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*\]")
UNIT = re.compile(
    r"(?:^|[\s\d(/·×.])(?:[kcmdnµμp]?m|[kmµμn]?g|[dmµμ]?l|L|s|h|min|inch|in|ft|Pa|Gy|Hz|R|r|χ|X|x|n|p|P|η|C|H|N|O|F"
    r"|I|S|T|U|Y|Z|log|e)$"
)
BASE = re.compile(r"(?:^|[\s(×x*·=~≈<>≤≥])10$|[×x*·]\s?\d+$")
QUOTIENT = re.compile(r"[/×·*=]\s?\(?[^\W\d_]+$")
SIGN = re.compile(r"[×+=−±±~<>≤≥/*]$")
ISOTOPE = re.compile(r"[A-Z][a-z]?(?![a-z])")
LEAST = 3
MAX_RANGE = 60
RUNNING_WORD = re.compile(r"\b[a-z]{4,}\b")


def cites_by_superscript(passages: Sequence[JoinedText], references: Sequence[Reference]) -> bool:
    """Tell whether a paper cites by superscripts.

    There are three at least, and more of them than of numbers in brackets and than of
    authors with years that resolve.
    """
    last = last_number(references)
    n_raised = sum(len(find_markers(passage, n_references=last)) for passage in passages)
    if n_raised < LEAST or n_raised <= sum(map(_count_brackets, passages)):
        return False
    finder = AuthorYearFinder(references)
    by_name = (mark for passage in passages for mark in finder.find(passage.text))
    return n_raised > sum(bool(numbers) for _, _, numbers in by_name)


def last_number(references: Sequence[Reference]) -> int | None:
    """Give the highest number of the list; None without a list."""
    return max((reference.number or 0 for reference in references), default=0) or None


def _count_brackets(passage: JoinedText) -> int:
    return sum(
        not any(start <= match.start() < end for start, end in passage.raised)
        for match in BRACKETED.finditer(passage.text)
    )


def find_markers(passage: JoinedText, *, n_references: int | None) -> tuple[Marker, ...]:
    """Find the superscripts that cite: lists of numbers that the reference list can have.

    Exponents ("10" raised 6), isotopes ("137" raised before Cs), powers of units,
    charges, signs of footnotes and affiliations are none.
    """
    if not RUNNING_WORD.search(passage.text):
        return ()
    return tuple(_find_markers(passage, n_references=n_references))


def _find_markers(passage: JoinedText, *, n_references: int | None) -> Iterator[Marker]:
    text = passage.text
    for start, end in _join_spans(passage):
        printed = text[start:end]
        if not NUMBER_LIST.fullmatch(printed) or not text[:start].strip():
            continue
        is_index = text[end : end + 1].islower()
        if is_index or _is_power(text[:start], printed) or _is_isotope(text, start, end):
            continue
        numbers = _numbers(printed)
        if numbers and min(numbers) > 0 and max(numbers) <= (n_references or 999):
            yield Marker(start, start + len(printed.rstrip(" ,;.")), numbers)


def _join_spans(passage: JoinedText) -> Iterator[tuple[int, int]]:
    """Join superscripts that a line end or a comma of full size has split: "12-", "15"."""
    joined: list[tuple[int, int]] = []
    for start, end in passage.raised:
        if joined:
            gap = passage.text[joined[-1][1] : start]
            whole = passage.text[joined[-1][0] : end]
            open_end = OPEN_END.search(passage.text[: joined[-1][1]]) is not None
            if (
                (gap.strip() or open_end)
                and GOES_ON.fullmatch(gap)
                and NUMBER_LIST.fullmatch(whole)
            ):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    yield from joined


def _is_power(before: str, printed: str) -> bool:
    """Tell an exponent by what it stands at; a bracket or a list of numbers is none."""
    if printed.lstrip().startswith(("[", "(")):
        return False
    if BASE.search(before) or SIGN.search(before):
        return True
    is_unit = UNIT.search(before) or QUOTIENT.search(before)
    return len(printed.strip()) == 1 and is_unit is not None


def _is_isotope(text: str, start: int, end: int) -> bool:
    """Tell a mass number, or the number of an address: it stands before its word."""
    if text[start - 1].isspace() and text[end : end + 1].isalpha():
        return True
    return ISOTOPE.match(text[end:]) is not None and not text[start - 1].isalnum()


def _numbers(printed: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in PART.finditer(printed):
        first, last = int(part[1]), int(part[2] or part[1])
        numbers += range(first, last + 1) if 0 <= last - first <= MAX_RANGE else (first, last)
    return tuple(dict.fromkeys(numbers))
