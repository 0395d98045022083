"""Compare two annotations: `python annotations/agreement.py FIRST_DIR SECOND_DIR`.

Prints agreement on mentions, claims and slots as Markdown, then everything that differs, by
document. Claims are matched as `exominer evaluate` matches them. --abstracts names the table
of real abstracts, --summary leaves out the list of differences, --json writes the same numbers
to a file.
"""
# ruff: noqa: E402 - a script that runs from the checkout and prints

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from exominer.corpus import read_abstracts
from exominer.errors import ExominerError
from exominer.evaluate.agreement import list_disagreements, measure_agreement
from exominer.evaluate.claims import match_claims
from exominer.ingest.sentences import split_sentences
from exominer.train.authored import read_authored
from exominer.train.authored_gold import build_gold
from exominer.train.authored_roles import FillerError


def read_folder(folder, texts):
    """Documents by id; those that can't be built are named."""
    built = {}
    for file in sorted(folder.rglob("*.json")):
        try:
            authored = read_authored(file)
            text = authored.text or texts[authored.pmid]
            built[authored.id] = build_gold(authored, text, split_sentences=split_sentences)
        except (ExominerError, FillerError, KeyError) as error:
            print(f"left out: {file}: {error}")
    return built


def format_agreement(found):
    lines = [f"{found.n_documents} documents in both", "", "| | F1 | both | first | second |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    named = [(f"mentions {name}", n) for name, n in found.mentions.items()]
    named += [(f"claims {name}", n) for name, n in found.claims.items()]
    lines += [f"| {k} | {n.f1:.3f} | {n.n_both} | {n.n_first} | {n.n_second} |" for k, n in named]
    lines += [
        "",
        "| Slot of matched claims | kappa | same | asked |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, slot in found.slots.items():
        kappa = "" if slot.kappa is None else f"{slot.kappa:.3f}"
        lines.append(f"| {name} | {kappa} | {slot.n_same} | {slot.n_asked} |")
    return "\n".join(lines)


def to_numbers(found):
    """What `format_agreement` prints, for a JSON file."""
    groups = {"mentions": found.mentions, "claims": found.claims}
    counted = {
        group: {
            k: {"f1": round(n.f1, 3), "both": n.n_both, "first": n.n_first, "second": n.n_second}
            for k, n in named.items()
        }
        for group, named in groups.items()
    }
    slots = {
        name: {"kappa": slot.kappa, "same": slot.n_same, "asked": slot.n_asked}
        for name, slot in found.slots.items()
    }
    return {"documents": found.n_documents, **counted, "slots": slots}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--abstracts", type=Path, default=os.environ.get("EXOMINER_ABSTRACTS"))
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    texts = read_abstracts(Path(options.abstracts)) if options.abstracts else {}
    first, second = read_folder(options.first, texts), read_folder(options.second, texts)
    found = measure_agreement(first, second, match_claims)
    print(format_agreement(found))
    if options.json:
        text = json.dumps(to_numbers(found), indent=1, ensure_ascii=False) + "\n"
        options.json.write_text(text, encoding="utf-8")
    if options.summary:
        return
    for name in sorted(first.keys() & second.keys()):
        if lines := list_disagreements(first[name], second[name], match_claims):
            print(f"\n## {name}\n", *lines, sep="\n")


if __name__ == "__main__":
    try:
        main()
    except ExominerError as error:
        sys.exit(str(error))
