"""Scores of gold rows to tables for a terminal."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from exominer.evaluate.bootstrap import wilson_proportion
from exominer.evaluate.fit import LEVELS
from exominer.evaluate.layout import format_proportion, make_table, shorten
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


def format_rows(views: Sequence[Table1Scores]) -> list[RenderableType]:
    """Rows by level for each view, then recall, precision of tables and misses."""
    parts: list[RenderableType] = [_rows_table(scores) for scores in views]
    parts += [Text(LEGEND), _recall_table(views), _width_line(len(views[0].rows))]
    parts.extend(_precision_line(scores) for scores in views[-1:])
    parts.extend(line for scores in views for line in _miss_lines(scores))
    return parts


def _rows_table(scores: Table1Scores) -> Table:
    title = f"{VIEW_NAMES[scores.sources]}: {scores.n_claims} claims"
    table = make_table(title, "row", "gold cargo", *LEVELS, "cargo names", "effects", n_left=2)
    for row in scores.rows:
        table.add_row(
            str(row.row),
            Text(shorten(", ".join(row.cargo), 24), no_wrap=True),
            *(give_verdict(row, level) for level in LEVELS),
            f"{row.relaxed.n_cargo_named}/{len(row.cargo)}",
            f"{row.relaxed.n_effects_told}/{row.n_effects}",
        )
    return table


def give_verdict(row: RowScore, level: str) -> str:
    """Whether a row was found at a level: yes, near or no."""
    if getattr(row.strict, level):
        return "yes"
    return "near" if getattr(row.relaxed, level) else "no"


def _recall_table(scores: Sequence[Table1Scores]) -> Table:
    title = "Rows found, with 95 % intervals of the row bootstrap"
    table = make_table(title, "sources", "level", "strict", "relaxed", n_left=2)
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
