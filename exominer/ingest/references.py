"""Lines of a reference list to References."""

import re
from collections.abc import Sequence

from exominer.ingest.hyphens import Words, join_lines
from exominer.ingest.reference_entries import split_by_authors, split_numbered
from exominer.ingest.reference_fields import find_doi, find_title, find_year, join_broken_links
from exominer.records import Reference

_PMID = re.compile(r"\b(?:PMID|PubMed(?: ID)?):?\s*(\d{4,9})", re.IGNORECASE)


def parse_references(lines: Sequence[str], *, words: Words | None = None) -> tuple[Reference, ...]:
    """Split a reference list into its entries and read the fields of each.

    Entries begin with numbers that count up ("[1]", "1.", "(1)", "1"); in a list without
    numbers, after a blank line, or at a line that begins with an author where the one before
    is complete, and are then numbered by their place.

    Args:
        lines: Of the list, without its heading; an empty string is a blank line.
        words: Evidence for line-end hyphens.

    Example:
        >>> lines = ["1. Roe J. Vesicles after low", "doses. J Test. 2011;3:4.", "2. Poe A. More."]
        >>> [(entry.number, entry.title) for entry in parse_references(lines)]
        [(1, 'Vesicles after low doses'), (2, '')]
    """
    numbered = split_numbered(lines) or list(enumerate(split_by_authors(lines), start=1))
    return parse_entries(numbered, words=words)


def parse_entries(
    entries: Sequence[tuple[int, Sequence[str]]], *, words: Words | None = None
) -> tuple[Reference, ...]:
    """Read the fields of entries that are split already: their numbers and lines."""
    words = words or Words(general={})
    return tuple(parse_reference(join_lines(lines, words), number) for number, lines in entries)


def parse_reference(text: str, number: int | None = None) -> Reference:
    """Read DOI, PMID, year and title of an entry, as far as they are printed.

    Example:
        >>> parse_reference("Roe J (2011). Vesicles carry miRNA. J Test 3:4. doi:10.1/x").title
        'Vesicles carry miRNA'
    """
    text = join_broken_links(text)
    pmid = _PMID.search(text)
    return Reference(
        number=number,
        text=text,
        doi=find_doi(text),
        pmid=pmid[1] if pmid else "",
        title=find_title(text),
        year=find_year(text),
    )
