import pytest

from exominer.linear import rival_chances
from exominer.train.choices import fit_choices
from exominer.train.logistic import FeatureTable, FitSettings


def make_table(choices):
    """One document a choice; each choice is a list of rivals with their labels."""
    table = FeatureTable()
    for document, rivals in enumerate(choices):
        for features, label in rivals:
            table.add(features, label, document, choice=0)
    return table


def chances(model, *rivals):
    return rival_chances([float(model.margins(features)[0]) for features in rivals])


def fit(choices, strength=0.1):
    table = make_table(choices)
    return fit_choices(table, range(len(table.rows)), FitSettings(strength))


FAR = {"far"}
NEAR = {"near"}
BESIDE = [
    [(NEAR, "yes"), (FAR, "no")],
    [(FAR, "yes")],
] * 5
"""What is far is right where it is alone, and wrong beside what is near."""


def test_rivals_are_seen_beside_one_another():
    model = fit(BESIDE)

    near, far = chances(model, NEAR, FAR)
    assert near > 0.8
    assert far < 0.5
    assert chances(model, FAR)[0] > 0.6


def test_none_of_the_rivals_may_be_right():
    asked = [[({"donor", "asked"}, "yes")], [({"donor", "shunned"}, "no"), ({"shunned"}, "no")]] * 5

    model = fit(asked)

    assert chances(model, {"donor", "asked"})[0] > 0.8
    assert chances(model, {"donor", "shunned"}, {"shunned"})[0] < 0.2


def test_several_right_rivals_are_likely_beside_one_another():
    pairs = [[({"joined"}, "yes"), ({"joined"}, "yes"), ({"other"}, "no")]] * 6

    first, second, third = chances(fit(pairs), {"joined"}, {"joined"}, {"other"})

    assert first == second > 0.8
    assert third < 0.2


def test_choices_of_one_document_are_kept_apart():
    table = FeatureTable()
    for choice in range(2):
        for document in range(6):
            table.add({f"alone {choice}"}, "yes", document, choice)
    ordered = sorted(range(len(table.rows)), key=lambda place: table.documents[place])

    model = fit_choices(table, ordered, FitSettings(0.1))

    assert all(chances(model, {f"alone {choice}"})[0] > 0.8 for choice in range(2))


def test_without_rivals_nothing_is_learnt():
    model = fit_choices(FeatureTable(), [], FitSettings())

    assert model.rows == {}
    assert chances(model, {"far"}) == [0.5]


def test_a_stronger_penalty_leaves_weaker_chances():
    weak, strong = (chances(fit(BESIDE, strength), NEAR, FAR)[0] for strength in (0.1, 20.0))

    assert weak > strong


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        ([], []),
        ([0.0], [0.5]),
        ([-2.0] * 30, [0.2130] * 30),
        ([0.0, 0.0], [2 / 3, 2 / 3]),
        ([800.0, -800.0], [1.0, 0.0]),
    ],
)
def test_rival_chances(margins, expected):
    assert rival_chances(margins) == pytest.approx(expected, abs=1e-4)
