"""JATS -> what an article cites where: the truth that the reading of its PDF is held against.

Read with lxml alone, by no code of the package.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

DASH = re.compile(r"[\s\])]*[-\u2010-\u2015\u2212][\s\[(]*")
NUMBERS = re.compile(r"\W*\d+(?:\W+\d+)*\W*")
ITEM = re.compile(r"(\d+)(?:\s*[-\u2010-\u2015\u2212]\s*(\d+))?")
LEFT_OUT = {"ref-list", "tex-math", "sub-article", "response"}


@dataclass(frozen=True)
class Cited:
    """That a place cites a reference; ``place`` counts the letters of the text before it."""

    place: int
    reference: int
    kind: str = "prose"


@dataclass(frozen=True)
class Entry:
    """A reference of the list; fields as the XML marks them up."""

    number: int
    title: str
    year: str
    doi: str
    text: str


@dataclass
class Truth:
    letters: str = ""
    cited: list[Cited] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def keep_letters(text: str) -> str:
    """Letters alone, without case and accents: what numbers and line breaks do not change."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", text))).casefold()


def local_name(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def read_truth(path: Path) -> Truth:
    """The letters of an article and the references that its xrefs point to, ranges filled."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.parse(str(path), parser).getroot()
    refs = [e for e in root.iter() if local_name(e) == "ref"]
    refs = [
        ref
        for ref in refs
        if not any(local_name(a) in LEFT_OUT - {"ref-list"} for a in ref.iterancestors())
    ]
    places = {}
    for place, ref in enumerate(refs):
        for element in ref.iter():
            if element.get("id"):
                places.setdefault(element.get("id"), place)
    entries = [_entry(place, ref) for place, ref in enumerate(refs)]
    walk = _Walk(places, {entry.number: place for place, entry in enumerate(entries)})
    walk.enter(root, "prose")
    return Truth("".join(walk.letters), walk.cited, entries)


class _Walk:
    def __init__(self, places: dict[str, int], numbers: dict[int, int]) -> None:
        self.places = places
        self.numbers = numbers
        self.letters: list[str] = []
        self.cited: list[Cited] = []
        self.n = 0
        self.last: int | None = None
        self.gap = ""

    def add(self, text: str | None) -> None:
        if text:
            kept = keep_letters(text)
            self.letters.append(kept)
            self.n += len(kept)
            self.gap += text

    def enter(self, element, kind: str) -> None:
        name = local_name(element)
        if name in LEFT_OUT or not name:
            return
        kind = "table" if name == "table-wrap" else kind
        if name == "xref" and element.get("ref-type") == "bibr":
            self.cite(element, kind)
            return
        self.add(element.text)
        for child in element:
            self.enter(child, kind)
            self.add(child.tail)

    def cite(self, xref, kind: str) -> None:
        gap, printed = self.gap, "".join(xref.itertext())
        self.add(printed)
        found = [self.places[rid] for rid in (xref.get("rid") or "").split() if rid in self.places]
        if not found:
            return
        listed = self.listed(printed)
        if set(found) <= set(listed):
            found = listed
        if self.last is not None and DASH.fullmatch(gap) and 0 < found[0] - self.last < 60:
            found = [*range(self.last + 1, found[0]), *found]
        self.cited += [Cited(self.n, reference, kind) for reference in dict.fromkeys(found)]
        self.last, self.gap = found[-1], ""

    def listed(self, printed: str) -> list[int]:
        """An xref may point to the first of the references that it prints: "24 55-57"."""
        if not NUMBERS.fullmatch(printed):
            return []
        numbers = [
            number
            for item in ITEM.finditer(printed)
            for number in range(int(item[1]), min(int(item[2] or item[1]), int(item[1]) + 60) + 1)
        ]
        return [self.numbers[number] for number in numbers if number in self.numbers]


def _entry(place: int, ref) -> Entry:
    def first(*names: str, **attributes: str) -> str:
        for name in names:
            for element in ref.iter():
                fits = all(element.get(k.replace("_", "-")) == v for k, v in attributes.items())
                if local_name(element) == name and fits:
                    return " ".join("".join(element.itertext()).split())
        return ""

    label = re.fullmatch(r"\W*(\d+)\W*", first("label"))
    return Entry(
        number=int(label[1]) if label else place + 1,
        title=first("article-title", "chapter-title", "data-title"),
        year=first("year")[:4],
        doi=first("pub-id", pub_id_type="doi").lower(),
        text=" ".join(" ".join(ref.itertext()).split()),
    )
