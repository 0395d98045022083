"""Citations and reference lists read from PDFs, held against the JATS XML of the same papers.

A folder holds NAME.pdf and NAME.xml. Each PDF is copied alone into an empty folder and read
there. See README.md for what counts as found.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

from evaluation.citations.truth import Cited, Entry, Truth, keep_letters, read_truth
from evaluation.readme import fill_readme, format_table
from exominer.config import IngestConfig
from exominer.evaluate.bootstrap import bootstrap_interval, f1, share
from exominer.ingest.read import read_document
from exominer.records import Document, Reference

HERE = Path(__file__).parent
CONTEXT = 25
"""Letters that must be the same before (or after) two citing places."""

TOLERANCE = 40
"""Letters by which two marks of one reference may lie apart: "Roe et al." or its year."""

RESAMPLES, SEED = 2000, 0
ELEMENT = r"(?:Cs|Co|B|C|Lu|Y|Sr|Tc|Ra|Ac|Ir|Ga|F|Gd|H|P|S|Fe|Cr|Re|Sm|Am|U|Rn|Po|Bi)\b"
ISOTOPE = re.compile(rf"\s?{ELEMENT}|(?:In|I)\b")
POWER = re.compile(r"(?:[×x*]\s?10|\b(?:cm|mm|m|km|kg|g|s|h|min|mL|ml|L|Gy))$")


@dataclass(frozen=True)
class Predicted:
    """A cited reference as read; ``place`` is in the truth's letters, None if it has no such."""

    place: int | None
    reference: int | None
    kind: str
    mark: str
    context: str
    is_exponent: bool


@dataclass(frozen=True)
class Scores:
    """Counts of one document."""

    n_found: int
    n_predicted: int
    n_gold: int
    n_table_found: int
    n_table_predicted: int
    n_table_gold: int
    n_exponents: int
    n_entries: int
    n_entries_read: int
    n_entries_agree: int
    n_doi_read: int
    n_doi_right: int
    n_doi_gold: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, help="folder of NAME.pdf and NAME.xml")
    parser.add_argument("--write", action="store_true", help="scores.json and README.md here")
    parser.add_argument("--styles", action="store_true", help="the folder is that of restyle.py")
    parser.add_argument("--errors", action="store_true", help="list what was missed or wrong")
    arguments = parser.parse_args()
    scores = {}
    for xml in sorted(arguments.pairs.glob("*.xml")):
        pdf = xml.with_suffix(".pdf")
        if pdf.exists():
            scores[xml.stem] = score_pair(pdf, xml, show=arguments.errors)
    if not scores:
        sys.exit(f"{arguments.pairs}: no pairs of NAME.pdf and NAME.xml; name their folder.")
    if arguments.styles:
        write_styles(scores, write=arguments.write)
        return
    report = summarise(scores)
    print(json.dumps({key: value for key, value in report.items() if key != "documents"}, indent=1))
    print(documents_table(scores))
    if arguments.write:
        text = json.dumps(report, indent=1) + "\n"
        (HERE / "scores.json").write_text(text, encoding="utf-8")
        parts = {"overall": overall_table(report), "documents": documents_table(scores)}
        low, high = report["entries"]["interval"]
        agree = f"{report['total']['n_entries_agree']} of {report['total']['n_entries']}"
        percent = f"{100 * report['entries']['share']:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
        parts["entries"] = f"{agree}, {percent}, agree in number, title and year."
        fill_readme(HERE / "README.md", parts)


def score_pair(pdf: Path, xml: Path, *, show: bool = False) -> Scores:
    """Read the PDF alone and count what its citations and entries agree in with the XML."""
    truth = read_truth(xml)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(pdf, folder))
        document = read_document(path, document=path.name, settings=IngestConfig())
    return score_document(document, truth, show=show)


def score_document(document: Document, truth: Truth, *, show: bool = False) -> Scores:
    links = link_entries(document.references, truth.entries)
    predicted = find_predicted(document, truth, links)
    wrong, missed = match(once(predicted), truth.cited)
    counts = {}
    for kind in ("prose", "table"):
        n_gold = sum(cited.kind == kind for cited in truth.cited)
        n_found = n_gold - sum(cited.kind == kind for cited in missed)
        counts[kind] = (n_found, n_found + sum(ours.kind == kind for ours in wrong), n_gold)
    if show:
        show_errors(document.document, wrong, missed, truth)
    agree = [e for e in truth.entries if agrees(e, links, document.references)]
    if show:
        for entry in truth.entries:
            if entry not in agree:
                print(f"  entry {entry.number}: {entry.year} {entry.title[:80]}")
    dois = {links[i]: r.doi for i, r in enumerate(document.references) if i in links and r.doi}
    return Scores(
        *counts["prose"],
        *counts["table"],
        n_exponents=sum(each.is_exponent for each in wrong),
        n_entries=len(truth.entries),
        n_entries_read=len(document.references),
        n_entries_agree=len(agree),
        n_doi_read=sum(1 for place in dois if truth.entries[place].doi),
        n_doi_right=sum(1 for place, doi in dois.items() if truth.entries[place].doi == doi),
        n_doi_gold=sum(1 for entry in truth.entries if entry.doi),
    )


def link_entries(references: tuple[Reference, ...], entries: list[Entry]) -> dict[int, int]:
    """Which entry of the XML each entry read is, by DOI, title or words; not by its number."""
    by_doi = {entry.doi: place for place, entry in enumerate(entries) if entry.doi}
    titles = [keep_letters(entry.title) for entry in entries]
    words = [set(re.findall(r"[^\W\d_]{3,}", (e.title or e.text).casefold())) for e in entries]
    links = {}
    for i, reference in enumerate(references):
        letters = keep_letters(reference.text)
        ours = set(re.findall(r"[^\W\d_]{3,}", reference.text.casefold()))
        ranked = []
        for place, entry in enumerate(entries):
            same_doi = reference.doi != "" and by_doi.get(reference.doi) == place
            has_title = len(titles[place]) > 15 and titles[place] in letters
            overlap = len(words[place] & ours) / max(1, len(words[place]))
            score = 2.0 * same_doi + (1.0 if has_title else overlap)
            score += 0.1 * (entry.year in reference.text)
            ranked.append((score, -abs(i - place), place))
        best = max(ranked, default=(0.0, 0, 0))
        if best[0] >= 0.8:
            links[i] = best[2]
    return links


def agrees(entry: Entry, links: dict[int, int], references: tuple[Reference, ...]) -> bool:
    """Number, title (its letters) and year are the same, as far as the XML marks them up."""
    for i, reference in enumerate(references):
        if reference.number == entry.number and i in links:
            ours, theirs = keep_letters(reference.title), keep_letters(entry.title)
            same_title = not theirs or ours == theirs or ours.removesuffix("letters") == theirs
            return same_title and entry.year in ("", reference.year[:4])
    return False


def find_predicted(document: Document, truth: Truth, links: dict[int, int]) -> list[Predicted]:
    by_number = {r.number: links.get(i) for i, r in enumerate(document.references)}
    counts = [len(keep_letters(character)) for character in document.text]
    before = [0, *accumulate(counts)]
    letters = keep_letters(document.text)
    index = defaultdict(list)
    for i in range(len(truth.letters) - CONTEXT + 1):
        index[truth.letters[i : i + CONTEXT]].append(i)
    tables = [(table.start, table.end) for table in document.tables]
    predicted, shift = [], 0
    for mark in document.citations:
        place = find_place(letters, before[mark.end], index, shift)
        if place is not None:
            shift = place - before[mark.end]
        kind = "table" if any(s <= mark.start < e for s, e in tables) else "prose"
        power = is_exponent(document.text, mark.start, mark.end)
        context = document.text[max(0, mark.start - 50) : mark.end + 15]
        predicted += [
            Predicted(place, by_number.get(number), kind, mark.text, context, power)
            for number in mark.numbers
        ]
    return predicted


def once(predicted: Iterable[Predicted]) -> list[Predicted]:
    """Each place and reference once: a paper may hold a paragraph twice."""
    seen = {}
    for i, ours in enumerate(predicted):
        unknown = ours.place is None or ours.reference is None
        seen.setdefault(i if unknown else (ours.place, ours.reference), ours)
    return list(seen.values())


def find_place(letters: str, at: int, index: dict[str, list[int]], shift: int) -> int | None:
    """The same place in the truth: the nearest one with the same letters before or after it."""
    for offset in (-CONTEXT, 0, -CONTEXT - 15, 15):
        start = max(0, at + offset)
        found = index.get(letters[start : start + CONTEXT], [])
        if found:
            return min(found, key=lambda i: abs(i - start - shift)) + at - start
    return None


def match(predicted: list[Predicted], gold: list[Cited]) -> tuple[list[Predicted], list[Cited]]:
    """Pair each one read with the nearest of the same reference; give what is left of both."""
    distances: list[tuple[int, int, int]] = []
    for i, ours in enumerate(predicted):
        if ours.place is None or ours.reference is None:
            continue
        distances += [
            (abs(ours.place - cited.place), i, k)
            for k, cited in enumerate(gold)
            if cited.reference == ours.reference and abs(ours.place - cited.place) <= TOLERANCE
        ]
    taken_ours: set[int] = set()
    taken_gold: set[int] = set()
    for _, i, k in sorted(distances):
        if i not in taken_ours and k not in taken_gold:
            taken_ours.add(i)
            taken_gold.add(k)
    wrong = [ours for i, ours in enumerate(predicted) if i not in taken_ours]
    return wrong, [cited for k, cited in enumerate(gold) if k not in taken_gold]


def is_exponent(text: str, start: int, end: int) -> bool:
    """Whether a bare number is the mass of an isotope or the power of ten or of a unit."""
    if not text[start].isdigit():
        return False
    return bool(ISOTOPE.match(text[end:]) or POWER.search(text[:start]))


def show_errors(name: str, wrong: list[Predicted], missed: list[Cited], truth: Truth) -> None:
    print(f"{name}: {len(wrong)} wrong, {len(missed)} missed")
    for ours in wrong:
        print(f"  wrong  {ours.mark} -> {ours.reference} at {ours.place}: {ours.context!r}")
    for cited in missed:
        context = truth.letters[max(0, cited.place - 50) : cited.place]
        number = truth.entries[cited.reference].number
        print(f"  missed {number} at {cited.place}: {context}")


def summarise(scores: dict[str, Scores]) -> dict:
    total = Counter()
    for each in scores.values():
        total.update(asdict(each))
    report = {"n_documents": len(scores), "total": dict(total)}
    for name, prefix in (("prose", "n_"), ("table", "n_table_")):
        counts = [
            tuple(asdict(s)[prefix + key] for key in ("found", "predicted", "gold"))
            for s in scores.values()
        ]
        report[name] = rates(counts)
    entries = [(s.n_entries_agree, s.n_entries) for s in scores.values()]
    low, high = bootstrap_interval(entries, share, resamples=RESAMPLES, seed=SEED)
    report["entries"] = {
        "share": total["n_entries_agree"] / total["n_entries"],
        "interval": [low, high],
    }
    report["documents"] = {name: asdict(each) for name, each in scores.items()}
    return report


def rates(counts: list[tuple[int, int, int]]) -> dict:
    found, predicted, gold = (sum(column) for column in zip(*counts, strict=True))
    interval = bootstrap_interval(counts, f1, resamples=RESAMPLES, seed=SEED)
    each = [f1_of(*row) for row in counts if row[2]]
    return {
        "precision": found / max(1, predicted),
        "recall": found / max(1, gold),
        "f1": f1_of(found, predicted, gold),
        "interval": list(interval),
        "mean_f1": sum(each) / max(1, len(each)),
    }


def f1_of(found: int, predicted: int, gold: int) -> float:
    return 2 * found / max(1, predicted + gold)


def write_styles(scores: dict[str, Scores], *, write: bool) -> None:
    """One row a style, over the papers that were set anew in it."""
    groups: dict[str, dict[str, Scores]] = defaultdict(dict)
    for name, each in scores.items():
        groups[name.rpartition("-")[2]][name] = each
    reports = {style: summarise(group) for style, group in groups.items()}
    rows = []
    for style, report in reports.items():
        low, high = report["prose"]["interval"]
        total = report["total"]
        rows.append(
            [
                style,
                *(f"{report['prose'][key]:.3f}" for key in ("precision", "recall", "f1")),
                f"{low:.3f} to {high:.3f}",
                total["n_exponents"],
                f"{total['n_entries_agree']} of {total['n_entries']}",
            ]
        )
    header = ["Style", "Precision", "Recall", "F1", "95 % interval", "Exponents", "Entries agree"]
    table = format_table(header, rows)
    print(table)
    if write:
        text = json.dumps({k: {**v, "documents": None} for k, v in reports.items()}, indent=1)
        (HERE / "styles.json").write_text(text + "\n", encoding="utf-8")
        fill_readme(HERE / "README.md", {"styles": table})


def documents_table(scores: dict[str, Scores]) -> str:
    header = [
        "Paper",
        "Cited",
        "Read",
        "Right",
        "F1",
        "Exponents",
        "Entries",
        "Agree",
        "DOI right of read",
    ]
    rows = [
        [
            name,
            s.n_gold,
            s.n_predicted,
            s.n_found,
            f"{f1_of(s.n_found, s.n_predicted, s.n_gold):.3f}",
            s.n_exponents,
            s.n_entries,
            s.n_entries_agree,
            f"{s.n_doi_right} of {s.n_doi_read}",
        ]
        for name, s in scores.items()
    ]
    return format_table(header, rows)


def overall_table(report: dict) -> str:
    rows = []
    for kind in ("prose", "table"):
        r = report[kind]
        low, high = r["interval"]
        rows.append(
            [
                kind,
                *(f"{r[key]:.3f}" for key in ("precision", "recall", "f1")),
                f"{low:.3f} to {high:.3f}",
                f"{r['mean_f1']:.3f}",
            ]
        )
    return format_table(
        ["Where", "Precision", "Recall", "F1", "95 % interval", "Mean of papers"], rows
    )


if __name__ == "__main__":
    main()
