import pytest

from exominer.review.deciding import add_claim, complete_document, decide_claim, undo_decision
from exominer.review.decisions import Placed
from exominer.review.refusal import RefusedError
from exominer.review.serving import open_store
from tests.review.runs import RAISED, make_outcome, span, write_run

OUTCOME = make_outcome()
TEXT = OUTCOME.text
CARRIED_ID, RAISED_ID, SLOWED_ID = (claim.claim_id for claim in OUTCOME.claims)


@pytest.fixture
def run(tmp_path):
    return write_run(tmp_path / "out", OUTCOME)


@pytest.fixture
def store(run):
    with open_store(run, "Ada") as store:
        yield store


def states(store):
    return {claim_id: entry.state for claim_id, entry in store.entries.items()}


def test_store_begins_with_every_claim_open(store):
    assert states(store) == dict.fromkeys((CARRIED_ID, RAISED_ID, SLOWED_ID), "open")


def test_decide_keeps_who_when_and_what_was_shown(store):
    decision = decide_claim(store, RAISED_ID, "accept")

    assert (decision.who, decision.document, decision.sha256) == ("Ada", "a.txt", "sha of a.txt")
    assert decision.at.endswith("+00:00")
    assert decision.shown == OUTCOME.claims[1]
    assert decision.gold == OUTCOME.claims[1]


def test_decide_finds_where_the_parts_of_an_accepted_claim_stand(store):
    placed = decide_claim(store, RAISED_ID, "accept").placed

    assert {place.slot: TEXT[place.start : place.end] for place in placed} == {
        "effect": "raised the migration",
        "donor": "A549",
        "recipient": "HUVEC",
        "dose": "2 Gy",
    }


def test_rejected_claim_has_no_gold(store):
    assert decide_claim(store, RAISED_ID, "reject").gold is None
    assert store.entry(RAISED_ID).state == "rejected"


def test_correct_changes_only_the_cells_that_are_named(store):
    decide_claim(store, RAISED_ID, "correct", {"polarity": "speculative", "cue": "after"})

    current = store.entry(RAISED_ID).current
    assert current.polarity == "speculative"
    assert current.cue and TEXT[current.cue.start : current.cue.end] == "after"
    assert current.recipient_cell == OUTCOME.claims[1].recipient_cell
    assert store.entry(RAISED_ID).claim == OUTCOME.claims[1]


def test_correct_without_a_change_accepts(store):
    assert decide_claim(store, RAISED_ID, "correct", {"kind": "function"}).action == "accept"
    assert store.entry(RAISED_ID).state == "accepted"


def test_corrected_claim_can_be_corrected_again_from_what_it_became(store):
    decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"})
    decide_claim(store, RAISED_ID, "correct", {"finding": "cited"})

    current = store.entry(RAISED_ID).current
    assert (current.kind, current.finding) == ("uptake", "cited")


def test_accept_refuses_a_corrected_claim_that_holds_already(store):
    decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"})

    with pytest.raises(RefusedError, match="corrected and holds"):
        decide_claim(store, RAISED_ID, "accept")


def test_undo_goes_back_decision_by_decision(store):
    decide_claim(store, RAISED_ID, "accept")
    decide_claim(store, SLOWED_ID, "reject")
    decide_claim(store, RAISED_ID, "reject")

    undo_decision(store)
    assert states(store) == {CARRIED_ID: "open", RAISED_ID: "accepted", SLOWED_ID: "rejected"}
    undo_decision(store)
    assert states(store)[SLOWED_ID] == "open"
    undo_decision(store)
    assert set(states(store).values()) == {"open"}
    with pytest.raises(RefusedError, match="no decision to undo"):
        undo_decision(store)


def test_undo_of_a_claim_leaves_later_decisions_on_others(store):
    decide_claim(store, RAISED_ID, "accept")
    decide_claim(store, SLOWED_ID, "reject")

    undo_decision(store, RAISED_ID)

    assert states(store) == {CARRIED_ID: "open", RAISED_ID: "open", SLOWED_ID: "rejected"}
    assert [entry.action for entry in store.history(store.entry(RAISED_ID))] == ["accept", "undo"]


def test_add_takes_a_claim_that_the_run_missed(store):
    effect = Placed("effect", *span(TEXT, "did not alter apoptosis"))
    changes = {
        "effect": {"text": "did not alter apoptosis", "process": "apoptosis"},
        "donor_cell": [{"text": "U87"}],
        "polarity": "negated",
        "cue": "not",
    }
    added = add_claim(store, "a.txt", changes, [effect])

    claim = store.entry(added.claim_id).current
    assert store.entry(added.claim_id).state == "added"
    assert claim.evidence[0].text.startswith("This was missed by the run")
    assert claim.cue and claim.cue.start == TEXT.index("not alter")
    undo_decision(store)
    assert added.claim_id not in store.entries


def test_add_refuses_a_claim_that_is_there(store):
    with pytest.raises(RefusedError, match="already"):
        add_claim(
            store,
            "a.txt",
            {
                "effect": {"text": "slowed growth", "process": "growth", "direction": "decrease"},
                "donor_cell": [{"text": "T cells"}],
            },
            [],
        )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"effect": {"text": ""}}, "effect '' does not stand", id="empty effect"),
        pytest.param({"effect": {"text": "cured"}}, "'cured' does not stand", id="not in text"),
        pytest.param({"polarity": "maybe"}, "Invalid enum value 'maybe'", id="closed cell"),
        pytest.param({"colour": "red"}, "unknown field `colour`", id="unknown cell"),
        pytest.param({"cargo": "miR-21"}, r"Expected `array`.*cargo", id="no list"),
        pytest.param({"effect": {"process": "x" * 3000}}, "3000 characters", id="too long"),
    ],
)
def test_correct_refuses_what_a_cell_cannot_hold(store, changes, message):
    with pytest.raises(RefusedError, match=message):
        decide_claim(store, RAISED_ID, "correct", changes)
    assert states(store)[RAISED_ID] == "open"


def test_complete_asks_for_a_decision_on_every_claim_first(store):
    with pytest.raises(RefusedError, match=r"3 claims of a\.txt are open"):
        complete_document(store, "a.txt")
    for claim_id in (CARRIED_ID, RAISED_ID, SLOWED_ID):
        decide_claim(store, claim_id, "accept")

    complete_document(store, "a.txt")

    assert [line.is_complete for line in store.documents()] == [True]


def test_dose_that_changes_brings_its_numbers_along(store):
    decide_claim(store, RAISED_ID, "correct", {"radiation": {"dose_text": "5 x 3 Gy"}})

    radiation = store.entry(RAISED_ID).current.radiation
    assert (radiation.dose_gy, radiation.fractions, radiation.exposed) == ((3.0,), 5, "donor")
    assert radiation.text == "5 x 3 Gy"
    assert RAISED.radiation.dose_gy == (2.0,)
