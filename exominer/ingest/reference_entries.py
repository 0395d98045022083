"""Lines of a reference list -> the lines of each entry, by numbers, blank lines or authors."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from exominer.ingest.authors import find_authors

Form = Literal["square", "round", "stop", "bracket", "bare"]

_FORMS: dict[Form, re.Pattern[str]] = {
    "square": re.compile(r"\[\s?(\d{1,4})\s?\]\.?\s*"),
    "round": re.compile(r"\((\d{1,4})\)\.?\s*"),
    "stop": re.compile(r"(\d{1,4})\.(?!\d)\s*(?=[^\s\d,;:]|\d+(?:st|nd|rd|th)|$)"),
    "bracket": re.compile(r"(\d{1,4})\)\s*"),
    "bare": re.compile(
        r"(\d{1,4})(?:\s+(?![a-z]{3,}\s[a-z])(?=[^\W\d_“\"(•*])|\s*$|(?=[A-Z][a-z]+))"
    ),
}
_BULLETS = re.compile(r"[•●*]{0,2}\s*")
"""Of interest, of outstanding interest."""
_INLINE_NUMBER = re.compile(r"(?<=[.\d)/])\s+(?=(?:\[\d{1,4}\]|\d{1,4}\.)\s+[A-Z])")
_COMPLETE = re.compile(r"(?:[.)\]\d]|10\.\d{4,9}/\S+|https?://\S+)$")
_YEAR_FOLLOWS = re.compile(r"[\s.,:]*\(?(?:18|19|20)\d\d")
_LOOK_BACK = 80
_MOST_SKIPPED = 4
_SKIP_COST = 0.4
_LEAST_DENSE = 0.6


class _Candidate(Struct, frozen=True):
    """A line that may begin an entry: its index, number, and where its text begins."""

    line: int
    number: int
    end: int


def split_numbered(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Split a list with printed numbers; empty if this one has none.

    The numbers of a list are written in one way and count up. A few may be missing: then
    the entry before takes its lines. A line that begins with a volume or a page does not
    mislead, for it would break the series.

    Example:
        >>> split_numbered(["1. Roe J. One. T", "12. 2011.", "2. Poe A. Two. T. 2012."])
        [(1, ['Roe J. One. T', '12. 2011.']), (2, ['Poe A. Two. T. 2012.'])]
    """
    pieces = [piece for line in lines for piece in _INLINE_NUMBER.split(line) if piece]
    chains = [_longest_chain(_find_candidates(pieces, form)) for form in _FORMS.values()]
    chain = max(chains, key=len)
    if not chain or not _is_list(chain, pieces):
        return []
    ends = [*(candidate.line for candidate in chain[1:]), len(pieces)]
    return [
        (begin.number, [_first_line(pieces, begin), *pieces[begin.line + 1 : end]])
        for begin, end in zip(chain, ends, strict=True)
    ]


def split_by_authors(lines: Sequence[str]) -> list[list[str]]:
    """Split a list without numbers: at blank lines, and at authors after a finished entry."""
    entries: list[list[str]] = []
    has_gap = True
    for line in lines:
        if line and (not entries or _begins_entry(line, entries[-1][-1], has_gap=has_gap)):
            entries.append([line])
        elif line:
            entries[-1].append(line)
        has_gap = not line
    return entries


def begins_with_authors(line: str) -> bool:
    """Tell whether a line begins with names, or with a body and the year."""
    authors = find_authors(line)
    if len(authors.families) > 1 or authors.is_open:
        return True
    if not authors.families:
        return False
    is_person = not line.startswith(authors.families[0] + ".") and authors.end > len(
        authors.families[0]
    )
    return is_person or _YEAR_FOLLOWS.match(line, authors.end) is not None


def _begins_entry(line: str, before: str, *, has_gap: bool) -> bool:
    if has_gap and (line[0].isupper() or begins_with_authors(line)):
        return True
    return _COMPLETE.search(before) is not None and begins_with_authors(line)


def _find_candidates(lines: Sequence[str], form: re.Pattern[str]) -> list[_Candidate]:
    return [
        _Candidate(i, int(match[1]), match.end())
        for i, line in enumerate(lines)
        if (match := form.match(line, _text_start(line))) and int(match[1]) > 0
    ]


def _first_line(lines: Sequence[str], begin: _Candidate) -> str:
    text = lines[begin.line][begin.end :]
    return text[_text_start(text) :]


def _text_start(line: str) -> int:
    bullets = _BULLETS.match(line)
    return bullets.end() if bullets else 0


def _longest_chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Find the series that counts up with the fewest numbers left out."""
    scores: list[float] = []
    befores: list[int | None] = []
    for j, candidate in enumerate(candidates):
        best, before = 0.0, None
        for i in range(max(0, j - _LOOK_BACK), j):
            step = candidate.number - candidates[i].number
            if 0 < step <= _MOST_SKIPPED + 1 and scores[i] - _SKIP_COST * (step - 1) > best:
                best, before = scores[i] - _SKIP_COST * (step - 1), i
        scores.append(best + 1)
        befores.append(before)
    place = max(range(len(scores)), key=lambda j: scores[j], default=None)
    chain = []
    while place is not None:
        chain.append(candidates[place])
        place = befores[place]
    return chain[::-1]


def _is_list(chain: Sequence[_Candidate], lines: Sequence[str]) -> bool:
    """Tell a list's numbers from volumes and pages at the beginning of lines."""
    first, last = chain[0], chain[-1]
    if len(chain) == 1:
        return first.line == 0 and first.number == 1
    dense = len(chain) >= _LEAST_DENSE * (last.number - first.number + 1)
    early = first.number == 1 or first.line <= 2
    return dense and early and len(lines) <= 15 * len(chain) + first.line
