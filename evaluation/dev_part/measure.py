"""Every measure of the harness on a part of the annotated corpus, beside the second annotator.

Scores are written without sentences, curves and single documents: abstracts are their
publishers'. `exominer evaluate` with the same options shows them.
"""

import argparse
from pathlib import Path

import msgspec

from evaluation.readme import fill_readme, format_table
from exominer.config import Config
from exominer.evaluate.evaluation import run_evaluation
from exominer.evaluate.format_systems import format_count, format_interval, format_number
from exominer.evaluate.options import EvaluationOptions
from exominer.evaluate.report import EvaluationReport
from exominer.pipeline import load_systems

HERE = Path(__file__).parent
ANNOTATIONS = HERE.parents[1] / "annotations"
FIGURES = ["P", "R", "F1", "95 % interval", "Annotators", "Found", "Predicted", "Gold"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="dev", choices=["train", "dev"])
    parser.add_argument("--texts", type=Path, help="abstracts by PMID")
    arguments = parser.parse_args()
    config = Config()
    options = EvaluationOptions(
        gold=ANNOTATIONS / "documents.jsonl",
        second=ANNOTATIONS / "second.jsonl",
        split=arguments.split,
        texts=arguments.texts,
    )
    report = run_evaluation(options, stages=load_systems(config), settings=config.evaluate)
    encoded = msgspec.json.encode(without_texts(report))
    (HERE / "scores.json").write_bytes(msgspec.json.format(encoded, indent=1) + b"\n")
    parts = {"measures": measures_table(report), "slots": slots_table(report)}
    fill_readme(HERE / "README.md", parts | {"causes": causes_table(report)})
    print(*parts.values(), sep="\n\n")


def without_texts(report: EvaluationReport) -> dict:
    system = report.systems[0]
    tasks = {
        task: {
            "measures": {
                name: {"whole": found.whole, "macro_f1": found.macro_f1, "kinds": found.kinds}
                for name, found in scores.measures.items()
            },
            "calibration": scores.calibration,
            "average_precision": scores.curve.average_precision,
            "causes": scores.causes,
        }
        for task, scores in system.tasks.items()
    }
    return {
        "gold": report.gold,
        "split": report.split,
        "documents": len(report.documents),
        "left_out": report.left_out,
        "tasks": tasks,
        "slots_found": system.slots_found,
        "ceiling": report.ceiling,
    }


def figures(report: EvaluationReport, task: str, measure: str, kind: str = "") -> list[str]:
    found = report.systems[0].tasks[task].measures[measure]
    score = found.kinds[kind] if kind else found.whole
    return [
        *map(format_number, (score.precision, score.recall, score.f1)),
        format_interval(score),
        format_number(report.ceiling.find(task, measure, kind)),
        format_count(score.n_found),
        str(score.n_predicted),
        str(score.n_gold),
    ]


def measures_table(report: EvaluationReport) -> str:
    rows = [
        [task, measure, *figures(report, task, measure)]
        for task, scores in report.systems[0].tasks.items()
        for measure in scores.measures
        if measure != "effect found"
    ]
    return format_table(["Task", "Measure", *FIGURES], rows)


def slots_table(report: EvaluationReport) -> str:
    system, rows = report.systems[0], []
    for slot in system.tasks["slots"].measures["end to end"].kinds:
        right = system.slots_found.get(slot)
        kappa = format_number(report.ceiling.kappa.get(slot))
        found = f"{right.n_right} of {right.n_asked}" if right else ""
        rows.append([slot, *figures(report, "slots", "end to end", slot)[:5], kappa, found])
    return format_table(["Slot", *FIGURES[:5], "Kappa", "Right where the effect was found"], rows)


def causes_table(report: EvaluationReport) -> str:
    rows = [
        [task, cause, counts["misses"], counts["false_alarms"]]
        for task, scores in report.systems[0].tasks.items()
        for cause, counts in scores.causes.items()
    ]
    return format_table(["Task", "First cause", "Misses", "False alarms"], rows)


if __name__ == "__main__":
    main()
