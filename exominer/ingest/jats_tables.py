"""JATS tables (HTML and CALS rows) -> grids."""

import re
from collections.abc import Iterator, Mapping

from exominer.ingest.blocks import Grid, GridCell
from exominer.ingest.jats_inline import flatten
from exominer.safe_xml import Element, children, descendants, local_name

MAX_SPAN = 200
"""No printed table is wider; a span beyond it is a mistake or an attack."""

SHORT_FORM = r"[^\W_](?:[\w+/.-]|\s(?=\d)){0,11}[\w+]"
PAIR = re.compile(rf"({SHORT_FORM})\s*(?:[:=,]|–|—|\s-\s)\s*(\S.*)", re.DOTALL)
PART = re.compile(rf";\s*|\.\s+(?=[A-Z])|,\s+(?=%?{SHORT_FORM}\s*[=:])")
LEAD_IN = re.compile(r"^\W*abbreviations?(?: used)?\W*", re.IGNORECASE)


def read_tables(wrap: Element) -> list[Grid]:
    """Give a grid for each table of a ``table-wrap``; none where it is only a picture.

    Label and caption go with the first, footnote and abbreviations with all.

    Example:
        >>> from lxml import etree
        >>> row = "<tr><td rowspan='2'>MCF7</td><td>0 Gy</td></tr><tr><td>2 Gy</td></tr>"
        >>> xml = f"<table-wrap><label>Table 1</label><table>{row}</table></table-wrap>"
        >>> [(c.text, c.row, c.column) for c in read_tables(etree.fromstring(xml))[0].cells]
        [('MCF7', 0, 0), ('0 Gy', 0, 1), ('2 Gy', 1, 1)]
    """
    label, caption = read_caption(wrap)
    footnote = " ".join(
        flatten(foot).text for foot in descendants(wrap, "table-wrap-foot", "tfoot")
    )
    abbreviations = tuple(
        pair for foot in descendants(wrap, "table-wrap-foot") for pair in _foot_pairs(foot)
    )
    tables = [cells for table in _tables(wrap) if (cells := tuple(_read_cells(table)))]
    return [
        Grid(
            label=label,
            cells=cells,
            caption="" if i else caption,
            footnote=footnote,
            abbreviations=abbreviations,
        )
        for i, cells in enumerate(tables)
    ]


def read_caption(float_element: Element) -> tuple[str, str]:
    """Give label and caption (title and paragraphs on one line) of a figure or table."""
    label = next((flatten(child).text for child in children(float_element, "label")), "")
    captions = [flatten(child).text for child in children(float_element, "caption", "title")]
    return label, " ".join(caption for caption in captions if caption)


def find_abbreviations(footnote: str) -> list[tuple[str, str]]:
    """Find (short, long) pairs in a footnote that lists abbreviations.

    A pair is "IR: ionizing radiation", "EV, extracellular vesicle" or "ND = no data". A
    short form has a capital after its first letter, or a digit, or begins as a word of
    its long form does ("Bil: bilirubin"), which other sentences with a colon do not.

    Example:
        >>> find_abbreviations("Abbreviations: IR: ionizing radiation; EV, extracellular vesicle.")
        [('IR', 'ionizing radiation'), ('EV', 'extracellular vesicle')]
    """
    pairs = []
    for part in PART.split(LEAD_IN.sub("", footnote)):
        found = PAIR.fullmatch(part.strip().rstrip(".").strip())
        if found and _is_short_form(found[1], found[2]) and len(found[2]) > len(found[1]):
            pairs.append((found[1], found[2].strip()))
    return pairs


def _is_short_form(short: str, long: str) -> bool:
    if any(letter.isupper() or letter.isdigit() for letter in short[1:]):
        return True
    begins_alike = any(word.startswith(short[0].lower()) for word in long.lower().split()[:3])
    return short[0].isupper() and len(short) <= 4 and begins_alike


def _foot_pairs(foot: Element) -> Iterator[tuple[str, str]]:
    paragraphs = list(descendants(foot, "p")) or [foot]
    for paragraph in paragraphs:
        yield from find_abbreviations(flatten(paragraph).text)


def _tables(wrap: Element) -> Iterator[Element]:
    """Find the tables, HTML or CALS, but not those inside a cell."""
    for child in wrap:
        if local_name(child) in ("table", "tgroup"):
            groups = list(children(child, "tgroup"))
            yield from groups or [child]
        elif local_name(child) in ("alternatives", "oasis-table", "p"):
            yield from _tables(child)


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """Give rows with whether they are in the head, ``tfoot`` left to the footnote."""
    for child in table:
        name = local_name(child)
        if name in ("tr", "row"):
            yield child, local_name(table) == "thead"
        elif name in ("thead", "tbody"):
            yield from _rows(child)


def _read_cells(table: Element) -> Iterator[GridCell]:
    names = {(spec.get("colname") or ""): i for i, spec in enumerate(children(table, "colspec"))}
    rows = list(_rows(table))
    taken: set[tuple[int, int]] = set()
    for row, (element, in_head) in enumerate(rows):
        column = 0
        for cell in children(element, "td", "th", "entry"):
            column = names.get(cell.get("namest") or cell.get("colname") or "", column)
            while (row, column) in taken:
                column += 1
            down = min(_row_span(cell), len(rows) - row)
            across = _column_span(cell, names)
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            is_header = in_head or local_name(cell) == "th"
            yield GridCell(flatten(cell).text, row, column, down, across, is_header)
            column += across


def _row_span(cell: Element) -> int:
    more = cell.get("morerows") or ""
    return 1 + int(more) if more.isdecimal() else _count(cell.get("rowspan") or "1")


def _column_span(cell: Element, names: Mapping[str, int]) -> int:
    first, last = (names.get(cell.get(name) or "") for name in ("namest", "nameend"))
    if first is not None and last is not None:
        return min(max(1, 1 + last - first), MAX_SPAN)
    return _count(cell.get("colspan") or "1")


def _count(printed: str) -> int:
    return min(max(1, int(printed)), MAX_SPAN) if printed.strip().isdecimal() else 1
