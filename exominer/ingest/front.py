"""What stands above the text of a paper: title, authors, addresses, the journal's line."""

import re
from collections.abc import Sequence

from msgspec import Struct

from exominer.ingest.layout import Line, is_bullet
from exominer.ingest.passages import ends_in_function_word, find_body_width, is_note_start
from exominer.ingest.sections import find_caption_label, find_section_kind
from exominer.ingest.sentences import ends_sentence

_NAME = re.compile(
    r"(?:[A-Z][\w.'’-]*\s|(?:de|van|von|der|den|la|di|al|el|bin)\s){1,4}[A-Z][\w'’-]+"
)
_BETWEEN_NAMES = re.compile(r"[,;&·•*†‡§¶#✉\d]|\band\b")
_JOURNAL = re.compile(
    r"(?:.*\bopen access\b.{0,10}$)"
    r"|(?:(?:systematic |mini ?|original |short |brief |research |clinical )*"
    r"(?:review|article|research|communication|report|letter|protocol|editorial|paper|study|commentary)"
    r"s?(?: article| paper)?$)|.*\bdoi\b.*|https?://|www\.|.*\b(?:vol(?:ume)?\.? ?\d|issn\b).*"
    r"|(?:received|accepted|published|citation|cite this|copyright|©|page|pages)\b.*|\d+$"
    r"|.{3,60}[(,;]\s?(?:19|20)\d\d\)?[,;:\s]+\d+.*\d$",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(r"key ?words?\s*[:.—–-]|key ?words\b", re.IGNORECASE)
_MOST_LINES, _MOST_TITLE = 80, 350
_LEAST_TITLE, _LEAST_TITLE_WORDS = 15, 3
_LONG_PARAGRAPH, _WIDE = 300, 0.8


class FrontMatter(Struct, frozen=True):
    """Indices of lines: the title's, those of authors and addresses, and the journal's own.

    ``end`` is the first line of the text proper.
    """

    title: tuple[int, ...]
    notes: tuple[int, ...]
    journal: tuple[int, ...]
    end: int


def find_front_matter(lines: Sequence[Line]) -> FrontMatter:
    """Tell title, authors and journal line from the text.

    All above the heading "Abstract" is front matter; without one, all above the first
    paragraph. A text that begins with a paragraph has none.

    Example:
        >>> texts = ["REVIEW", "Vesicles after", "radiation", "Ann Roe1 and Bo Poe2", "Abstract"]
        >>> front = find_front_matter([Line(text) for text in texts])
        >>> front.title, front.notes, front.journal, front.end
        ((1, 2), (3,), (0,), 4)
    """
    end = _find_end(lines)
    journal = [i for i in range(end) if _JOURNAL.match(lines[i].text)]
    start, title_end = _find_title(lines, end)
    if title_end == start and not (end < len(lines) and _opens_abstract(lines[end].text)):
        end = next((i for i in range(end) if i not in journal), end)
    title = tuple(range(start, title_end))
    notes = tuple(i for i in range(end) if i not in journal and i not in title)
    return FrontMatter(title, notes, tuple(i for i in journal if i < end), end)


def _find_title(lines: Sequence[Line], end: int) -> tuple[int, int]:
    """Find the title in front of ``end``, best above a line of authors; (0, 0) if none."""
    found = []
    for start in range(end):
        text = lines[start].text
        if text[0].islower() or _JOURNAL.match(text) or is_note_start(text) or _is_authors(text):
            continue
        title_end = start + 1
        while title_end < end and _is_title_line(lines, title_end, start):
            title_end += 1
        if _is_title(lines, start, title_end):
            found.append((start, title_end))
    above_authors = [place for place in found if _is_authors(lines[place[1]].text)]
    return next(iter(above_authors or found), (0, 0))


def _is_authors(text: str) -> bool:
    """Tell whether a line is a list of names, with or without the marks of addresses."""
    names = [name.strip() for name in _BETWEEN_NAMES.split(text)]
    names = [name for name in names if len(name) > 1]
    is_list = len(names) > 1 or bool(re.search(r"[\d*†‡,]\W*$", text))
    return is_list and bool(names) and all(_NAME.fullmatch(name) for name in names)


def _is_title(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell whether lines make a title: not a word or two, and set off from what follows."""
    title = " ".join(line.text for line in lines[start:end])
    is_long = len(title) >= _LEAST_TITLE and len(title.split()) >= _LEAST_TITLE_WORDS
    if not is_long or len(title) > _MOST_TITLE or end >= len(lines):
        return False
    below = lines[end]
    return below.has_gap or _is_authors(below.text) or _opens_abstract(below.text)


def _is_title_line(lines: Sequence[Line], index: int, start: int) -> bool:
    """Tell whether the title goes on with a line."""
    line, before = lines[index], lines[index - 1].text
    if _is_authors(line.text) or _JOURNAL.match(line.text) or is_note_start(line.text):
        return False
    if before.endswith(("?", ".")) or index - start > 7:
        return False
    goes_on = line.text[0].islower() or ends_in_function_word(before) or before[-1] in ",:-–"
    return goes_on or not line.has_gap


def _find_end(lines: Sequence[Line]) -> int:
    """The heading of the abstract, or the first line of text or other heading."""
    for index, line in enumerate(lines[:_MOST_LINES]):
        if _opens_abstract(line.text):
            return index
    width = find_body_width(lines)
    for index, line in enumerate(lines[:_MOST_LINES]):
        if find_section_kind(line.text) is not None or is_bullet(line.text):
            return index
        if find_caption_label(line.text) or _begins_paragraph(lines, index, width):
            return index
    return 0


def _begins_paragraph(lines: Sequence[Line], index: int, width: int) -> bool:
    """Tell whether prose begins here: a long line, or several as wide as the text."""
    line = lines[index]
    if is_note_start(line.text) or _JOURNAL.match(line.text) or _is_authors(line.text):
        return False
    if len(line.text) >= _LONG_PARAGRAPH:
        return True
    run = [line.text]
    for following in lines[index + 1 : index + 4]:
        if following.has_gap:
            break
        run.append(following.text)
    is_wide = all(len(text) > _WIDE * width for text in run[:-1])
    text = " ".join(run)
    return (
        is_wide
        and len(text) > 2 * _LEAST_TITLE
        and any(ends_sentence(word) for word in text.split())
    )


def _opens_abstract(text: str) -> bool:
    """Tell whether a line is the heading of the abstract or begins with it ("Abstract: We")."""
    if find_section_kind(text) == "abstract":
        return True
    return re.match(r"(?:abstract|summary)\s*[:.—–|-]\s*\S", text, re.IGNORECASE) is not None


def is_keywords(text: str) -> bool:
    """Tell whether a paragraph is the list of keywords."""
    return _KEYWORDS.match(text) is not None
