"""Tables of JATS papers set anew in other layouts, and read back.

usage: python -m evaluation.pdf_tables.typeset PAIRS_DIR [--out typeset.json]

The tables (up to 30 rows and 10 columns, 5 in a column of text) are set by reportlab among
paragraphs of made-up text, so that layouts count that the papers themselves do not have:
without rules, with a caption below, with cells centred on their row. Letters that
Helvetica lacks are "?" on both sides. Nothing but the scores is kept.
"""

import argparse
import json
import random
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree
from msgspec import structs
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from evaluation.pdf_tables.measure import (
    SEED,
    confidence_bins,
    extract_own,
    format_bins,
    read_truth,
    score_paper,
    with_intervals,
)
from evaluation.readme import fill_readme, format_table
from exominer.ingest.blocks import Grid, GridCell
from exominer.ingest.jats_tables import read_tables

HERE = Path(__file__).parent
LAYOUTS: dict[str, dict] = {
    "three rules": {},
    "three rules, lines close": {"pad": 0},
    "close, cells centred on the row": {"pad": 0, "valign": "MIDDLE"},
    "close, cells at the foot of the row": {"pad": 0, "valign": "BOTTOM"},
    "text centred in columns": {"align": 1},
    "type of the running text": {"size": 10, "font": "Times-Roman"},
    "in one of two columns": {"width": 240, "size": 7},
    "no rule at the end": {"rules": "head"},
    "no rules": {"rules": "none"},
    "no rules, type of the running text": {"rules": "none", "size": 10, "font": "Times-Roman"},
    "every other row shaded": {"rules": "shaded"},
    "all cells boxed": {"rules": "boxed"},
    "rule below each row, caption below": {"rules": "rows", "below": True},
}
WORDS = (
    "cells were grown in flasks and then taken to the source where each of them was given a"
    " dose that had been planned for that day while others were kept in the same room"
).split()


def make_paragraph(drawn: random.Random) -> str:
    sentences = [" ".join(drawn.choices(WORDS, k=20)).capitalize() + "." for _ in range(8)]
    return " ".join(sentences)


def plain(text: str) -> str:
    return " ".join(text.encode("cp1252", "replace").decode("cp1252").split())


def clip(grid: Grid) -> list[GridCell]:
    n_rows = min(30, 1 + max(cell.row for cell in grid.cells))
    return [
        structs.replace(cell, text=plain(cell.text), row_span=min(cell.row_span, n_rows - cell.row))
        for cell in grid.cells
        if cell.row < n_rows
    ]


def make_table(cells: list[GridCell], layout: dict) -> Table:
    size, width = layout.get("size", 8), layout.get("width", 500)
    n_rows = 1 + max(cell.row for cell in cells)
    n_columns = max(cell.column + cell.column_span for cell in cells)
    style = ParagraphStyle(
        "cell",
        fontName=layout.get("font", "Helvetica"),
        fontSize=size,
        leading=1.2 * size,
        alignment=layout.get("align", 0),
    )
    content: list[list] = [[""] * n_columns for _ in range(n_rows)]
    weights = [4.0] * n_columns
    commands = [
        ("VALIGN", (0, 0), (-1, -1), layout.get("valign", "TOP")),
        ("TOPPADDING", (0, 0), (-1, -1), layout.get("pad", 2)),
        ("BOTTOMPADDING", (0, 0), (-1, -1), layout.get("pad", 2)),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ]
    for cell in cells:
        content[cell.row][cell.column] = Paragraph(escape(cell.text), style)
        last = cell.column + cell.column_span - 1, cell.row + cell.row_span - 1
        commands.append(("SPAN", (cell.column, cell.row), last))
        if cell.column_span == 1:
            longest = max((1.35 * len(word) for word in cell.text.split()), default=0)
            own = max(min(60, len(cell.text)), longest)
            weights[cell.column] = max(weights[cell.column], own)
    n_head = max((cell.row + cell.row_span for cell in cells if cell.is_header), default=1)
    commands += list(make_rules(layout.get("rules", "three"), n_rows, min(n_head, n_rows - 1)))
    widths = [width * weight / sum(weights) for weight in weights]
    return Table(content, colWidths=widths, style=TableStyle(commands), hAlign="LEFT")


def make_rules(kind: str, n_rows: int, n_head: int):
    black = (0.5, colors.black)
    if kind in ("three", "head", "rows"):
        yield ("LINEABOVE", (0, 0), (-1, 0), *black)
        yield ("LINEABOVE", (0, n_head), (-1, n_head), *black)
    if kind in ("three", "rows"):
        yield ("LINEBELOW", (0, n_rows - 1), (-1, n_rows - 1), *black)
    if kind == "rows":
        yield ("LINEBELOW", (0, 0), (-1, n_rows - 1), *black)
    if kind == "boxed":
        yield ("GRID", (0, 0), (-1, -1), *black)
    if kind == "shaded":
        for row in range(0, n_rows, 2):
            yield ("BACKGROUND", (0, row), (-1, row), colors.lightgrey)


def typeset(xml_path: Path, out_dir: Path, layout: dict) -> bool:
    """Write the tables of a paper as a PDF, with an XML of what was set; tell if any were."""
    drawn = random.Random(SEED)
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4)
    small = ParagraphStyle("caption", fontName="Helvetica", fontSize=8, leading=10)
    width = layout.get("width", 500)
    story, wraps = [], []
    root = etree.parse(str(xml_path)).getroot()
    for grid in (g for wrap in root.iter("{*}table-wrap", "table-wrap") for g in read_tables(wrap)):
        cells = clip(grid)
        n_columns = max(cell.column + cell.column_span for cell in cells)
        if not 1 < n_columns <= (10 if width > 300 else 5) or not any(c.row for c in cells):
            continue
        table = make_table(cells, layout)
        if table.wrap(width, 2000)[1] > 620:
            continue
        caption = Paragraph(f"<b>{grid.label}.</b> {escape(plain(grid.caption))}", small)
        parts = [table, Spacer(1, 4), caption] if layout.get("below") else [caption, table]
        story += [Paragraph(make_paragraph(drawn), body), Spacer(1, 10), KeepTogether(parts)]
        story += [Spacer(1, 12), *(Paragraph(make_paragraph(drawn), body) for _ in range(2))]
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(c.text)}</td>" for c in cells if c.row == row) + "</tr>"
            for row in range(1 + max(cell.row for cell in cells))
        )
        wraps.append(f"<table-wrap><table>{rows}</table></table-wrap>")
    if not story:
        return False
    lefts = [50] if width > 300 else [50, 305]
    frames = [Frame(left, 50, width, 720, 0, 0, 0, 0) for left in lefts]
    document = BaseDocTemplate(str(out_dir / f"{xml_path.stem}.pdf"), invariant=1)
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build(story)
    (out_dir / xml_path.name).write_text(f"<article>{''.join(wraps)}</article>", encoding="utf-8")
    return True


def score_layout(pairs_dir: Path, layout: dict) -> list[dict]:
    papers = []
    with tempfile.TemporaryDirectory() as folder:
        out_dir = Path(folder)
        for xml_path in sorted(pairs_dir.glob("*.xml")):
            if typeset(xml_path, out_dir, layout):
                found = extract_own(out_dir / f"{xml_path.stem}.pdf")
                scores = score_paper(read_truth(out_dir / xml_path.name), found)
                papers.append({**scores, "seconds": 0.0})
    return papers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs_dir", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "typeset.json")
    options = parser.parse_args()
    papers = {name: score_layout(options.pairs_dir, each) for name, each in LAYOUTS.items()}
    scores = {name: with_intervals(of_layout) for name, of_layout in papers.items()}
    bins = confidence_bins([paper for of_layout in papers.values() for paper in of_layout])
    written = json.dumps({"layouts": scores, "bins": bins}, indent=1)
    options.out.write_text(written + "\n", encoding="utf-8")
    rows = [
        [name, *("{} ({} to {})".format(*s[key]) for key in ("rows_recovered", "mean_cell_f1"))]
        for name, s in scores.items()
    ]
    header = ["Layout", "Rows recovered", "Mean cell F1"]
    parts = {"typeset": format_table(header, rows), "typeset bins": format_bins(bins)}
    fill_readme(HERE / "README.md", parts)


if __name__ == "__main__":
    main()
