"""Surface strings of an annotator -> places in the text.

An occurrence is never part of a longer word. A mention is annotated wherever it stands;
a role filler means the occurrence nearest to the effect.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from exominer.records import AuthoredKind, Cell, Section, SectionKind, Sentence, Table

SplitSentences = Callable[[str], list[tuple[int, int]]]
Span = tuple[int, int]

_MARKED = re.compile(r"(?P<surface>.+?)@(?P<numbers>\d+(?:\s*,\s*\d+)*)", re.DOTALL)
_CAPTION = re.compile(r"(?:Supplementary\s)?(?:Fig(?:ure|\.)|Table|Scheme)\s*S?\d", re.IGNORECASE)
_HYPHENS = "-‐‑–"
# "radiation-induced", "HeLa-derived" and "LMP1-positive" hold the name; "miR-21-5p" is another.
_OPEN_COMPOUND = re.compile(rf"[{_HYPHENS}][a-zα-ω]{{3,}}(?!\w)")


class Layout(Struct, frozen=True):
    """The layers of a text: where sentences, tables and sections stand."""

    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def units(self) -> tuple[Span, ...]:
        """Sentences and table cells, in order: an effect stands inside one of them."""
        cells = {(c.start, c.end) for table in self.tables for c in table.cells if c.end > c.start}
        return tuple(sorted({(s.start, s.end) for s in self.sentences} | cells))


def lay_out(text: str, split: SplitSentences, *, kind: SectionKind = "body") -> Layout:
    r"""Lay sentences, tables and sections over a text of paragraphs.

    Paragraphs are separated by an empty line. One with a tab in it is a table: rows are
    lines, cells are split by tabs, the first row is the header; the paragraph before it is
    its caption if it begins with "Table" and a number.

    Example:
        >>> def whole(text: str) -> list[tuple[int, int]]:
        ...     return [(0, len(text))]
        >>> layout = lay_out("Table 1. Cargo.\n\nCargo\tEffect\nmiR-9\trose", whole)
        >>> layout.sentences, [cell.is_header for cell in layout.tables[0].cells]
        ((Sentence(start=0, end=15),), [True, True, False, False])
    """
    sentences: list[Sentence] = []
    tables: list[Table] = []
    sections: list[Section] = []
    for start, end in _paragraphs(text):
        paragraph = text[start:end]
        if "\t" in paragraph:
            caption = sections[-1] if sections and sections[-1].kind == "caption" else None
            tables.append(_lay_table(text, (start, end), caption, number=len(tables) + 1))
            sections.append(Section("table", tables[-1].label, start, end))
            continue
        sentences += (Sentence(start + first, start + last) for first, last in split(paragraph))
        label = _CAPTION.match(paragraph)
        sections.append(
            Section("caption", label[0], start, end) if label else Section(kind, "", start, end)
        )
    return Layout(tuple(sentences), tuple(tables), tuple(sections))


def _paragraphs(text: str) -> Iterable[Span]:
    breaks = [m.span() for m in re.finditer(r"\n[ \t]*\n\s*", text)]
    edges = [0, *(edge for span in breaks for edge in span), len(text)]
    return [(start, end) for start, end in list(pairwise(edges))[::2] if text[start:end].strip()]


def _lay_table(text: str, span: Span, caption: Section | None, *, number: int) -> Table:
    start, end = span
    cells = []
    row_start = start
    for row, line in enumerate(text[start:end].split("\n")):
        cell_start = row_start
        for column, cell in enumerate(line.split("\t")):
            cells.append(Cell(row, column, cell_start, cell_start + len(cell), row == 0))
            cell_start += len(cell) + 1
        row_start += len(line) + 1
    return Table(
        table_id=f"T{number}",
        label=caption.title if caption else "",
        caption_start=caption.start if caption else start,
        caption_end=caption.end if caption else start,
        start=start,
        end=end,
        cells=tuple(cells),
    )


def parse_marked(value: str) -> tuple[str, tuple[int, ...]]:
    """Split "form@1,3" into the form and the occurrences meant; () where none are named.

    Example:
        >>> parse_marked("irradiated@1,3"), parse_marked("2 Gy")
        (('irradiated', (1, 3)), ('2 Gy', ()))
    """
    match = _MARKED.fullmatch(value)
    if match is None:
        return value, ()
    return match["surface"], tuple(int(n) for n in match["numbers"].split(","))


def find_occurrences(text: str, surface: str) -> list[Span]:
    """Find every place of a string that is no part of a longer word.

    Example:
        >>> find_occurrences("miR-21 and miR-210, pre-miR-21", "miR-21")
        [(0, 6), (24, 30)]
    """
    if not surface:
        return []
    before = r"(?<!\w)" if re.match(r"\w", surface) else ""
    after = r"(?!\w)" if re.search(r"\w$", surface) else ""
    return [m.span() for m in re.finditer(before + re.escape(surface) + after, text)]


def place_mentions(
    text: str, mentions: Mapping[AuthoredKind, Sequence[str]]
) -> dict[Span, tuple[AuthoredKind, str]]:
    """Find the places of all mentions: span -> (kind, the value as authored).

    Where two overlap the longer one stays. A form without numbers does not count inside a
    hyphenated compound that it does not open ("irradiated" in "UVB-irradiated", "miR-21" in
    "miR-21-5p"), unless the other part is a mention of another kind ("MSC-EVs").

    Example:
        >>> listed = {"cell_type": ["MSC"], "vesicle": ["EVs"], "radiation": ["irradiated"]}
        >>> place_mentions("MSC-EVs of UV-irradiated cells", listed)
        {(0, 3): ('cell_type', 'MSC'), (4, 7): ('vesicle', 'EVs')}
    """
    found: dict[Span, tuple[AuthoredKind, str]] = {}
    loose: dict[Span, tuple[AuthoredKind, str]] = {}
    for kind, values in mentions.items():
        for value in values:
            surface, numbers = parse_marked(value)
            spans = find_occurrences(text, surface)
            if numbers:
                found |= {spans[n - 1]: (kind, value) for n in numbers if 0 < n <= len(spans)}
            else:
                loose |= {span: (kind, value) for span in spans if span not in found}
    standing = {s: v for s, v in loose.items() if _stands(text, s, {**loose, **found})}
    return _keep_longest({**standing, **found})


def _stands(text: str, span: Span, others: Mapping[Span, tuple[AuthoredKind, str]]) -> bool:
    start, end = span
    kind = others[span][0]
    left, right = text[max(start - 2, 0) : start], text[end : end + 2]
    if re.fullmatch(rf"\w[{_HYPHENS}]", left) and not any(
        other[1] == start - 1 and named[0] != kind for other, named in others.items()
    ):
        return False
    return (
        not re.fullmatch(rf"[{_HYPHENS}]\w", right)
        or _OPEN_COMPOUND.match(text, end) is not None
        or any(other[0] == end + 1 and named[0] != kind for other, named in others.items())
    )


def _keep_longest(
    found: Mapping[Span, tuple[AuthoredKind, str]],
) -> dict[Span, tuple[AuthoredKind, str]]:
    kept: dict[Span, tuple[AuthoredKind, str]] = {}
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= first or last <= start for first, last in kept):
            kept[start, end] = found[start, end]
    return dict(sorted(kept.items()))


def find_unit(units: Sequence[Span], span: Span) -> Span | None:
    """The sentence or table cell that holds a span."""
    return next((u for u in units if u[0] <= span[0] and span[1] <= u[1]), None)


def choose_nearest(spans: Sequence[Span], effect: Span, unit: Span) -> Span:
    """Of the occurrences of a role filler, take the one that is meant.

    It is the closest to the effect in the effect's own sentence or cell, else the last
    before that, else the first after it. ``spans`` must not be empty.

    Example:
        >>> choose_nearest([(0, 3), (20, 23), (70, 73)], effect=(40, 50), unit=(30, 60))
        (20, 23)
    """
    inside = [s for s in spans if unit[0] <= s[0] and s[1] <= unit[1]]
    if inside:
        return min(inside, key=lambda s: (max(effect[0] - s[1], s[0] - effect[1], 0), s))
    before = [s for s in spans if s[1] <= unit[0]]
    return max(before) if before else min(spans)
