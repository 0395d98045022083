"""A document to the same document without its tables, every offset kept."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from exominer.records import Document, Table

Span = tuple[int, int]

_NOT_A_BREAK = re.compile(r"[^\n]")


def without_tables(document: Document) -> Document:
    r"""Blank out the tables of a document with as many spaces as they have characters.

    Grid, caption and footnote go, and with them the sentences, citations and sections of
    which nothing is left; line breaks stay, so that paragraphs do not run together. The rest of the
    text keeps its offsets.

    Example:
        >>> from exominer.records import Sentence
        >>> table = Table(table_id="T1", label="1", caption_start=0, caption_end=5,
        ...     start=6, end=9, cells=())
        >>> paper = Document(document="a.txt", sha256="", format="text",
        ...     text="Tab 1\na\tb\nText.", sentences=(Sentence(10, 15),), tables=(table,))
        >>> bare = without_tables(paper)
        >>> bare.text, bare.sentences == paper.sentences
        ('     \n   \nText.', True)
    """
    spans = [span for table in document.tables for span in _table_spans(table, document.text)]
    text = document.text
    for start, end in spans:
        text = text[:start] + _NOT_A_BREAK.sub(" ", text[start:end]) + text[end:]
    return replace(
        document,
        text=text,
        tables=(),
        sections=tuple(
            s
            for s in document.sections
            if text[s.start : s.end].strip() or not _meets(s.start, s.end, spans)
        ),
        sentences=tuple(s for s in document.sentences if not _meets(s.start, s.end, spans)),
        citations=tuple(c for c in document.citations if not _meets(c.start, c.end, spans)),
    )


def _table_spans(table: Table, text: str) -> list[Span]:
    spans = [(table.start, table.end), (table.caption_start, table.caption_end)]
    footnote_start = text.find(table.footnote, table.end) if table.footnote else -1
    if footnote_start >= 0:
        spans.append((footnote_start, footnote_start + len(table.footnote)))
    return [(start, end) for start, end in spans if start < end]


def _meets(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < span_end and span_start < end for span_start, span_end in spans)
