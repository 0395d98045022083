"""Recall and precision of mentions against the distinct surface forms of a gold file.

usage: measure.py DOCUMENTS.jsonl [--model DIR | --no-model] [--errors]

The gold lists each form once per document without offsets, so a form is found when a mention
of its kind has that text (case and white space levelled), and found in part when one holds
the other. Precision counts distinct forms too; roles ("recipient cells") are left out of it.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import load_pipeline
from exominer.config import AnnotateConfig
from exominer.records import Document, Sentence

LABELS = {
    "GENE_OR_PROTEIN": {"gene_or_protein", "antigen", "pathway"},
    "MIRNA": {"mirna"},
    "NCRNA": {"ncrna"},
    "DNA_RNA_CLASS": {"dna_rna_class"},
    "CELL_TYPE": {"cell_type", "disease"},
    "CELL_LINE": {"cell_line"},
    "VESICLE": {"vesicle"},
    "RADIATION": {"radiation"},
    "DOSE": {"dose"},
    "EFFECT_PROCESS": {"effect_process"},
}
# A disease may stand for its cells in the gold, but not every disease is one.
COUNTED_KIND = {"CELL_TYPE": {"cell_type"}, "GENE_OR_PROTEIN": {"gene_or_protein"}}


def read_document(line):
    record = json.loads(line)
    text = record["text"]
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s+[A-Z(]|$)", text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    sentences = tuple(Sentence(start, end) for start, end in zip(starts, ends, strict=True))
    document = Document(
        document=f"{record['id']}.txt", sha256="", format="text", text=text, sentences=sentences
    )
    gold = defaultdict(set)
    for entity in record["entities"]:
        gold[entity["label"]].add(" ".join(entity["text"].lower().split()))
    return document, gold


def measure(path, pipeline, settings=None):
    settings = settings or AnnotateConfig()
    counts, errors = defaultdict(Counter), defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        document, gold = read_document(line)
        mentions = annotate_document(document, pipeline, settings).mentions
        for label, kinds in LABELS.items():
            found, counted = set(), set()
            for mention in mentions:
                form = " ".join(mention.text.lower().split())
                if mention.kind in kinds:
                    found.add(form)
                if mention.kind in COUNTED_KIND.get(label, kinds) and mention.source != "cell_role":
                    counted.add(form)
            wanted = gold[label]
            missed = wanted - found
            part = {w for w in missed if any(w in f or f in w for f in found)}
            false = counted - wanted
            near = {f for f in false if any(w in f or f in w for w in wanted)}
            counts[label].update(
                gold=len(wanted),
                exact=len(wanted) - len(missed),
                part=len(part),
                predicted=len(counted),
                right=len(counted) - len(false),
                near=len(near),
            )
            errors[label] += [("missed", document.document, w) for w in sorted(missed)]
            errors[label] += [("false", document.document, f) for f in sorted(false)]
    return counts, errors


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    pipeline = None if options.no_model else load_pipeline(options.model)
    counts, errors = measure(options.documents, pipeline)
    print(f"{'label':16} gold  recall  in part   predicted  precision  in part")
    for label, n in counts.items():
        gold, predicted = n["gold"] or 1, n["predicted"] or 1
        print(
            f"{label:16} {n['gold']:4} {n['exact'] / gold:7.2f}"
            f" {(n['exact'] + n['part']) / gold:8.2f}"
            f" {n['predicted']:11} {n['right'] / predicted:10.2f}"
            f" {(n['right'] + n['near']) / predicted:8.2f}"
        )
    for label, items in errors.items() if options.errors else ():
        for what, document, form in items:
            print(label, what, document, form, sep="\t")


if __name__ == "__main__":
    main()
