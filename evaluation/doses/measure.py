"""Score doses on sentences composed for it: their spans, and their spans with the right values.

    python -m evaluation.doses.measure [--model DIR] [--first] [--errors]

Writes scores.json and the table of the README; --first writes first_run.json instead. --errors
lists what is wrong in the half that may be looked at.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from evaluation.readme import fill_readme, format_table
from evaluation.span_scores import draw_half, score_cells, score_units
from exominer.annotate.annotator import annotate_document
from exominer.annotate.dose import find_doses
from exominer.annotate.pipeline import load_pipeline
from exominer.config import AnnotateConfig
from exominer.doses import parse_dose
from exominer.records import Document, Sentence

HERE = Path(__file__).parent
HALVES = ("all", "looked at", "only scored")


def find_by_grammar(text: str) -> set[tuple]:
    return {_dose(m) for m in find_doses(text)}


def make_annotator(model_dir: Path | None):
    """What `annotate_document` calls a dose in a text that is one sentence."""
    pipeline = load_pipeline(model_dir)

    def find(text: str) -> set[tuple]:
        document = Document("a.txt", "", "text", text, sentences=(Sentence(0, len(text)),))
        mentions = annotate_document(document, pipeline, AnnotateConfig()).mentions
        return {_dose(m) for m in mentions if m.kind == "dose"}

    return find


def _dose(mention) -> tuple:
    dose = parse_dose(mention.text)
    return mention.start, mention.end, dose.dose_gy, dose.fractions


def read_sentences() -> list[tuple[str, str, set[tuple]]]:
    """Id, text and doses: start, end, gray per fraction, fractions."""
    sentences = []
    for line in (HERE / "sentences.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        doses = {
            (dose["start"], dose["end"], tuple(dose["dose_gy"]), dose["fractions"])
            for dose in record["doses"]
        }
        sentences.append((record["id"], record["text"], doses))
    return sentences


def score(find, *, errors: bool) -> dict:
    """F1 by half, of spans alone and of spans with their values."""
    sentences = read_sentences()
    looked_at = draw_half([name for name, _, _ in sentences])
    units = {"span": defaultdict(list), "span and values": defaultdict(list)}
    for name, text, gold in sentences:
        found = find(text)
        for half in ("all", "looked at" if name in looked_at else "only scored"):
            units["span"][half].append(({dose[:2] for dose in gold}, {dose[:2] for dose in found}))
            units["span and values"][half].append((gold, found))
        if errors and name in looked_at and gold != found:
            print(name, text)
            for what, doses in (("missed", gold - found), ("false", found - gold)):
                for start, end, gray, n in sorted(doses):
                    print(f"  {what} {text[start:end]!r} {gray} {n}")
    return {
        measure: {half: score_units(halves[half]) for half in HALVES}
        for measure, halves in units.items()
    }


def table(scores: dict, first: dict) -> str:
    rows = [
        [system, measure, half, *score_cells(cells), first[system][measure][half]["f1"]]
        for system, measures in scores.items()
        for measure, halves in measures.items()
        for half, cells in halves.items()
    ]
    header = ["System", "Counted", "Half", "P", "R", "F1", "95 % interval"]
    return format_table([*header, "Right / found / gold", "F1, first run"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="another recogniser than the shipped one")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    systems = {"annotate_document": make_annotator(options.model), "grammar alone": find_by_grammar}
    scores = {name: score(find, errors=options.errors) for name, find in systems.items()}
    path = HERE / ("first_run.json" if options.first else "scores.json")
    path.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    first = json.loads((HERE / "first_run.json").read_text(encoding="utf-8"))
    if not options.first and options.model is None:
        fill_readme(HERE / "README.md", {"scores": table(scores, first)})
    print(table(scores, first))


if __name__ == "__main__":
    main()
