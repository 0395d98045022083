"""A run under review: its claims with the decisions on them, kept in step with the disk."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import RLock
from typing import Any

from msgspec import Struct, structs

from exominer.assemble.assembling import evidence_holds
from exominer.records import Claim
from exominer.review.corrections import (
    Correction,
    build_claim,
    change_draft,
    draft_of,
    place_parts,
)
from exominer.review.decisions import Action, Decision, Placed, standing_decisions
from exominer.review.joining import join_decisions
from exominer.review.listing import ORDERS, Entry
from exominer.review.log import DecisionLog
from exominer.review.paper import Paper, open_paper
from exominer.review.refusal import RefusedError
from exominer.run.ledger import DocumentEntry, Ledger

_PAPERS_KEPT = 16


class DocumentLine(Struct, frozen=True):
    """A document of the run; ``is_complete`` where a person said that it has no other claim."""

    document: str
    title: str
    status: str
    n_claims: int
    n_open: int
    is_complete: bool


class Store:
    """The claims of a run and what was decided of them; safe to use from several threads.

    A claim that stands in two documents of the same content is listed once. A claim of the
    run that says what a person corrected or added counts as decided. Decisions on claims
    that the run no longer gives stay and are listed as gone.
    """

    def __init__(self, connection: sqlite3.Connection, reviewer: str) -> None:
        self.reviewer = reviewer
        self.lock = RLock()
        self._ledger = Ledger(connection)
        self._log = DecisionLog(connection)
        self._histories: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        self._standing: dict[tuple[str, str], Decision] = {}
        for decision in self._log.read():
            self._histories[decision.subject].append(decision)
        self._found: dict[str, tuple[str, Claim]] = {}
        self._documents: dict[str, DocumentEntry] = {}
        for document, claims in self._ledger.claims():
            self._documents[document.document] = document
            for claim in claims:
                self._found.setdefault(claim.claim_id, (document.document, claim))
        self._words: dict[str, str] = {}
        self._orders: dict[str, list[str]] = {}
        self._open_paper = lru_cache(_PAPERS_KEPT)(self._read_paper)
        for history in self._histories.values():
            self._stand(history)
        self.entries = join_decisions(self._found, self.standing(), self._documents, self._words)

    def entry(self, claim_id: str) -> Entry:
        """The claim of an id.

        Raises:
            RefusedError: If there is none.
        """
        if (entry := self.entries.get(claim_id)) is None:
            raise RefusedError(404, f"no claim {claim_id[:40]!r}", "Reload the page.")
        return entry

    def paper(self, document: str) -> Paper:
        """The text of a document with its layers.

        Raises:
            RefusedError: If the run has no such document.
        """
        with self.lock:
            return self._open_paper(document)

    def _read_paper(self, document: str) -> Paper:
        if (outcome := self._ledger.find(document)) is None:
            found = f"the run has no document {document[:80]!r}"
            raise RefusedError(404, found, "Extract it again.")
        return open_paper(outcome)

    def ordered(self, sort: str) -> list[Entry]:
        """Every claim in one of the ``ORDERS``, which decisions do not change."""
        with self.lock:
            if sort not in self._orders:
                order = ORDERS[sort](self.entries.values())
                self._orders[sort] = [entry.claim.claim_id for entry in order]
            return [self.entries[claim_id] for claim_id in self._orders[sort]]

    def documents(self) -> list[DocumentLine]:
        """Every document of the run, by name."""
        with self.lock:
            entries, standing = list(self.entries.values()), self.standing()
        counts: dict[str, list[int]] = {name: [0, 0] for name in self._documents}
        for entry in entries:
            count = counts.setdefault(entry.document, [0, 0])
            count[0] += 1
            count[1] += entry.state == "open" and not entry.is_gone
        complete = {d.document for d in standing if d.action == "complete"}
        return [
            DocumentLine(
                document=name,
                title=about.title,
                status=about.status,
                n_claims=counts[name][0],
                n_open=counts[name][1],
                is_complete=name in complete,
            )
            for name, about in self._documents.items()
        ]

    def about(self, document: str) -> DocumentEntry:
        """What is known of a document without its text; of one that is gone, its name."""
        return self._documents.get(document) or DocumentEntry(document, "", "empty", "")

    def contents(self) -> dict[str, DocumentEntry]:
        """What tells the documents of the run apart, by name."""
        return self._documents

    def standing(self) -> list[Decision]:
        """The decisions that hold now, in the order in which they were taken."""
        return sorted(self._standing.values(), key=lambda decision: decision.decision_id)

    def history(self, claim_id: str) -> list[Decision]:
        """Everything that was decided of a claim, first to last."""
        return list(self._histories.get((claim_id, ""), ()))

    def placed(self, entry: Entry) -> tuple[Placed, ...]:
        """Where the parts of a claim stand now; none for one that is gone."""
        if entry.decision and entry.decision.placed:
            return entry.decision.placed
        if entry.is_gone:
            return ()
        paper = self.paper(entry.document)
        return place_parts(
            paper.places,
            draft_of(entry.claim),
            paper.hints(entry.claim),
            near=entry.claim.evidence[0].start,
        )

    def stands(self, entry: Entry) -> bool:
        """Whether the text of the run reads where a claim has its evidence.

        It does for the run's own claims; a later version may have read the file otherwise.
        """
        if not entry.is_gone and entry.state != "added":
            return True
        if not entry.has_content:
            return False
        text = self.paper(entry.document).document.text
        return all(evidence_holds(text, evidence) for evidence in entry.current.evidence)

    def standing_claims(self) -> Iterator[Claim]:
        """The claims as a person left them, paper by paper.

        Open ones are among them, rejected ones are not. What a person accepted, corrected
        or added stays also where a later run no longer gives it.
        """
        for entry in self.ordered("paper"):
            if entry.state != "rejected" and self.stands(entry):
                yield entry.current

    def decide(
        self,
        claim_id: str,
        action: Action,
        changes: dict[str, Any] | None = None,
        placed: Sequence[Placed] = (),
    ) -> Decision:
        """Accept, reject or correct a claim; a correction that changes nothing accepts it.

        Raises:
            RefusedError: If the claim cannot be decided on so.
        """
        with self.lock:
            entry = self.entry(claim_id)
            if entry.is_gone:
                found = "the run no longer gives this claim"
                raise RefusedError(409, found, "Its decision can only be undone.")
            if action == "accept" and entry.state in ("corrected", "added"):
                found = f"this claim is {entry.state} and holds as it stands"
                raise RefusedError(409, found, "Undo that to accept it as it was.")
            made = Correction(entry.claim, ())
            if action == "accept":
                made = Correction(entry.claim, self.placed(entry))
            elif action == "correct":
                made = self._correct(entry, changes or {}, placed)
                action = "accept" if made.claim is entry.claim else "correct"
            return self._append(entry.document, action, entry.claim, made)

    def _correct(
        self, entry: Entry, changes: dict[str, Any], placed: Sequence[Placed]
    ) -> Correction:
        paper = self.paper(entry.document)
        draft = change_draft(draft_of(entry.current), changes)
        known = (*placed, *self.placed(entry), *paper.hints(entry.claim))
        made = build_claim(paper.places, draft, known, near=entry.current.evidence[0].start)
        is_same = draft == draft_of(entry.claim)
        if is_same and made.claim.evidence[0] == entry.claim.evidence[0]:
            return Correction(entry.claim, made.placed)
        return made

    def add(self, document: str, changes: dict[str, Any], placed: Sequence[Placed]) -> Decision:
        """Add a claim that the run missed.

        Raises:
            RefusedError: If it is not whole, or is there already.
        """
        with self.lock:
            paper = self.paper(document)
            near = next((p.start for p in placed if p.slot == "effect"), 0)
            draft = change_draft(None, {"effect": {"text": ""}, **changes})
            correction = build_claim(paper.places, draft, placed, near=near)
            if correction.claim.claim_id in self.entries:
                raise RefusedError(409, "this claim is there already", "Look for it in the list.")
            return self._append(document, "add", None, correction)

    def complete(self, document: str) -> Decision:
        """Say that a document has no claim but those that hold.

        Raises:
            RefusedError: If claims of it are open.
        """
        with self.lock:
            self.paper(document)
            here = [entry for entry in self.entries.values() if entry.document == document]
            n_open = sum(entry.state == "open" for entry in here)
            if n_open:
                found = f"{n_open} claims of {document} are open"
                raise RefusedError(409, found, "Decide on them first.")
            return self._append(document, "complete", None, None)

    def undo(self, claim_id: str | None = None) -> Decision:
        """Take back the last decision that holds, or the last one on a claim.

        Raises:
            RefusedError: If there is none.
        """
        with self.lock:
            standing = self.standing()
            if claim_id is not None:
                own = self.entry(claim_id).decision
                standing = [d for d in standing if own and d.decision_id == own.decision_id]
            if not standing:
                raise RefusedError(409, "no decision to undo", "Decide on a claim first.")
            last = standing[-1]
            return self._save(
                structs.replace(
                    last,
                    who=self.reviewer,
                    action="undo",
                    shown=None,
                    corrected=None,
                    placed=(),
                    undoes=last.decision_id,
                )
            )

    def _append(
        self, document: str, action: Action, shown: Claim | None, made: Correction | None
    ) -> Decision:
        claim = shown or (made.claim if made else None)
        return self._save(
            Decision(
                decision_id=0,
                who=self.reviewer,
                at="",
                action=action,
                claim_id=claim.claim_id if claim else "",
                document=document,
                sha256=self._documents[document].sha256,
                shown=shown,
                corrected=made.claim if made and action in ("correct", "add") else None,
                placed=made.placed if made else (),
            )
        )

    def _save(self, decision: Decision) -> Decision:
        saved = self._log.append(decision)
        history = self._histories[saved.subject]
        history.append(saved)
        self._stand(history)
        if saved.claim_id:
            self._refresh(history)
        return saved

    def _stand(self, history: Sequence[Decision]) -> None:
        """Note which decision on a claim or document holds."""
        self._standing.pop(history[0].subject, None)
        self._standing.update((d.subject, d) for d in standing_decisions(history))

    def _refresh(self, history: Sequence[Decision]) -> None:
        """Put a claim, and what was made of it, together with its decisions anew."""
        ids = {d.corrected.claim_id for d in history if d.corrected} | {history[0].claim_id}
        found = {claim_id: self._found[claim_id] for claim_id in ids if claim_id in self._found}
        about = [
            d
            for d in self.standing()
            if d.claim_id in ids or (d.corrected and d.corrected.claim_id in ids)
        ]
        fresh = join_decisions(found, about, self._documents, self._words)
        if fresh.keys() != ids & self.entries.keys():
            self._orders.clear()
        for claim_id in ids:
            self.entries.pop(claim_id, None)
        self.entries.update(fresh)
