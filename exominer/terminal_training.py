"""What the commands that train show while they work and at their end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from exominer.retraining.curve import LearningCurve
from exominer.retraining.trial import RetrainingReport
from exominer.train.promotion import Change
from exominer.train.recogniser import OnStep

MOST_SHOWN = 3
"""Documents that are named one by one."""


@contextmanager
def show_steps() -> Iterator[OnStep]:
    """A progress bar on standard error over the steps of a training, with the loss."""
    console = Console(stderr=True)
    said = TextColumn("training{task.fields[loss]}")
    columns = (said, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("training", total=None, loss="")

        def show(step: int, most: int, loss: float | None = None, /) -> None:
            shown = "" if loss is None else f", loss {loss:.3f}"
            progress.update(task, completed=step, total=most, loss=shown)

        yield show


def print_retraining(report: RetrainingReport) -> None:
    """What was trained on, what was left out, and the new model beside the old by kind."""
    console = Console(highlight=False)
    counts = f"{report.n_train} to train, {report.n_validation} to stop by, "
    console.print(f"Documents: {counts}{report.n_held_out} held out to compare on.")
    if report.trial.left_out:
        console.print(_format_left_out(report.trial.left_out), markup=False, soft_wrap=True)
    for note in report.notes:
        console.print(f"Note: {note}.", markup=False, soft_wrap=True)
    trial = report.trial
    if trial.changes:
        title = f"F1 of the new model beside {trial.compared_with}, the same held-out documents"
        table = Table("what", "measure", "gold", "old", "new", "difference", "interval", "")
        table.title, table.title_justify = escape(title), "left"
        for change in trial.changes:
            table.add_row(*_format_change(change))
        console.print(table)
    else:
        console.print("No document was held out: nothing tells whether the model is better.")
    console.print(_format_verdict(report), markup=False, soft_wrap=True)
    if any(change.is_worse and not change.has_a_say for change in trial.changes):
        console.print(
            "Claims got worse with it: relations are trained for one recogniser. Train them for "
            f"this one: exominer train relations --recogniser {report.promotion.folder}",
            markup=False,
            soft_wrap=True,
        )


def _format_left_out(lines: Sequence[str]) -> str:
    shown = "; ".join(lines[:MOST_SHOWN])
    n_more = len(lines) - MOST_SHOWN
    more = f"; and {n_more} more, all in model.json" if n_more > 0 else ""
    return f"Left out: {shown}{more}."


def _format_change(change: Change) -> tuple[str, ...]:
    interval = f"{100 * change.low:+.1f} to {100 * change.high:+.1f}"
    mark = "worse" if change.is_worse else "better" if change.low > 0 else ""
    figures = (f"{100 * change.old:.1f}", f"{100 * change.new:.1f}")
    gain = f"{100 * change.difference:+.1f}"
    return (change.kind, change.measure, str(change.n_gold), *figures, gain, interval, mark)


def _format_verdict(report: RetrainingReport) -> str:
    promotion, worse = report.promotion, ", ".join(c.kind for c in report.trial.worse)
    if not promotion.promoted:
        where = f"The model was set aside in {promotion.folder}"
        return (
            f"Refused: worse beyond noise for {worse}. {where}; --force promotes it all the same."
        )
    forced = f", by force: it is worse for {worse}" if promotion.forced else ""
    return f"The model lies in {promotion.folder}{forced}. Use it with --model {promotion.folder}"


def print_curve(curve: LearningCurve, out_dir: Path) -> None:
    """The scores by number of documents, and what more of them would bring."""
    console = Console(highlight=False)
    table = Table("documents", "F1", title_justify="left")
    table.title = f"{curve.measure}, on {curve.n_held_out} documents held out"
    for point in sorted(curve.points, key=lambda point: (point.n_documents, point.score)):
        table.add_row(str(point.n_documents), f"{100 * point.score:.1f}")
    console.print(table)
    n_more = curve.more.n_documents - curve.now.n_documents
    gain = 100 * (curve.more.score - curve.now.score)
    interval = f"{100 * curve.more.low:.1f} to {100 * curve.more.high:.1f}"
    console.print(
        f"{n_more} documents more would bring about {gain:+.1f}, to {100 * curve.more.score:.1f} "
        f"(95 % interval of the fit {interval}), if they are like these."
    )
    console.print(f"Figures and plot: {out_dir}", markup=False, soft_wrap=True)
