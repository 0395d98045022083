"""Chunks of a PDF -> what each of them is: title, heading, running text, caption, notes."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from exominer.ingest.layout import has_finite_verb
from exominer.ingest.pdf_characters import Style
from exominer.ingest.pdf_chunks import (
    CLOSED,
    LOWER_WORD,
    NUMBERED,
    Chunk,
    Typography,
    is_set_apart,
)
from exominer.ingest.pdf_lists import find_unheaded_list
from exominer.ingest.sections import find_caption_label, find_section_kind

Role = Literal["title", "heading", "body", "caption", "notes", "cell", "fragment", "reference"]
"""``notes`` is running text in small print, ``cell`` what stands under the caption of
a table, ``fragment`` what else is no sentence: the words in a figure, an author line."""

WORD = re.compile(r"[^\W\d_]{2,}")
FRONT_WORDS = re.compile(
    r"\b(?:universit\w+|departments?|institut\w+|hospital|correspond\w+|e-?mail|received|accepted"
    r"|copyright|licen[cs]es?|doi|https?|orcid|academic editor|published|citation|how to cite"
    r"|creative commons|authors?|editors?|faculty|school of|©)",
    re.IGNORECASE,
)
MOST_HEADING_WORDS = 25
LEAST_ALIKE = 3
CAPTION_START = re.compile(r"\s*(?:[.:|(–—]|$|\s[A-Z\d(])")
NAMED_ABSTRACT = re.compile(r"(?:abstract|summary)\s*[:.—–-]", re.IGNORECASE)
STRUCTURED = ("introduction", "methods", "results", "discussion", "conclusion")


class Piece(Struct, frozen=True):
    """A chunk and its role."""

    chunk: Chunk
    role: Role


def find_roles(chunks: Sequence[Chunk], typography: Typography) -> list[Piece]:
    """Give each chunk its role, in order.

    Front matter (authors, addresses) is what stands on the first page before the abstract
    or the first running text. After a heading such as "References" all running text is
    the list, up to a heading of another known kind.
    """
    roles = [_own_role(chunk, typography) for chunk in chunks]
    for settle in (_settle_titles, _settle_headings, _settle_alike, _settle_cells, _settle_front):
        roles = settle(chunks, roles, typography)
    roles = _settle_short(chunks, roles)
    roles = _settle_references(chunks, _settle_abstract(chunks, roles))
    return [Piece(chunk, role) for chunk, role in zip(chunks, roles, strict=True)]


def is_prose(text: str) -> bool:
    """Tell whether words in lower case make up most of a text of eight words or more."""
    words = WORD.findall(text)
    return len(words) >= 8 and 2 * len(LOWER_WORD.findall(text)) > len(words)


def _own_role(chunk: Chunk, typography: Typography) -> Role:
    text = _flat(chunk)
    if _is_caption(text, chunk, typography):
        return "caption"
    if _is_title(chunk, text, typography):
        return "title"
    if _is_heading(chunk, text, typography):
        return "heading"
    if is_prose(text):
        large = all(typography.is_body_size(line) for line in chunk.lines)
        return "body" if large else "notes"
    return "body" if _is_short_body(chunk, text, typography) else "fragment"


def _is_short_body(chunk: Chunk, text: str, typography: Typography) -> bool:
    """Tell a line of running text, or its end, from the words in a figure."""
    if not all(typography.is_body_size(line) for line in chunk.lines):
        return False
    n_lower = len(LOWER_WORD.findall(text))
    if all(typography.is_distinct(line) for line in chunk.lines):
        return n_lower >= 2 and len(text.split()) >= 4
    return n_lower > 0 or (CLOSED.search(text) is not None and WORD.search(text) is not None)


def _is_caption(text: str, chunk: Chunk, typography: Typography) -> bool:
    """Tell a caption from a sentence that begins with "Figure 2 shows"."""
    label = find_caption_label(text)
    if not label or len(label) > 40:
        return False
    first = chunk.lines[0]
    set_off = not typography.is_body_size(first) or first.runs[0].style.font not in typography.fonts
    return set_off or CAPTION_START.match(text[len(label) :]) is not None


def _is_title(chunk: Chunk, text: str, typography: Typography) -> bool:
    large = chunk.size >= 1.25 * typography.size
    return chunk.page == 1 and large and len(WORD.findall(text)) >= 4 and len(text) < 400


def _is_heading(chunk: Chunk, text: str, typography: Typography) -> bool:
    if chunk.lines[0].begins is not None:
        return False
    if len(chunk.lines) > 4 or len(text) > 200 or not re.search(r"[^\W\d_]{3}", text):
        return False
    if sum(len(line.raised) for line in chunk.lines) >= 3 or "@" in text:
        return False
    if find_section_kind(text) is not None and len(text.split()) <= 8:
        return True
    distinct = all(typography.is_distinct(line) for line in chunk.lines)
    large = chunk.size > 1.08 * typography.size
    begins = text[0].isupper() or text[0].isdigit()
    if (
        not begins
        or len(text.split()) > MOST_HEADING_WORDS
        or CLOSED.search(text)
        or text.endswith(",")
    ):
        return False
    if NUMBERED.match(text) and (distinct or large) and chunk.size > 0.9 * typography.size:
        return True
    small = chunk.size < 0.95 * typography.size
    return not small and (large or (distinct and _looks_set_off(chunk)))


def _looks_set_off(chunk: Chunk) -> bool:
    """Tell bold, italic or capitals: another font alone may be a figure's."""
    fonts = {run.style.font.lower() for line in chunk.lines for run in line.runs}
    marks = ("bold", "black", "heavy", "semi", "ital", "obl", ".b", ".i", "-it", "medi", "demi")
    return all(any(mark in font for mark in marks) for font in fonts) or chunk.text.isupper()


def _settle_titles(
    chunks: Sequence[Chunk], roles: Sequence[Role], _typography: Typography
) -> list[Role]:
    """Keep the largest title, the longest among equals; the others are fragments."""
    titles = [i for i, role in enumerate(roles) if role == "title"]
    best = max(titles, key=lambda i: (chunks[i].size, len(chunks[i].text)), default=None)
    return ["fragment" if role == "title" and i != best else role for i, role in enumerate(roles)]


def _settle_headings(
    chunks: Sequence[Chunk], roles: Sequence[Role], typography: Typography
) -> list[Role]:
    """Judge headings by what stands below: running text, or a heading that has some.

    From the last to the first: a line in a font of its own right above running text is
    its heading, and what was taken for a heading by its type alone is none without.
    """
    settled = list(roles)
    for i in range(len(chunks) - 2, -1, -1):
        chunk, below = chunks[i], chunks[i + 1]
        text = _flat(chunk)
        heads = _stands_above(chunk, below) and settled[i + 1] in ("body", "heading", "notes")
        if settled[i] == "heading" and not heads:
            known = find_section_kind(text) is not None or NUMBERED.match(text)
            settled[i] = "heading" if known else "fragment"
        elif (
            settled[i] in ("fragment", "body", "notes")
            and heads
            and _could_head(chunk, text, typography)
        ):
            settled[i] = "heading"
    return settled


def _settle_alike(
    chunks: Sequence[Chunk], roles: Sequence[Role], typography: Typography
) -> list[Role]:
    """Take for headings, wherever they stand, lines in the type that others are set in.

    Such a line is the last of its column or page: the text that it heads begins in the next.
    """
    types = Counter(_type(c) for c, role in zip(chunks, roles, strict=True) if role == "heading")
    settled = list(roles)
    below: str | None = None
    for i in range(len(chunks) - 1, -1, -1):
        chunk, text = chunks[i], _flat(chunks[i])
        alike = types[_type(chunk)] >= LEAST_ALIKE and roles[i] in ("fragment", "body", "notes")
        if alike and below and below[0].isupper() and _could_head(chunk, text, typography):
            settled[i] = "heading"
        if settled[i] in ("body", "heading", "title", "reference"):
            below = text if settled[i] == "body" else None
    return settled


def _type(chunk: Chunk) -> tuple[str, float, bool]:
    line = chunk.lines[0]
    return line.style.font, round(line.size, 1), line.text.isupper()


def _stands_above(chunk: Chunk, below: Chunk) -> bool:
    """Tell whether a chunk stands right above another, or beside the rest of its line."""
    last, first = chunk.lines[-1], below.lines[0]
    step = (last.baseline - first.baseline) / first.size
    near = -0.2 < step < 4 and abs(chunk.lines[0].left - first.left) < 3 * first.size
    return near and chunk.page == below.page


def _could_head(chunk: Chunk, text: str, typography: Typography) -> bool:
    if chunk.lines[0].begins is not None or len(text.split()) > MOST_HEADING_WORDS:
        return False
    own_font = all(typography.is_distinct(line) or is_set_apart(line) for line in chunk.lines)
    right_size = 0.85 * typography.size < chunk.size < 1.5 * typography.size
    right_length = len(chunk.lines) <= 3 and 2 < len(text) < 150 and not _is_sentence(chunk, text)
    begins = text[0].isupper() or text[0].isdigit()
    n_raised = sum(len(line.raised) for line in chunk.lines)
    return own_font and right_size and right_length and begins and n_raised < 3


def _is_sentence(chunk: Chunk, text: str) -> bool:
    """Tell a sentence from a heading that ends with a full stop."""
    if not CLOSED.search(text):
        return False
    most_words = 20 if chunk.lines[0].style.is_bold else 12
    return not text.endswith(".") or len(text.split()) > most_words or has_finite_verb(text)


def _settle_cells(
    chunks: Sequence[Chunk], roles: Sequence[Role], typography: Typography
) -> list[Role]:
    """Make cells of what follows a table's caption, up to running text or a caption."""
    settled: list[Role] = []
    inside = False
    for chunk, role in zip(chunks, roles, strict=True):
        if role == "caption":
            inside = find_caption_label(_flat(chunk)).lower().startswith("tab")
        large_heading = role in ("heading", "title") and chunk.size > 0.97 * typography.size
        if large_heading or (role == "body" and is_prose(chunk.text)):
            inside = False
        is_cell = inside and role in ("fragment", "notes", "heading", "body")
        settled.append("cell" if is_cell else role)
    return settled


def _settle_front(
    chunks: Sequence[Chunk], roles: Sequence[Role], typography: Typography
) -> list[Role]:
    """Make fragments of headings and lines on the first page before the paper begins."""
    first = _find_opening(chunks, roles)
    settled: list[Role] = []
    for i, (chunk, role) in enumerate(zip(chunks, roles, strict=True)):
        text = _flat(chunk)
        on_first = chunk.page == 1 and role in ("heading", "body", "notes")
        if on_first and i < first:
            long = len(WORD.findall(text)) >= 40 and is_prose(text) and not _is_front(text)
            settled.append("body" if long else "notes" if role == "notes" else "fragment")
        elif on_first and role == "heading" and _is_imprint(chunk, text, typography):
            settled.append("fragment")
        else:
            settled.append(role)
    return settled


def _is_imprint(chunk: Chunk, text: str, typography: Typography) -> bool:
    """Tell what a publisher sets beside the text of a first page from its headings."""
    kind = find_section_kind(text)
    large = chunk.size > 1.5 * typography.size and kind is None
    return large or (chunk.size < 0.9 * typography.size and kind == "back")


def _find_opening(chunks: Sequence[Chunk], roles: Sequence[Role]) -> int:
    """Find the first heading with known words on the first page, or the first long text."""
    for i, (chunk, role) in enumerate(zip(chunks, roles, strict=True)):
        kind = find_section_kind(_flat(chunk)) if role == "heading" else None
        # "Methods" opens no paper, but journals are called "Methods" and "Materials".
        if chunk.page == 1 and kind not in (None, "back", "methods"):
            return i
    for i, (chunk, role) in enumerate(zip(chunks, roles, strict=True)):
        long = role in ("body", "notes") and len(WORD.findall(chunk.text)) >= 40
        if long and is_prose(chunk.text) and not _is_front(chunk.text):
            return i
    return 0


def _settle_abstract(chunks: Sequence[Chunk], roles: Sequence[Role]) -> list[Role]:
    """Make running text of small print under "Abstract" and of one that names itself so."""
    settled: list[Role] = []
    inside = False
    for chunk, role in zip(chunks, roles, strict=True):
        text = _flat(chunk)
        if role == "heading":
            kind = find_section_kind(text)
            inside = kind == "abstract" or (inside and kind in STRUCTURED)
        elif (role == "body" and is_prose(text)) or chunk.page > 2:
            inside = False
        own = NAMED_ABSTRACT.match(text) is not None
        is_abstract = role == "notes" and (inside or own) and not _is_front(text)
        settled.append("body" if is_abstract else role)
    return settled


def _settle_short(chunks: Sequence[Chunk], roles: Sequence[Role]) -> list[Role]:
    """Keep a sentence too short for prose ("Not applicable.") right below its heading."""
    settled = list(roles)
    for i in range(1, len(chunks)):
        text = _flat(chunks[i])
        is_headed = settled[i - 1] == "heading" and _stands_above(chunks[i - 1], chunks[i])
        is_sentence = CLOSED.search(text) is not None and LOWER_WORD.search(text) is not None
        if roles[i] == "fragment" and is_headed and is_sentence:
            settled[i] = "notes"
    return settled


def _is_front(text: str) -> bool:
    return 12 * len(FRONT_WORDS.findall(text)) > len(WORD.findall(text))


def _settle_references(chunks: Sequence[Chunk], roles: Sequence[Role]) -> list[Role]:
    """Make references of what stands under their heading; a word of the list is no heading."""
    settled: list[Role] = []
    inside = False
    for i, (chunk, role) in enumerate(zip(chunks, roles, strict=True)):
        kind = find_section_kind(_flat(chunk)) if role == "heading" else None
        if inside and settled[-1] == "reference" and _last_style(chunks[i - 1]) == _style(chunk):
            kind = None
        if kind is not None:
            inside = kind == "references"
        listed = inside and kind is None and role in ("heading", "body", "notes", "fragment")
        settled.append("reference" if listed else role)
    if "reference" not in settled:
        for i in find_unheaded_list(chunks):
            settled[i] = "reference"
    return settled


def _style(chunk: Chunk) -> Style:
    return chunk.lines[0].style


def _last_style(chunk: Chunk) -> Style:
    return chunk.lines[-1].style


def _flat(chunk: Chunk) -> str:
    return " ".join(chunk.text.split())
