"""Gold rows and claims to scores: which rows were found, how surely, and why others were not.

Every gold row is counted, found or missed, whatever was predicted.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct
from scipy.optimize import linear_sum_assignment

from exominer.evaluate.bootstrap import Proportion, bootstrap_proportion, wilson_proportion
from exominer.evaluate.fit import LEVELS, STRICTNESS, Fit, Level, Strictness, fit_claim
from exominer.evaluate.gold import Table1Row
from exominer.evaluate.misses import Miss, explain_miss
from exominer.records import Claim, Direction

Sources = Literal["prose", "table", "all"]


class RowFound(Struct, frozen=True):
    """What of a row was found at one strictness.

    ``cargo``, ``cell`` and ``effect`` may each stand in any claim; ``triple`` and ``full``
    stand in one claim, ``claim_id``, which counts for no other row. ``n_cargo_named`` of the
    row's cargo items are named by claims about them, ``n_effects_told`` of its effects stand
    in a claim with the row's cargo and cell.
    """

    cargo: bool
    cell: bool
    effect: bool
    triple: bool
    full: bool
    n_cargo_named: int
    n_effects_told: int
    claim_id: str


class RowScore(Struct, frozen=True):
    """A gold row and what was found of it."""

    row: int
    cargo: tuple[str, ...]
    n_effects: int
    strict: RowFound
    relaxed: RowFound


class Recall(Struct, frozen=True):
    """Rows found per level, with the row bootstrap interval."""

    cargo: Proportion
    cell: Proportion
    effect: Proportion
    triple: Proportion
    full: Proportion


class FalseClaim(Struct, frozen=True):
    """A claim from a table that fits no gold row even relaxed; ``quote`` is its cell."""

    claim_id: str
    effect: str
    direction: Direction
    quote: str


class TablePrecision(Struct, frozen=True):
    """Of the claims from tables, those that are some row's triple; Wilson intervals."""

    strict: Proportion
    relaxed: Proportion
    claims_per_row: float
    false_claims: tuple[FalseClaim, ...]


class Table1Scores(Struct, frozen=True):
    """The scores of one choice of sources; ``misses`` are at the relaxed triple."""

    sources: Sources
    n_claims: int
    rows: tuple[RowScore, ...]
    strict: Recall
    relaxed: Recall
    table_precision: TablePrecision
    misses: tuple[Miss, ...]


def select_claims(claims: Sequence[Claim], sources: Sources) -> tuple[Claim, ...]:
    """The claims whose first evidence is a table cell, is not one, or all of them."""
    if sources == "all":
        return tuple(claims)
    return tuple(claim for claim in claims if is_from_table(claim) == (sources == "table"))


def is_from_table(claim: Claim) -> bool:
    """Whether the claim's effect stands in a table cell."""
    return bool(claim.evidence) and claim.evidence[0].source == "table"


def score_table1(
    gold: Sequence[Table1Row],
    claims: Sequence[Claim],
    *,
    sources: Sources,
    resamples: int,
    seed: int,
) -> Table1Scores:
    """Score claims against the rows of a gold table.

    Where one claim could serve several rows, claims are given to rows one to one so that
    most rows are served.

    Args:
        gold: The rows, all of which are counted.
        claims: Claims of the document whose table the gold restates.
        sources: Which of the claims to score. Prose should come from a document without
            its tables (see ``without_tables``): a table can lend its names to the prose.
        resamples: Bootstrap samples of rows.
        seed: Seed of the bootstrap.

    Returns:
        Scores per row and level, strict and relaxed, with the reason for each row that was
        missed at the relaxed triple.
    """
    chosen = select_claims(claims, sources)
    fits = {how: _fit_all(gold, chosen, how) for how in STRICTNESS}
    found = {how: find_rows(gold, chosen, fits[how]) for how in STRICTNESS}
    rows = tuple(
        RowScore(
            row=row.row,
            cargo=row.cargo,
            n_effects=len(row.effects),
            strict=strict,
            relaxed=relaxed,
        )
        for row, strict, relaxed in zip(gold, found["strict"], found["relaxed"], strict=True)
    )
    return Table1Scores(
        sources=sources,
        n_claims=len(chosen),
        rows=rows,
        strict=_recall(found["strict"], resamples=resamples, seed=seed),
        relaxed=_recall(found["relaxed"], resamples=resamples, seed=seed),
        table_precision=_table_precision(chosen, fits, n_rows=len(gold)),
        misses=tuple(
            explain_miss(row, chosen, row_fits)
            for row, row_found, row_fits in zip(
                gold, found["relaxed"], fits["relaxed"], strict=True
            )
            if not row_found.triple
        ),
    )


def _fit_all(
    gold: Sequence[Table1Row], claims: Sequence[Claim], strictness: Strictness
) -> list[list[Fit]]:
    return [[fit_claim(row, claim, strictness) for claim in claims] for row in gold]


def find_rows(
    gold: Sequence[Table1Row], claims: Sequence[Claim], fits: Sequence[Sequence[Fit]]
) -> list[RowFound]:
    """What was found of each row; ``fits`` has a line per row and a column per claim."""
    triples, fulls = assign_claims(fits, "triple"), assign_claims(fits, "full")
    return [
        RowFound(
            cargo=any(fit.reaches("cargo") for fit in row_fits),
            cell=any(fit.reaches("cell") for fit in row_fits),
            effect=any(fit.reaches("effect") for fit in row_fits),
            triple=i in triples,
            full=i in fulls,
            n_cargo_named=_n_met(fit.cargo_named for fit in row_fits if fit.cargo),
            n_effects_told=_n_met(fit.effects_told for fit in row_fits if fit.cargo and fit.cell),
            claim_id=claims[triples[i]].claim_id if i in triples else "",
        )
        for i, row_fits in enumerate(fits[: len(gold)])
    ]


def _n_met(marks: Iterable[tuple[bool, ...]]) -> int:
    return sum(any(column) for column in zip(*marks, strict=True))


def assign_claims(fits: Sequence[Sequence[Fit]], level: Level) -> dict[int, int]:
    """Row index to claim index, one to one, serving as many rows as can be.

    Among assignments that serve as many rows, the one with the best worded effects and the
    most ``full`` claims is taken.
    """
    if not fits or not fits[0]:
        return {}
    # The bonuses of all rows together stay below 1, the worth of one more row.
    bonus = 1 / (2 * len(fits) + 1)
    weights = np.array(
        [
            [
                fit.reaches(level) * (1 + bonus * (fit.reaches("full") + fit.effect.similarity))
                for fit in row_fits
            ]
            for row_fits in fits
        ]
    )
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if fits[i][j].reaches(level)}


def _recall(found: Sequence[RowFound], *, resamples: int, seed: int) -> Recall:
    return Recall(
        **{
            level: bootstrap_proportion(
                [getattr(row, level) for row in found], resamples=resamples, seed=seed
            )
            for level in LEVELS
        }
    )


def _table_precision(
    claims: Sequence[Claim], fits: dict[Strictness, list[list[Fit]]], *, n_rows: int
) -> TablePrecision:
    tabled = [j for j, claim in enumerate(claims) if is_from_table(claim)]
    right = {
        how: {j for j in tabled if any(row[j].reaches("triple") for row in fits[how])}
        for how in STRICTNESS
    }
    return TablePrecision(
        strict=wilson_proportion(len(right["strict"]), len(tabled)),
        relaxed=wilson_proportion(len(right["relaxed"]), len(tabled)),
        claims_per_row=len(tabled) / n_rows if n_rows else 0.0,
        false_claims=tuple(
            FalseClaim(
                claim_id=claims[j].claim_id,
                effect=claims[j].effect.text,
                direction=claims[j].effect.direction,
                quote=claims[j].evidence[0].text,
            )
            for j in tabled
            if j not in right["relaxed"]
        ),
    )
