"""Chunks of a PDF -> where its reference list stands, if no heading says so."""

import re
from collections.abc import Sequence
from statistics import median

from exominer.ingest.pdf_chunks import Chunk
from exominer.ingest.reference_entries import split_numbered

FIRST = re.compile(r"[\[(]?1[\]).]?(?:\s|$)")
YEAR = re.compile(r"(?:18|19|20)\d\d")
LEAST_ENTRIES = 8
LEAST_DATED = 0.7
MOST_LINES = 12
LEAST_BEFORE = 0.3
"""The share of the paper that stands before a list."""


def find_unheaded_list(chunks: Sequence[Chunk]) -> range:
    """Find the chunks of a list with printed numbers; empty where there is none.

    A list begins with the number 1 in the later part of the paper and has eight entries
    at least, most of them with a year.
    """
    lines = [(i, line.text) for i, chunk in enumerate(chunks) for line in chunk.lines]
    texts = [text for _, text in lines]
    best, n_best = range(0), 0
    for place in range(int(LEAST_BEFORE * len(lines)), len(lines)):
        if not FIRST.match(texts[place]):
            continue
        entries = split_numbered(texts[place:])
        if _is_list(entries) and len(entries) > n_best:
            last = texts.index(_last_line(entries, texts[place:]), place)
            best, n_best = range(lines[place][0], lines[last][0] + 1), len(entries)
    return best


def _is_list(entries: Sequence[tuple[int, Sequence[str]]]) -> bool:
    if len(entries) < LEAST_ENTRIES or entries[0][0] != 1:
        return False
    dated = sum(any(YEAR.search(line) for line in texts) for _, texts in entries)
    n_lines = median(len(texts) for _, texts in entries)
    return dated >= LEAST_DATED * len(entries) and n_lines <= MOST_LINES


def _last_line(entries: Sequence[tuple[int, Sequence[str]]], texts: Sequence[str]) -> str:
    """Give the printed line with which the last entry begins."""
    first = entries[-1][1][0]
    return next(text for text in reversed(texts) if text.endswith(first))
