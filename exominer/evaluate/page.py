"""A report of scores to one self-contained HTML page with plots and the list of errors."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from exominer import __version__
from exominer.evaluate.ceiling import Ceiling
from exominer.evaluate.comparison import choose_shown
from exominer.evaluate.fit import LEVELS
from exominer.evaluate.format_systems import (
    describe_ceiling,
    format_count,
    format_interval,
    format_number,
)
from exominer.evaluate.format_table1 import VIEW_NAMES, give_verdict
from exominer.evaluate.judgements import Score, Task
from exominer.evaluate.layout import format_proportion
from exominer.evaluate.marks import Piece, cut_pieces
from exominer.evaluate.plots import (
    BarChart,
    Square,
    draw_bars,
    draw_calibration,
    draw_curve,
    draw_gains,
)
from exominer.evaluate.report import EvaluationReport
from exominer.evaluate.slots import FEW
from exominer.evaluate.system import QUOTED, Mistake, SystemScores, TaskScores
from exominer.pages import load_template

MAX_SHOWN = 200
"""Most errors of one cause on the page; all of them are in scores.json."""


class ErrorGroup(Struct, frozen=True):
    """The errors of one cause: how many, and those that are shown with their sentences."""

    cause: str
    misses: int
    false_alarms: int
    shown: tuple[tuple[Mistake, tuple[Piece, ...]], ...]
    n_hidden: int


class TaskView(Struct, frozen=True):
    """A task as the page shows it, by its quoted measure."""

    task: Task
    measure: str
    whole: Score
    agreement: float | None
    macro_f1: float
    bars: BarChart
    kinds: Mapping[str, Score]
    agreements: Mapping[str, float | None]
    curve: Square
    calibration: Square
    average_precision: float
    calibration_error: float
    sections: Mapping[str, Score]
    documents: Mapping[str, Score]
    errors: tuple[ErrorGroup, ...]


class SystemView(Struct, frozen=True):
    """A system as the page shows it; ``measures`` are rows of task, measure, score, ceiling."""

    system: SystemScores
    measures: tuple[tuple[Task, str, Score, float | None], ...]
    bars: BarChart
    tasks: tuple[TaskView, ...]


def render_page(report: EvaluationReport) -> str:
    """Render the page, which loads nothing: no network, no script, no fonts.

    Every text of a paper is escaped. Of each cause the first errors are shown, up to
    ``MAX_SHOWN``; the number of the others is told.

    Example:
        >>> page = render_page(EvaluationReport(gold="<gold>", split="", scored=()))
        >>> "&lt;gold&gt;" in page, "<script" in page
        (True, False)
    """
    filters: dict[str, Callable[..., str]] = {
        "number": format_number,
        "interval": format_interval,
        "count": format_count,
        "proportion": format_proportion,
    }
    shown = choose_shown(report.differences, QUOTED)
    return load_template("exominer.evaluate", "evaluation.html", filters).render(
        report=report,
        systems=[_view_system(system, report.ceiling) for system in report.systems],
        ceiling=report.ceiling,
        ceiling_note=describe_ceiling(report.ceiling) if report.ceiling else "",
        differences=shown,
        gains=draw_gains(shown),
        levels=LEVELS,
        view_names=VIEW_NAMES,
        verdict=give_verdict,
        few=FEW,
        made_by=f"exominer {__version__}",
    )


def _view_system(system: SystemScores, ceiling: Ceiling | None) -> SystemView:
    rows = tuple(
        (task, measure, found.whole, ceiling.find(task, measure) if ceiling else None)
        for task, scores in system.tasks.items()
        for measure, found in scores.measures.items()
        if measure != "effect found"
    )
    bars = draw_bars(
        {f"{task}, {measure}": score for task, measure, score, _ in rows},
        {f"{task}, {measure}": agreement for task, measure, _, agreement in rows},
    )
    tasks = tuple(_view_task(task, scores, ceiling) for task, scores in system.tasks.items())
    return SystemView(system, rows, bars, tasks)


def _view_task(task: Task, scores: TaskScores, ceiling: Ceiling | None) -> TaskView:
    measure = QUOTED[task]
    found = scores.measures[measure]
    kinds = dict(sorted(found.kinds.items(), key=lambda pair: -pair[1].n_gold))
    agreements = {kind: ceiling.find(task, measure, kind) if ceiling else None for kind in kinds}
    return TaskView(
        task=task,
        measure=measure,
        whole=found.whole,
        agreement=ceiling.find(task, measure) if ceiling else None,
        macro_f1=found.macro_f1,
        bars=draw_bars(kinds, agreements),
        kinds=kinds,
        agreements=agreements,
        curve=draw_curve(scores.curve),
        calibration=draw_calibration(scores.calibration),
        average_precision=scores.curve.average_precision,
        calibration_error=scores.calibration.error,
        sections=found.sections,
        documents=found.documents,
        errors=_group_errors(scores.causes, scores.mistakes),
    )


def _group_errors(
    causes: Mapping[str, Mapping[str, int]], mistakes: Sequence[Mistake]
) -> tuple[ErrorGroup, ...]:
    groups = []
    for cause, counts in causes.items():
        found = [mistake for mistake in mistakes if mistake.cause == cause]
        groups.append(
            ErrorGroup(
                cause=cause,
                misses=counts["misses"],
                false_alarms=counts["false_alarms"],
                shown=tuple((mistake, cut_pieces(mistake)) for mistake in found[:MAX_SHOWN]),
                n_hidden=max(len(found) - MAX_SHOWN, 0),
            )
        )
    return tuple(groups)
