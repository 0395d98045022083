from itertools import pairwise

import pytest
from msgspec import structs

from exominer.corpus import read_gold_corpus
from exominer.errors import InputError
from exominer.review.annotations import format_annotations
from exominer.review.deciding import complete_document, decide_claim, undo_decision
from exominer.review.decisions import Placed
from exominer.review.serving import export_annotations, find_reviewer, open_store
from tests.review.runs import make_outcome, span, write_run

OUTCOME = make_outcome()
TEXT = OUTCOME.text
CARRIED_ID, RAISED_ID, SLOWED_ID = (claim.claim_id for claim in OUTCOME.claims)


@pytest.fixture
def run(tmp_path):
    return write_run(tmp_path / "out", OUTCOME)


def export(run):
    path = run / "annotations.jsonl"
    _, problems = export_annotations(run, path, reviewer="Ada")
    return read_gold_corpus(path), problems


def decide(run, *decisions):
    with open_store(run, "Ada") as store:
        for decision in decisions:
            decide_claim(store, *decision)


def test_export_holds_accepted_and_corrected_claims_and_those_rejected(run):
    decide(
        run,
        (RAISED_ID, "accept"),
        (SLOWED_ID, "correct", {"kind": "uptake"}),
        (CARRIED_ID, "reject"),
    )

    (gold,), problems = export(run)

    assert problems == ()
    assert [(c.effect.text, c.kind) for c in gold.claims] == [
        ("raised the migration", "function"),
        ("slowed growth", "uptake"),
    ]
    assert [claim.claim_id for claim in gold.rejected] == [CARRIED_ID]
    assert (gold.reviewed, gold.text, gold.source.note) == (
        "claims",
        TEXT,
        "claims of a run, decided on by Ada",
    )


def test_export_leaves_out_what_was_not_decided_or_was_undone(run):
    decide(run, (RAISED_ID, "accept"), (SLOWED_ID, "accept"))
    with open_store(run, "Ada") as store:
        undo_decision(store)

    (gold,), _ = export(run)

    assert [claim.claim_id for claim in gold.claims] == [RAISED_ID]


def test_export_relates_each_effect_to_what_fills_its_parts(run):
    decide(run, (RAISED_ID, "accept"))

    (gold,), _ = export(run)

    mentions = {m.mention_id: m for m in gold.annotated.mentions}
    (frame,) = gold.annotated.frames
    assert mentions[frame.effect].text == "raised the migration"
    assert {(r.kind, mentions[r.tail].text) for r in gold.annotated.relations} == {
        ("vesicle", "Exosomes"),
        ("donor", "A549"),
        ("recipient", "HUVEC"),
        ("dose", "2 Gy"),
    }


def test_export_tells_mentions_that_a_person_confirmed_from_the_others(run):
    decide(run, (RAISED_ID, "accept"))

    (gold,), _ = export(run)

    sources = {(m.text, m.kind, m.source) for m in gold.annotated.mentions}
    assert ("HUVEC", "cell_line", "review") in sources
    assert ("T cells", "cell_type", "run") in sources


def test_export_puts_the_words_a_person_chose_over_the_mentions_of_the_run(run):
    wider = Placed("donor", *span(TEXT, "A549 cells"))
    changes = {"donor_cell": [{"text": "A549 cells"}]}
    decide(run, (RAISED_ID, "correct", changes, [wider]), (CARRIED_ID, "accept"))

    (gold,), _ = export(run)

    mentions = {m.mention_id: m for m in gold.annotated.mentions}
    donors = [r for r in gold.annotated.relations if r.kind == "donor"]
    assert [mentions[r.tail].text for r in donors] == ["A549 cells", "A549 cells"]
    plain = sorted((m.start, m.end) for m in mentions.values() if m.kind != "effect")
    assert all(a[1] <= b[0] for a, b in pairwise(plain))


def test_export_mentions_and_evidence_stand_in_the_text(run):
    decide(run, (CARRIED_ID, "accept"), (RAISED_ID, "accept"), (SLOWED_ID, "accept"))

    (gold,), _ = export(run)

    assert len(gold.annotated.mentions) > 10
    assert all(TEXT[m.start : m.end] == m.text for m in gold.annotated.mentions)
    assert all(TEXT[e.start : e.end] == e.text for c in gold.claims for e in c.evidence)
    assert [f.effect for f in gold.annotated.frames] == [
        m.mention_id for m in gold.annotated.mentions if m.kind == "effect"
    ]


def test_export_marks_a_document_as_whole_once_a_person_says_so(run):
    decide(run, (CARRIED_ID, "reject"), (RAISED_ID, "reject"), (SLOWED_ID, "reject"))
    with open_store(run, "Ada") as store:
        complete_document(store, "a.txt")

    (gold,), _ = export(run)

    assert (gold.reviewed, gold.claims, gold.negative) == ("all", (), "other")
    assert len(gold.rejected) == 3


def test_export_names_decisions_on_content_that_is_gone(run):
    decide(run, (RAISED_ID, "accept"))
    write_run(run, make_outcome("a.txt", "{EVs|vesicle} rose.", (), ()), make_outcome("b.txt"))
    with open_store(run, "Ada") as store:
        store._documents["a.txt"] = structs.replace(store._documents["a.txt"], sha256="new")
        found = format_annotations(store)

    assert found.documents == ()
    assert found.problems == (
        "a.txt: decision 1 (accept) is about a content that the run no longer has",
    )


def test_export_names_a_claim_that_a_new_reading_moved(run):
    decide(run, (RAISED_ID, "accept"))
    write_run(run, structs.replace(OUTCOME, text="Title\n\n" + TEXT))

    (gold,), problems = export(run)

    assert gold.claims == ()
    assert problems == (f"a.txt: claim {RAISED_ID} no longer stands where it was decided on",)


def test_open_store_names_a_folder_without_a_run(tmp_path):
    with (
        pytest.raises(InputError, match=r"no run, as it has no run\.sqlite"),
        open_store(tmp_path, "Ada"),
    ):
        pass


def test_open_store_refuses_a_run_that_is_open_elsewhere(run):
    with (
        open_store(run, "Ada"),
        pytest.raises(InputError, match="a review has it open"),
        open_store(run, "Grace"),
    ):
        pass


def test_find_reviewer_takes_the_name_of_the_user(monkeypatch):
    monkeypatch.setenv("LOGNAME", "ada")

    assert find_reviewer(None) == "ada"
    assert find_reviewer(" Grace ") == "Grace"
    with pytest.raises(InputError, match="no name"):
        find_reviewer(" ")
