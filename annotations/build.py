"""Build the corpus: `python annotations/build.py [--abstracts CSV] [--split] [--counts]`.

Reads authored/*/*.json, writes documents.jsonl; --split first gives documents that have no part
in splits.json one, --counts prints what the corpus holds, --scorer PART FILE writes a part in
the format of the scorer of claims, --sources writes SOURCES.md, --second writes second.jsonl
from second/. Without a table of abstracts
(--abstracts or EXOMINER_ABSTRACTS) the real abstracts stay as documents.jsonl has them. A file
with errors is left out and named, and the exit code is 1.
"""
# ruff: noqa: E402 - a script that runs from the checkout and prints

import argparse
import json
import os
import sys
from pathlib import Path

from msgspec import structs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from exominer.corpus import join_texts, read_abstracts, read_gold_corpus, write_gold
from exominer.errors import InputError
from exominer.ingest.sentences import split_sentences
from exominer.jsonl import write_jsonl
from exominer.train.authored import read_authored
from exominer.train.authored_check import check_file
from exominer.train.authored_corpus import format_scorer_gold
from exominer.train.authored_counts import count_corpus, format_counts
from exominer.train.authored_gold import build_gold
from exominer.train.authored_splits import assign_parts

HERE = ROOT / "annotations"


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--abstracts", type=Path, default=os.environ.get("EXOMINER_ABSTRACTS"))
    parser.add_argument("--split", action="store_true", help="give new documents a part")
    parser.add_argument("--counts", action="store_true", help="print the counts")
    parser.add_argument("--scorer", nargs=2, metavar=("PART", "FILE"))
    parser.add_argument("--sources", action="store_true", help="write SOURCES.md")
    parser.add_argument("--second", action="store_true", help="write the second annotation")
    parser.add_argument("--folder", type=Path, default=HERE, help="holds authored/")
    return parser.parse_args()


def read_checked(folder, texts):
    """Authored documents by file, without those that have errors, and how many have."""
    checked, n_wrong, seen = {}, 0, {}
    for file in sorted(folder.glob("*/*.json")):
        problems = [p.text for p in check_file(file, texts, split_sentences) if p.level == "error"]
        is_abstract = any("no abstract of PMID" in text for text in problems)
        if problems and not (is_abstract and not texts):
            n_wrong += 1
            print(f"left out: {file}: {len(problems)} errors, the first: {problems[0]}")
            continue
        document = read_authored(file)
        if document.id in seen:
            raise InputError(str(file), f"id {document.id} is also in {seen[document.id]}")
        seen[document.id] = file
        checked[file] = document
    return list(checked.values()), n_wrong


def split(documents, path):
    fixed = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    parts = assign_parts(documents, fixed)
    path.write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    print(f"{len(parts) - len(fixed)} documents got a part, {len(fixed)} had one.")


def build(documents, texts, parts, path):
    known = {d.id: d for d in read_gold_corpus(path)} if path.exists() else {}
    built, n_kept, missing = [], 0, []
    for document in sorted(documents, key=lambda d: d.id):
        text = document.text or texts.get(document.pmid)
        part = parts.get(document.id, "")
        if text:
            gold = build_gold(document, text, split_sentences=split_sentences, split=part)
            built.append(gold)
        elif document.id in known:
            built.append(structs.replace(known[document.id], split=part))
            n_kept += 1
        else:
            missing.append(document.id)
    write_gold(built, path)
    print(f"{len(built)} documents in {path}, {n_kept} real abstracts as they were.")
    if missing:
        print(f"left out for want of their abstract: {', '.join(missing)}")
    return built


def format_sources(documents):
    """A table of what each document's findings come from."""
    lines = ["# Sources", "", "Written by `python annotations/build.py --sources`.", ""]
    lines += ["| Document | Source | Note |", "| --- | --- | --- |"]
    for document in sorted(documents, key=lambda d: d.id):
        source = document.source
        named = {"PMID ": source.pmid or document.pmid, "DOI ": source.doi, "": source.citation}
        cell = "; ".join(f"{name}{value}" for name, value in named.items() if value)
        note = source.note or ("abstract annotated" if document.pmid else "")
        lines.append(f"| {document.id} | {cell or 'none'} | {note} |")
    return "\n".join(lines) + "\n"


def main():
    options = parse_options()
    texts = read_abstracts(Path(options.abstracts)) if options.abstracts else {}
    documents, n_wrong = read_checked(options.folder / "authored", texts)
    splits = options.folder / "splits.json"
    if options.split:
        split(documents, splits)
    parts = json.loads(splits.read_text(encoding="utf-8")) if splits.exists() else {}
    built = build(documents, texts, parts, options.folder / "documents.jsonl")
    if options.second:
        again, n_wrong_again = read_checked(options.folder / "second", texts)
        build(again, texts, parts, options.folder / "second.jsonl")
        n_wrong += n_wrong_again
    if options.sources:
        sources = options.folder / "SOURCES.md"
        sources.write_text(format_sources(documents), encoding="utf-8")
    if options.counts:
        print(format_counts(count_corpus(built)))
    if options.scorer:
        joined = join_texts([d for d in built if d.split == options.scorer[0]], texts)
        n_written = write_jsonl(map(format_scorer_gold, joined.documents), Path(options.scorer[1]))
        print(f"{n_written} documents in {options.scorer[1]}", *joined.problems, sep="\n")
    sys.exit(1 if n_wrong else 0)


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        sys.exit(str(error))
