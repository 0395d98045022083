import pytest
from msgspec import structs

from exominer.review.deciding import complete_document, decide_claim, undo_decision
from exominer.review.refusal import RefusedError
from exominer.review.serving import open_store
from tests.review.runs import RAISED, SLOWED, make_outcome, write_run

OUTCOME = make_outcome()
TEXT = OUTCOME.text
CARRIED_ID, RAISED_ID, SLOWED_ID = (claim.claim_id for claim in OUTCOME.claims)


@pytest.fixture
def run(tmp_path):
    return write_run(tmp_path / "out", OUTCOME)


def states(store):
    return {claim_id: entry.state for claim_id, entry in store.entries.items()}


def test_decisions_are_there_at_the_next_sitting(run):
    with open_store(run, "Ada") as store:
        decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"})
    with open_store(run, "Grace") as store:
        decide_claim(store, SLOWED_ID, "reject")
        assert store.entry(RAISED_ID).current.kind == "uptake"
        assert [d.who for d in store.standing()] == ["Ada", "Grace"]


def test_decisions_outlive_a_run_that_no_longer_gives_their_claim(run):
    with open_store(run, "Ada") as store:
        decide_claim(store, RAISED_ID, "accept")
        decide_claim(store, SLOWED_ID, "reject")
    fewer = structs.replace(OUTCOME, claims=OUTCOME.claims[1:2], highlights=((),))
    write_run(run, fewer)

    with open_store(run, "Ada") as store:
        assert states(store) == {RAISED_ID: "accepted", SLOWED_ID: "rejected"}
        assert [entry.is_gone for entry in store.entries.values()] == [False, True]
        with pytest.raises(RefusedError, match="no longer gives"):
            decide_claim(store, SLOWED_ID, "accept")


def test_claims_stand_as_a_person_left_them_after_a_run_that_gives_others(run):
    with open_store(run, "Ada") as store:
        decide_claim(store, CARRIED_ID, "accept")
        decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"})
        decide_claim(store, SLOWED_ID, "reject")
        before = list(store.standing_claims())
    write_run(run, structs.replace(OUTCOME, claims=(), highlights=()))

    with open_store(run, "Ada") as store:
        assert [claim.kind for claim in before] == ["cargo_change", "uptake"]
        assert list(store.standing_claims()) == before


def test_another_reading_of_an_effect_that_a_person_corrected_is_not_asked_for_again(run):
    with open_store(run, "Ada") as store:
        decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"})
        decide_claim(store, SLOWED_ID, "reject")
    reread = make_outcome(
        drafts=tuple(structs.replace(d, study_model="in_vivo") for d in (RAISED, SLOWED)),
        scores=(0.6, 0.6),
    )
    write_run(run, reread)
    raised_anew, slowed_anew = (claim.claim_id for claim in reread.claims)

    with open_store(run, "Ada") as store:
        assert states(store) == {
            RAISED_ID: "corrected",
            SLOWED_ID: "rejected",
            slowed_anew: "open",
        }
        assert [claim.kind for claim in store.standing_claims()] == ["uptake", "function"]
        undo_decision(store, RAISED_ID)
        assert states(store)[raised_anew] == "open"


def test_claims_do_not_stand_in_a_text_that_was_read_otherwise(run):
    with open_store(run, "Ada") as store:
        decide_claim(store, RAISED_ID, "accept")
    write_run(run, structs.replace(OUTCOME, text="Other.", claims=(), highlights=()))

    with open_store(run, "Ada") as store:
        assert list(store.standing_claims()) == []
        assert states(store) == {RAISED_ID: "accepted"}


def test_correction_holds_when_a_later_run_finds_what_the_person_made(run):
    with open_store(run, "Ada") as store:
        made = decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"}).corrected
    again = (OUTCOME.claims[0], structs.replace(made, score=0.8), OUTCOME.claims[2])
    write_run(run, structs.replace(OUTCOME, claims=again))

    with open_store(run, "Ada") as store:
        assert states(store) == {CARRIED_ID: "open", made.claim_id: "accepted", SLOWED_ID: "open"}
        undo_decision(store, made.claim_id)
        assert states(store)[made.claim_id] == "open"


def test_claim_in_two_documents_of_one_content_is_listed_once(tmp_path):
    copy = structs.replace(OUTCOME, document="b.txt")
    with open_store(write_run(tmp_path / "out", OUTCOME, copy), "Ada") as store:
        assert [entry.document for entry in store.ordered("paper")] == ["a.txt"] * 3


def test_claim_that_came_true_has_the_history_of_the_one_it_was_made_of(run):
    with open_store(run, "Ada") as store:
        made = decide_claim(store, RAISED_ID, "correct", {"kind": "uptake"}).corrected
    write_run(run, structs.replace(OUTCOME, claims=(made,), highlights=()))

    with open_store(run, "Ada") as store:
        history = store.history(store.entry(made.claim_id))
        assert [(d.action, d.claim_id) for d in history] == [("correct", RAISED_ID)]


def test_document_is_complete_only_as_long_as_its_content_stays(run):
    with open_store(run, "Ada") as store:
        for claim_id in (CARRIED_ID, RAISED_ID, SLOWED_ID):
            decide_claim(store, claim_id, "accept")
        complete_document(store, "a.txt")
        assert store.is_complete("a.txt")
    write_run(run, structs.replace(OUTCOME, sha256="other"))

    with open_store(run, "Ada") as store:
        assert not store.is_complete("a.txt")


def test_claims_of_a_low_score_stand_only_where_a_person_says_so(run):
    with open_store(run, "Ada") as store:
        decide_claim(store, RAISED_ID, "accept")

        stand = {claim.claim_id for claim in store.standing_claims(least=0.8)}

    assert stand == {CARRIED_ID, RAISED_ID}
