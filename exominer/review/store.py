"""A run under review: its claims with the decisions on them, kept in step with the disk."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import RLock

from msgspec import Struct

from exominer.assemble.assembling import evidence_holds
from exominer.records import Claim
from exominer.review.corrections import draft_of, place_parts
from exominer.review.decisions import Decision, Placed, standing_decisions
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
            entries = list(self.entries.values())
        counts: dict[str, list[int]] = {name: [0, 0] for name in self._documents}
        for entry in entries:
            count = counts.setdefault(entry.document, [0, 0])
            count[0] += 1
            count[1] += entry.state == "open" and not entry.is_gone
        return [
            DocumentLine(
                document=name,
                title=about.title,
                status=about.status,
                n_claims=counts[name][0],
                n_open=counts[name][1],
                is_complete=self.is_complete(name),
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
        with self.lock:
            return sorted(self._standing.values(), key=lambda decision: decision.decision_id)

    def is_complete(self, document: str) -> bool:
        """Whether a person said that a document, as it is, has no claim but those that hold."""
        said = self._standing.get(("", document))
        return said is not None and said.sha256 == self.about(document).sha256

    def history(self, entry: Entry) -> list[Decision]:
        """Everything that was decided of a claim, or of the one it was made of, first to last."""
        decided = entry.decision.claim_id if entry.decision else entry.claim.claim_id
        return list(self._histories.get((decided, ""), ()))

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

    def standing_claims(self, *, least: float = 0.0) -> Iterator[Claim]:
        """The claims as a person left them, paper by paper.

        Open ones are among them if they are scored ``least`` or higher, rejected ones are
        not. What a person accepted, corrected or added stays whatever its score, also where
        a later run no longer gives it.
        """
        for entry in self.ordered("paper"):
            is_low = entry.state == "open" and entry.claim.score < least
            if entry.state != "rejected" and not is_low and self.stands(entry):
                yield entry.current

    def save(self, decision: Decision) -> Decision:
        """Add a decision to the log; it is on the disk when this returns."""
        with self.lock:
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
        """Put a claim, and what was made of it, together with its decisions anew.

        A claim that the run does not give stands in the way of others, so all are joined.
        """
        if history[0].claim_id not in self._found:
            self.entries = join_decisions(
                self._found, self.standing(), self._documents, self._words
            )
            self._orders.clear()
            return
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
