"""Real corpora into a format and back: what differs.

    python evaluation/round_trips/measure.py CG.tar.gz BIORED.tar.gz GOLD.jsonl [--texts PATH]

Files are compared as the corpus has them: for brat the lines of each document as a multiset,
for PubTator the lines in order, for BioC the trees without empty fields. Then each corpus goes
through every other format, and mentions, relations, attributes and claims are compared.
"""

import argparse
import json
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

from lxml import etree

from exominer.formats.anchoring import join_texts
from exominer.formats.conversion import READERS, WRITERS

THROUGH = ("brat", "bionlp", "bioc-xml", "bioc-json", "prodigy", "label-studio")


def unpack(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder


def lines_of(path: Path) -> Counter:
    return Counter(path.read_text(encoding="utf-8").split("\n")) if path.exists() else Counter()


def n_differing(first: Counter, second: Counter) -> int:
    return sum(((first - second) + (second - first)).values())


def measure_brat(folder: Path, out: Path) -> tuple[int, int, int]:
    """Documents, annotation lines and lines that differ after reading and writing."""
    reading = READERS["brat"](folder)
    WRITERS["bionlp"](reading.documents, out)
    n_lines = n_other = 0
    for document in reading.documents:
        pairs = [(folder / f"{document.document}{s}", out / f"{document.document}{s}")
                 for s in (".a1", ".a2", ".txt")]  # fmt: skip
        for given, made in pairs:
            n_lines += (
                sum(lines_of(given).values()) - 1
                if given.suffix != ".txt" and given.exists()
                else 0
            )
            n_other += n_differing(lines_of(given), lines_of(made))
    return len(reading.documents), n_lines, n_other


def plain_tree(element: etree._Element) -> tuple:
    text = element.text or ""
    inside = tuple(plain_tree(child) for child in element)
    return element.tag, tuple(sorted(element.attrib.items())), "" if inside else text, inside


def without_empty(found: object) -> object:
    if isinstance(found, dict):
        return {k: w for k, v in found.items() if (w := without_empty(v)) not in ("", [], {}, None)}
    if isinstance(found, list):
        return [without_empty(each) for each in found]
    return found


def sorted_infons(tree: tuple) -> tuple:
    tag, attributes, text, inside = tree
    ordered = sorted(map(sorted_infons, inside), key=lambda t: (t[0] == "infon" and t[1]) or ())
    return tag, attributes, text, tuple(ordered)


def is_same_bioc(given: Path, made: Path, name: str) -> bool:
    if name == "bioc-json":
        return without_empty(json.loads(given.read_bytes())) == without_empty(
            json.loads(made.read_bytes())
        )
    trees = [sorted_infons(plain_tree(etree.parse(str(path)).getroot())) for path in (given, made)]
    return trees[0] == trees[1]


def content_of(document) -> tuple:
    def plain(attributes):
        return tuple(sorted((a.name, json.dumps(a.value)) for a in attributes))

    mentions = {
        (m.mention_id, m.kind, m.spans, m.text, m.concept_id, m.name, plain(m.attributes))
        for m in document.mentions
    }
    relations = Counter(
        (r.kind, r.arguments, r.trigger, plain(r.attributes)) for r in document.relations
    )
    return document.text, mentions, relations, document.claims, plain(document.attributes)


def n_changed(documents: tuple, name: str, folder: Path) -> int:
    """How many documents are not the same after a trip through a format."""
    out = folder / f"through-{name}"
    notes = WRITERS[name](documents, out)
    back = {document.document: document for document in READERS[name](out).documents}
    changed = [
        d
        for d in documents
        if d.document not in back or content_of(d) != content_of(back[d.document])
    ]
    for note in notes:
        print(f"  {name}: {note}")
    return len(changed)


def report(corpus: str, documents: tuple, folder: Path) -> None:
    counts = (
        sum(len(d.mentions) for d in documents),
        sum(len(d.relations) for d in documents),
        sum(len(d.claims) for d in documents),
    )
    changed = {name: n_changed(documents, name, folder / corpus) for name in THROUGH}
    cells = " | ".join(str(changed[name]) for name in THROUGH)
    print(f"| {corpus} | {len(documents)} | {' | '.join(map(str, counts))} | {cells} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("cg", type=Path)
    options.add_argument("biored", type=Path)
    options.add_argument("gold", type=Path)
    options.add_argument("--texts", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(asked, folder)


def measure(asked: argparse.Namespace, folder: Path) -> None:
    cg = unpack(asked.cg, folder / "cg") / "bionlp_2013-cg"
    biored = unpack(asked.biored, folder / "biored") / "biored"
    print("| files | documents | lines | lines that differ |\n| --- | --- | --- | --- |")
    for part in ("train", "devel", "test"):
        n_documents, n_lines, n_other = measure_brat(cg / part, folder / "made" / part)
        print(f"| CG {part}, .a1 and .a2 | {n_documents} | {n_lines} | {n_other} |")
    for file in sorted(biored.glob("*.PubTator")):
        made = folder / file.name
        reading = READERS["pubtator"](file)
        WRITERS["pubtator"](reading.documents, made)
        given_lines, made_lines = (
            p.read_text(encoding="utf-8").strip().split("\n") for p in (file, made)
        )
        n_other = sum(a != b for a, b in zip(given_lines, made_lines, strict=True))
        print(f"| BioRED {file.name} | {len(reading.documents)} | {len(given_lines)} | {n_other} |")
    for file in sorted(biored.glob("*.BioC.*")):
        format_name = f"bioc-{file.suffix[1:].lower()}"
        made = folder / file.name
        reading = READERS[format_name](file)
        WRITERS[format_name](reading.documents, made)
        differs = "0" if is_same_bioc(file, made, format_name) else "differs"
        print(f"| BioRED {file.name} | {len(reading.documents)} | whole tree | {differs} |")
    print()
    head = (
        "corpus",
        "documents",
        "mentions",
        "relations",
        "claims",
        *(f"via {n}" for n in THROUGH),
    )
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    report("CG", READERS["brat"](cg / "train").documents, folder)
    report("BioRED", READERS["bioc-xml"](biored / "Train.BioC.XML").documents, folder)
    gold = READERS["jsonl"](asked.gold).documents
    if asked.texts:
        gold = join_texts(gold, asked.texts).documents
    report("this project", tuple(d for d in gold if d.text is not None), folder)
    pubtator = READERS["pubtator"](biored / "Train.PubTator").documents
    train = READERS["bioc-xml"](biored / "Train.BioC.XML")
    bioc = {document.document: document for document in train.documents}
    n_same = sum(same_annotations(each, bioc[each.document]) for each in pubtator)
    print(f"\nBioRED train, PubTator beside BioC: {n_same} of {len(pubtator)} documents alike")


def same_annotations(first, second) -> bool:
    def of(document):
        mentions = Counter((m.kind, m.spans, m.text, m.concept_id) for m in document.mentions)
        relations = Counter(
            (r.kind, tuple(a.target for a in r.arguments), tuple(a.value for a in r.attributes))
            for r in document.relations
        )
        return mentions, relations

    return of(first) == of(second)


if __name__ == "__main__":
    main()
