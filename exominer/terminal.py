"""What a command shows while it works and at its end; imported by the command that needs it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from exominer.dropped import REASONS
from exominer.formats.annotated import Conversion
from exominer.run.account import Failure, RunSummary, group_notes
from exominer.run.coverage import Coverage
from exominer.run.reading import ReadingSummary

_MOST_LISTED = 10


class OnProgress(Protocol):
    """Told after each document how many are done."""

    def __call__(self, *, done: int, total: int, document: str, status: str) -> None:
        """Show it; ``document`` is empty at the start."""


@contextmanager
def show_progress() -> Iterator[OnProgress]:
    """A progress bar on standard error, so that standard output can be piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    bar = Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar as progress:
        task = progress.add_task("starting", total=None)

        def on_progress(*, done: int, total: int, document: str, status: str) -> None:
            shown = document if len(document) <= 40 else f"...{document[-37:]}"
            progress.update(task, completed=done, total=total, description=shown or "starting")
            if status not in {"", "ok"}:
                progress.console.print(f"{document}: {status}", markup=False, highlight=False)

        yield on_progress


def print_summary(summary: RunSummary, out_dir: Path) -> None:
    """Documents, claims, and every file that gave none for a reason."""
    console = Console(highlight=False)
    n_claims = _count(summary.n_claims, "claim")
    _print_outcomes(console, summary.documents, n_claims, summary.failures, summary.notes)
    if summary.n_resumed:
        were = "was" if summary.n_resumed == 1 else "were"
        console.print(f"{summary.n_resumed} {were} done by an earlier run", markup=False)
    _print_coverage(console, summary.coverage)
    places = f"Tables and report: {out_dir}/claims.csv, {out_dir}/report.html"
    console.print(places, markup=False, soft_wrap=True)


def print_reading(summary: ReadingSummary, out_dir: Path) -> None:
    """Documents read, and every file that gave no text for a reason."""
    console = Console(highlight=False)
    _print_outcomes(console, summary.documents, "", summary.failures, summary.notes)
    _print_coverage(console, summary.coverage)
    console.print(f"A JSON and an HTML file for each: {out_dir}", markup=False, soft_wrap=True)


def _print_coverage(console: Console, coverage: Coverage) -> None:
    """How much was read and left out, and of which documents more than there should be."""
    n_dropped = sum(coverage.n_dropped.values())
    total = coverage.n_read + n_dropped
    if not total:
        return
    parts = ", ".join(f"{n:,} {REASONS[reason]}" for reason, n in coverage.n_dropped.items())
    left = f"; {n_dropped:,} left out ({n_dropped / total:.1%}): {parts}" if n_dropped else ""
    _print_line(console, f"{coverage.n_read:,} characters read{left}")
    for document, share in coverage.above_limit[:_MOST_LISTED]:
        _print_line(console, f"Warning: {share:.0%} of the characters of {document} are left out")
    for document, n_pages in coverage.blank[:_MOST_LISTED]:
        _print_line(console, f"Warning: {_count(n_pages, 'page')} of {document} without text")
    n_more = sum(max(0, len(c) - _MOST_LISTED) for c in (coverage.above_limit, coverage.blank))
    if n_more:
        _print_line(console, f"{_count(n_more, 'warning')} more of this kind")


def _print_line(console: Console, line: str) -> None:
    console.print(" ".join(line.splitlines()), markup=False, soft_wrap=True)


def print_review(address: str) -> None:
    """Where the page is, and how to end it; the address must not be wrapped."""
    console = Console(highlight=False)
    console.print(f"Review page: {address}", markup=False, soft_wrap=True)
    console.print("Open it in a browser on this machine. Ctrl-C ends it; decisions are kept.")


def print_annotations(n_documents: int, problems: Sequence[str], path: Path) -> None:
    """Documents written as annotations, and every decision that is not among them."""
    console = Console(highlight=False)
    line = f"{_count(n_documents, 'annotated document')} written to {path}."
    console.print(line, markup=False, soft_wrap=True)
    for problem in problems:
        console.print(f"Left out: {problem}.", markup=False, soft_wrap=True)


def print_conversion(done: Conversion, out_path: Path) -> None:
    """What was converted, and a line for each thing that was left out."""
    counts = [
        _count(done.n_documents, "document"),
        _count(done.n_mentions, "mention"),
        _count(done.n_relations, "relation"),
        _count(done.n_claims, "claim"),
    ]
    console = Console(highlight=False)
    line = f"{done.source} to {done.target}: {', '.join(counts)}, written to {out_path}"
    _print_line(console, line)
    for note in done.notes:
        _print_line(console, f"Note: {note}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_outcomes(
    console: Console,
    documents: dict[str, int],
    found: str,
    failures: Sequence[Failure],
    notes: Sequence[str],
) -> None:
    counts = ", ".join(f"{count} {status}" for status, count in sorted(documents.items()))
    line = f"{_count(sum(documents.values()), 'document')} ({counts})"
    console.print(f"{line}, {found}" if found else line, markup=False)
    if failures:
        table = Table("file", "status", "reason", title="Not read", title_justify="left")
        for failure in failures:
            table.add_row(escape(failure.document), failure.status, escape(failure.reason))
        console.print(table)
    for note in group_notes(notes):
        _print_line(console, f"Note: {note}")
