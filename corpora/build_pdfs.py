"""Markdown-like sources in ``pdf_sources/`` -> the two PDFs of the demo corpus.

Run ``python corpora/build_pdfs.py`` after a change of a source; the output is the same
byte for byte on every run with one release of reportlab. The PDFs have what makes papers
hard to read: two columns, a running head, page numbers, words broken at line ends and a
figure with its caption in the middle of the text.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
)

CORPORA_DIR = Path(__file__).resolve().parent
SOURCES_DIR = CORPORA_DIR / "pdf_sources"
N_COLUMNS = {"review_two_column": 2, "paper_one_column": 1}

MARGIN = 1.9 * cm
GUTTER = 0.7 * cm
TITLE_HEIGHT = 1.8 * cm
WIDTH, HEIGHT = A4

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=9.5, leading=11.5, alignment=4)
BODY.firstLineIndent = 9
STYLES = {
    "title": ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=16, leading=19),
    "heading": ParagraphStyle(
        "heading", fontName="Helvetica-Bold", fontSize=11, leading=13, spaceBefore=9, spaceAfter=3
    ),
    "body": BODY,
    "caption": ParagraphStyle(
        "caption", fontName="Helvetica", fontSize=8, leading=9.6, spaceBefore=4, spaceAfter=10
    ),
    "reference": ParagraphStyle(
        "reference", fontName="Times-Roman", fontSize=8.5, leading=10, leftIndent=14
    ),
}
STYLES["reference"].firstLineIndent = -14

# Reportlab breaks a word only at soft hyphens, and patterns would be a further package.
SYLLABLES = (
    "abun-dance acti-vated acti-vating auto-phagy by-stander con-ditions cyto-plasm "
    "dendri-tic enhanc-ing exo-somal exo-somes expres-sion extra-cellular fibro-blasts "
    "fol-lowing glio-blastoma immuno-suppression increas-ing indepen-dent infil-tration "
    "interfer-on ioniz-ing irra-diated irra-diation kerati-nocytes mam-mary mem-brane "
    "micro-vesicle migra-tion mole-cules nucle-ases pan-creas particu-lar phosphory-lation "
    "popula-tion pro-teasome pro-teins radia-tion radio-therapy recep-tor recipi-ent "
    "recipi-ents regula-tory resis-tance secre-tion signal-ling splic-ing sur-vival "
    "sur-viving syste-mic telo-meres trans-ferred transla-tion tumour-specific "
    "unirra-diated vac-cines vesi-cles"
)
BREAKS = {word.replace("-", ""): word.replace("-", "\xad") for word in SYLLABLES.split()}


def build_pdf(source: str, pdf_path: Path, *, n_columns: int) -> None:
    """Typeset a source text and write the PDF.

    Args:
        source: A title line ``# ...``, headings ``## ...``, paragraphs, a paragraph
            ``Figure: ...`` for a figure with that caption, numbered references.
        pdf_path: Where the PDF goes.
        n_columns: Columns of the text block, 1 or 2; the title spans them.
    """
    story = list(_typeset(source))
    title = re.match(r"# (.+)", source)
    head = title[1] if title else ""
    template = BaseDocTemplate(
        str(pdf_path), pagesize=A4, title=head, author="The exominer project", invariant=1
    )
    furniture = partial(_draw_furniture, head=head.split(":")[0])
    template.addPageTemplates(
        [
            PageTemplate("first", _frames(n_columns, first=True), onPage=furniture),
            PageTemplate("later", _frames(n_columns, first=False), onPage=furniture),
        ]
    )
    template.build([NextPageTemplate("later"), *story])


def _typeset(source: str) -> Iterator[Flowable]:
    in_references = False
    for block in re.split(r"\n\s*\n", source.strip()):
        if block.startswith("# "):
            yield Paragraph(block[2:], STYLES["title"])
            yield FrameBreak()
        elif block.startswith("## "):
            in_references = block == "## References"
            yield Paragraph(block[3:], STYLES["heading"])
        elif block.startswith("Figure: "):
            caption = Paragraph(block.removeprefix("Figure: "), STYLES["caption"])
            yield KeepTogether([_draw_figure(), caption])
        elif in_references:
            yield from (Paragraph(line, STYLES["reference"]) for line in block.splitlines())
        else:
            yield Paragraph(_add_breaks(block), STYLES["body"])


def _add_breaks(text: str) -> str:
    return re.sub(r"[a-z]{6,}", lambda word: BREAKS.get(word[0], word[0]), text)


def _frames(n_columns: int, *, first: bool) -> list[Frame]:
    text_height = HEIGHT - 2 * MARGIN - 0.6 * cm - (TITLE_HEIGHT if first else 0)
    text_width = (WIDTH - 2 * MARGIN - (n_columns - 1) * GUTTER) / n_columns
    bare = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    columns = [
        Frame(MARGIN + i * (text_width + GUTTER), MARGIN, text_width, text_height, **bare)
        for i in range(n_columns)
    ]
    if not first:
        return columns
    title_bottom = MARGIN + text_height
    return [Frame(MARGIN, title_bottom, WIDTH - 2 * MARGIN, TITLE_HEIGHT, **bare), *columns]


def _draw_furniture(canvas: Canvas, template: BaseDocTemplate, *, head: str) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, HEIGHT - 1.2 * cm, head)
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 1.2 * cm, "exominer demo corpus")
    canvas.drawCentredString(WIDTH / 2, 1.0 * cm, f"Page {template.page}")


def _draw_figure() -> Drawing:
    figure = Drawing(8 * cm, 2.6 * cm)
    for i, radius in enumerate((0.9, 0.7, 1.0)):
        figure.add(Circle((1.3 + 2.7 * i) * cm, 1.3 * cm, radius * cm, fillColor=None))
        figure.add(Circle((2.2 + 2.7 * i) * cm, 2.0 * cm, 0.15 * cm))
    return figure


if __name__ == "__main__":
    for name, columns in N_COLUMNS.items():
        text = (SOURCES_DIR / f"{name}.md").read_text(encoding="utf-8")
        build_pdf(text, CORPORA_DIR / f"{name}.pdf", n_columns=columns)
