"""JATS inline markup -> running text with the citations it marks up."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise

from lxml import etree
from msgspec import Struct

from exominer.ingest.blocks import Marker
from exominer.ingest.exponents import write_raised
from exominer.safe_xml import Element, entity_name, local_name, named_character

FLOATS = {"boxed-text", "fig", "fig-group", "fn", "fn-group", "media"} | {
    "supplementary-material",
    "table-wrap",
    "table-wrap-group",
}
"""What stands inside a ``p`` for want of a better place and does not interrupt its text."""

BREAKS = {"code", "def-list", "disp-quote", "list", "p", "preformat"} | {
    "speech",
    "statement",
    "verse-group",
}
"""What ends the running text that it stands in."""

SKIPPED = {"graphic", "index-term", "indexterm", "inline-graphic", "object-id", "target"}
SPACED = {"break", "caption", "def", "disp-formula", "label", "li", "td", "title", "tr"}
NUMBERS = r"\d+(?:(?:\s*[-–—‒−,;]\s*|\s+)\d+)*"
NUMBER_LIST = re.compile(rf"[\[(]?\s*({NUMBERS})\s*[\])]?")
RANGE = re.compile(r"(\d+)(?:\s*[-–—‒−]\s*(\d+))?")
LIST_GAP = re.compile(r"[\])\s]*(?:[,;&]|and)?[\[(\s]*")
RANGE_GAP = re.compile(r"[\])\s]*(?:[-–—‒−]|to)[\[(\s]*")
TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
MAX_RANGE = 60


class InlineText(Struct, frozen=True):
    """Text with single spaces and the citations in it, in order."""

    text: str
    markers: tuple[Marker, ...] = ()


class Cited(Struct, frozen=True):
    """The printed words of a citation and the numbers of the references it points to."""

    text: str
    numbers: tuple[int, ...]


class Raised(str):
    """Raised letters and nothing else."""

    __slots__ = ()


Piece = str | Cited | Element


def flatten(element: Element | None, numbers: Mapping[str, int] | None = None) -> InlineText:
    """Flatten an element to one line; paragraphs and lists in it are split by spaces.

    ``numbers`` maps the ids of the reference list to its numbers; without it no
    citation is marked.

    Example:
        >>> xml = '<p>10<sup>6</sup> cells [<xref rid="B3">3</xref>–<xref rid="B5">5</xref>].</p>'
        >>> flat = flatten(etree.fromstring(xml), {"B3": 3, "B5": 5})
        >>> flat.text, flat.markers[0].numbers
        ('10⁶ cells [3–5].', (3, 4, 5))
    """
    if element is None:
        return InlineText("")
    return join_pieces(_inner(element, numbers or {}, whole=True))


def split_paragraph(element: Element, numbers: Mapping[str, int]) -> Iterator[InlineText | Element]:
    """Split a ``p`` at lists and quotations; figures, tables and notes come at its end."""
    line: list[str | Cited] = []
    floats: list[Element] = []
    for piece in _inner(element, numbers, whole=False):
        if isinstance(piece, str | Cited):
            line.append(piece)
        elif local_name(piece) in FLOATS:
            floats.append(piece)
        else:
            yield join_pieces(line)
            yield piece
            line = []
    yield join_pieces(line)
    yield from floats


def join_pieces(pieces: Iterator[Piece] | list[str | Cited]) -> InlineText:
    """Join pieces with white space collapsed; neighbouring citations become one marker."""
    text = ""
    markers: list[Marker] = []
    for piece in pieces:
        added = piece.text if isinstance(piece, Cited) else str(piece)
        if isinstance(piece, Raised):
            added = write_raised(added.strip(), text)
        squeezed = re.sub(r"\s+", " ", unicodedata.normalize("NFC", INVISIBLE.sub("", added)))
        if not text or text.endswith(" "):
            squeezed = squeezed.lstrip()
        start = len(text) + len(squeezed) - len(squeezed.lstrip())
        text += squeezed
        end = len(text.rstrip())
        if isinstance(piece, Cited) and start < end:
            markers.append(Marker(start, end, _printed_numbers(text[start:end], piece.numbers)))
    text = text.rstrip()
    return InlineText(text, tuple(_merge_markers(text, markers)))


def expand_ranges(printed: str) -> tuple[int, ...]:
    """Expand a printed list of numbers; nothing where it is anything else.

    Example:
        >>> expand_ranges("[3–5, 9]"), expand_ranges("3 4")
        ((3, 4, 5, 9), (3, 4))
        >>> expand_ranges("Smith 2010")
        ()
    """
    found = NUMBER_LIST.fullmatch(printed.strip())
    if not found:
        return ()
    numbers: list[int] = []
    for part in RANGE.finditer(found[1]):
        first, last = int(part[1]), int(part[2] or part[1])
        numbers += range(first, last + 1) if 0 <= last - first <= MAX_RANGE else (first, last)
    return tuple(dict.fromkeys(numbers))


def _inner(element: Element, numbers: Mapping[str, int], *, whole: bool) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        yield from _piece(child, numbers, whole=whole)
        yield child.tail or ""


def _piece(child: Element, numbers: Mapping[str, int], *, whole: bool) -> Iterator[Piece]:
    name = local_name(child)
    if isinstance(child, etree._Entity):
        # Named characters (&nbsp;) stay unresolved, for no DTD is ever loaded.
        yield named_character(entity_name(child)) or child.text or ""
    elif not name or name in SKIPPED or child.get("ref-type") == "table-fn":
        # The letter that points to a table's footnote would change the cell's word.
        return
    elif not whole and name in FLOATS | BREAKS:
        yield child
    elif name == "xref" and (cited := _cited_numbers(child, numbers)):
        yield Cited("".join(map(str, _inner(child, {}, whole=True))), cited)
    elif name == "sup" and not len(child):
        yield Raised(child.text or "")
    elif name == "alternatives":
        yield from _alternative(child, numbers)
    elif name == "tex-math":
        yield _tex_text(child)
    else:
        gap = " " if name in SPACED | FLOATS | BREAKS else ""
        yield gap
        yield from _inner(child, numbers, whole=whole)
        yield gap


def _cited_numbers(xref: Element, numbers: Mapping[str, int]) -> tuple[int, ...]:
    if xref.get("ref-type", "bibr") not in ("bibr", "ref"):
        return ()
    return tuple(numbers[rid] for rid in (xref.get("rid") or "").split() if rid in numbers)


def _alternative(element: Element, numbers: Mapping[str, int]) -> Iterator[Piece]:
    """Give the first of a formula's renderings that has text: MathML before TeX."""
    ranked = sorted(element, key=lambda child: local_name(child) == "tex-math")
    for child in ranked:
        pieces = list(_piece(child, numbers, whole=True))
        if any(str(piece).strip() for piece in pieces):
            yield from pieces
            return


def _tex_text(element: Element) -> str:
    text = "".join(str(part) for part in element.itertext())
    body = TEX_BODY.search(text)
    return (body[1] if body else text).strip().strip("$").strip()


def _printed_numbers(printed: str, linked: tuple[int, ...]) -> tuple[int, ...]:
    """Add what a printed range implies; links are trusted where the print says otherwise."""
    expanded = expand_ranges(printed)
    return expanded if set(linked) <= set(expanded) else linked


def _merge_markers(text: str, markers: list[Marker]) -> Iterator[Marker]:
    """Make "[3]–[5]" and "3,4" one marker each; author-year citations stay apart."""
    if not markers:
        return
    group = [markers[0]]
    for previous, marker in pairwise(markers):
        if not _continues(text, previous, marker):
            yield _one_marker(text, group)
            group = []
        group.append(marker)
    yield _one_marker(text, group)


def _continues(text: str, previous: Marker, marker: Marker) -> bool:
    if not all(expand_ranges(text[m.start : m.end]) for m in (previous, marker)):
        return False
    gap = text[previous.end : marker.start]
    return bool(LIST_GAP.fullmatch(gap) or RANGE_GAP.fullmatch(gap))


def _one_marker(text: str, group: list[Marker]) -> Marker:
    numbers = list(group[0].numbers)
    for previous, marker in pairwise(group):
        first, last = previous.numbers[-1], marker.numbers[0]
        gap = text[previous.end : marker.start]
        if RANGE_GAP.fullmatch(gap) and 0 < last - first <= MAX_RANGE:
            numbers += range(first, last)
        numbers += marker.numbers
    start, end = group[0].start, group[-1].end
    if text[start - 1 : start] + text[end : end + 1] in ("[]", "()"):
        start, end = start - 1, end + 1
    return Marker(start, end, tuple(dict.fromkeys(numbers)))
