"""JATS papers set anew as PDFs in ten styles of citing, each with its own JATS beside it.

From NAME.xml come NAME-STYLE.pdf and NAME-STYLE.xml: title, abstract and body without tables
and figures, with markers and list in the style. What it shows is whether a style is read at
all; a publisher's own PDF is harder.
"""

import argparse
import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from evaluation.citations.styles import STYLES, Ref, Style
from evaluation.citations.truth import local_name

SKIPPED = {"table-wrap", "fig", "disp-formula", "supplementary-material", "tex-math", "boxed-text"}
FONTS = Path("/usr/share/fonts/truetype/liberation")
OPEN, CLOSE = {"sup": "\ue000", "sub": "\ue002"}, {"sup": "\ue001", "sub": "\ue003"}
MARKUP = str.maketrans(
    {"\ue000": "<sup>", "\ue001": "</sup>", "\ue002": "<sub>", "\ue003": "</sub>"}
)
GAP = re.compile(r"[\s,;]*(?:[-–—]|and)?[\s,;]*")


Piece = str | list[int]
"""Text, or the places of the references that are cited together."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path, help="folder of NAME.xml")
    parser.add_argument("out", type=Path)
    parser.add_argument("--style", action="append", choices=[*STYLES])
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        pdfmetrics.registerFont(TTFont(f"Serif-{name}", FONTS / f"LiberationSerif-{name}.ttf"))
    pdfmetrics.registerFontFamily(
        "Serif-Regular", "Serif-Regular", "Serif-Bold", "Serif-Italic", "Serif-BoldItalic"
    )
    for path in sorted(arguments.papers.glob("*.xml")):
        paper = read_paper(path)
        for name in arguments.style or STYLES:
            if paper:
                write_paper(paper, STYLES[name], arguments.out / f"{path.stem}-{name}")


@dataclass
class Paper:
    title: str
    parts: list[tuple[str, list[Piece]]]
    refs: list[Ref]


def read_paper(path: Path) -> Paper | None:
    """Read what is set anew; None for a paper whose references are not marked up."""
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True))
    elements = root.findall(".//ref")
    refs = [read_ref(element) for element in elements]
    if sum(bool(ref.people and ref.year and ref.title) for ref in refs) < 0.8 * len(refs):
        return None
    places = {element.get("id"): place for place, element in enumerate(elements)}
    parts: list[tuple[str, list[Piece]]] = []
    for top in root.findall(".//abstract")[:1] + root.findall(".//body"):
        for element in top.iter():
            names = {local_name(a) for a in element.iterancestors()}
            if names & SKIPPED or local_name(element) not in ("p", "title"):
                continue
            kind = "heading" if local_name(element) == "title" else "p"
            pieces = list(join(list(walk(element, places))))
            if any(isinstance(piece, list) or piece.strip() for piece in pieces):
                parts.append((kind, pieces))
    title = " ".join("".join(root.find(".//article-title").itertext()).split())
    return Paper(title, parts, refs)


def read_ref(element) -> Ref:
    def first(*names: str, kind: str | None = None) -> str:
        for name in names:
            for found in element.iter(name):
                if kind is None or found.get("pub-id-type") == kind:
                    return " ".join("".join(found.itertext()).split()).strip(" .,")
        return ""

    people = [
        (" ".join((n.findtext("surname") or "").split()), n.findtext("given-names") or "X")
        for n in element.iter("name", "string-name")
        if n.findtext("surname")
    ]
    collab = first("collab")
    people = people or ([(collab, "")] if collab else [])
    return Ref(
        people=people,
        title=first("article-title", "chapter-title"),
        journal=first("source"),
        year=first("year")[:4],
        volume=first("volume") or "1",
        first=first("fpage") or "1",
        last=first("lpage") or "9",
        doi=first("pub-id", kind="doi"),
        text=" ".join(element.itertext()),
    )


def walk(element, places: dict[str, int]) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        rids = [places[rid] for rid in (child.get("rid") or "").split() if rid in places]
        if name == "xref" and child.get("ref-type") == "bibr" and rids:
            yield rids
        elif name in ("sup", "sub") and child.find(".//xref") is None:
            yield f"{OPEN[name]}{''.join(child.itertext())}{CLOSE[name]}"
        elif name and name not in SKIPPED:
            yield from walk(child, places)
        yield child.tail or ""


def join(pieces: list[Piece]) -> Iterator[Piece]:
    """Put citations together that only commas, dashes and brackets part; fill ranges."""
    text, group, gap = "", [], ""
    for piece in pieces:
        if isinstance(piece, list):
            if group and GAP.fullmatch(gap):
                if re.search(r"[-–—]", gap) and piece[0] > group[-1]:
                    group += range(group[-1] + 1, piece[0])
                group += piece
            else:
                if group:
                    yield from close(text, group)
                    text = gap
                else:
                    text += gap
                group = list(piece)
            gap = ""
        else:
            gap += re.sub(r"\s+", " ", piece)
    if group:
        yield from close(text, group)
        text = ""
    yield text + gap


def close(text: str, group: list[int]) -> Iterator[Piece]:
    yield text
    yield group


def write_paper(paper: Paper, style: Style, path: Path) -> None:
    refs, order = arrange(paper.refs, style)
    blocks = [(kind, render(pieces, refs, order, style)) for kind, pieces in paper.parts]
    entries = [style.label.format(i) + style.entry(ref) for i, ref in enumerate(refs, start=1)]
    write_xml(paper.title, blocks, refs, path.with_suffix(".xml"), by_name=style.by_name)
    write_pdf(paper.title, blocks, entries, style, path.with_suffix(".pdf"))


def arrange(refs: list[Ref], style: Style) -> tuple[list[Ref], dict[int, int]]:
    """The list in printed order; without numbers by name and year, with letters."""
    places = list(range(len(refs)))
    refs = [with_names(ref) for ref in refs]
    if style.by_name:
        places.sort(key=lambda i: (refs[i].people[0][0].casefold(), refs[i].year))
        heads = Counter((head(ref), ref.year) for ref in refs)
        seen: Counter[tuple[str, str]] = Counter()
        for i in places:
            key = (head(refs[i]), refs[i].year)
            if heads[key] > 1:
                refs[i].letter = chr(ord("a") + seen[key])
                seen[key] += 1
    return [refs[i] for i in places], {i: new for new, i in enumerate(places)}


def head(ref: Ref) -> str:
    names = [family for family, _ in ref.people]
    return names[0] + (" et al." if len(names) > 2 else "".join(names[1:]))


def spell(text: str) -> str:
    """A title for a reference that is not marked up as having one."""
    return " ".join(["Report", *re.findall(r"[^\W\d_]{4,}", text)[:9]])


def with_names(ref: Ref) -> Ref:
    people = [(html.escape(f, quote=False), g) for f, g in ref.people] or [("Anonymous", "X")]
    return Ref(
        people,
        escape(ref.title or spell(ref.text)),
        escape(ref.journal),
        ref.year or "2001",
        ref.volume,
        ref.first,
        ref.last,
        escape(ref.doi),
        ref.text,
    )


def render(pieces: list[Piece], refs: list[Ref], order: dict[int, int], style: Style) -> str:
    """A paragraph with xref elements; superscripts stand behind the stop of the sentence."""
    text = ""
    for i, piece in enumerate(pieces):
        if isinstance(piece, str):
            added = escape(piece).translate(MARKUP)
            if i and isinstance(pieces[i - 1], list):
                added = re.sub(r"^\s*[\])]", "", added)
                stop = re.match(r"[.,;]", added) if style.after_stop else None
                if stop:
                    at = text.rindex("<sup>")
                    text = text[:at] + stop[0] + text[at:]
                    added = added[1:]
            if i + 1 < len(pieces) and isinstance(pieces[i + 1], list):
                added = re.sub(r"[\[(]\s*$", "", added).rstrip()
            text += added
        else:
            text += style.mark([order[place] for place in piece], refs)
    return text


def write_xml(title: str, blocks, refs: list[Ref], path: Path, *, by_name: bool) -> None:
    listed = "".join(
        f'<ref id="R{i}">{"" if by_name else f"<label>{i + 1}</label>"}<element-citation>'
        f"<article-title>{ref.title}</article-title><year>{ref.year}</year>"
        + (f'<pub-id pub-id-type="doi">{ref.doi}</pub-id>' if ref.doi else "")
        + f"<name><surname>{ref.people[0][0]}</surname></name></element-citation></ref>"
        for i, ref in enumerate(refs)
    )
    body = "".join(
        f"<p>{text}</p>" if kind == "p" else f"<title>{text}</title>" for kind, text in blocks
    )
    front = f"<front><article-title>{escape(title)}</article-title></front>"
    whole = (
        f"<article>{front}<body>{body}</body><back><ref-list>{listed}</ref-list></back></article>"
    )
    path.write_text(whole, encoding="utf-8")


def write_pdf(title: str, blocks, entries: list[str], style: Style, path: Path) -> None:
    base = ParagraphStyle(
        "b",
        fontName="Serif-Regular",
        fontSize=9.5,
        leading=11.6,
        alignment=TA_JUSTIFY,
        firstLineIndent=10,
    )
    heading = ParagraphStyle(
        "h",
        parent=base,
        fontName="Serif-Bold",
        fontSize=11,
        leading=14,
        spaceBefore=8,
        spaceAfter=4,
        firstLineIndent=0,
    )
    top = ParagraphStyle("t", parent=heading, fontSize=17, leading=21)
    entry = ParagraphStyle(
        "r",
        parent=base,
        fontSize=8,
        leading=9.6,
        spaceAfter=style.gap,
        leftIndent=style.indent,
        firstLineIndent=-style.indent,
    )
    story = [Paragraph(escape(title), top)]
    for kind, text in blocks:
        printed = re.sub(r"</?xref[^>]*>", "", text).replace("</sup>", "</super>")
        printed = printed.replace("<sup>", '<super rise="3.2" size="6">')
        printed = printed.replace("<sub>", '<sub rise="2" size="6">')
        story.append(Paragraph(printed, heading if kind == "heading" else base))
    story.append(Paragraph("References", heading))
    story += [Paragraph(text, entry) for text in entries]
    width, height = A4
    each = (width - 100 - 20 * (style.columns - 1)) / style.columns
    frames = [
        Frame(50 + i * (each + 20), 50, each, height - 100, 0, 0, 0, 0)
        for i in range(style.columns)
    ]
    document = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build(story)


if __name__ == "__main__":
    main()
