"""What doctor shows: a block for each area, a line for each check."""

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from exominer.doctor.check import Check
from exominer.doctor.examination import Examination


def print_examination(examination: Examination) -> None:
    """The checks by area, each with what mends it, and a last line that sums them up."""
    console = Console(highlight=False)
    for area, checks in groupby(examination.checks, key=lambda check: check.area):
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", max_width=24)
        table.add_column(overflow="fold")
        for check in checks:
            table.add_row(_mark(check), escape(check.name), escape(_format_said(check)))
        console.print(f"[bold]{area}[/bold]")
        console.print(table)
    n_wrong = examination.n_wrong
    things = "1 thing does" if n_wrong == 1 else f"{n_wrong} things do"
    console.print(f"{things} not work." if n_wrong else "All that is needed works.")


def _mark(check: Check) -> str:
    if not check.name and check.state == "ok":
        return ""
    return {"ok": "ok", "note": "[yellow]note[/yellow]", "wrong": "[red]wrong[/red]"}[check.state]


def _format_said(check: Check) -> str:
    return f"{check.said}. {check.do}" if check.do else check.said
