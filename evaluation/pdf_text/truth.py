"""JATS XML -> what a reader of the same paper's PDF should find: headings, captions, words."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from msgspec import Struct

from exominer.ingest.sections import find_caption_label, find_section_kind
from exominer.records import SectionKind

ASIDE = {"boxed-text", "table-wrap", "fig", "supplementary-material", "app", "fn", "def-list"}
SILENT = {"xref", "fn", "tex-math", "annotation"}
SEC_TYPES: dict[str, SectionKind] = {
    "intro": "introduction",
    "introduction": "introduction",
    "materials": "methods",
    "methods": "methods",
    "materials|methods": "methods",
    "subjects": "methods",
    "results": "results",
    "discussion": "discussion",
    "conclusions": "conclusion",
    "conclusion": "conclusion",
}


class Heading(Struct, frozen=True):
    """A section title, normalised; ``kind`` is ``None`` for the abstract's own."""

    title: str
    kind: SectionKind | None


class Truth(Struct, frozen=True):
    """What the XML says; ``other_titles`` are those of boxes, back matter, figures."""

    headings: tuple[Heading, ...]
    other_titles: frozenset[str]
    captions: tuple[tuple[str, str], ...]
    words: frozenset[str]


def read_truth(path: Path) -> Truth:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.parse(str(path), parser).getroot()
    headings = tuple(_find_headings(root))
    titles = {normalise_heading(_text(each)) for each in root.iter("title", "bold")}
    inside = {heading.title for heading in headings}
    everything = unicodedata.normalize("NFKC", " ".join(root.itertext()))
    return Truth(
        headings,
        frozenset(titles - inside),
        tuple(_find_captions(root)),
        frozenset(split_words(everything)),
    )


def split_words(text: str) -> list[str]:
    """Words in lower case with the hyphens inside them."""
    dashed = re.sub("[‐‑–−]", "-", text.casefold()).replace("\u00ad", "")
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", dashed)


def normalise_heading(text: str) -> str:
    """Letters and digits in lower case, words split by one space, without a leading number."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"^\s*(?:(?:\d{1,2}\.?){1,4}|[ivx]{1,4}\.|[a-h][.)])[).:]?\s+(?=\D)", "", text)
    words = re.findall(r"[^\W_]+", text)
    spaced = len(words) > 3 and all(len(word) == 1 for word in words)
    return ("" if spaced else " ").join(words)


def normalise_label(text: str) -> str:
    """ "Figure 1." and "Fig 1" are one label; "" where there is none."""
    label = find_caption_label(text).casefold()
    kind = re.search(r"fig|tab|scheme|box|chart|plate|video|movie", label)
    return f"{kind[0]} {label.split()[-1].strip('.')}" if kind else ""


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SILENT:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _find_headings(root: etree._Element) -> Iterator[Heading]:
    for part in (*root.findall(".//abstract"), *root.findall(".//body")):
        if part.get("abstract-type") or part.getparent().tag in ("sub-article", "response"):
            continue
        for section in part.iter("sec"):
            above = [section, *section.iterancestors("sec")]
            title = section.find("title")
            aside = ASIDE & {ancestor.tag for ancestor in section.iterancestors()}
            words = normalise_heading(_text(title)) if title is not None else ""
            if words and not aside:
                yield Heading(words, None if part.tag == "abstract" else _kind(above[-1]))


def _kind(section: etree._Element) -> SectionKind:
    given = SEC_TYPES.get(section.get("sec-type", ""))
    title = section.find("title")
    return given or (title is not None and find_section_kind(_text(title))) or "body"


def _find_captions(root: etree._Element) -> Iterator[tuple[str, str]]:
    for each in (*root.findall(".//body//fig"), *root.findall(".//body//table-wrap")):
        label, caption = each.find("label"), each.find("caption")
        found = normalise_label(_text(label)) if label is not None else ""
        if found and not list(each.iterancestors("sub-article", "response")):
            yield found, " ".join(_text(caption).split()) if caption is not None else ""
