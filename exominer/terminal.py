"""What a command shows while it works and at its end; imported by the command that needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from exominer.run.account import RunSummary


class OnProgress(Protocol):
    """Told after each document how many are done."""

    def __call__(self, *, done: int, total: int, document: str, status: str) -> None:
        """Show it; ``document`` is empty at the start."""


@contextmanager
def show_progress() -> Iterator[OnProgress]:
    """A progress bar on standard error, so that standard output can be piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def on_progress(*, done: int, total: int, document: str, status: str) -> None:
            shown = document if len(document) <= 40 else f"...{document[-37:]}"
            description = shown or "starting"
            progress.update(task, completed=done, total=total, description=description)
            if status not in {"", "ok"}:
                progress.console.print(f"{document}: {status}", markup=False, highlight=False)

        yield on_progress


def print_summary(summary: RunSummary, out_dir: Path) -> None:
    """Documents, claims, and every file that gave none for a reason."""
    console = Console(highlight=False)
    n_documents = sum(summary.documents.values())
    counts = ", ".join(f"{count} {status}" for status, count in sorted(summary.documents.items()))
    console.print(f"{n_documents} documents ({counts}), {summary.n_claims} claims", markup=False)
    if summary.n_resumed:
        console.print(f"{summary.n_resumed} of them were done by an earlier run", markup=False)
    if summary.failures:
        table = Table("file", "status", "reason", title="Not read", title_justify="left")
        for failure in summary.failures:
            table.add_row(failure.document, failure.status, failure.reason)
        console.print(table)
    for note in summary.notes:
        console.print(f"Note: {note}", markup=False, soft_wrap=True)
    console.print(f"Tables and report: {out_dir}/claims.csv, {out_dir}/report.html", markup=False)
