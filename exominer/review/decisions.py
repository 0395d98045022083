"""What a person decided about claims: an entry each, never changed, and what holds of them now."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct

from exominer.records import Claim

Action = Literal["accept", "reject", "correct", "add", "complete", "undo"]
"""``add`` is a claim that the run missed, ``complete`` says that a document has no other."""

State = Literal["open", "accepted", "rejected", "corrected", "added"]
Slot = Literal[
    "effect", "cargo", "donor", "recipient", "target", "pathway", "radiation", "dose", "cue"
]
"""A part of a claim that is words of the text; ``radiation`` is the modality."""

STATES: dict[Action, State] = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "add": "added",
}


class Placed(Struct, frozen=True, forbid_unknown_fields=True):
    """Where words of a claim stand in the document's text, and the part they are."""

    slot: Slot
    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]


class Decision(Struct, frozen=True, kw_only=True):
    """An entry of the log: who decided what about which claim, and when (UTC).

    ``shown`` is the claim as the person saw it, ``corrected`` what they made of it, or
    the claim they added. ``claim_id`` is that of the claim decided on, "" for a document
    as a whole. ``sha256`` is of the document's file. ``undoes`` names the entry that an
    ``undo`` takes back.
    """

    decision_id: int
    who: str
    at: str
    action: Action
    claim_id: str
    document: str
    sha256: str
    shown: Claim | None = None
    corrected: Claim | None = None
    placed: tuple[Placed, ...] = ()
    undoes: int | None = None

    @property
    def subject(self) -> tuple[str, str]:
        """What it is about: a claim by its id, or a document."""
        return self.claim_id, "" if self.claim_id else self.document

    @property
    def gold(self) -> Claim | None:
        """The claim that holds by this decision, if one does."""
        return self.shown if self.action == "accept" else self.corrected


def standing_decisions(log: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold now, in order: the last one on each claim that is not undone.

    Example:
        >>> def entry(number: int, action: Action, undoes: int | None = None) -> Decision:
        ...     return Decision(decision_id=number, who="", at="", action=action, claim_id="c",
        ...                     document="a.txt", sha256="", undoes=undoes)
        >>> log = [entry(1, "accept"), entry(2, "reject"), entry(3, "undo", undoes=2)]
        >>> [decision.action for decision in standing_decisions(log)]
        ['accept']
    """
    entries = list(log)
    undone = {entry.undoes for entry in entries if entry.action == "undo"}
    last = {
        entry.subject: entry
        for entry in entries
        if entry.action != "undo" and entry.decision_id not in undone
    }
    return sorted(last.values(), key=lambda entry: entry.decision_id)
