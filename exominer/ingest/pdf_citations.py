"""Superscripts of a PDF -> the citations among them."""

import re
from collections.abc import Iterator, Sequence

from exominer.ingest.blocks import Marker
from exominer.ingest.pdf_paragraphs import JoinedText

NUMBER_LIST = re.compile(r"\s*\d{1,3}(?:(?:\s*[-–—−,;]\s*|\s+)\d{1,3})*[,;]?\s*")
PART = re.compile(r"(\d+)(?:\s*[-–—−]\s*(\d+))?")
BRACKETED = re.compile(r"\[\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*\]")
UNIT = re.compile(
    r"(?:^|[\s\d(/·×.])(?:[kcmdnµμp]?m|[kmµμn]?g|[dmµμ]?l|L|s|h|min|inch|in|ft|Pa|Gy|Hz|R|r|χ|X|x|n|p|P|η|C|H|N|O|F"
    r"|I|S|T|U|Y|Z|log)$"
)
ISOTOPE = re.compile(r"[A-Z][a-z]?(?![a-z])")
LEAST = 3
MAX_RANGE = 60


def find_superscript_style(passages: Sequence[JoinedText], *, n_references: int | None) -> bool:
    """Tell whether a paper cites by superscripts: three at least and more than in brackets."""
    raised = sum(len(list(_candidates(p, n_references=n_references))) for p in passages)
    brackets = sum(len(BRACKETED.findall(passage.text)) for passage in passages)
    return raised >= LEAST and raised > brackets


def find_markers(passage: JoinedText, *, n_references: int | None) -> tuple[Marker, ...]:
    """Find the superscripts that cite: lists of numbers that the reference list can have.

    Exponents ("10" raised 6), isotopes ("137" raised before Cs), powers of units and
    charges are none.
    """
    return tuple(_candidates(passage, n_references=n_references))


def _candidates(passage: JoinedText, *, n_references: int | None) -> Iterator[Marker]:
    text = passage.text
    for start, end in passage.raised:
        printed = text[start:end]
        if not NUMBER_LIST.fullmatch(printed) or _is_power(text[:start], printed):
            continue
        if ISOTOPE.match(text[end:]) and not text[start - 1 : start].isalnum():
            continue
        numbers = _numbers(printed)
        if numbers and min(numbers) > 0 and max(numbers) <= (n_references or 999):
            kept = len(printed.rstrip(" ,;"))
            yield Marker(start, start + kept, numbers)


def _is_power(before: str, printed: str) -> bool:
    if not before or before[-1].isdigit() or before[-1] in "×+=−±":
        return True
    return len(printed.strip()) == 1 and UNIT.search(before) is not None


def _numbers(printed: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in PART.finditer(printed):
        first, last = int(part[1]), int(part[2] or part[1])
        numbers += range(first, last + 1) if 0 <= last - first <= MAX_RANGE else (first, last)
    return tuple(dict.fromkeys(numbers))
