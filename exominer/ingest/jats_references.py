"""JATS reference lists -> numbered references, and the numbers that xrefs point to."""

import re
from collections.abc import Iterator

from msgspec import Struct

from exominer.ingest.jats_inline import flatten
from exominer.records import Reference
from exominer.safe_xml import Element, children, descendants, local_name

CITATIONS = (
    "mixed-citation",
    "element-citation",
    "citation",
    "nlm-citation",
    "citation-alternatives",
)
NAMES = ("name", "string-name", "collab", "etal")
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
YEAR = re.compile(r"\b(?:18|19|20)\d\d(?=[a-z]?\b)")
TITLES = ("article-title", "chapter-title", "data-title", "part-title", "source")


class ReferenceList(Struct, frozen=True):
    """The references in printed order; ``numbers`` maps the id of a ref to its number."""

    references: tuple[Reference, ...]
    numbers: dict[str, int]


def read_references(article: Element) -> ReferenceList:
    """Read every ``ref`` of an article's back (or body), sub-articles left out.

    The number is the printed label where all labels are different numbers, else the
    place in the list, counted from 1.

    Example:
        >>> from lxml import etree
        >>> ref = "<ref id='B1'><label>[7]</label><citation>Roe J. A title. 2011.</citation></ref>"
        >>> read = read_references(etree.fromstring(f"<article><back>{ref}</back></article>"))
        >>> read.numbers, read.references[0].year
        ({'B1': 7}, '2011')
    """
    parts = list(children(article, "body", "back"))
    refs = [ref for part in parts for ref in descendants(part, "ref")]
    labels = [_label_number(ref) for ref in refs]
    numbered = None not in labels and len(set(labels)) == len(labels)
    references: list[Reference] = []
    numbers: dict[str, int] = {}
    for place, (ref, label) in enumerate(zip(refs, labels, strict=True), start=1):
        number = label if numbered and label is not None else place
        references.append(_read_reference(ref, number))
        for element in (ref, *descendants(ref, *CITATIONS)):
            if name := element.get("id"):
                numbers.setdefault(name, number)
    return ReferenceList(tuple(references), numbers)


def find_dangling(article: Element, references: ReferenceList) -> Iterator[Element]:
    """Find the xrefs of an article, sub-articles left out, that point to no entry."""
    for part in children(article, "front", "body", "back", "floats-group", "floats-wrap"):
        for xref in descendants(part, "xref"):
            targets = (xref.get("rid") or "").split()
            known = any(rid in references.numbers for rid in targets)
            if xref.get("ref-type") == "bibr" and not known:
                yield xref


def _label_number(ref: Element) -> int | None:
    label = next((flatten(label).text for label in descendants(ref, "label")), "")
    found = re.fullmatch(r"\W*(\d{1,5})\W*", label)
    return int(found[1]) if found else None


def _read_reference(ref: Element, number: int) -> Reference:
    citations = list(children(ref, *CITATIONS, "note", "p")) or [ref]
    text = " ".join(_citation_text(_preferred(citation)) for citation in citations)
    ids = {
        kind: next(
            (flatten(i).text for i in descendants(ref, "pub-id") if i.get("pub-id-type") == kind),
            "",
        )
        for kind in ("doi", "pmid")
    }
    title = next(
        (t for name in TITLES for e in descendants(ref, name) if (t := flatten(e).text)), ""
    )
    return Reference(
        number=number,
        text=text,
        doi=_find_doi(ids["doi"], *_links(ref), text),
        pmid=ids["pmid"],
        title=title,
        year=_find_year(ref, text),
    )


def _preferred(citation: Element) -> Element:
    """Of a citation given twice take the one with its punctuation."""
    mixed = next(descendants(citation, "mixed-citation"), None)
    return citation if mixed is None else mixed


def _citation_text(citation: Element) -> str:
    """Give a citation as printed; one of bare elements is set with full stops between."""
    loose = [citation.text, *(child.tail for child in citation)]
    elements = [child for child in citation if local_name(child)]
    if not elements or any(text and text.strip() for text in loose):
        return flatten(citation).text
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in _parts(citation) if part
    )


def _parts(citation: Element) -> Iterator[str]:
    for child in citation:
        name = local_name(child)
        if name == "person-group" or name in NAMES:
            people = list(children(child, *NAMES)) or [child]
            yield ", ".join(_person(person) for person in people)
        elif name and name not in ("label", "pub-id"):
            yield flatten(child).text


def _person(element: Element) -> str:
    if local_name(element) == "etal":
        return "et al"
    parts = [flatten(part).text for part in children(element, "surname", "given-names", "suffix")]
    return " ".join(part for part in parts if part) or flatten(element).text


def _links(ref: Element) -> list[str]:
    """Give the targets of links; the namespace of ``href`` varies with the wrapper."""
    links = descendants(ref, "ext-link", "uri")
    return [str(value) for link in links for value in link.attrib.values()]


def _find_doi(*places: str) -> str:
    """Find the first DOI; what closes the sentence or the bracket around it is no part."""
    found = next((found[0] for place in places if (found := DOI.search(place))), "")
    found = found.rstrip(".,;:]}")
    return found.rstrip(".,;:)") if found.count("(") < found.count(")") else found


def _find_year(ref: Element, text: str) -> str:
    for element in descendants(ref, "year"):
        if found := YEAR.search(flatten(element).text):
            return found[0]
    found = YEAR.search(text)
    return found[0] if found else ""
