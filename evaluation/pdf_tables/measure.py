"""Tables read from PDFs, against the tables in the JATS XML of the same papers.

usage: python -m evaluation.pdf_tables.measure PAIRS_DIR [--extractors own pdf-inspector ...]

PAIRS_DIR holds NAME.pdf and NAME.xml. Needs rapidfuzz, and the packages of the extractors
that are named (pdf-inspector, liteparse, camelot-py, pdfplumber); ours needs none.
"""

import argparse
import json
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from lxml import etree
from rapidfuzz import fuzz

from evaluation.readme import fill_readme, format_table
from exominer.config import IngestConfig
from exominer.ingest.jats_tables import read_tables
from exominer.ingest.pdf import read_pdf

LEAST_SIMILAR = 90.0
N_RESAMPLES = 2000
SEED = 0
CAPTION = re.compile(r"(?mi)^\W*table\W+(?:[A-Z]?\d{1,3}|[IVXL]+)\b")

Rows = list[list[str]]


class Extracted:
    """A table's rows, each cell once, and how sure its extractor was of it."""

    def __init__(self, rows: Rows, confidence: float = 1.0) -> None:
        self.rows = [row for row in rows if any(row)]
        self.confidence = confidence

    @property
    def cells(self) -> Counter[str]:
        printed = (normalise(cell).replace(" ", "") for row in self.rows for cell in row)
        return Counter(cell for cell in printed if cell)


def normalise(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212\u00ad\ufffe\x02]", "-", text)
    return " ".join(re.sub("[\u2018\u2019\u2032`´]", "'", text).split())


def read_truth(xml_path: Path) -> list[Extracted]:
    tree = etree.parse(str(xml_path), etree.XMLParser(resolve_entities=False, no_network=True))
    wraps = tree.getroot().iter("{*}table-wrap", "table-wrap")
    tables = []
    for grid in (grid for wrap in wraps for grid in read_tables(wrap)):
        rows: dict[int, list[str]] = defaultdict(list)
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell.text)
        tables.append(Extracted([rows[row] for row in sorted(rows)]))
    return [table for table in tables if table.rows]


def extract_own(pdf_path: Path) -> list[Extracted]:
    document = read_pdf(
        pdf_path.read_bytes(), document=pdf_path.name, sha256="", settings=IngestConfig()
    )
    return [
        Extracted(
            [line.split("\t") for line in document.text[table.start : table.end].split("\n")],
            table.confidence,
        )
        for table in document.tables
    ]


def caption_pages(pdf_path: Path) -> list[int]:
    """Pages with a table caption, all that an extractor is given."""
    pdf = pypdfium2.PdfDocument(str(pdf_path))
    texts = [page.get_textpage().get_text_range() for page in pdf]
    return [number for number, text in enumerate(texts, start=1) if CAPTION.search(text)]


def parse_markdown(text: str) -> list[Extracted]:
    tables, rows = [], []
    for line in [*text.splitlines(), ""]:
        if line.strip().startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            printed = [re.sub(r"<[^>]+>|[*_]{1,2}|\\(?=\W)", "", cell).strip() for cell in cells]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in printed):
                rows.append(printed)
        elif rows and line.strip():
            tables.append(Extracted(rows))
            rows = []
    return [*tables, Extracted(rows)] if rows else tables


def extract_pdf_inspector(pdf_path: Path) -> list[Extracted]:
    import pdf_inspector  # noqa: PLC0415

    pages = caption_pages(pdf_path)
    result = pdf_inspector.process_pdf(str(pdf_path), pages=pages) if pages else None
    return parse_markdown(result.markdown or "") if result else []


def extract_liteparse(pdf_path: Path) -> list[Extracted]:
    from liteparse import LiteParse  # noqa: PLC0415

    pages = ",".join(str(page) for page in caption_pages(pdf_path))
    parser = LiteParse(
        ocr_enabled=False, output_format="markdown", target_pages=pages, quiet=True, num_workers=1
    )
    return parse_markdown(parser.parse(str(pdf_path)).text) if pages else []


def extract_camelot(pdf_path: Path) -> list[Extracted]:
    import camelot  # noqa: PLC0415

    pages = ",".join(str(page) for page in caption_pages(pdf_path))
    found = camelot.read_pdf(str(pdf_path), pages=pages, flavor="stream") if pages else []
    return [Extracted([[str(c) for c in row] for row in t.df.values.tolist()]) for t in found]


def extract_pdfplumber(pdf_path: Path) -> list[Extracted]:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(pdf_path) as pdf:
        return [
            Extracted([[cell or "" for cell in row] for row in table])
            for number in caption_pages(pdf_path)
            for table in pdf.pages[number - 1].extract_tables()
        ]


EXTRACTORS: dict[str, Callable[[Path], list[Extracted]]] = {
    "own": extract_own,
    "pdf-inspector": extract_pdf_inspector,
    "liteparse": extract_liteparse,
    "camelot-stream": extract_camelot,
    "pdfplumber": extract_pdfplumber,
}


def f1(truth: Counter[str], found: Counter[str]) -> float:
    common = (truth & found).total()
    return 2 * common / max(1, truth.total() + found.total())


def match_rows(truth: Rows, found: Rows) -> list[int | None]:
    """The found row that each row of the truth is alike to; none is taken twice."""
    printed = [normalise(" ".join(row)) for row in found]
    free = set(range(len(printed)))
    matched: list[int | None] = []
    for row in truth:
        text = normalise(" ".join(row))
        scores = [(fuzz.ratio(text, printed[i]), -i) for i in free]
        best, place = max(scores, default=(0.0, 0))
        matched.append(-place if best >= LEAST_SIMILAR else None)
        free.discard(-place if best >= LEAST_SIMILAR else -1)
    return matched


def score_paper(truth: Sequence[Extracted], found: Sequence[Extracted]) -> dict[str, object]:
    owners = [i for i, table in enumerate(found) for _ in table.rows]
    rows = [row for table in found for row in table.rows]
    matched = match_rows([row for table in truth for row in table.rows], rows)
    right = Counter(owners[place] for place in matched if place is not None)
    cell_f1 = [max((f1(t.cells, f.cells) for f in found), default=0.0) for t in truth]
    best = [max((f1(t.cells, f.cells) for t in truth), default=0.0) for f in found]
    all_truth = sum((table.cells for table in truth), Counter())
    all_found = sum((table.cells for table in found), Counter())
    return {
        "rows": len(matched),
        "rows_found": sum(place is not None for place in matched),
        "cell_f1": cell_f1,
        "extracted": len(found),
        "false": sum(score < 0.1 for score in best),
        "cells": [(all_truth & all_found).total(), all_truth.total(), all_found.total()],
        "by_table": [
            (table.confidence, right[i], len(table.rows)) for i, table in enumerate(found)
        ],
    }


def summarise(papers: Sequence[dict]) -> dict[str, float]:
    scores = [score for paper in papers for score in paper["cell_f1"]]
    common, truth, found = (sum(paper["cells"][i] for paper in papers) for i in range(3))
    return {
        "rows_recovered": sum(p["rows_found"] for p in papers)
        / max(1, sum(p["rows"] for p in papers)),
        "mean_cell_f1": sum(scores) / max(1, len(scores)),
        "tables_at_80": sum(score >= 0.8 for score in scores) / max(1, len(scores)),
        "document_cell_f1": 2 * common / max(1, truth + found),
    }


def with_intervals(papers: Sequence[dict]) -> dict[str, object]:
    """Point values with 95 % intervals; whole papers are drawn anew."""
    drawn = random.Random(SEED)
    resamples = [summarise(drawn.choices(papers, k=len(papers))) for _ in range(N_RESAMPLES)]
    scores: dict[str, object] = {}
    for name, value in summarise(papers).items():
        values = sorted(resample[name] for resample in resamples)
        low, high = values[int(0.025 * N_RESAMPLES)], values[int(0.975 * N_RESAMPLES) - 1]
        scores[name] = [round(100 * number, 1) for number in (value, low, high)]
    scores["extracted"] = sum(paper["extracted"] for paper in papers)
    scores["false"] = sum(paper["false"] for paper in papers)
    scores["seconds"] = round(sum(paper["seconds"] for paper in papers), 2)
    return scores


def confidence_bins(papers: Sequence[dict]) -> list[dict[str, object]]:
    """How many rows of the tables of a confidence are rows of the truth."""
    bins = []
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        tables = [t for paper in papers for t in paper["by_table"] if low <= t[0] < high]
        if tables:
            n_rows = sum(table[2] for table in tables)
            right = sum(table[1] for table in tables)
            bins.append(
                {
                    "confidence": f"{low}-{min(high, 1)}",
                    "tables": len(tables),
                    "rows": n_rows,
                    "right": round(100 * right / max(1, n_rows), 1),
                }
            )
    return bins


def measure(pairs_dir: Path, extractor: str, *, details: bool) -> dict[str, object]:
    papers = []
    for xml_path in sorted(pairs_dir.glob("*.xml")):
        truth = read_truth(xml_path)
        start = time.process_time()
        found = EXTRACTORS[extractor](xml_path.with_suffix(".pdf"))
        seconds = time.process_time() - start
        if not truth and not found:
            continue
        papers.append({**score_paper(truth, found), "seconds": seconds})
        if details:
            paper = papers[-1]
            shares = " ".join(f"{score:.2f}" for score in paper["cell_f1"])
            print(xml_path.stem, f"rows {paper['rows_found']}/{paper['rows']} cells {shares}")
    scores = {**with_intervals(papers), "papers": len(papers)}
    return {**scores, "bins": confidence_bins(papers)} if extractor == "own" else scores


def format_parts(scores: dict[str, dict]) -> dict[str, str]:
    keys = ("rows_recovered", "mean_cell_f1", "tables_at_80", "document_cell_f1")
    rows = [
        [
            name,
            *("{} ({} to {})".format(*own[key]) for key in keys),
            own["extracted"],
            own["false"],
            own["seconds"],
        ]
        for name, own in scores.items()
    ]
    header = ["", "rows", "cell F1", "tables at .8", "document cell F1", "tables", "false", "s"]
    parts = {"extractors": format_table(header, rows)}
    if "own" in scores:
        parts["bins"] = format_bins(scores["own"]["bins"])
    return parts


def format_bins(bins: Sequence[dict[str, object]]) -> str:
    header = ["Confidence", "Tables", "Rows", "Right, %"]
    return format_table(header, [list(each.values()) for each in bins])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs_dir", type=Path)
    parser.add_argument("--extractors", nargs="+", choices=EXTRACTORS, default=["own"])
    parser.add_argument("--out", type=Path, help="scores.json; the README beside it is filled")
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    scores = {}
    for name in options.extractors:
        scores[name] = measure(options.pairs_dir, name, details=options.details)
        print(name, json.dumps(scores[name]))
    if options.out:
        options.out.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        fill_readme(options.out.with_name("README.md"), format_parts(scores))


if __name__ == "__main__":
    main()
