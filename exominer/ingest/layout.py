"""Plain text to lines, and what a line looks like: wrapped, furniture, heading, caption."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, structs

from exominer.ingest.sections import find_caption_label, find_section_kind

FUNCTION_WORDS = re.compile(
    r"a|about|after|although|among|an|and|are|as|at|be|because|been|before|between|both|but|by|can"
    r"|could|did|do|does|during|each|for|from|had|has|have|how|if|in|into|is|it|its|may|might|more"
    r"|most|no|nor|not|of|on|only|or|our|over|such|than|that|the|their|these|they|this|those|through"
    r"|to|under|until|upon|using|via|was|we|were|when|where|whether|which|while|who|will|with|within"
    r"|without|would"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|can|could|may|might|will|we|showed|shows?)\b"
)
_NUMBERED = re.compile(
    r"(?:\d{1,2}\.){1,4}\s?(?=[A-Z])|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[A-Z])|[IVX]{1,4}\.\s(?=[A-Z])"
)
_BULLET = re.compile(r"[•▪■●◦‣\uf0b7\uf0a7]|[–*-]\s")
_WORD = re.compile(r"[^\W\d_]{3,}")
_INNER_STOP = re.compile(r"[a-z]{3,}[.;]\s+[A-Z]|\[\d")
_PAGE_OF = re.compile(r"\bpage \d{1,4} of \d{1,4}\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"(?:page\s|p\.\s?|[-–]\s)?\d{1,4}(?:\s[-–])?|\d+\s?/\s?\d+", re.IGNORECASE
)
_CONTINUED = re.compile(r"\(?continued (?:on next|from previous) page\)?", re.IGNORECASE)
_VERB_AFTER_LABEL = re.compile(r"\W*(?:[a-z]{2,}s?\b|and\b|[,;)])")
_REFERRING = re.compile(r"also|and|as|at|both|by|from|in|of|on|or|per|see|the|through|to|via|with")
_CAPTION_WORDS = re.compile(r"[.:|]?\s+[A-Z][\w-]+(?:\s+[\w-]+){2}")
_MOST_HEADING_CHARACTERS, _MOST_HEADING_WORDS = 130, 18
_LEAST_WRAPPED_SHARE = 0.2
_LEAST_REPEATS = 3
_MOST_MARKED = 0.1


class Line(Struct, frozen=True):
    """A line without the white space around it.

    ``has_gap`` tells whether a blank line, a page end or furniture stands above it,
    ``n_indent`` how many blanks it began with. Text taken from a PDF often marks a new page
    by a single blank before its first line: a gap too, where few lines have one.
    """

    text: str
    page: int | None = None
    has_gap: bool = False
    n_indent: int = 0


def split_lines(text: str) -> list[Line]:
    r"""Split into lines that are not blank; form feeds count pages, from 1.

    Example:
        >>> [(line.text, line.page, line.has_gap) for line in split_lines("a\nb\f\nc")]
        [('a', 1, True), ('b', 1, False), ('c', 2, True)]
    """
    pages = text.rstrip("\f\n ").split("\f")
    lines = []
    for number, page in enumerate(pages, start=1):
        has_gap = True
        for raw in page.split("\n"):
            stripped = raw.strip()
            if stripped:
                n_indent = len(raw) - len(raw.lstrip())
                page_number = number if len(pages) > 1 else None
                lines.append(Line(stripped, page_number, has_gap, n_indent))
            has_gap = not stripped
    n_marked = sum(1 for line in lines if line.n_indent == 1)
    if n_marked > _MOST_MARKED * len(lines):
        return lines
    return [structs.replace(line, has_gap=line.has_gap or line.n_indent == 1) for line in lines]


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether lines end where the column does, by how many go on in lower case.

    In a text with one line a paragraph hardly any line begins in lower case.
    """
    adjacent = [pair for pair in pairwise(lines) if not pair[1].has_gap]
    n_small = sum(
        1 for above, line in adjacent if line.text[0].islower() and above.text[-1] not in ".!?"
    )
    return n_small > _LEAST_WRAPPED_SHARE * len(adjacent)


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """Find running heads, page numbers and notes of continuation, as indices.

    A line is a running head if it says "Page 3 of 12", or if it stands at least three
    times in the text, digits aside, and at a page's edge where pages are known. A bare number
    is a page number at a page's edge or, without pages, alone between blank lines in a
    series that grows by one.
    """
    masked = [re.sub(r"\d+", "0", line.text) for line in lines]
    counts = Counter(masked)
    edges = _find_edges(lines)
    furniture = {
        i
        for i, line in enumerate(lines)
        if _PAGE_OF.search(line.text)
        or _CONTINUED.fullmatch(line.text)
        or (i in edges and _BARE_NUMBER.fullmatch(line.text))
        or (
            counts[masked[i]] >= _LEAST_REPEATS
            and (i in edges if edges else _is_alone(lines, i))
            and len(_WORD.findall(line.text)) > 1
            and find_section_kind(line.text) is None
        )
    }
    return furniture if edges else furniture | _find_page_numbers(lines)


def _find_edges(lines: Sequence[Line]) -> set[int]:
    """The first two and last two lines of every page."""
    starts = [i for i in range(len(lines)) if i == 0 or lines[i].page != lines[i - 1].page]
    if len(starts) < 2:
        return set()
    starts.append(len(lines))
    near = {start + offset for start in starts for offset in (-2, -1, 0, 1)}
    return near & set(range(len(lines)))


def _is_alone(lines: Sequence[Line], index: int) -> bool:
    below = index + 1
    return lines[index].has_gap and (below == len(lines) or lines[below].has_gap)


def _find_page_numbers(lines: Sequence[Line]) -> set[int]:
    alone = [
        (i, int(line.text))
        for i, line in enumerate(lines)
        if line.text.isdecimal() and len(line.text) < 5 and _is_alone(lines, i)
    ]
    numbers = {number for _, number in alone}
    return {i for i, number in alone if {number - 1, number + 1} & numbers}


def is_bullet(text: str) -> bool:
    """Tell whether a line begins an item of a list."""
    return bool(_BULLET.match(text))


def is_caption_start(line: Line, *, before: str) -> bool:
    """Tell whether a caption begins, and not a sentence that names a figure or table.

    Args:
        line: The line in question.
        before: The text above it, "" if there is none; in the middle of a sentence a caption
            shows by its capitalised words only.
    """
    label = find_caption_label(line.text)
    rest = line.text[len(label) :]
    if not label or _VERB_AFTER_LABEL.match(rest):
        return False
    if re.match(r"\s?[:|]\s+[A-Z]", rest):
        return True
    last = before.split()[-1:] or [""]
    if last[0].endswith(("(", ",")) or _REFERRING.fullmatch(last[0].strip("(").casefold()):
        return False
    if line.has_gap or not before or before.rstrip(')]”"')[-1:] in ".!?":
        return True
    return _CAPTION_WORDS.match(rest) is not None


def is_heading_text(text: str) -> bool:
    """Tell whether words could be a heading, whatever stands around them.

    Example:
        >>> is_heading_text("Uptake of vesicles by lung cells"), is_heading_text("derived from")
        (True, False)
    """
    if find_section_kind(text) is not None:
        return True
    first, last = text[0], text.rstrip(')”"')[-1:]
    words = text.split()
    return (
        (
            first.isupper()
            or bool(_NUMBERED.match(text))
            or bool(re.match(r"[α-ω“(]|[a-z]{1,4}-?[A-Z\d]", text))
        )
        and last not in ".,;:!-–/("
        and len(text) <= _MOST_HEADING_CHARACTERS
        and len(words) <= _MOST_HEADING_WORDS
        and not FUNCTION_WORDS.fullmatch(words[-1].casefold())
        and _WORD.search(text) is not None
        and not _INNER_STOP.search(text)
        and text.count("(") == text.count(")")
        and not is_bullet(text)
    )


def is_numbered_heading(text: str) -> bool:
    """Tell whether a line is numbered as headings are: "2.1. Cell culture"."""
    return bool(_NUMBERED.match(text)) and is_heading_text(text)


def has_finite_verb(text: str) -> bool:
    """Tell whether words make a statement, as the first line of a paragraph does."""
    return _FINITE.search(text) is not None


def begins_sentence(text: str) -> bool:
    """Tell whether a line could begin a sentence by its first letter."""
    first = text.lstrip("(“‘\"'[")[:1]
    return not first.islower()
