"""A report of scores to tables for a terminal."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from exominer.evaluate.bootstrap import Proportion, wilson_proportion
from exominer.evaluate.claims import ClaimScores
from exominer.evaluate.evaluation import EvaluationReport
from exominer.evaluate.fit import LEVELS
from exominer.evaluate.misses import Miss
from exominer.evaluate.table1 import RowScore, Sources, Table1Scores

VIEW_NAMES: dict[Sources, str] = {
    "prose": "Prose alone",
    "table": "Tables alone",
    "all": "Both together",
}
LEGEND = (
    "yes: found, names and words equal; near: found, names and words agree in part; no: missed. "
    "Triple: cargo, cell and effect in one claim; full: recipient and pathway too."
)
MAX_QUOTE = 200


def format_report(report: EvaluationReport) -> RenderableType:
    """Lay out a report for printing with rich: tables, then misses, then notes."""
    parts: list[RenderableType] = [
        Text(f"Gold: {report.gold}. Scored: {', '.join(report.scored)}.")
    ]
    if report.table1:
        parts.extend(_rows_table(scores) for scores in report.table1)
        parts.append(Text(LEGEND))
        parts += [_recall_table(report.table1), _width_line(len(report.table1[0].rows))]
        parts.extend(_precision_line(scores) for scores in report.table1[-1:])
        parts.extend(line for scores in report.table1 for line in _miss_lines(scores))
    if report.claims:
        parts += [_levels_table(report.claims), _slots_table(report.claims)]
        parts.extend(_unscored_lines(report.claims))
    parts.extend(Text(note) for note in report.notes)
    return Group(*parts)


def _table(title: str, *columns: str, n_left: int = 1) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i < n_left else "right")
    return table


def _rows_table(scores: Table1Scores) -> Table:
    title = f"{VIEW_NAMES[scores.sources]}: {scores.n_claims} claims"
    table = _table(title, "row", "gold cargo", *LEVELS, "cargo names", "effects", n_left=2)
    for row in scores.rows:
        table.add_row(
            str(row.row),
            Text(shorten(", ".join(row.cargo), 24), no_wrap=True),
            *(_verdict(row, level) for level in LEVELS),
            f"{row.relaxed.n_cargo_named}/{len(row.cargo)}",
            f"{row.relaxed.n_effects_told}/{row.n_effects}",
        )
    return table


def _verdict(row: RowScore, level: str) -> str:
    if getattr(row.strict, level):
        return "yes"
    return "near" if getattr(row.relaxed, level) else "no"


def _recall_table(scores: Sequence[Table1Scores]) -> Table:
    title = "Rows found, with 95 % intervals of the row bootstrap"
    table = _table(title, "sources", "level", "strict", "relaxed", n_left=2)
    for view in scores:
        for level in LEVELS:
            strict, relaxed = getattr(view.strict, level), getattr(view.relaxed, level)
            name = VIEW_NAMES[view.sources].split()[0] if level == LEVELS[0] else ""
            table.add_row(name, level, format_proportion(strict), format_proportion(relaxed))
    return table


def _width_line(n_rows: int) -> Text:
    # All rows found is what every resample of them says too; that is no certainty.
    bound = wilson_proportion(n_rows, n_rows).low
    return Text(
        "Where all rows are found, or none, the bootstrap has no width; Wilson's interval "
        f"for {n_rows} of {n_rows} is {bound:.2f} to 1.00."
    )


def _precision_line(scores: Table1Scores) -> Text:
    precision = scores.table_precision
    if not precision.relaxed.n:
        return Text("Claims from tables: none.")
    false = "".join(
        f"\n  fits no row: {claim.effect} ({claim.direction}), in: "
        f"{shorten(claim.quote, MAX_QUOTE)}"
        for claim in precision.false_claims
    )
    return Text(
        f"Claims from tables: {precision.relaxed.n} ({precision.claims_per_row:.1f} a row); "
        f"right {format_proportion(precision.relaxed)} relaxed, "
        f"{format_proportion(precision.strict)} strict.{false}"
    )


def _miss_lines(scores: Table1Scores) -> list[Text]:
    if not scores.misses:
        return []
    view = VIEW_NAMES[scores.sources].lower()
    if not scores.n_claims:
        return [Text(f"\nMissed in {view}: all {len(scores.misses)} rows, without any claim.")]
    return [Text(f"\nMissed in {view}:"), *map(_miss, scores.misses)]


def _miss(miss: Miss) -> Text:
    nearest = f"\n    nearest: {shorten(miss.quote, MAX_QUOTE)}" if miss.quote else ""
    return Text(f"  row {miss.row}: {miss.reason}: {miss.detail}{nearest}")


def _levels_table(scores: ClaimScores) -> Table:
    title = f"Claims in {scores.n_documents} documents, with 95 % intervals of F1"
    table = _table(title, "level", "P", "R", "F1", "interval", "found", "predicted", "gold")
    for level, score in scores.levels.items():
        table.add_row(
            level,
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1:.3f}",
            f"{score.low:.3f} to {score.high:.3f}",
            *(str(n) for n in (score.n_found, score.n_predicted, score.n_gold)),
        )
    return table


def _slots_table(scores: ClaimScores) -> Table:
    table = _table("Slots, where the effect was found", "slot", "right", "asked")
    for slot, score in scores.slots.items():
        table.add_row(slot, str(score.n_right), str(score.n_asked))
    return table


def _unscored_lines(scores: ClaimScores) -> Iterable[Text]:
    if scores.unknown_documents:
        named = ", ".join(scores.unknown_documents)
        yield Text(f"Not scored, not in the gold file: claims of {named}.")
    if scores.n_without_evidence:
        yield Text(f"Not scored, without evidence: {scores.n_without_evidence} claims.")


def format_proportion(proportion: Proportion) -> str:
    """Count, share and interval.

    Example:
        >>> format_proportion(Proportion(value=0.75, low=0.5, high=1.0, n_found=6, n=8))
        '6/8 0.75 (0.50 to 1.00)'
    """
    return (
        f"{proportion.n_found}/{proportion.n} {proportion.value:.2f} "
        f"({proportion.low:.2f} to {proportion.high:.2f})"
    )


def shorten(text: str, max_characters: int) -> str:
    r"""One line of at most so many characters; what is cut off is shown by three dots.

    Example:
        >>> shorten("carried\ninto cells", 14)
        'carried int...'
    """
    line = " ".join(text.split())
    return line if len(line) <= max_characters else line[: max_characters - 3] + "..."
