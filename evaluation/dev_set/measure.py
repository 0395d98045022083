"""Claims of documents with gold: exominer beside co-occurrence in a sentence.

Each text is read alone from a file ID.txt. The scorer is a script that takes a gold file, a
claims.jsonl and --json; its figures are the ones written, and ours must count the same.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from evaluation.readme import fill_readme, format_table
from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import load_pipeline
from exominer.config import Config
from exominer.evaluate.claims import CLAIM_LEVELS, ClaimScores, score_claims
from exominer.evaluate.cooccurrence import find_cooccurrences
from exominer.evaluate.evaluation import Stages, extract_from_texts
from exominer.evaluate.gold import GoldDocument, read_gold_documents
from exominer.jsonl import write_jsonl
from exominer.pipeline import extract_claims, read_paper
from exominer.records import Claim, Document

HERE = Path(__file__).parent
Extract = Callable[[Document], tuple[Claim, ...]]


def main() -> None:
    arguments = parse_arguments()
    gold = tuple(read_gold_documents(arguments.gold))
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, claims in extract_both(gold).items():
            path = (arguments.claims or Path(folder)) / f"{name}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_jsonl(claims, path)
            results[name] = run_scorer(arguments.scorer, arguments.gold, path)
            compare_counts(name, results[name], score_with_package(gold, claims))
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


def extract_both(gold: tuple[GoldDocument, ...]) -> dict[str, tuple[Claim, ...]]:
    config, pipeline = Config(), load_pipeline(None)
    extractors: dict[str, Extract] = {
        "exominer": lambda document: extract_claims(document, pipeline, config),
        "cooccurrence": lambda document: find_cooccurrences(
            annotate_document(document, pipeline, config.annotate)
        ),
    }
    return {
        name: extract_from_texts(
            gold, Stages(read=lambda path: read_paper(path, config), extract=extract)
        )
        for name, extract in extractors.items()
    }


def run_scorer(scorer: Path, gold: Path, claims: Path) -> dict:
    command = [sys.executable, str(scorer), str(gold), str(claims), "--json"]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(finished.stdout)


def score_with_package(gold: tuple[GoldDocument, ...], claims: tuple[Claim, ...]) -> ClaimScores:
    settings = Config().evaluate
    return score_claims(gold, claims, resamples=settings.resamples, seed=settings.seed)


def compare_counts(name: str, outside: dict, ours: ClaimScores) -> None:
    for level in CLAIM_LEVELS:
        theirs = tuple(outside[level][key] for key in ("found", "predicted", "gold"))
        score = ours.levels[level]
        counted = (score.n_found, score.n_predicted, score.n_gold)
        if theirs != counted:
            sys.exit(f"{name}, {level}: the scorer counts {theirs}, exominer counts {counted}.")


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
