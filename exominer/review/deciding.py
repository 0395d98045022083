"""What a person does to the claims of a run: each act is a decision in its log."""

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from exominer.records import Claim
from exominer.review.corrections import Correction, build_claim, change_draft, draft_of
from exominer.review.decisions import Action, Decision, Placed
from exominer.review.listing import Entry
from exominer.review.refusal import RefusedError
from exominer.review.store import Store


def decide_claim(
    store: Store,
    claim_id: str,
    action: Action,
    changes: dict[str, Any] | None = None,
    placed: Sequence[Placed] = (),
) -> Decision:
    """Accept, reject or correct a claim; a correction that changes nothing accepts it.

    Raises:
        RefusedError: If the claim cannot be decided on so.
    """
    with store.lock:
        entry = store.entry(claim_id)
        if entry.is_gone:
            found = "the run no longer gives this claim"
            raise RefusedError(409, found, "Its decision can only be undone.")
        if action == "accept" and entry.state in ("corrected", "added"):
            found = f"this claim is {entry.state} and holds as it stands"
            raise RefusedError(409, found, "Undo that to accept it as it was.")
        made = Correction(entry.claim, ())
        if action == "accept":
            made = Correction(entry.claim, store.placed(entry))
        elif action == "correct":
            made = _correct(store, entry, changes or {}, placed)
            action = "accept" if made.claim is entry.claim else "correct"
        return _save(store, entry.document, action, entry.claim, made)


def _correct(
    store: Store, entry: Entry, changes: dict[str, Any], placed: Sequence[Placed]
) -> Correction:
    paper = store.paper(entry.document)
    draft = change_draft(draft_of(entry.current), changes)
    known = (*placed, *store.placed(entry), *paper.hints(entry.claim))
    made = build_claim(paper.places, draft, known, near=entry.current.evidence[0].start)
    is_same = draft == draft_of(entry.claim)
    if is_same and made.claim.evidence[0] == entry.claim.evidence[0]:
        return Correction(entry.claim, made.placed)
    return made


def add_claim(
    store: Store, document: str, changes: dict[str, Any], placed: Sequence[Placed]
) -> Decision:
    """Add a claim that the run missed.

    Raises:
        RefusedError: If it is not whole, or is there already.
    """
    with store.lock:
        paper = store.paper(document)
        near = next((p.start for p in placed if p.slot == "effect"), 0)
        draft = change_draft(None, {"effect": {"text": ""}, **changes})
        made = build_claim(paper.places, draft, placed, near=near)
        if made.claim.claim_id in store.entries:
            raise RefusedError(409, "this claim is there already", "Look for it in the list.")
        return _save(store, document, "add", None, made)


def complete_document(store: Store, document: str) -> Decision:
    """Say that a document has no claim but those that hold.

    Raises:
        RefusedError: If claims of it are open.
    """
    with store.lock:
        store.paper(document)
        here = [entry for entry in store.entries.values() if entry.document == document]
        n_open = sum(entry.state == "open" for entry in here)
        if n_open:
            found = f"{n_open} claims of {document} are open"
            raise RefusedError(409, found, "Decide on them first.")
        return _save(store, document, "complete", None, None)


def undo_decision(store: Store, claim_id: str | None = None) -> Decision:
    """Take back the last decision that holds, or the last one on a claim.

    Raises:
        RefusedError: If there is none.
    """
    with store.lock:
        standing = store.standing()
        if claim_id is not None:
            own = store.entry(claim_id).decision
            standing = [d for d in standing if own and d.decision_id == own.decision_id]
        if not standing:
            raise RefusedError(409, "no decision to undo", "Decide on a claim first.")
        last = standing[-1]
        undo = structs.replace(
            last,
            who=store.reviewer,
            action="undo",
            shown=None,
            corrected=None,
            placed=(),
            undoes=last.decision_id,
        )
        return store.save(undo)


def _save(
    store: Store, document: str, action: Action, shown: Claim | None, made: Correction | None
) -> Decision:
    claim = shown or (made.claim if made else None)
    decision = Decision(
        decision_id=0,
        who=store.reviewer,
        at="",
        action=action,
        claim_id=claim.claim_id if claim else "",
        document=document,
        sha256=store.about(document).sha256,
        shown=shown,
        corrected=made.claim if made and action in ("correct", "add") else None,
        placed=made.placed if made else (),
    )
    return store.save(decision)
