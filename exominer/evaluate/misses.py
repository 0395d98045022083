"""Missed rows to reasons: what was there, what was not, and the claim that came nearest."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from exominer.evaluate.fit import Fit
from exominer.evaluate.gold import Table1Row
from exominer.records import Claim

Reason = Literal[
    "cargo never found",
    "cell missing",
    "effect not found",
    "direction differs",
    "found only in another claim",
    "claim serves another row",
]


class Miss(Struct, frozen=True):
    """A row without a claim of its own; ``quote`` is the sentence of the nearest claim."""

    row: int
    reason: Reason
    detail: str
    claim_id: str = ""
    quote: str = ""


def explain_miss(row: Table1Row, claims: Sequence[Claim], fits: Sequence[Fit]) -> Miss:
    """Say why no claim was counted for a row.

    Args:
        row: A row without a triple.
        claims: All claims of the sources that were scored.
        fits: How each of these claims fits the row, in the same order.

    Returns:
        The reason and the nearest claim: the one with most of cargo, cell, effect and
        direction, among those with the row's cargo. No claim where none has the cargo.
    """
    with_cargo = [
        (fit, claim) for fit, claim in zip(fits, claims, strict=True) if fit.reaches("cargo")
    ]
    if not with_cargo:
        detail = f"no claim names {_listed(row.cargo)} as cargo"
        return Miss(row=row.row, reason="cargo never found", detail=detail)
    fit, claim = max(with_cargo, key=lambda pair: (pair[0].n_agreeing, pair[0].effect.similarity))
    reason, detail = _compare(row, fit, fits)
    quote = claim.evidence[0].text if claim.evidence else ""
    return Miss(row=row.row, reason=reason, detail=detail, claim_id=claim.claim_id, quote=quote)


def _compare(row: Table1Row, nearest: Fit, fits: Sequence[Fit]) -> tuple[Reason, str]:
    cell, effect = f"the cell {_listed(row.donor_cell)}", f"the effect ({_effects(row)})"
    if nearest.reaches("triple"):
        return "claim serves another row", "the claims that fit are counted for other rows"
    if nearest.cell and nearest.effect.words:
        return "direction differs", f"cargo, cell and process found, but not {effect}"
    lacking: list[tuple[str, bool]] = []
    if not nearest.cell:
        lacking.append((cell, any(fit.reaches("cell") for fit in fits)))
    if not nearest.reaches("effect"):
        lacking.append((effect, any(fit.reaches("effect") for fit in fits)))
    absent = [name for name, elsewhere in lacking if not elsewhere]
    if not absent:
        named = " and ".join(name for name, _ in lacking)
        return "found only in another claim", f"cargo found, {named} only in another claim"
    detail = f"cargo found, but {' and '.join(absent)} missing"
    return ("cell missing" if cell in absent else "effect not found"), detail


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _effects(row: Table1Row) -> str:
    return ", ".join(f"{effect.process}: {effect.direction}" for effect in row.effects)
