"""The claims of a run in the order in which a person goes through them, and those they look for."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

from msgspec import Struct

from exominer.records import Claim
from exominer.review.decisions import Decision, State

FILTERS = ("open", "decided", "accepted", "rejected", "corrected", "added", "gone", "all")


class Entry(Struct, frozen=True):
    """A claim with what was decided of it.

    ``claim`` is as the run or the person who added it has it. ``is_gone`` where the run
    no longer gives it, ``has_content`` where it still has the file that it was found in.
    ``words`` is what a search looks at, folded.
    """

    claim: Claim
    document: str
    state: State = "open"
    decision: Decision | None = None
    is_gone: bool = False
    has_content: bool = True
    words: str = ""

    @property
    def current(self) -> Claim:
        """The claim as it stands after the decision."""
        corrected = self.decision.corrected if self.decision else None
        return corrected or self.claim


def uncertainty(score: float) -> float:
    """How little a calibrated score says, in bits: 1 at 0.5, 0 at 0 and at 1.

    Example:
        >>> uncertainty(0.5), uncertainty(1.0), round(uncertainty(0.9), 2)
        (1.0, 0.0, 0.47)
    """
    return sum(-p * math.log2(p) for p in (score, 1 - score) if p > 0)


def order_by_uncertainty(entries: Iterable[Entry]) -> list[Entry]:
    """The claims of which the run was least sure first."""
    return sorted(entries, key=lambda e: (-uncertainty(e.claim.score), *_position(e)))


def order_by_paper(entries: Iterable[Entry]) -> list[Entry]:
    """Paper by paper, in the order of the text."""
    return sorted(entries, key=_position)


def order_by_lesson(entries: Iterable[Entry]) -> list[Entry]:
    """The claims whose correction teaches most first: uncertain, and unlike those before.

    The bits of a claim are divided by one more than the claims of its paper and, again, of
    its pattern that stand before it in the order of uncertainty: a second example of the
    same teaches half as much. The pattern is what kind of claim it is and which parts it has.

    Example:
        >>> order_by_lesson([])
        []
    """
    papers, patterns = Counter[str](), Counter[object]()
    worth: list[tuple[float, Entry]] = []
    for entry in order_by_uncertainty(entries):
        pattern = _pattern(entry.claim)
        share = (1 + papers[entry.document]) * (1 + patterns[pattern])
        worth.append((uncertainty(entry.claim.score) / share, entry))
        papers[entry.document] += 1
        patterns[pattern] += 1
    return [entry for _, entry in sorted(worth, key=lambda pair: -pair[0])]


def _pattern(claim: Claim) -> object:
    parts = (claim.cargo, claim.donor_cell, claim.recipient_cell, claim.radiation)
    source = claim.evidence[0].source
    return claim.kind, claim.effect.direction, claim.polarity, source, *map(bool, parts)


def _position(entry: Entry) -> tuple[str, int, int, str]:
    first = entry.claim.evidence[0]
    return entry.document, first.start, first.end, entry.claim.claim_id


ORDERS: dict[str, Callable[[Iterable[Entry]], list[Entry]]] = {
    "uncertainty": order_by_uncertainty,
    "paper": order_by_paper,
    "teaches": order_by_lesson,
}


def choose_entries(
    ordered: Sequence[Entry], *, show: str, query: str = "", document: str = ""
) -> list[Entry]:
    """Those of a state, of a document and with all words of a query; the order stays."""
    words = query.casefold().split()
    return [
        entry
        for entry in ordered
        if _is_shown(entry, show)
        and (not document or entry.document == document)
        and all(word in entry.words for word in words)
    ]


def _is_shown(entry: Entry, show: str) -> bool:
    if show == "all":
        return True
    if show == "gone":
        return entry.is_gone
    if show == "decided":
        return entry.state != "open"
    return entry.state == show


def count_states(entries: Iterable[Entry]) -> dict[str, int]:
    """How many claims each filter shows."""
    counts = Counter((entry.state, entry.is_gone) for entry in entries)
    total = sum(counts.values())
    shown = {state: counts[state, False] + counts[state, True] for state in get_args(State)}
    n_gone = sum(count for (_, is_gone), count in counts.items() if is_gone)
    return {**shown, "decided": total - shown["open"], "gone": n_gone, "all": total}


def summarise(entry: Entry) -> dict[str, Any]:
    """A line of the list."""
    claim = entry.current
    first = claim.evidence[0]
    return {
        "claim_id": entry.claim.claim_id,
        "document": entry.document,
        "page": first.page,
        "state": entry.state,
        "is_gone": entry.is_gone,
        "kind": claim.kind,
        "cargo": [item.text for item in claim.cargo],
        "donor": [cell.text for cell in claim.donor_cell],
        "recipient": [cell.text for cell in claim.recipient_cell],
        "effect": claim.effect.text,
        "direction": claim.effect.direction,
        "polarity": claim.polarity,
        "score": entry.claim.score,
    }
