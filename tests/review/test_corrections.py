import pytest
from hypothesis import given
from msgspec import structs

from exominer.assemble.evidence import Places
from exominer.records import Document, Effect, Radiation, Sentence
from exominer.review.corrections import Draft, build_claim, change_draft, draft_of
from exominer.review.decisions import Placed
from exominer.review.refusal import RefusedError
from tests.review.runs import make_outcome, span
from tests.strategies import claims

TEXT = "EVs of HeLa cells rose. HeLa EVs slowed growth of HeLa cells. HeLa died."
PLACES = Places(
    Document(
        "a.txt",
        "s",
        "text",
        TEXT,
        sentences=(Sentence(0, 23), Sentence(24, 61), Sentence(62, 72)),
    )
)


def places_of(slot, placed):
    return [(p.start, p.end) for p in placed if p.slot == slot]


def test_build_claim_places_a_part_nearest_to_the_effect():
    draft = change_draft(
        None, {"effect": {"text": "slowed growth"}, "recipient_cell": [{"text": "HeLa"}]}
    )

    made = build_claim(PLACES, draft, (), near=0)

    # In the effect's sentence one ends 5 characters before it, another begins 4 after it.
    assert places_of("recipient", made.placed) == [(50, 54)]
    assert [e.text for e in made.claim.evidence] == ["HeLa EVs slowed growth of HeLa cells."]


def test_build_claim_takes_the_place_that_the_person_chose():
    draft = change_draft(
        None, {"effect": {"text": "slowed growth"}, "donor_cell": [{"text": "HeLa"}]}
    )

    made = build_claim(PLACES, draft, [Placed("donor", 62, 66)], near=0)

    assert places_of("donor", made.placed) == [(62, 66)]
    assert [e.start for e in made.claim.evidence] == [24, 62]


def test_build_claim_takes_no_place_that_reads_otherwise():
    draft = change_draft(
        None, {"effect": {"text": "slowed growth"}, "donor_cell": [{"text": "HeLa"}]}
    )

    made = build_claim(PLACES, draft, [Placed("donor", 0, 3)], near=0)

    assert places_of("donor", made.placed) == [(50, 54)]


def test_build_claim_keeps_a_part_that_is_not_in_the_text_without_a_place():
    draft = change_draft(
        None, {"effect": {"text": "slowed growth"}, "donor_cell": [{"text": "cervical cells"}]}
    )

    made = build_claim(PLACES, draft, (), near=0)

    assert [cell.text for cell in made.claim.donor_cell] == ["cervical cells"]
    assert places_of("donor", made.placed) == []


def test_build_claim_refuses_a_cue_that_is_not_in_the_text():
    draft = change_draft(
        None, {"effect": {"text": "slowed growth"}, "polarity": "negated", "cue": "never"}
    )

    with pytest.raises(RefusedError, match="cue 'never' does not stand"):
        build_claim(PLACES, draft, (), near=0)


def test_build_claim_names_the_radiation_in_the_order_of_the_text():
    text = "After 2 Gy of X-rays EVs rose."
    places = Places(Document("a.txt", "s", "text", text, sentences=(Sentence(0, 30),)))
    radiation = Radiation("", modality="X-rays", dose_text="2 Gy")
    draft = Draft(effect=Effect("rose"), radiation=radiation)

    made = build_claim(places, draft, (), near=0)

    assert made.claim.radiation.text == "2 Gy; X-rays"


def test_claim_id_tells_content_and_corrections_apart():
    draft = Draft(effect=Effect("slowed growth"))
    other = Places(structs.replace(PLACES.document, sha256="t"))

    first = build_claim(PLACES, draft, (), near=0).claim.claim_id
    again = build_claim(PLACES, draft, (), near=0).claim.claim_id
    negated = structs.replace(draft, polarity="negated", cue="")
    assert first == again
    assert first != build_claim(PLACES, negated, (), near=0).claim.claim_id
    assert first != build_claim(other, draft, (), near=0).claim.claim_id


def test_change_draft_drops_empty_items_and_a_radiation_without_words():
    changes = {
        "effect": {"text": " rose "},
        "cargo": [{"text": " "}, {"text": "miR-9 "}],
        "radiation": {"modality": "", "dose_text": "", "exposed": "donor"},
        "cue": "may",
    }

    draft = change_draft(None, changes)

    assert [item.text for item in draft.cargo] == ["miR-9"]
    assert (draft.effect.text, draft.radiation, draft.cue) == ("rose", None, "")


def test_change_draft_keeps_the_numbers_that_a_person_gives():
    radiation = {"dose_text": "2 Gy twice", "dose_gy": [2], "fractions": 2}

    draft = change_draft(None, {"effect": {"text": "x"}, "radiation": radiation})

    assert (draft.radiation.dose_gy, draft.radiation.fractions) == ((2.0,), 2)


@pytest.mark.parametrize("number", range(3))
def test_build_claim_gives_back_a_claim_whose_cells_are_left_alone(number):
    outcome = make_outcome()
    claim = outcome.claims[number]
    places = Places(structs.replace(outcome.layers, text=outcome.text))

    made = build_claim(places, draft_of(claim), (), near=claim.evidence[0].start)

    assert structs.replace(made.claim, score=claim.score) == claim


@given(claims())
def test_draft_of_any_claim_stays_as_it_is_without_changes(claim):
    draft = draft_of(claim)

    assert change_draft(draft, {}) == change_draft(change_draft(draft, {}), {})


def test_span_helper_fails_on_words_that_are_not_there():
    with pytest.raises(ValueError, match="not found"):
        span(TEXT, "absent")
