import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.evaluate.curves import calibrate, find_curve

judged = st.lists(st.tuples(st.floats(-1, 2), st.sampled_from([0.0, 1.0])), max_size=30)


def test_find_curve_puts_equal_scores_into_one_point():
    # Above 0.9 one of one is right; with the two at 0.4 it is two of three. Four are gold.
    curve = find_curve([(0.4, 1), (0.9, 1), (0.4, 0)], n_gold=4)

    assert [(p.threshold, p.precision, p.recall) for p in curve.points] == [
        (0.9, 1.0, 0.25),
        (0.4, pytest.approx(2 / 3), 0.5),
    ]
    assert curve.average_precision == pytest.approx(0.25 * 1 + 0.25 * 2 / 3)


@given(judged)
def test_find_curve_ends_at_the_recall_of_all_predictions(found):
    curve = find_curve(found, n_gold=40)

    recalls = [point.recall for point in curve.points]
    assert recalls == sorted(recalls)
    assert (recalls[-1] if recalls else 0) == pytest.approx(sum(c for _, c in found) / 40)


@given(judged)
def test_calibrate_loses_no_prediction(found):
    calibration = calibrate(found)

    assert sum(each.n for each in calibration.bins) == calibration.n == len(found)


def test_calibrate_finds_no_error_where_scores_mean_what_they_say():
    # Of four scored 0.75 three are right, of two scored 0.5 one is.
    found = [(0.75, 1)] * 3 + [(0.75, 0), (0.5, 1), (0.5, 0)]

    assert calibrate(found).error == 0
    assert calibrate([(1.0, 0)]).error == 1
