"""The scores of a system on gold documents to tables for a terminal."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from exominer.evaluate.ceiling import Ceiling
from exominer.evaluate.judgements import Score, Task
from exominer.evaluate.layout import make_table
from exominer.evaluate.slots import FEW
from exominer.evaluate.system import QUOTED, SystemScores, TaskScores

N_LOWEST = 5


def format_system(
    system: SystemScores, ceiling: Ceiling | None, n_documents: int
) -> list[RenderableType]:
    """All tables of one system; the agreement of annotators stands beside F1."""
    title = f"{n_documents} documents, with 95 % intervals of F1"
    parts: list[RenderableType] = [measures_table(system, ceiling, title)]
    if ceiling:
        parts.append(Text(describe_ceiling(ceiling)))
    parts += [
        _kinds_table(task, scores, ceiling)
        for task, scores in system.tasks.items()
        if task != "slots"
    ]
    parts.append(_slots_table(system, ceiling))
    parts.append(Text(f"* asked fewer than {FEW} times, which says little."))
    parts += [_sections_table(system), _causes_table(system)]
    parts += [_calibration_line(task, scores) for task, scores in system.tasks.items()]
    parts += list(_lowest_line(system))
    return parts


def describe_ceiling(ceiling: Ceiling) -> str:
    """What the column of agreement means."""
    return (
        f"Annotators: F1 of the second annotation ({ceiling.name}) against the gold, over the "
        f"{len(ceiling.documents)} documents that have one."
    )


def format_number(value: float | None) -> str:
    """Three decimals, nothing where there is no figure.

    Example:
        >>> format_number(0.5), format_number(None)
        ('0.500', '')
    """
    return "" if value is None else f"{value:.3f}"


def format_interval(score: Score) -> str:
    """The bounds of F1, "" for a score without an interval."""
    if score.low is None or score.high is None:
        return ""
    return f"{score.low:.3f} to {score.high:.3f}"


def format_count(credit: float) -> str:
    """A count, with half of a credit where a mention was found in part.

    Example:
        >>> format_count(3.0), format_count(2.5)
        ('3', '2.5')
    """
    return f"{credit:g}" if credit % 1 else str(int(credit))


def _figures(score: Score, agreement: float | None) -> list[str]:
    return [
        format_number(score.precision),
        format_number(score.recall),
        format_number(score.f1),
        format_interval(score),
        format_number(agreement),
        format_count(score.n_found),
        str(score.n_predicted),
        str(score.n_gold),
    ]


_COLUMNS = ("P", "R", "F1", "interval", "annotators", "found", "predicted", "gold")


def measures_table(system: SystemScores, ceiling: Ceiling | None, title: str) -> Table:
    """Every measure of every task as a whole."""
    table = make_table(title, "task", "measure", *_COLUMNS, n_left=2)
    for task, scores in system.tasks.items():
        for measure, found in scores.measures.items():
            if measure == "effect found":
                continue
            agreement = ceiling.find(task, measure) if ceiling else None
            table.add_row(task, measure, *_figures(found.whole, agreement))
        table.add_section()
    return table


def _kinds_table(task: Task, scores: TaskScores, ceiling: Ceiling | None) -> Table:
    measure = QUOTED[task]
    found = scores.measures[measure]
    title = f"{task.capitalize()} by kind ({measure}); mean F1 of the kinds {found.macro_f1:.3f}"
    table = make_table(title, "kind", *_COLUMNS)
    for kind, score in sorted(found.kinds.items(), key=lambda pair: -pair[1].n_gold):
        agreement = ceiling.find(task, measure, kind) if ceiling else None
        table.add_row(kind, *_figures(score, agreement))
    return table


def _slots_table(system: SystemScores, ceiling: Ceiling | None) -> Table:
    measure = QUOTED["slots"]
    title = "Slots of claims end to end; right: where the effect was found"
    table = make_table(title, "slot", "P", "R", "F1", "interval", "annotators", "kappa", "right")
    scores = system.tasks["slots"].measures[measure].kinds if "slots" in system.tasks else {}
    for slot, score in sorted(scores.items(), key=lambda pair: -pair[1].n_gold):
        agreement = ceiling.find("slots", measure, slot) if ceiling else None
        right = system.slots_found.get(slot)
        few = "*" if right is None or right.n_asked < FEW else ""
        table.add_row(
            slot,
            *_figures(score, agreement)[:5],
            format_number(ceiling.kappa.get(slot) if ceiling else None),
            f"{right.n_right} of {right.n_asked}{few}" if right else "none",
        )
    return table


def _sections_table(system: SystemScores) -> Table:
    table = make_table("By section", "task", "section", *_COLUMNS[:4], *_COLUMNS[5:], n_left=2)
    for task, scores in system.tasks.items():
        if task == "slots":
            continue
        for section, score in scores.measures[QUOTED[task]].sections.items():
            figures = _figures(score, None)
            table.add_row(task, section, *figures[:4], *figures[5:])
    return table


def _causes_table(system: SystemScores) -> Table:
    title = "What went wrong first (claims: at the level full)"
    table = make_table(title, "task", "cause", "misses", "false alarms", n_left=2)
    for task, scores in system.tasks.items():
        for cause, counts in scores.causes.items():
            table.add_row(task, cause, str(counts["misses"]), str(counts["false_alarms"]))
        if scores.causes:
            table.add_section()
    return table


def _calibration_line(task: Task, scores: TaskScores) -> Text:
    n, error = scores.calibration.n, scores.calibration.error
    return Text(
        f"{task.capitalize()} ({QUOTED[task]}): average precision "
        f"{scores.curve.average_precision:.3f}, calibration error {error:.3f} over {n} predicted."
    )


def _lowest_line(system: SystemScores) -> Iterable[Text]:
    if "claims" not in system.tasks:
        return
    measure = QUOTED["claims"]
    found = system.tasks["claims"].measures.get(measure)
    if found is None:
        return
    by_f1 = sorted(found.documents.items(), key=lambda pair: (pair[1].f1, -pair[1].n_gold))
    named = ", ".join(f"{name} {score.f1:.2f}" for name, score in by_f1[:N_LOWEST])
    yield Text(f"Documents with the lowest F1 (claims, {measure}): {named}.")
