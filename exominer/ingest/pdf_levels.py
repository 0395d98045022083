"""Headings of a PDF -> the kinds of their sections, with type as the sign of rank."""

from collections import Counter
from collections.abc import Sequence

from exominer.ingest.pdf_lines import Line
from exominer.ingest.sections import find_section_kind
from exominer.records import SectionKind

MAIN = ("introduction", "methods", "results", "discussion", "conclusion")
Type = tuple[float, str, bool]
ALWAYS_MAIN = ("abstract", "references")


def find_heading_sections(headings: Sequence[tuple[str, Line]]) -> list[SectionKind | None]:
    """Give each heading the kind of the main section it stands in.

    Main headings are set in the type that most of "Introduction", "Methods", "Results"
    and their like are set in. Others belong to the main heading above; their own words
    count where that one's say nothing, and for back matter, which follows the discussion
    in smaller type. Without two such headings of one type every kind is left open.

    Args:
        headings: The text of each and its first line, in order.
    """
    known = [find_section_kind(text) for text, _ in headings]
    main_type = _find_main_type(headings, known)
    if main_type is None:
        return [None] * len(headings)
    kinds: list[SectionKind | None] = []
    parent: SectionKind | None = None
    first = next(i for i, (_, line) in enumerate(headings) if _type(line) == main_type)
    has_abstract = "abstract" in known[:first]
    for i, ((_, line), own) in enumerate(zip(headings, known, strict=True)):
        if i < first and own in MAIN and not has_abstract:
            # A structured abstract without a heading of its own.
            kinds.append("abstract")
        elif _type(line) == main_type or own in ALWAYS_MAIN:
            parent = own or "body"
            kinds.append(parent)
        else:
            kinds.append(_nested_kind(own, parent))
    return kinds


def _type(line: Line) -> Type:
    """Give size, font and case; files number the parts of one font at its end."""
    return round(line.size, 1), line.style.font.rstrip("0123456789"), line.text.isupper()


def _find_main_type(
    headings: Sequence[tuple[str, Line]], known: Sequence[SectionKind | None]
) -> Type | None:
    kinds: dict[Type, set[SectionKind]] = {}
    for (_, line), kind in zip(headings, known, strict=True):
        if kind in MAIN and kind is not None:
            kinds.setdefault(_type(line), set()).add(kind)
    counts = Counter({each: len(found) for each, found in kinds.items()})
    ranked = sorted(counts, key=lambda each: (counts[each], each[0]), reverse=True)
    return ranked[0] if ranked and counts[ranked[0]] > 1 else None


def _nested_kind(own: SectionKind | None, parent: SectionKind | None) -> SectionKind | None:
    if parent in (None, "body"):
        return own
    if own == "back" and parent not in ("abstract", "introduction", "methods"):
        return own
    return parent
