"""Score miRNA mentions: F1 on sentences with every mention marked, recall on the miRNA-gene corpus.

    python -m evaluation.mirna.measure ABSTRACTS.csv --corpus XML [--model DIR] [--first] [--errors]

ABSTRACTS.csv is the table that `annotations/README.md` names, XML `test_set_bioc_entity.xml` of
the miRNA-gene corpus. Writes scores.json and the tables of the README; --first writes
first_run.json instead. --errors lists what is wrong in the half that may be looked at.
"""

import argparse
import hashlib
import html
import json
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from evaluation.mirna.sample import read_abstracts
from evaluation.readme import fill_readme, format_table
from evaluation.span_scores import draw_half, score_cells, score_units
from exominer.annotate.annotator import annotate_document
from exominer.annotate.mirna import find_mirnas
from exominer.annotate.overlaps import resolve_overlaps
from exominer.annotate.pipeline import load_pipeline
from exominer.config import AnnotateConfig
from exominer.ingest.sentences import split_sentences
from exominer.records import Document, Sentence
from exominer.safe_xml import parse_xml

HERE = Path(__file__).parent
HALVES = ("all", "looked at", "only scored")
_TAG = re.compile(r"<(/?)(miRNA|Gene)>")

Span = tuple[int, int]


def find_by_grammar(text: str) -> set[Span]:
    return {(m.start, m.end) for m in resolve_overlaps(find_mirnas(text)) if m.kind == "mirna"}


def make_annotator(model_dir: Path | None):
    """What `annotate_document` calls a miRNA in a text that is one paragraph."""
    pipeline = load_pipeline(model_dir)

    def find(text: str) -> set[Span]:
        sentences = tuple(Sentence(start, end) for start, end in split_sentences(text))
        document = Document("a.txt", "", "text", text, sentences=sentences)
        mentions = annotate_document(document, pipeline, AnnotateConfig()).mentions
        return {(m.start, m.end) for m in mentions if m.kind == "mirna"}

    return find


def read_sentences(abstracts: dict[str, str]) -> dict[str, list[dict]]:
    """The marked sentences by PMID.

    Raises:
        ValueError: If the table has another text than the one that was marked.
    """
    by_pmid = defaultdict(list)
    for number, line in enumerate((HERE / "sentences.jsonl").open(encoding="utf-8"), start=1):
        record = json.loads(line)
        text = abstracts.get(record["pmid"], "")[record["start"] : record["end"]]
        if hashlib.sha256(text.encode()).hexdigest() != record["sha256"]:
            raise ValueError(f"sentences.jsonl:{number}: PMID {record['pmid']} has another text.")
        by_pmid[record["pmid"]].append(record)
    return by_pmid


def judge(found: set[Span], record: dict, *, ignore_nested: bool) -> tuple[set[Span], set[Span]]:
    """Gold and found of one sentence; names nested in other mentions may count neither way."""
    inside = {s for s in found if record["start"] <= s[0] and s[1] <= record["end"]}
    if ignore_nested:
        inside -= {(start, end) for start, end, _ in record.get("nested", ())}
    return {tuple(span) for span in record["mirna"]}, inside


def score_sentences(find, abstracts: dict[str, str], *, ignore_nested: bool, errors: bool) -> dict:
    by_pmid = read_sentences(abstracts)
    looked_at = draw_half(list(by_pmid))
    units = defaultdict(list)
    for pmid, records in sorted(by_pmid.items()):
        found = find(abstracts[pmid])
        pairs = [judge(found, record, ignore_nested=ignore_nested) for record in records]
        gold = {span for pair in pairs for span in pair[0]}
        right = {span for pair in pairs for span in pair[1]}
        for half in ("all", "looked at" if pmid in looked_at else "only scored"):
            units[half].append((gold, right))
        if errors and pmid in looked_at:
            for start, end in sorted(gold ^ right):
                kind = "missed" if (start, end) in gold else "false"
                print(pmid, kind, abstracts[pmid][start - 20 : end + 20], sep="\t")
    return {half: score_units(units[half]) for half in HALVES}


def read_corpus(path: Path) -> list[tuple[str, list[Span]]]:
    """Each sentence without its tags, and where its marked miRNA stands (in one of them two)."""
    sentences = []
    for passage in parse_xml(path.read_bytes(), max_characters=10**8).iter("passage"):
        tagged = html.unescape(passage.findtext("text") or "")
        text, position, opened, places = "", 0, 0, []
        for tag in _TAG.finditer(tagged):
            text += tagged[position : tag.start()]
            position = tag.end()
            if tag[2] == "miRNA" and tag[1]:
                places.append((opened, len(text)))
            elif tag[2] == "miRNA":
                opened = len(text)
        sentences.append((text + tagged[position:], places))
    return sentences


def score_corpus(find, path: Path) -> dict:
    """Recall of the marked miRNAs by three ways to compare spans."""
    exact, named, containing = [], [], []
    for text, places in read_corpus(path):
        gold, found = set(places), find(text)
        exact.append((gold, gold & found))
        named.append((gold, {span for span in gold if is_same_name(text, span, found)}))
        containing.append((gold, {span for span in gold if any(map(holds(span), found))}))
    scores = {
        "exact": score_units(exact),
        "same name, our bounds": score_units(named),
        "one holds the other": score_units(containing),
    }
    keep = ("recall", "recall_interval", "right", "gold")
    return {name: {key: score[key] for key in keep} for name, score in scores.items()}


def is_same_name(text: str, span: Span, found: set[Span]) -> bool:
    """Whether a marked name was found with the bounds of our guideline.

    The corpus leaves out the species and the star and takes "miR-15a/16" for one name;
    the guideline has them inside (M11) and takes the members of a list one by one (M5).
    """
    pieces = sorted(other for other in found if other[0] < span[1] and span[0] < other[1])
    if not pieces:
        return False
    before, after = text[pieces[0][0] : span[0]], text[span[1] : pieces[-1][1]]
    gaps = [text[one[1] : two[0]] for one, two in pairwise(pieces)]
    return (
        pieces[0][0] <= span[0]
        and span[1] <= pieces[-1][1]
        and re.fullmatch(r"(?:[a-z]{3}-)?", before) is not None
        and after in ("", "*")
        and all(gap == "/" for gap in gaps)
    )


def holds(span: Span):
    """A test of whether another span lies in this one or around it."""
    start, end = span
    return lambda other: (
        (other[0] <= start and end <= other[1]) or (start <= other[0] and other[1] <= end)
    )


def sentence_table(scores: dict, first: dict) -> str:
    rows = []
    for system, kinds in scores["sentences"].items():
        for kind, halves in kinds.items():
            for half, score in halves.items():
                before = first["sentences"][system][kind][half]
                rows.append([system, kind, half, *score_cells(score), before["f1"]])
    header = ["System", "Nested names", "Half", "P", "R", "F1", "95 % interval"]
    return format_table([*header, "Right / found / gold", "F1, first run"], rows)


def corpus_table(scores: dict, first: dict) -> str:
    rows = []
    for system, measures in scores["corpus"].items():
        for name, score in measures.items():
            low, high = score["recall_interval"]
            before = first["corpus"][system][name]
            row = [score["recall"], f"{low} to {high}", f"{score['right']} of {score['gold']}"]
            rows.append([system, name, *row, f"{before['right']} of {before['gold']}"])
    return format_table(
        ["System", "Span", "Recall", "95 % interval", "Found", "Found, first run"], rows
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="another recogniser than the shipped one")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    abstracts = read_abstracts(options.abstracts)
    systems = {"annotate_document": make_annotator(options.model), "grammar alone": find_by_grammar}
    scores = {"sentences": {}, "corpus": {}}
    for name, find in systems.items():
        scores["sentences"][name] = {
            kind: score_sentences(
                find,
                abstracts,
                ignore_nested=kind == "not counted",
                errors=options.errors and (name, kind) == ("annotate_document", "false alarms"),
            )
            for kind in ("false alarms", "not counted")
        }
        scores["corpus"][name] = score_corpus(find, options.corpus)
    path = HERE / ("first_run.json" if options.first else "scores.json")
    path.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    first = json.loads((HERE / "first_run.json").read_text(encoding="utf-8"))
    tables = {"sentences": sentence_table(scores, first), "corpus": corpus_table(scores, first)}
    if not options.first and options.model is None:
        fill_readme(HERE / "README.md", tables)
    print(*tables.values(), sep="\n\n")


if __name__ == "__main__":
    main()
