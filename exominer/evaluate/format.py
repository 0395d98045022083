"""A report of scores to tables for a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from exominer.evaluate.comparison import Difference, choose_shown
from exominer.evaluate.format_systems import format_number, format_system, measures_table
from exominer.evaluate.format_table1 import format_rows
from exominer.evaluate.layout import make_table
from exominer.evaluate.report import EvaluationReport
from exominer.evaluate.system import QUOTED

COMPARISON_LEGEND = (
    "Difference: second less first, with the 95 % interval of the paired bootstrap over the "
    "same documents; p from approximate randomisation, not corrected for the number of lines."
)
MAX_NAMED = 5


def format_report(report: EvaluationReport) -> RenderableType:
    """Lay out a report for printing with rich: tables, then errors, then notes."""
    part = f", part {report.split}" if report.split else ""
    parts: list[RenderableType] = [
        Text(f"Gold: {report.gold}{part}. Scored: {', '.join(report.scored)}."),
        *_left_out(report),
    ]
    for name, views in report.table1.items():
        parts += [Text(f"\nSystem: {name}")] if len(report.table1) > 1 else []
        parts += format_rows(views)
    if len(report.systems) == 1:
        parts += format_system(report.systems[0], report.ceiling, len(report.documents))
    else:
        parts += [
            measures_table(
                system, report.ceiling, f"{system.name}, {len(report.documents)} documents"
            )
            for system in report.systems
        ]
    if report.differences:
        parts += [_differences_table(report.differences), Text(COMPARISON_LEGEND)]
    parts += _unscored(report)
    parts.extend(Text(note) for note in report.notes)
    return Group(*parts)


def _left_out(report: EvaluationReport) -> Iterable[Text]:
    if report.left_out:
        n, n_all = len(report.left_out), len(report.left_out) + len(report.documents)
        named = "; ".join(report.left_out[:MAX_NAMED]) + ("; ..." if n > MAX_NAMED else "")
        yield Text(
            f"{n} of {n_all} documents are left out: {named}. Name their texts with --texts."
        )


def _unscored(report: EvaluationReport) -> Iterable[Text]:
    for system in report.systems:
        if system.unknown:
            yield Text(f"Not scored, not in the gold file: claims of {_named(system.unknown)}.")
        if system.n_without_evidence:
            yield Text(f"Not scored, without evidence: {system.n_without_evidence} claims.")
        if system.missing:
            yield Text(f"Nothing was predicted, all of it missed, for {_named(system.missing)}.")


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MAX_NAMED])
    more = len(names) - MAX_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _differences_table(differences: Sequence[Difference]) -> Table:
    title = "The second against the first"
    columns = ("task", "measure", "kind", "first", "second", "difference", "interval", "p", "gold")
    table = make_table(title, *columns, n_left=3)
    for each in choose_shown(differences, QUOTED):
        table.add_row(
            each.task,
            each.measure,
            each.kind or "all",
            format_number(each.first),
            format_number(each.second),
            f"{each.difference:+.3f}",
            f"{each.low:+.3f} to {each.high:+.3f}",
            f"{each.p:.3f}",
            str(each.n_gold),
        )
    return table
