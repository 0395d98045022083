"""Lines of a PDF's reference list -> one line an entry, where the page shows it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from exominer.ingest.hyphens import Words, join_lines
from exominer.ingest.pdf_lines import Line

LEAST_HANGING = 0.3
LEAST_NUMBERED = 0.1
NUMBERED = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?\s+[^\W\d])")


def entry_lines(lines: Sequence[Line], words: Words) -> list[str]:
    """Put each entry on a line of its own where the list shows entries by hanging indents.

    A blank line stands before such an entry. Numbers show entries too, so lines of a list
    that is set flush are given as they are.
    """
    if sum(NUMBERED.match(line.text) is not None for line in lines) > LEAST_NUMBERED * len(lines):
        return [line.text for line in lines]
    entries: list[list[str]] = []
    for _, column in groupby(lines, key=lambda line: (line.page, int(line.left // 100))):
        for text, begins in _mark_entries(list(column)):
            if begins or not entries:
                entries.append([])
            entries[-1].append(text)
    if len(entries) <= 1:
        return [line.text for line in lines]
    return [text for entry in entries for text in ("", join_lines(entry, words))]


def _mark_entries(column: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    left = min(line.left for line in column)
    hanging = [line.left - left > 0.6 * line.size for line in column]
    marked = sum(hanging) >= LEAST_HANGING * len(column)
    for line, is_hanging in zip(column, hanging, strict=True):
        yield line.text, marked and not is_hanging
