import numpy as np
import pytest
from msgspec import structs

from exominer.evaluate.comparison import compare_systems, paired_interval, randomisation_p
from exominer.evaluate.judgements import Item, Judgement, Resampling, f1_of_counts

NAMES = tuple(f"D{number}" for number in range(20))
RESAMPLING = Resampling(NAMES, 999, 0)


def judgements(right, kind="dose", task="mentions"):
    """One pair a document with the credit given."""
    item = Item(kind, 0, 1, "x")
    return [
        Judgement(task, "strict", name, item, item, credit)
        for name, credit in zip(NAMES, right, strict=True)
    ]


def test_compare_systems_finds_no_difference_between_equals():
    found = judgements([1, 0] * 10)

    whole, by_kind = compare_systems(found, found, RESAMPLING)

    assert (whole.difference, whole.low, whole.high, whole.p) == (0, 0, 0, 1)
    assert (whole.kind, by_kind.kind) == ("", "dose")


def test_compare_systems_is_sure_of_a_system_that_is_right_everywhere():
    whole, _ = compare_systems(judgements([1, 0] * 10), judgements([1, 1] * 10), RESAMPLING)

    assert (whole.first, whole.second, whole.difference) == (0.5, 1.0, 0.5)
    assert 0 < whole.low < 0.5 < whole.high
    # Ten documents differ, all one way: of 999 random swaps hardly one is as far apart.
    assert whole.p < 0.01


def test_compare_systems_is_not_sure_of_one_document():
    whole, _ = compare_systems(judgements([0] * 20), judgements([1] + [0] * 19), RESAMPLING)

    # The one gain stays a difference of the same size, whichever way it is swapped.
    assert whole.p == 1.0
    assert whole.low == 0.0


def test_compare_systems_turns_its_sign_with_the_order():
    first, second = judgements([1, 0] * 10), judgements([1, 1, 0, 0] * 5)

    there, back = (
        compare_systems(*pair, RESAMPLING)[0] for pair in ((first, second), (second, first))
    )

    assert there.difference == -back.difference
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


def test_compare_systems_compares_kinds_that_one_system_never_gives():
    found = compare_systems(judgements([1] * 20), judgements([1] * 20, kind="mirna"), RESAMPLING)

    assert {each.kind: each.difference for each in found if each.kind} == {"dose": -1, "mirna": 1}


def test_compare_systems_compares_rows_by_recall():
    rows = [
        [Judgement("table1", "strict", "D0", Item("row", 0, 0, "x"), None, credit)]
        for credit in (0, 1)
    ]

    whole = compare_systems(rows[0], rows[1], Resampling(("D0",), 99, 0))[0]

    assert (whole.first, whole.second) == (0, 1)


def test_randomisation_p_is_about_uniform_where_nothing_differs():
    """Two systems that are right by chance alone differ at p < 0.1 in about a tenth of trials."""
    rng, found = np.random.default_rng(0), []
    for _ in range(200):
        tables = []
        for right in rng.integers(0, 2, size=(2, 30)).astype(float):
            tables.append(np.stack([right, np.ones(30), right, np.ones(30)], axis=1))
        found.append(randomisation_p(tables[0], tables[1], f1_of_counts, Resampling(NAMES, 199, 1)))

    assert 0.03 < np.mean(np.array(found) < 0.1) < 0.17


def test_paired_interval_is_narrower_than_the_documents_differ():
    """Both systems share the hard documents, so that only their difference is uncertain."""
    hard = np.array([[float(i % 2), 1.0, float(i % 2), 1.0] for i in range(20)])
    better = hard.copy()
    better[0] = 1.0

    low, high = paired_interval(hard, better, f1_of_counts, RESAMPLING)

    assert 0 <= low < 0.05 < high < 0.2


def test_intervals_of_many_looks_are_wider_than_that_of_one():
    hard = np.array([[float(i % 2), 1.0, float(i % 2), 1.0] for i in range(20)])
    better = hard.copy()
    better[[0, 2, 4]] = 1.0
    better[1, :] = [0.0, 1.0, 0.0, 1.0]

    one = paired_interval(hard, better, f1_of_counts, RESAMPLING)
    many = paired_interval(hard, better, f1_of_counts, structs.replace(RESAMPLING, n_looks=12))

    assert many[0] < one[0] < one[1] < many[1]
