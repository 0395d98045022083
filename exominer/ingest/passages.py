"""Lines of plain text to passages: paragraphs put together again, headings, captions, tables."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from exominer.ingest.blocks import Grid
from exominer.ingest.flattened import parse_flattened_table
from exominer.ingest.layout import (
    FUNCTION_WORDS,
    Line,
    begins_sentence,
    has_finite_verb,
    is_bullet,
    is_caption_start,
    is_heading_text,
    is_numbered_heading,
)
from exominer.ingest.sections import find_caption_label, find_section_kind
from exominer.ingest.sentences import ends_sentence

PassageKind = Literal[
    "paragraph", "heading", "caption", "table", "lost_table", "note", "references"
]
_SHORT, _SHORT_HEADING, _NARROW = 0.8, 0.75, 0.65
"""Shares of the width of what stands around a line."""
_LEAST_FUNCTION_SHARE = 0.15
_MOST_TABLE_LINES = 400
_NOTE = re.compile(
    r"[*†‡§¶]+ ?(?:correspond|equal|these authors|for reprints)|correspondence(?: to| should)?\b"
    r"|e-?mail:|full list of author|©|copyright ©|open access this|received:? \d|https?://|doi:"
    r"|this (?:is an open|article is|work is) |\d{0,2} ?(?:department|institute|school|faculty"
    r"|laborator(?:y|ies)|division|college|cent(?:er|re)|university|hospital|key laboratory)s?"
    r" (?:of|for)\b",
    re.IGNORECASE,
)


class Passage(Struct):
    """Lines that belong together; ``grid`` is set where a table could be read."""

    kind: PassageKind
    lines: list[str]
    page: int | None
    grid: Grid | None = None


class Assembler:
    """Goes through the lines once and collects passages in the order in which they begin.

    A paragraph stays open while captions, tables and notes interrupt it, so it is complete
    before them.
    """

    def __init__(self, lines: Sequence[Line], *, is_wrapped: bool) -> None:
        self.passages: list[Passage] = []
        self._lines = lines
        self._is_wrapped = is_wrapped
        self._width = find_body_width(lines)
        self._open: Passage | None = None
        self._is_interrupted = False

    def assemble(self) -> list[Passage]:
        """Go through all lines."""
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        return self.passages

    def _take(self, index: int) -> int:
        """Take the passage that begins at a line; return the index of the line after it."""
        line = self._lines[index]
        before = self._open.lines[-1] if self._open else ""
        if is_caption_start(line, before=before):
            return self._take_caption(index)
        if n_lines := count_heading_lines(self._lines, index, before=before):
            return self._take_heading(index, index + n_lines)
        if is_note_start(line.text) and (line.has_gap or not before or ends_sentence(before)):
            return self._take_note(index)
        if self._open is not None and self._goes_on(self._open, index):
            self._open.lines.append(line.text)
        else:
            self._open = self._add("paragraph", index, index + 1)
        self._is_interrupted = False
        return index + 1

    def _add(self, kind: PassageKind, start: int, end: int) -> Passage:
        texts = [line.text for line in self._lines[start:end]]
        passage = Passage(kind, texts, self._lines[start].page)
        self.passages.append(passage)
        return passage

    def _take_heading(self, start: int, end: int) -> int:
        heading = self._add("heading", start, end)
        self._open = None
        if find_section_kind(" ".join(heading.lines)) != "references":
            return end
        start = end
        while end < len(self._lines) and not self._ends_references(end):
            end += 1
        if end > start:
            entries = self._add("references", start, start)
            entries.lines = format_raw(self._lines[start:end])
        return end

    def _ends_references(self, index: int) -> bool:
        text = self._lines[index].text
        if is_caption_start(self._lines[index], before="."):
            return True
        kind = find_section_kind(text)
        return kind is not None and kind != "references" and text[0].isupper()

    def _goes_on(self, passage: Passage, index: int) -> bool:
        """Tell whether the open paragraph goes on with a line."""
        line, last = self._lines[index], passage.lines[-1]
        if is_bullet(line.text):
            return False
        if line.text[0] in ".,;:)]":
            return True
        has_ended = ends_sentence(" ".join(passage.lines[-2:]))
        if not (line.has_gap or self._is_interrupted) and self._is_wrapped:
            is_new = self._is_short(passage, index) or line.n_indent > 1
            return not (has_ended and is_new and begins_sentence(line.text))
        if has_ended or is_bullet(passage.lines[0]):
            return False
        if line.text[0].islower() or last[-1] in ",-–" or ends_in_function_word(last):
            return True
        return self._is_wrapped and not self._is_short(passage, index)

    def _is_short(self, passage: Passage, index: int) -> bool:
        """Tell whether the paragraph's last line leaves room at its end."""
        widths = [len(text) for text in passage.lines[-6:-1]]
        if not widths:
            widths = [len(line.text) for line in self._lines[index : index + 2]]
        return len(passage.lines[-1]) < _SHORT * max(widths)

    def _take_caption(self, start: int) -> int:
        end = self._find_caption_end(start)
        self._is_interrupted = True
        if not find_caption_label(self._lines[start].text).casefold().startswith("tab"):
            self._add("caption", start, end)
            return end
        raw = format_raw(self._lines[start + 1 : start + 1 + _MOST_TABLE_LINES])
        found = parse_flattened_table(self._lines[start].text, raw)
        if found is not None:
            grid, n_raw = found
            table = self._add("table", start, start)
            table.grid = grid
            return start + 1 + sum(1 for text in raw[:n_raw] if text)
        self._add("caption", start, end)
        cells_end = self._find_table_end(end)
        if cells_end > end:
            self._add("lost_table", end, cells_end)
        return cells_end

    def _find_caption_end(self, start: int) -> int:
        widest, end = len(self._lines[start].text), start + 1
        while end < len(self._lines) and not self._lines[end].has_gap:
            line, last = self._lines[end], self._lines[end - 1].text
            if is_caption_start(line, before=last) or self._resumes_body(end, widest):
                break
            widest = max(widest, len(line.text))
            end += 1
        return end

    def _resumes_body(self, index: int, widest: int) -> bool:
        """Tell whether a caption, whose widest line is given, ends above a line."""
        text, last = self._lines[index].text, self._lines[index - 1].text
        run = [line for line in self._lines[index : index + 2] if not line.has_gap]
        width = max(len(line.text) for line in run)
        if not ends_sentence(last):
            goes_on = ends_in_function_word(last) or (
                text[0].islower() and not self._is_unfinished()
            )
            return len(run) > 1 and width < _NARROW * widest and not goes_on
        if begins_sentence(text):
            is_last_short = len(last) < _SHORT * min(width, self._width)
            return is_last_short or is_heading_text(text) or width < _NARROW * widest
        return self._is_unfinished()

    def _is_unfinished(self) -> bool:
        return self._open is not None and not ends_sentence(" ".join(self._open.lines[-2:]))

    def _find_table_end(self, start: int) -> int:
        """Find where prose goes on after a table that could not be understood."""
        for index in range(start, min(start + _MOST_TABLE_LINES, len(self._lines))):
            line = self._lines[index]
            if is_caption_start(line, before=".") or find_section_kind(line.text) is not None:
                return index
            if is_numbered_heading(line.text) or self._is_prose(index):
                return index
        return min(start + _MOST_TABLE_LINES, len(self._lines))

    def _is_prose(self, index: int) -> bool:
        """Tell whether a line and the next two are as wide as the column and read as text."""
        run = self._lines[index : index + 3]
        least = _SHORT * self._width
        words = [word.casefold() for line in run for word in line.text.split()]
        n_function = sum(1 for word in words if FUNCTION_WORDS.fullmatch(word))
        is_wide = all(len(line.text) >= least for line in run[:2])
        return is_wide and n_function >= _LEAST_FUNCTION_SHARE * len(words)

    def _take_note(self, start: int) -> int:
        end = start + 1
        while end < len(self._lines) and not self._lines[end].has_gap:
            last, line = self._lines[end - 1].text, self._lines[end]
            if is_caption_start(line, before=last):
                break
            if not is_note_start(line.text) and (
                count_heading_lines(self._lines, end, before=last)
                or (ends_sentence(last) and (self._is_unfinished() or begins_sentence(line.text)))
            ):
                break
            end += 1
        self._add("note", start, end)
        self._is_interrupted = True
        return end


def format_raw(lines: Sequence[Line]) -> list[str]:
    """Lines as they were printed, an empty string for every gap."""
    return [text for line in lines for text in ([""] if line.has_gap else []) + [line.text]]


def count_heading_lines(lines: Sequence[Line], index: int, *, before: str) -> int:
    """Count the lines, at most three, of the heading that begins at a line; 0 if none does.

    A heading stands below a finished paragraph and above something that begins anew. Known
    words ("Methods") or a number ("2.1") are enough then; other words must stand below a gap
    and not read like the first line of a paragraph, or be clearly shorter than the text
    that follows.

    Args:
        lines: All lines.
        index: Of the first line of the heading.
        before: The last line of the paragraph above, "" after a heading or at the start.
    """
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else None
    if line.text.startswith("#"):
        return 1
    is_free = not before or ends_sentence(before)
    if not is_free and not _stands_out(line, before):
        return 0
    if following is None or not is_heading_text(line.text):
        return _count_split_heading(lines, index) if is_free else 0
    if not begins_sentence(following.text):
        return _count_split_heading(lines, index)
    if find_section_kind(line.text) is not None:
        return 1
    if following.text[0] in "([":
        return 0
    width = max(len(text_line.text) for text_line in lines[index + 1 : index + 4])
    is_short = len(line.text) < _SHORT_HEADING * width
    if is_numbered_heading(line.text):
        return 1 if line.has_gap or is_short else 0
    is_statement = has_finite_verb(line.text)
    if line.has_gap:
        return 1 if is_short or not is_statement else 0
    return 1 if is_short and not is_statement and not following.has_gap else 0


def _stands_out(line: Line, before: str) -> bool:
    """Tell whether a line must be a heading though the text above it has not ended.

    A list of keywords or an address ends without a stop.
    """
    if find_section_kind(line.text) is None or not line.text[0].isupper():
        return False
    return line.has_gap or (before[-1] not in ",-–" and not ends_in_function_word(before))


def _count_split_heading(lines: Sequence[Line], index: int) -> int:
    """Two or three lines below a gap, the last one short, then text that begins anew."""
    if not lines[index].has_gap or not begins_sentence(lines[index].text):
        return 0
    for n_lines in (2, 3):
        part = lines[index : index + n_lines + 1]
        if len(part) <= n_lines or any(line.has_gap for line in part[1:n_lines]):
            return 0
        texts = [line.text for line in part[:n_lines]]
        widths = [len(text) for text in texts]
        is_last_short = widths[-1] < _SHORT_HEADING * max(widths)
        if (
            is_last_short
            and is_heading_text(" ".join(texts))
            and begins_sentence(part[n_lines].text)
            and not has_finite_verb(" ".join(texts))
        ):
            return n_lines
    return 0


def find_body_width(lines: Sequence[Line]) -> int:
    """The median length of lines that go on in the next one, in lower case."""
    lengths = sorted(
        len(line.text)
        for line, following in pairwise(lines)
        if not following.has_gap and following.text[0].islower()
    )
    return lengths[len(lengths) // 2] if lengths else 80


def is_note_start(text: str) -> bool:
    """Tell whether a line begins a note of the first page: address, licence, dates."""
    return _NOTE.match(text) is not None


def ends_in_function_word(text: str) -> bool:
    """Tell whether a line breaks off at a word that needs another: "of", "the", "were"."""
    return FUNCTION_WORDS.fullmatch(text.rsplit(maxsplit=1)[-1].casefold()) is not None
