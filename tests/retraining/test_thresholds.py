import pytest
from msgspec import structs

from exominer.evaluate.claims import CLAIM_LEVELS, match_claims
from exominer.retraining.thresholds import Curves
from tests.evaluate.evaluate_claims import make_claim


def scored(score, *fields, **more):
    return structs.replace(make_claim(*fields, **more), score=score)


GOLD = (
    make_claim("miR-21", "HeLa", "raised growth"),
    make_claim("", "U87", "slowed wound closure", "decrease"),
)
FOUND = (
    scored(0.9, "miR-21", "HeLa", "raised growth"),
    scored(0.7, "", "U251", "slowed wound closure", "decrease"),
    scored(0.3, "", "", "broke DNA"),
    scored(0.1, "", "", "was measured", "none"),
)
NOTHING = ()


@pytest.mark.parametrize("level", CLAIM_LEVELS)
def test_curves_count_as_matching_from_each_threshold_does(level):
    curve = Curves([GOLD, GOLD], [FOUND, NOTHING]).read(level)

    for point in curve:
        chosen = [claim for claim in FOUND if claim.score >= point.least]
        n_right = len(match_claims(GOLD, chosen, level))
        assert point.n_claims == len(chosen)
        assert point.precision == n_right / len(chosen)
        assert point.recall == n_right / (2 * len(GOLD))
    assert [curve[0].least, curve[-1].least] == [0.0, 0.9]


def test_documents_without_claims_count_for_precision_alone():
    curves = Curves([GOLD, NOTHING], [FOUND[:1], FOUND])

    assert curves.read("effect", [1])[0].precision == 0.0
    assert curves.read("effect", [0])[0].precision == 1.0


def test_the_threshold_has_the_precision_of_effects_that_is_asked_for():
    wrong = scored(0.7, "", "", "was measured", "none")
    late = scored(0.5, "", "U87", "slowed wound closure", "decrease")
    curves = Curves([GOLD], [(FOUND[0], wrong, late)])

    assert curves.choose_least([[0]], precision=0.6) <= 0.5
    assert 0.7 < curves.choose_least([[0]], precision=0.9) <= 0.9


def test_a_precision_that_cannot_be_had_asks_for_the_best_f1():
    curves = Curves([GOLD], [FOUND[2:]])

    assert curves.choose_least([[0]], precision=1.1) == curves.choose_least([[0]], precision=0.0)


def test_sorts_of_documents_count_alike():
    wrong = scored(0.5, "", "", "was measured", "none")
    right = (FOUND[0], scored(0.3, "", "U87", "slowed wound closure", "decrease"))
    curves = Curves([GOLD] * 10, [(FOUND[0], wrong), *[right] * 9])

    assert curves.choose_least([list(range(10))], precision=0.8) == 0.0
    assert 0.5 < curves.choose_least([[0], list(range(1, 10))], precision=0.8) <= 0.9
