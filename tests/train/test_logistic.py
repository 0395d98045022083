import pytest

from exominer.train.logistic import FeatureTable, FitSettings, fit_table


def make_table(examples):
    table = FeatureTable()
    for document, (features, label) in enumerate(examples):
        table.add(features, label, document)
    return table


RISES = [({"w rose", "noise a"}, "yes"), ({"w fell", "noise a"}, "no")] * 6


def fit(table, **settings):
    return fit_table(table, range(len(table.rows)), FitSettings(**settings))


def test_fit_learns_which_feature_decides():
    model = fit(make_table(RISES), strength=0.1)

    assert model.probability({"w rose"}) > 0.9
    assert model.probability({"w fell"}) < 0.1


def test_fit_gives_a_column_to_each_of_three_classes():
    labels = [({f"w {name}"}, name) for name in ("up", "down", "none")] * 4

    model = fit(make_table(labels), strength=0.1)

    assert model.classes == ("down", "none", "up")
    assert max(model.distribution({"w none"}).items(), key=lambda share: share[1])[0] == "none"


def test_fit_leaves_out_what_only_one_document_has():
    table = make_table([*RISES, ({"w rose", "w once"}, "yes")])

    assert "w once" not in fit(table, n_documents=2).rows
    assert "w once" in fit(table, n_documents=1).rows


def test_fit_on_some_places_does_not_see_the_others():
    table = make_table([*RISES, *[({"w late"}, "yes")] * 4])

    model = fit_table(table, table.choose(set(range(12))), FitSettings())

    assert "w late" not in model.rows


def test_fit_is_the_same_whatever_order_a_set_has():
    first = make_table([({"a", "b", "c"}, "yes"), ({"b", "d"}, "no")] * 3)
    second = make_table([({"c", "b", "a"}, "yes"), ({"d", "b"}, "no")] * 3)

    assert fit(first).weights.tolist() == fit(second).weights.tolist()


@pytest.mark.parametrize("label", ["yes", "no"])
def test_fit_on_one_answer_only_gives_that_answer(label):
    model = fit(make_table([({"a"}, label)] * 5))

    assert (model.probability({"a"}) > 0.5) is (label == "yes")
