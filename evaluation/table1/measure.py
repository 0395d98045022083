"""The rows of Table 1 found in the review itself: from its prose, its table, and both.

The scores are written without the quotes that the printed report shows: they are the
sentences of the paper.
"""

import argparse
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console

from evaluation.readme import fill_readme, format_table
from exominer.config import Config
from exominer.evaluate.bootstrap import Proportion
from exominer.evaluate.evaluation import run_evaluation, write_scores
from exominer.evaluate.fit import LEVELS
from exominer.evaluate.format import format_report
from exominer.evaluate.options import EvaluationOptions
from exominer.evaluate.report import EvaluationReport
from exominer.evaluate.table1 import Table1Scores
from exominer.pipeline import load_systems

HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "annotations" / "table1.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paper", type=Path, help="the review, as text, XML or PDF")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--out", type=Path, help="folder for scores.json in place of this one")
    arguments = parser.parse_args()
    config = Config()
    options = EvaluationOptions(gold=arguments.gold, document=arguments.paper)
    report = run_evaluation(options, stages=load_systems(config), settings=config.evaluate)
    Console(width=100).print(format_report(report))
    out_dir = arguments.out or HERE
    out_dir.mkdir(parents=True, exist_ok=True)
    write_scores(without_quotes(report), out_dir)
    if arguments.out is None:
        fill_readme(HERE / "README.md", {"rows": rows_table(report), "tables": table_line(report)})


def without_quotes(report: EvaluationReport) -> EvaluationReport:
    views = {name: tuple(map(unquote, scores)) for name, scores in report.table1.items()}
    return replace(report, table1=views)


def unquote(scores: Table1Scores) -> Table1Scores:
    precision = scores.table_precision
    false_claims = tuple(replace(claim, effect="", quote="") for claim in precision.false_claims)
    return replace(
        scores,
        misses=tuple(replace(miss, quote="") for miss in scores.misses),
        table_precision=replace(precision, false_claims=false_claims),
    )


def rows_table(report: EvaluationReport) -> str:
    rows = [
        [
            scores.sources,
            level,
            count(getattr(scores.strict, level)),
            count(getattr(scores.relaxed, level)),
        ]
        for scores in only_system(report)
        for level in LEVELS
    ]
    return format_table(["Sources", "Level", "Strict", "Relaxed"], rows)


def only_system(report: EvaluationReport) -> tuple[Table1Scores, ...]:
    (views,) = report.table1.values()
    return views


def table_line(report: EvaluationReport) -> str:
    precision = only_system(report)[-1].table_precision
    return (
        f"Claims from tables: {precision.relaxed.n}, {precision.claims_per_row:.1f} a row; right "
        f"as a triple {count(precision.relaxed)} relaxed, {count(precision.strict)} strict."
    )


def count(found: Proportion) -> str:
    return f"{found.n_found} of {found.n} ({found.low:.2f} to {found.high:.2f})"


if __name__ == "__main__":
    main()
