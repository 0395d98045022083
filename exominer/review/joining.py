"""The claims of a run and the decisions on them -> the entries a person sees."""

from collections.abc import Iterable, Mapping

from msgspec import structs

from exominer.records import Claim
from exominer.review.decisions import STATES, Decision
from exominer.review.listing import Entry
from exominer.run.ledger import DocumentEntry


def fold_words(claim: Claim, document: str) -> str:
    """What a claim says and where, for searching."""
    cells = (*claim.donor_cell, *claim.recipient_cell)
    effect, radiation = claim.effect, claim.radiation
    parts = (
        document,
        claim.kind,
        *(f"{item.text} {item.name}" for item in claim.cargo),
        *(f"{cell.text} {cell.name}" for cell in cells),
        f"{effect.text} {effect.process} {effect.target} {effect.pathway}",
        f"{radiation.modality} {radiation.dose_text}" if radiation else "",
        *(evidence.text for evidence in claim.evidence),
    )
    return "\n".join(parts).casefold()


def join_decisions(
    found: Mapping[str, tuple[str, Claim]],
    standing: Iterable[Decision],
    documents: Mapping[str, DocumentEntry],
    words: dict[str, str],
) -> dict[str, Entry]:
    """Tell of each claim what holds of it, by its id.

    A claim of the run that reads as a person corrected or added it is accepted by that,
    and the claim it was made of is then not missed. Other decisions on claims that the
    run does not give, or on content it no longer has, are entries that are gone; where such
    a claim holds, what the run now says of the same effect is no entry beside it.

    Args:
        found: The claims of the run with their document, by id.
        standing: The decisions that hold.
        documents: Those of the run.
        words: What a search looks at by claim_id; what is missing is put in.
    """
    decisions = [decision for decision in standing if decision.claim_id]
    by_claim = {d.claim_id: d for d in decisions}
    made = {d.corrected.claim_id: d for d in decisions if d.corrected}
    names = {about.sha256: name for name, about in documents.items()}
    entries: dict[str, Entry] = {}
    for claim_id, (document, claim) in found.items():
        if decision := by_claim.get(claim_id):
            entry = Entry(claim, document, STATES[decision.action], decision)
        elif decision := made.get(claim_id):
            entry = Entry(claim, document, "accepted", decision)
        else:
            entry = Entry(claim, document)
        entries[claim_id] = _with_words(entry, words)
    for decision in decisions:
        stood = decision.shown or decision.corrected
        came_true = decision.corrected and decision.corrected.claim_id in found
        if stood and decision.claim_id not in found and not came_true:
            here = names.get(decision.sha256)
            entry = Entry(
                claim=stood,
                document=here or decision.document,
                state=STATES[decision.action],
                decision=decision,
                is_gone=decision.action != "add" or here is None,
                has_content=here is not None,
            )
            entries[decision.claim_id] = _with_words(entry, words)
    return _without_rereadings(entries)


def _without_rereadings(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Leave out open claims about an effect of which a person has said how it is."""
    held = {
        _place(entry)
        for entry in entries.values()
        if entry.is_gone and entry.has_content and entry.state != "rejected"
    }
    return {
        claim_id: entry
        for claim_id, entry in entries.items()
        if entry.state != "open" or _place(entry) not in held
    }


def _place(entry: Entry) -> tuple[str, int, str]:
    claim = entry.current
    return entry.document, claim.evidence[0].start, claim.effect.text


def _with_words(entry: Entry, words: dict[str, str]) -> Entry:
    said = entry.current
    if said.claim_id not in words:
        words[said.claim_id] = fold_words(said, entry.document)
    return structs.replace(entry, words=words[said.claim_id])
