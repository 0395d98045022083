"""Claims of documents with gold: exominer beside co-occurrence in a sentence.

Each text is read alone. The scorer is a script that takes a gold file, a claims.jsonl and
--json; its figures are the ones written, and ours must count the same.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from evaluation.readme import fill_readme, format_table
from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import load_pipeline
from exominer.config import Config
from exominer.evaluate.claims import CLAIM_LEVELS
from exominer.evaluate.cooccurrence import find_cooccurrences
from exominer.evaluate.evaluation import run_evaluation
from exominer.evaluate.extraction import extract_annotations
from exominer.evaluate.gold_documents import read_gold_set
from exominer.evaluate.options import EvaluationOptions, Stages
from exominer.jsonl import write_jsonl
from exominer.pipeline import load_stages, read_paper

HERE = Path(__file__).parent


def main() -> None:
    arguments = parse_arguments()
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, stages in load_readers().items():
            path = (arguments.claims or Path(folder)) / f"{name}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_jsonl(extract(arguments.gold, stages), path)
            results[name] = run_scorer(arguments.scorer, arguments.gold, path)
            compare_counts(name, results[name], arguments.gold, path)
    write_scores(results, arguments.gold.name, arguments.out or HERE)
    if arguments.out is None:
        fill_readme(
            HERE / "README.md", {"levels": levels_table(results), "slots": slots_table(results)}
        )
    print_table(results)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="documents.jsonl: id, text, gold")
    parser.add_argument("--scorer", type=Path, required=True, help="the scoring script")
    parser.add_argument("--out", type=Path, help="folder for scores.json in place of this one")
    parser.add_argument("--claims", type=Path, help="folder to keep both claims files in")
    return parser.parse_args()


def load_readers() -> dict[str, Stages]:
    config, pipeline = Config(), load_pipeline(None)

    def cooccur(document):
        annotated = annotate_document(document, pipeline, config.annotate)
        return annotated, find_cooccurrences(annotated)

    plain = Stages(read=lambda path: read_paper(path, config), analyse=cooccur)
    return {"exominer": load_stages(config), "cooccurrence": plain}


def extract(gold: Path, stages: Stages) -> list:
    """Claims of all documents, named as if each text had been read from a file ID.txt."""
    found = extract_annotations(read_gold_set(gold).documents, stages)
    return [
        replace(claim, evidence=tuple(replace(e, document=f"{name}.txt") for e in claim.evidence))
        for name, annotation in found.items()
        for claim in annotation.claims
    ]


def run_scorer(scorer: Path, gold: Path, claims: Path) -> dict:
    command = [sys.executable, str(scorer), str(gold), str(claims), "--json"]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(finished.stdout)


def compare_counts(name: str, outside: dict, gold: Path, claims: Path) -> None:
    options = EvaluationOptions(gold=gold, predicted=(claims,))
    report = run_evaluation(options, stages={}, settings=Config().evaluate)
    measures = report.systems[0].tasks["claims"].measures
    for level in CLAIM_LEVELS:
        theirs = tuple(outside[level][key] for key in ("found", "predicted", "gold"))
        score = measures[level].whole
        counted = (score.n_found, score.n_predicted, score.n_gold)
        if theirs != counted:
            sys.exit(f"{name}, {level}: the scorer counts {theirs}, exominer counts {counted}.")
    for slot, counts in outside["slots"].items():
        ours = report.systems[0].slots_found.get(slot)
        counted = [ours.n_right, ours.n_asked] if ours else [0, 0]
        if counts != counted:
            sys.exit(f"{name}, {slot}: the scorer counts {counts}, exominer counts {counted}.")


def write_scores(results: dict, gold_name: str, out_dir: Path) -> None:
    out_dir.mkdir(parents=True, exist_ok=True)
    encoded = msgspec.json.encode({"gold": gold_name, **results})
    (out_dir / "scores.json").write_bytes(msgspec.json.format(encoded, indent=2) + b"\n")


LEVEL_COLUMNS = ("System", "Level", "P", "R", "F1", "95 % interval", "Found", "Predicted", "Gold")


def level_rows(results: dict) -> list[list[str]]:
    return [
        [
            name,
            level,
            *(f"{100 * result[level][key]:.1f}" for key in "PRF"),
            f"{100 * result[level]['lo']:.1f} to {100 * result[level]['hi']:.1f}",
            *(str(result[level][key]) for key in ("found", "predicted", "gold")),
        ]
        for name, result in results.items()
        for level in CLAIM_LEVELS
    ]


def slot_rows(results: dict) -> list[list[str]]:
    return [
        [slot, *("{} of {}".format(*result["slots"][slot]) for result in results.values())]
        for slot in results["exominer"]["slots"]
    ]


def levels_table(results: dict) -> str:
    return format_table(LEVEL_COLUMNS, level_rows(results))


def slots_table(results: dict) -> str:
    return format_table(["Slot, where the effect was found", *results], slot_rows(results))


def print_table(results: dict) -> None:
    levels, slots = Table(*LEVEL_COLUMNS), Table("Slot, where the effect was found", *results)
    for row in level_rows(results):
        levels.add_row(*row)
    for row in slot_rows(results):
        slots.add_row(*row)
    Console(width=100).print(levels, slots)


if __name__ == "__main__":
    main()
