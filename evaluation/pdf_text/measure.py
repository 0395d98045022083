"""Text, headings, hyphens and captions of PDFs against the JATS XML of the same papers.

The PDFs are copied alone into a temporary folder and read there by the package's reader. Text is
scored by a script that offers score(xml_path, text_path); raw pypdfium2 is scored beside it.
"""

import argparse
import importlib.util
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pypdfium2
from rapidfuzz import fuzz

from evaluation.pdf_text.truth import (
    Truth,
    normalise_heading,
    normalise_label,
    read_truth,
    split_words,
)
from evaluation.readme import fill_readme, format_table
from exominer.config import IngestConfig
from exominer.evaluate.bootstrap import Counts, bootstrap_interval, share
from exominer.ingest.read import read_document
from exominer.records import Document, Section

HERE = Path(__file__).parent
RESAMPLES, SEED = 2000, 13
TEXT = ("par95", "s97", "order", "exact")
SITE = re.compile(r"([^\W\d_]+)(?:\ufffe|[-\u00ad\u2010]\r?\n|\x02)\s*([^\W\d_]+)")
NEAR = 12
"""Letters on each side by which a broken word is found again."""


def main() -> None:
    arguments = parse_arguments()
    scorer = load_scorer(arguments.scorer)
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for xml_path in sorted(arguments.pairs.glob("*.xml")):
            pdf_path = Path(shutil.copy(xml_path.with_suffix(".pdf"), folder))
            rows[xml_path.stem] = measure_paper(pdf_path, xml_path, scorer, arguments.verbose)
    scores = {"documents": rows, "all": {name: total(rows, name) for name in MEASURES}}
    out = arguments.out or HERE
    text = json.dumps(scores, indent=1, ensure_ascii=False)
    (out / "scores.json").write_text(f"{text}\n", encoding="utf-8")
    if arguments.out is None:
        fill_readme(HERE / "README.md", {"scores": scores_table(scores)})
    print(documents_table(rows))
    print(scores_table(scores))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, help="folder of NAME.pdf and NAME.xml")
    parser.add_argument("--scorer", type=Path, required=True, help="the scoring script")
    parser.add_argument("--out", type=Path, help="folder for scores.json in place of this one")
    parser.add_argument("--verbose", action="store_true", help="list headings missed and wrong")
    return parser.parse_args()


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_paper(
    pdf_path: Path, xml_path: Path, scorer: ModuleType, verbose: bool
) -> dict[str, list[float]]:
    """Counts of one paper: what was found and of how many, by measure."""
    document = read_document(pdf_path, document=pdf_path.name, settings=IngestConfig())
    raw = read_raw(pdf_path)
    truth = read_truth(xml_path)
    counts: dict[str, list[float]] = {}
    for system, text in (("", document.text), ("raw ", raw)):
        text_path = pdf_path.with_suffix(".txt")
        scored = count_text(text, text_path, xml_path, scorer)
        counts |= {f"{system}{name}": found for name, found in scored.items()}
    counts |= count_headings(document, truth, verbose=verbose)
    counts["hyphens"] = count_hyphens(raw, document.text, truth)
    counts["raw hyphens"] = count_hyphens(raw, scorer.join_hyphens(raw), truth)
    captions = find_captions(document)
    counts["captions"] = [
        sum(is_found(label, text, captions) for label, text in truth.captions),
        len(truth.captions),
    ]
    return counts


def count_text(
    text: str, text_path: Path, xml_path: Path, scorer: ModuleType
) -> dict[str, list[float]]:
    """Counts by the scoring script: of paragraphs as a mean over papers, of sentences summed."""
    text_path.write_text(text, encoding="utf-8", errors="replace")
    scored = scorer.score(xml_path, text_path)
    weights = {"par95": 1, "order": 1, "exact": scored["n"], "s97": scored["n"]}
    return {name: [scored[name] * n, n] for name, n in weights.items()}


def count_headings(
    document: Document, truth: Truth, *, verbose: bool = False
) -> dict[str, list[float]]:
    """Headings found of those of the XML, right of those given, sections of the right kind."""
    headings = list(find_headings(document))
    pairs = match_headings([h.title for h in truth.headings], [title for title, _ in headings])
    if verbose:
        print_differences(document.document, truth, headings, pairs)
    in_body = [i for i, heading in enumerate(truth.headings) if heading.kind]
    right = [i for i in in_body if i in pairs and headings[pairs[i]][1] == truth.headings[i].kind]
    return {
        "heading recall": [len(pairs), len(truth.headings)],
        "heading precision": [len(pairs), len(list(judged(truth, headings, pairs)))],
        "kind": [len(right), len(in_body)],
    }


def read_raw(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def find_headings(document: Document) -> Iterator[tuple[str, str]]:
    """Normalised title and kind of each heading that is a block of its own, in order."""
    for section in document.sections:
        if section.kind not in ("title", "caption", "table") and _opens(document, section):
            yield normalise_heading(section.title), section.kind


def _opens(document: Document, section: Section) -> bool:
    block = document.text[section.start : section.end].split("\n\n", 1)[0]
    return bool(section.title) and " ".join(block.split()) == section.title


def match_headings(truth: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """Pair titles one to one, equal ones first, in order."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for least in (100, 90):
        for i, title in enumerate(truth):
            if i in pairs:
                continue
            alike = (
                j
                for j, other in enumerate(found)
                if j not in taken and fuzz.ratio(title, other) >= least
            )
            if (j := next(alike, None)) is not None:
                pairs[i] = j
                taken.add(j)
    return pairs


def judged(
    truth: Truth, headings: Sequence[tuple[str, str]], pairs: dict[int, int]
) -> Iterator[int]:
    """Headings that count for precision: not those of boxes, back matter and the like."""
    taken = set(pairs.values())
    for j, (title, kind) in enumerate(headings):
        aside = title in truth.other_titles or kind in ("back", "references")
        if j in taken or not (aside or title in ("abstract", "summary", "keywords", "key words")):
            yield j


def print_differences(
    name: str, truth: Truth, headings: Sequence[tuple[str, str]], pairs: dict[int, int]
) -> None:
    for i, heading in enumerate(truth.headings):
        if i not in pairs:
            print(f"{name} missed: {heading.title}")
        elif heading.kind and headings[pairs[i]][1] != heading.kind:
            print(f"{name} kind: {heading.title}: {headings[pairs[i]][1]}, not {heading.kind}")
    for j in judged(truth, headings, pairs):
        if j not in pairs.values():
            print(f"{name} extra: {headings[j][0]} ({headings[j][1]})")


def count_hyphens(raw: str, text: str, truth: Truth) -> list[float]:
    """Line-end hyphens settled as the XML has it, of those that it settles."""
    squeezed = _squeeze(text)
    n_right = n_settled = 0
    for site in SITE.finditer(raw):
        left, right = site[1].casefold(), site[2].casefold()
        joined, kept = left + right in truth.words, f"{left}-{right}" in truth.words
        if joined == kept:
            continue
        before = _squeeze(raw[max(0, site.start() - 3 * NEAR) : site.start()])[-NEAR:]
        after = _squeeze(raw[site.end() : site.end() + 3 * NEAR])[:NEAR]
        forms = [f"{before}{left}{mark}{right}{after}" in squeezed for mark in ("", "-")]
        if any(forms):
            n_settled += 1
            n_right += forms[0] == joined
    return [n_right, n_settled]


def _squeeze(text: str) -> str:
    return re.sub("[‐–\ufffe]", "-", "".join(text.split()).casefold())


def find_captions(document: Document) -> list[tuple[str, str]]:
    texts = [
        document.text[section.start : section.end]
        for section in document.sections
        if section.kind == "caption"
    ]
    return [(normalise_label(text), text) for text in texts]


def is_found(label: str, text: str, captions: Sequence[tuple[str, str]]) -> bool:
    """Whether a block with the label holds the words of the caption, all or nearly."""
    words = split_words(text)
    for other, found in captions:
        if other == label:
            have = set(split_words(found))
            if sum(word in have for word in words) >= 0.8 * len(words):
                return True
    return False


MEASURES: dict[str, Callable[[Counts], Counts]] = {
    **{f"{system}{name}": share for name in TEXT for system in ("", "raw ")},
    "heading recall": share,
    "heading precision": share,
    "kind": share,
    "hyphens": share,
    "raw hyphens": share,
    "captions": share,
}


def total(rows: dict[str, dict[str, list[float]]], name: str) -> dict[str, float]:
    counts = [row[name] for row in rows.values()]
    value = float(MEASURES[name](np.asarray(counts, dtype=float).sum(axis=0, keepdims=True))[0])
    low, high = bootstrap_interval(counts, MEASURES[name], resamples=RESAMPLES, seed=SEED)
    return {"value": value, "low": low, "high": high, "n": sum(n for _, n in counts)}


def documents_table(rows: dict[str, dict[str, list[float]]]) -> str:
    shown = [*TEXT, "heading recall", "heading precision", "kind", "hyphens", "captions"]
    return format_table(
        ["document", *shown],
        [[name, *(percent(row[key]) for key in shown)] for name, row in rows.items()],
    )


def percent(counts: Sequence[float]) -> str:
    return f"{100 * counts[0] / counts[1]:.1f}" if counts[1] else "-"


def scores_table(scores: dict[str, dict[str, dict[str, float]]]) -> str:
    rows = []
    for name, found in scores["all"].items():
        value, low, high = (f"{100 * found[key]:.1f}" for key in ("value", "low", "high"))
        rows.append([name, value, f"{low} to {high}", f"{found['n']:.0f}"])
    return format_table(["measure", "%", "95 % interval", "of"], rows)


if __name__ == "__main__":
    main()
