"""The lines below a flattened table -> its footnote and the abbreviations in it."""

import re
from collections.abc import Sequence

from msgspec import Struct

_OPENING = re.compile(r"(?i:(?:list of )?abbreviations?\b|notes?[:.])|[*†‡§¶]|[a-d] ?[A-Z][a-z]+ ")
_MARKED = re.compile(r"(?:Abbreviations?|Notes?|List of abbreviations)(?: used)?\s*[:.–-]?\s*")
_PAIR = re.compile(
    r"(?P<short>[^\s:=,]{1,15}?)(?:\s*[:=–]\s*|\s+-\s+|,\s+|\s+)(?P<long>[^\W\d].{3,})"
)
_ITEM_END = re.compile(r";\s*|,\s+(?=\S{1,15}\s*[:=])|\.\s+(?=\S{1,15}\s*[:=,])")
# Where a table can't go on: headings of the back matter, the next figure or table.
_STOP = re.compile(
    r"(?:(?:\d+(?:\.\d+)*\.? )?(?:conclusions?|concluding remarks|references"
    r"|acknowledge?ments?|funding|discussion|introduction|background"
    r"|methods|materials and methods|results|abstract|keywords"
    r"|authors?['’]? contributions?|availability of data.*|competing interests?"
    r"|conflicts? of interests?|ethics.*|consent.*|publisher['’]s note|author details|declarations)"
    r"[.:]?\s*$)|(?:fig(?:ure)?s?\.? ?\d)|(?:table ?\w{1,4}\b(?!.*continued))",
    re.IGNORECASE,
)


class Footnote(Struct, frozen=True):
    """A footnote with the lines ``start_line .. end_line - 1`` it takes."""

    text: str
    abbreviations: tuple[tuple[str, str], ...]
    start_line: int
    end_line: int


def find_stop(lines: Sequence[str], start_line: int) -> int:
    """Find the first line that can't belong to a table or its footnote.

    Example:
        >>> find_stop(["Lung cells", "[3]", "", "Conclusion", "Vesicles matter."], 0)
        3
    """
    for index in range(start_line, len(lines)):
        if _STOP.match(lines[index].strip()):
            return index
    return len(lines)


def find_footnote(lines: Sequence[str], start_line: int) -> Footnote | None:
    """Find the first paragraph that is a footnote: marked as one, or abbreviations.

    Example:
        >>> found = find_footnote(["[3]", "", "DC dendritic cell; IR ionizing radiation"], 0)
        >>> found.abbreviations
        (('DC', 'dendritic cell'), ('IR', 'ionizing radiation'))
    """
    for index in range(start_line, len(lines)):
        if not lines[index].strip():
            continue
        end = index
        while end < len(lines) and lines[end].strip():
            end += 1
        text = " ".join(" ".join(lines[index:end]).split())
        pairs = parse_abbreviations(text)
        marked = _MARKED.match(text) is not None
        starts_note = _OPENING.match(text) is not None and (
            index == 0 or not lines[index - 1].strip()
        )
        first_pair = pairs and text.startswith(pairs[0][0])
        lists_pairs = len(pairs) >= 2 and (first_pair or marked)
        if lists_pairs or (starts_note and index > start_line + 2):
            return _extend_footnote(Footnote(text, pairs, index, end), lines)
    return None


def _extend_footnote(footnote: Footnote, lines: Sequence[str]) -> Footnote:
    """Add the paragraphs right below that are footnotes as well."""
    following = footnote.end_line
    while following < len(lines) and not lines[following].strip():
        following += 1
    end = following
    while end < len(lines) and lines[end].strip():
        end += 1
    text = " ".join(" ".join(lines[following:end]).split())
    pairs = parse_abbreviations(text)
    if not text or not (len(pairs) >= 2 or _OPENING.match(text)):
        return footnote
    more = Footnote(
        f"{footnote.text} {text}", (*footnote.abbreviations, *pairs), footnote.start_line, end
    )
    return _extend_footnote(more, lines)


def parse_abbreviations(text: str) -> tuple[tuple[str, str], ...]:
    """Read (short, long) pairs, if that is what most of a text consists of.

    Example:
        >>> parse_abbreviations("Abbreviations: DC, dendritic cell; Gy: gray.")
        (('DC', 'dendritic cell'), ('Gy', 'gray'))
        >>> parse_abbreviations("Cells were grown; they died.")
        ()
    """
    items = [item for item in _ITEM_END.split(_MARKED.sub("", text, count=1)) if item.strip()]
    matches = [_PAIR.fullmatch(item.strip().rstrip(".")) for item in items]
    pairs = [
        (match["short"].rstrip(",:"), match["long"])
        for match in matches
        if match and _is_short_form(match["short"], match["long"])
    ]
    return tuple(pairs) if len(pairs) > len(items) * 0.6 else ()


def _is_short_form(short: str, long: str) -> bool:
    """A short form has a capital or digit and its first letter begins a word of the long."""
    letters = re.sub(r"\W|\d", "", short)
    if not letters or len(long) > 100 or not re.search(r"[A-Z0-9]", short):
        return False
    initials = {word[0].lower() for word in re.split(r"[\s/-]+", long) if word}
    return letters[0].lower() in initials or short[0].isdigit()
