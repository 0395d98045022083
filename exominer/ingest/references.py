"""Lines of a reference list to References."""

import re
from collections.abc import Sequence

from exominer.ingest.hyphens import Words, join_lines
from exominer.records import Reference

_NUMBER = re.compile(
    r"(?:\[(?P<square>\d{1,4})\]|\((?P<round>\d{1,4})\)|(?P<bare>\d{1,4})[.)]?)\s*(?=\S)"
)
_INLINE_NUMBER = re.compile(r"(?<=[.\d)/])\s+(?=(?:\[\d{1,4}\]|\d{1,4}\.)\s+[A-Z])")
_AUTHOR = re.compile(
    r"[^\W\d_][\w'’.-]+(?:\s[^\W\d_][\w'’-]+)?,?\s(?:[A-Z]\.?[\s-]?){1,3}(?=[,.;(]|\s|$)"
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_PMID = re.compile(r"\b(?:PMID|PubMed(?: ID)?):?\s*(\d{4,9})", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d:/–-])((?:18|19|20)\d\d)[a-z]?(?![\d–-])(?!/)")
_YEAR_IN_BRACKETS = re.compile(r"\(((?:18|19|20)\d\d)[a-z]?(?:, [^)]*)?\)[.,:]?\s+")
_TITLE_END = re.compile(r"(?<=[a-z\d)\]”\"’][.?!])\s+(?=[A-Z])")
_LEAST_TITLE_WORDS = 3


def parse_references(lines: Sequence[str], *, words: Words | None = None) -> tuple[Reference, ...]:
    """Split a reference list into its entries and read the fields of each.

    Entries begin with consecutive numbers ("[1]", "1.", "(1)"); in a list without numbers,
    after a blank line, or at a line that begins with an author where the one before is complete,
    and are then numbered by their place.

    Args:
        lines: Of the list, without its heading; an empty string is a blank line.
        words: Evidence for line-end hyphens.

    Example:
        >>> lines = ["1. Roe J. Vesicles after low", "doses. J Test. 2011;3:4.", "2. Poe A. More."]
        >>> [(entry.number, entry.title) for entry in parse_references(lines)]
        [(1, 'Vesicles after low doses'), (2, '')]
    """
    words = words or Words(general={})
    pieces = [piece for line in lines for piece in _INLINE_NUMBER.split(line)]
    numbered = _split_at_numbers([piece for piece in pieces if piece])
    if numbered:
        return tuple(
            parse_reference(join_lines(entry, words), number) for number, entry in numbered
        )
    entries = _split_at_authors(lines)
    return tuple(
        parse_reference(join_lines(entry, words), place)
        for place, entry in enumerate(entries, start=1)
    )


def parse_reference(text: str, number: int | None = None) -> Reference:
    """Read DOI, PMID, year and title of an entry, as far as they are printed.

    Example:
        >>> parse_reference("Roe J (2011). Vesicles carry miRNA. J Test 3:4. doi:10.1/x").title
        'Vesicles carry miRNA'
    """
    doi = _DOI.search(text)
    pmid = _PMID.search(text)
    rest = _DOI.sub(" ", text)
    years = _YEAR_IN_BRACKETS.findall(rest) or _YEAR.findall(rest)
    return Reference(
        number=number,
        text=text,
        doi=doi.group().rstrip(".,;)]").lower() if doi else "",
        pmid=pmid[1] if pmid else "",
        title=_find_title(text),
        year=years[-1] if years else "",
    )


def _find_title(text: str) -> str:
    """After "(2011)." or else the first part of three words that is no list of authors."""
    in_brackets = _YEAR_IN_BRACKETS.search(text)
    if in_brackets and _TITLE_END.search(text[in_brackets.end() :]):
        return _TITLE_END.split(text[in_brackets.end() :])[0].rstrip(".")
    quoted = re.search(r"[“\"]([^”\"]{15,})[”\"]", text)
    if quoted:
        return quoted[1].rstrip(".,")
    for part in re.split(r"(?<=[\w)\]?][.?])\s+(?=[A-Z\d])", text)[1:-1]:
        if len(part.split()) >= _LEAST_TITLE_WORDS and not _AUTHOR.match(part):
            return part.rstrip(".")
    return ""


def _split_at_numbers(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Entries of a list that counts up by one; empty if this one does not."""
    entries: list[tuple[int, list[str]]] = []
    for line in lines:
        match = _NUMBER.match(line)
        number = int(match["square"] or match["round"] or match["bare"]) if match else None
        expected = entries[-1][0] + 1 if entries else number
        if match and number is not None and number == expected:
            entries.append((number, [line[match.end() :]]))
        elif entries:
            entries[-1][1].append(line)
    is_list = len(entries) > 1 or (entries and _NUMBER.match(lines[0]) and entries[0][0] == 1)
    return entries if is_list else []


def _split_at_authors(lines: Sequence[str]) -> list[list[str]]:
    entries: list[list[str]] = []
    has_gap = True
    for line in lines:
        if not line:
            has_gap = True
            continue
        is_complete = not entries or entries[-1][-1][-1] in ".0123456789)" or has_gap
        if not entries or (is_complete and (has_gap or _AUTHOR.match(line)) and line[0].isupper()):
            entries.append([line])
        else:
            entries[-1].append(line)
        has_gap = False
    return entries
