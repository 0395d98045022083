"""Do the scores of claims mean what they say: of claims scored 0.6, are six in ten right?

Extracts from the texts of a gold file and prints the calibration of its claims at the triple.
"""

import argparse
from pathlib import Path

import msgspec

from exominer.config import Config
from exominer.evaluate.evaluation import run_evaluation
from exominer.evaluate.options import EvaluationOptions
from exominer.pipeline import load_systems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--split", default="", help="part of an annotated corpus")
    parser.add_argument("--texts", type=Path, help="abstracts by PMID")
    parser.add_argument("--out", type=Path, help="JSON file for the bins")
    arguments = parser.parse_args()
    config = Config()
    options = EvaluationOptions(gold=arguments.gold, split=arguments.split, texts=arguments.texts)
    report = run_evaluation(options, stages=load_systems(config), settings=config.evaluate)
    found = report.systems[0].tasks["claims"].calibration
    print(f"{found.n} claims, expected calibration error {found.error:.3f}")
    for each in found.bins:
        print(f"{each.low:.1f}  n {each.n:4d}  score {each.score:.2f}  right {each.right:.2f}")
    if arguments.out:
        arguments.out.write_bytes(msgspec.json.format(msgspec.json.encode(found)) + b"\n")


if __name__ == "__main__":
    main()
