"""All blocks of a document -> how it cites, and the citations of each of its texts."""

from collections.abc import Iterable, Sequence

from exominer.ingest.author_year import AuthorYearFinder
from exominer.ingest.blocks import Block, Marker
from exominer.ingest.citations import (
    FoundCitation,
    find_cell_citations,
    find_citations,
    find_named_citations,
    find_style,
)
from exominer.records import Cell, Reference

LEAST_OF_STYLE = 3
MOST_BEYOND = 100
"""By how much a number in square brackets may exceed the list and still be a citation."""

MOST_LISTED = 10


class CitationFinder:
    """Finds citations in the style of one document and keeps those without an entry.

    Citations by author and year win where more of them resolve than there are numbers.
    """

    def __init__(self, blocks: Sequence[Block], references: Sequence[Reference]) -> None:
        texts = [block.text for block in blocks if block.section != "references"]
        marked = [
            block.text[marker.start : marker.end] for block in blocks for marker in block.markers
        ]
        self._known = {r.number for r in references if r.number is not None}
        self._last = max(self._known, default=None)
        self._style = find_style(texts, n_references=self._last)
        self._by_name = AuthorYearFinder(references)
        found = [mark for text in texts for mark in self._by_name.find(text)]
        named = sum(bool(mark[2]) or not references for mark in found)
        numbered = sum(not any(map(str.isalpha, text)) for text in marked)
        numbered += sum(len(self._find_numbers(text)) for text in texts)
        self.is_author_year = named >= LEAST_OF_STYLE and named > numbered
        self.n_found = 0
        self._unresolved: list[str] = []

    def find(self, text: str, markers: Sequence[Marker] = ()) -> list[FoundCitation]:
        """Find the citations of one paragraph or caption; what the source marks up is kept."""
        found = [(marker.start, marker.end, marker.numbers) for marker in markers]
        if self.is_author_year:
            found = _add(found, self._by_name.find(text))
        elif not markers:
            found = self._find_numbers(text)
            self._note_beyond(text)
        if not self.is_author_year:
            found = _add(found, find_named_citations(text, n_references=self._last))
        self._note(text, found)
        return found

    def find_in_cells(self, text: str, cells: Sequence[Cell]) -> list[FoundCitation]:
        """Find the citations in a table, whose text the offsets of ``cells`` count."""
        if self.is_author_year:
            places = dict.fromkeys((cell.start, cell.end) for cell in cells)
            found = [
                (start + first, start + last, numbers)
                for start, end in places
                for first, last, numbers in self._by_name.find(text[start:end])
            ]
        else:
            found = find_cell_citations(text, cells, style=self._style, n_references=self._last)
        self._note(text, found)
        return found

    def describe_unresolved(self) -> tuple[str, ...]:
        """Say which citations have no entry in the reference list, or that there is no list."""
        if not self._known:
            without = f"no reference list was found for the {self.n_found} citations of the text"
            return (without,) if self.n_found >= LEAST_OF_STYLE else ()
        return describe_unresolved(self._unresolved)

    def _find_numbers(self, text: str) -> list[FoundCitation]:
        return find_citations(text, style=self._style, n_references=self._last)

    def _note(self, text: str, found: Sequence[FoundCitation]) -> None:
        self.n_found += len(found)
        for start, end, numbers in found:
            if not numbers or not self._known.issuperset(numbers):
                self._unresolved.append(text[start:end])

    def _note_beyond(self, text: str) -> None:
        """Note numbers in square brackets that are too high for the list, but not by much."""
        if self._style != "square" or self._last is None:
            return
        within = {(start, end) for start, end, _ in self._find_numbers(text)}
        for start, end, _ in find_citations(text, n_references=self._last + MOST_BEYOND):
            if (start, end) not in within:
                self._unresolved.append(text[start:end])


def describe_unresolved(printed: Iterable[str]) -> tuple[str, ...]:
    """Put citations without an entry into one warning; none where all have one.

    Example:
        >>> describe_unresolved(["[91]", "[93]", "[91]"])
        ('3 citations have no entry in the reference list: [91], [93]',)
    """
    marks = list(printed)
    if not marks:
        return ()
    distinct = list(dict.fromkeys(marks))
    listed = ", ".join(distinct[:MOST_LISTED])
    more = len(distinct) - MOST_LISTED
    tail = f" and {more} more" if more > 0 else ""
    have = "1 citation has" if len(marks) == 1 else f"{len(marks)} citations have"
    return (f"{have} no entry in the reference list: {listed}{tail}",)


def _add(found: list[FoundCitation], others: Iterable[FoundCitation]) -> list[FoundCitation]:
    """Add those that overlap none of the others, in order of the text."""
    added = [
        other
        for other in others
        if all(other[1] <= start or end <= other[0] for start, end, _ in found)
    ]
    return sorted([*found, *added])
