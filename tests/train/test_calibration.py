import pytest

from exominer.train.calibration import (
    Judged,
    average_curves,
    calibration_error,
    choose_threshold,
    make_point,
    read_bins,
)

JUDGED = [
    Judged("a", 0.95, True),
    Judged("a", 0.85, True),
    Judged("b", 0.55, False),
    Judged("b", 0.52, True),
    Judged("b", 0.15, False),
]


CURVE = [make_point(0.2, 3, 5, 4), make_point(0.5, 3, 4, 4), make_point(0.9, 1, 1, 4)]


def test_point_has_precision_recall_and_f1():
    assert (CURVE[1].precision, CURVE[1].recall, CURVE[1].f1) == (0.75, 0.75, 0.75)


@pytest.mark.parametrize(("precision", "least"), [(0.0, 0.5), (0.9, 0.9), (1.1, 0.5)])
def test_threshold_is_that_of_the_best_f1_with_the_precision(precision, least):
    assert choose_threshold(CURVE, precision=precision) == least


def test_sorts_of_documents_count_alike_in_an_averaged_curve():
    few = [make_point(0.2, 1, 4, 4), make_point(0.5, 1, 2, 4)]
    many = [make_point(0.2, 90, 100, 100), make_point(0.5, 80, 80, 100), make_point(0.9, 9, 9, 100)]

    averaged = average_curves([few, many])

    assert [point.least for point in averaged] == [0.2, 0.5]
    assert averaged[0].precision == pytest.approx((0.25 + 0.9) / 2)
    assert averaged[1].n_claims == 82
    assert choose_threshold(averaged, precision=0.7) == 0.5
    assert average_curves([few]) == tuple(few)


def test_threshold_without_claims_is_zero():
    assert choose_threshold([], precision=0.5) == 0.0


def test_bins_hold_mean_score_and_share_of_right():
    bins = {b.least: b for b in read_bins(JUDGED)}

    assert bins[0.5].n_claims == 2
    assert bins[0.5].score == pytest.approx(0.535)
    assert bins[0.5].right == 0.5


def test_calibration_error_of_scores_that_promise_too_much_is_their_excess():
    judged = [Judged("a", 0.9, i < 5) for i in range(10)]

    assert calibration_error(read_bins(judged)) == pytest.approx(0.4)
