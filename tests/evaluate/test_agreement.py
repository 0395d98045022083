import msgspec
import pytest

from exominer.evaluate.agreement import compute_kappa, list_disagreements, measure_agreement
from exominer.train.authored import AuthoredDocument
from exominer.train.authored_gold import build_gold
from tests.train.authored_sample import SAMPLE, TEXT, change_claim, split_at_stops


def gold(raw=SAMPLE):
    return build_gold(msgspec.convert(raw, AuthoredDocument), TEXT, split_sentences=split_at_stops)


def same_effect(first, second, level):
    """Pairs of claims with one effect phrase and, at the level full, one direction."""
    return [
        (a, b)
        for a in first
        for b in second
        if a.effect.text == b.effect.text
        and (level != "full" or a.effect.direction == b.effect.direction)
    ]


def test_measure_agreement_of_an_annotation_with_itself_is_whole():
    found = measure_agreement({"W001": gold()}, {"W001": gold()}, same_effect)

    assert found.mentions["all"].f1 == 1
    assert {level: counted.f1 for level, counted in found.claims.items()} == {
        "effect": 1,
        "pair": 1,
        "triple": 1,
        "full": 1,
    }
    assert found.slots["direction"].kappa == 1
    assert list_disagreements(gold(), gold(), same_effect) == []


def test_measure_agreement_counts_what_differs():
    second = change_claim(3, direction="increase", recipient=[])
    second["claims"].pop()
    second["mentions"] = SAMPLE["mentions"] | {"dose": []}
    changed = gold(second)

    found = measure_agreement({"W001": gold()}, {"W001": changed}, same_effect)

    # Three of four claims in both, two of them with the same direction; one mention of a dose
    # is missing.
    assert (found.claims["effect"].n_both, found.claims["full"].n_both) == (3, 2)
    assert (found.slots["direction"].n_same, found.slots["direction"].n_asked) == (2, 3)
    assert found.slots["recipient"].n_same == 1
    assert found.mentions["dose"].n_both == 0
    assert list_disagreements(gold(), changed, same_effect) == [
        '- only first: "raised invasion" (function, miR-9, increase, asserted) in: '
        "raised invasion; lowered apoptosis",
        '- "slow the proliferation of HUVECs" / "slow the proliferation of HUVECs": '
        "direction decrease / increase; recipient huvecs / none",
        "- mentions only first: 6 Gy (dose)",
    ]


@pytest.mark.parametrize(
    ("labels", "kappa"),
    [
        pytest.param([], None, id="nothing-to-judge"),
        pytest.param([("a", "a"), ("a", "a")], None, id="one-value"),
        # seen 0.5, by chance 0.5 * 0.5 + 0.5 * 0.5
        pytest.param([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0, id="by-chance"),
    ],
)
def test_compute_kappa_is_none_where_it_says_nothing(labels, kappa):
    assert compute_kappa(labels) == kappa
