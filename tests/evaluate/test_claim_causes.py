import pytest
from msgspec import structs

from exominer.evaluate.claim_causes import ClaimCauses
from exominer.records import Evidence
from tests.evaluate.evaluate_claims import make_claim
from tests.evaluate.evaluate_documents import annotate

MARKED = "{Exosomes|vesicle} of {HeLa|cell_line} carried {miR-21|mirna}. They soon raised growth"
TEXT = "Exosomes of HeLa carried miR-21. They soon raised growth"
GOLD = make_claim("miR-21", "HeLa", "raised growth", document="D1.txt")


def place(claim, start=33, text=TEXT):
    """The claim with the evidence from an offset on."""
    evidence = structs.replace(claim.evidence[0], start=start, end=len(text), text=text[start:])
    return structs.replace(claim, evidence=(evidence,))


def side(*claims, marked=MARKED):
    return structs.replace(annotate(marked), claims=tuple(map(place, claims)))


def explain(truth, guess, gold=None, said=None, back=3):
    gold, said = gold or side(GOLD), said or side()
    return ClaimCauses(gold, said, back).explain(truth and place(truth), guess and place(guess))


@pytest.mark.parametrize(
    ("guess", "why"),
    [
        pytest.param(
            make_claim("", "HeLa", "raised growth"), ("not linked", "cargo miR-21"), id="no-cargo"
        ),
        pytest.param(
            make_claim("CD9", "HeLa", "raised growth"),
            ("filler wrong", "cargo CD9 for miR-21"),
            id="another-cargo",
        ),
        pytest.param(
            make_claim("miR-21", "", "raised growth", recipient="HeLa"),
            ("role wrong", "donor HeLa, taken for recipient"),
            id="cells-swapped",
        ),
        pytest.param(
            make_claim("miR-21", "HeLa", "raised growth", "decrease"),
            ("direction wrong", "decrease for increase"),
            id="direction",
        ),
        pytest.param(
            make_claim("miR-21", "HeLa", "raised growth", polarity="negated"),
            ("polarity wrong", "negated for asserted"),
            id="polarity",
        ),
        pytest.param(
            make_claim("miR-21", "", "raised growth", "decrease"),
            ("not linked", "donor HeLa"),
            id="the-first-of-two",
        ),
        pytest.param(GOLD, ("counted for another claim", "raised growth"), id="nothing-wrong"),
    ],
)
def test_explain_names_the_first_difference_of_a_pair(guess, why):
    assert explain(GOLD, guess) == why


def test_explain_says_when_a_filler_was_added():
    bare = make_claim("", "HeLa", "raised growth")

    assert explain(bare, GOLD) == ("filler added", "cargo miR-21")


def test_explain_says_when_the_mention_of_a_filler_was_missed():
    said = side(
        marked="{Exosomes|vesicle} of {HeLa|cell_line} carried miR-21. They soon raised growth"
    )

    assert explain(GOLD, make_claim("", "HeLa", "raised growth"), said=said) == (
        "mention missed",
        "cargo miR-21",
    )


def test_explain_says_when_a_filler_is_out_of_sight():
    guess = make_claim("", "HeLa", "raised growth")

    assert explain(GOLD, guess, back=1)[0] == "not linked"
    assert explain(GOLD, guess, back=0) == ("outside the window", "cargo miR-21")


def test_explain_tells_a_missed_effect_from_one_worded_otherwise():
    elsewhere = make_claim("miR-21", "HeLa", "They soon raised", document="D1.txt")

    assert explain(GOLD, None) == ("effect missed", "raised growth")
    assert explain(GOLD, None, said=side(elsewhere)) == (
        "effect worded otherwise",
        "'They soon raised' for 'raised growth'",
    )


def test_explain_says_when_the_vesicle_of_a_missed_claim_is_out_of_sight():
    assert explain(GOLD, None, back=0) == ("outside the window", "vesicle")


def test_explain_says_when_no_vesicle_was_recognised():
    said = side(
        marked="Exosomes of {HeLa|cell_line} carried {miR-21|mirna}. They soon raised growth"
    )

    assert explain(GOLD, None, said=said) == ("mention missed", "vesicle")


@pytest.mark.parametrize(
    ("guess", "cause"),
    [
        pytest.param(make_claim("", "", "uptake of dye"), "no such effect", id="none"),
        pytest.param(make_claim("", "", "raised growth"), "said twice", id="twice"),
        pytest.param(make_claim("", "", "They soon raised"), "effect worded otherwise", id="words"),
    ],
)
def test_explain_says_what_is_wrong_with_a_claim_that_has_no_gold(guess, cause):
    assert explain(None, guess)[0] == cause


def test_explain_needs_no_text_and_no_mentions():
    """A file of claims alone is explained as far as it goes."""
    bare = Evidence("D1.txt", "prose", "", None, 0, 0, "")
    gold = structs.replace(GOLD, evidence=(bare,))
    side_of_claims = structs.replace(annotate("x"), claims=(), has_mentions=False)

    causes = ClaimCauses(side_of_claims, side_of_claims, 3)

    assert causes.explain(gold, None) == ("effect missed", "raised growth")
    assert causes.explain(gold, structs.replace(gold, cargo=()))[0] == "not linked"
