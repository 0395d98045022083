"""Places in a document -> the paragraphs around them, with what is coloured there."""

from collections.abc import Iterable, Sequence
from typing import Any

from exominer.ingest.build import GAP
from exominer.records import Document, Evidence, Table
from exominer.review.decisions import Placed
from exominer.review.paper import Paper

Span = tuple[int, int]

_MAX_CHARACTERS = 12_000


def find_paragraph(document: Document, start: int, end: int) -> Span:
    r"""The paragraph, or the table with all its rows, that holds a stretch of the text.

    One that is too long to show is cut at the sides.

    Example:
        >>> find_paragraph(Document("a.txt", "", "text", "One.\n\nTwo. Three."), 11, 12)
        (6, 17)
    """
    table = _find_table(document, start)
    if table:
        first, last = table.start, table.end
    else:
        before = document.text.rfind(GAP, 0, start)
        after = document.text.find(GAP, end)
        first = 0 if before < 0 else before + len(GAP)
        last = len(document.text) if after < 0 else after
    margin = max(_MAX_CHARACTERS - (end - start), 0) // 2
    return max(first, start - margin), min(last, end + margin)


def find_neighbour(document: Document, start: int, end: int, *, step: int) -> Span | None:
    """The paragraph before (step -1) or after (step 1) another; None at the ends."""
    text = document.text
    if step < 0:
        place = start - 1
        while place >= 0 and text[place].isspace():
            place -= 1
        return find_paragraph(document, place, place + 1) if place >= 0 else None
    place = end
    while place < len(text) and text[place].isspace():
        place += 1
    return find_paragraph(document, place, place + 1) if place < len(text) else None


def claim_passages(
    paper: Paper, evidence: Sequence[Evidence], placed: Sequence[Placed]
) -> list[dict[str, Any]]:
    """The paragraphs of a claim, that of its effect first; each once."""
    spans = [(e.start, e.end) for e in evidence] + [(p.start, p.end) for p in placed]
    paragraphs: list[Span] = []
    for start, end in spans:
        if not any(first <= start and end <= last for first, last in paragraphs):
            paragraphs.append(find_paragraph(paper.document, start, end))
    sentences = [(e.start, e.end) for e in evidence]
    return [show_passage(paper, span, evidence=sentences, placed=placed) for span in paragraphs]


def show_passage(
    paper: Paper, span: Span, *, evidence: Iterable[Span] = (), placed: Iterable[Placed] = ()
) -> dict[str, Any]:
    """A paragraph with everything of it that is coloured; offsets are those of the document.

    ``table`` is the table it is, "" for prose; its cells are split by tabs and newlines.
    """
    document = paper.document
    start, end = span
    section = paper.places.find_section(start)
    table = _find_table(document, start)
    return {
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "section": (section.title or section.kind) if section else "",
        "page": next((p.number for p in reversed(document.pages) if p.start <= start), None),
        "table": (table.label or table.table_id) if table else "",
        "evidence": [s for s in evidence if start <= s[0] and s[1] <= end],
        "placed": [p for p in placed if start <= p.start and p.end <= end],
        "mentions": [
            {"start": m.start, "end": m.end, "kind": m.kind, "name": m.name}
            for m in paper.mentions
            if start <= m.start and m.end <= end and m.kind != "effect"
        ],
    }


def _find_table(document: Document, place: int) -> Table | None:
    return next((t for t in document.tables if t.start <= place < t.end), None)
