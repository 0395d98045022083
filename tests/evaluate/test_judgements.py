import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.evaluate.judgements import (
    Item,
    Judgement,
    Resampling,
    count_judgements,
    score_counts,
    section_of,
)
from exominer.evaluate.system import score_measure
from tests.evaluate.evaluate_documents import make_document

RESAMPLING = Resampling(("A", "B", "C"), 50, 0)
items = st.none() | st.builds(
    Item,
    kind=st.sampled_from(["dose", "mirna"]),
    start=st.just(0),
    end=st.just(1),
    text=st.just("x"),
    section=st.sampled_from(["abstract", "results"]),
)
judgements = st.builds(
    Judgement,
    task=st.just("mentions"),
    measure=st.just("partial"),
    document=st.sampled_from(RESAMPLING.documents),
    gold=items,
    predicted=items,
    credit=st.sampled_from([0.0, 0.5, 1.0]),
)


@given(st.lists(judgements, max_size=20))
def test_score_measure_breaks_down_into_parts_that_add_up_to_the_whole(found):
    scores = score_measure(found, RESAMPLING)

    for parts in (scores.kinds, scores.sections, scores.documents):
        for count in ("n_found", "n_predicted", "n_gold"):
            assert sum(getattr(p, count) for p in parts.values()) == getattr(scores.whole, count)


def test_count_judgements_counts_a_pair_of_two_kinds_under_both():
    pair = Judgement(
        "mentions", "exact", "B", Item("dose", 0, 1, "x"), Item("mirna", 0, 1, "x"), 1.0
    )

    tables = count_judgements([pair], RESAMPLING.documents, lambda item: item.kind)

    # Credit and number of the gold, credit and number of the predicted; B is the second row.
    assert tables["dose"].tolist() == [[0] * 4, [1, 1, 0, 0], [0] * 4]
    assert tables["mirna"].tolist() == [[0] * 4, [0, 0, 1, 1], [0] * 4]


def test_score_counts_is_half_precision_and_a_third_recall():
    # 1 of 2 predicted is right, 1 of 3 gold is found: F1 is 2 * 1 / (2 + 3).
    score = score_counts(np.array([[1.0, 3.0, 1.0, 2.0]]))

    assert (score.precision, score.recall, score.f1) == pytest.approx((1 / 2, 1 / 3, 2 / 5))


def test_score_counts_has_no_interval_where_one_document_holds_everything():
    table = np.array([[1.0, 2.0, 1.0, 1.0], [0.0] * 4, [0.0] * 4])

    assert score_counts(table, RESAMPLING).low is None


def test_score_counts_does_not_draw_from_samples_without_the_kind():
    # Both documents with the kind are right in all, so that every sample that holds it is too.
    table = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], *[[0.0] * 4] * 6])
    resampling = Resampling(tuple("ABCDEFGH"), 200, 0)

    score = score_counts(table, resampling)

    assert (score.low, score.high) == (1.0, 1.0)


def test_section_of_names_the_kind_of_the_section():
    assert section_of(make_document("A text.", section="methods"), 3) == "methods"
    assert section_of(make_document("A text."), 99) == "text"
