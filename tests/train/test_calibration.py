import pytest

from exominer.train.calibration import (
    Judged,
    calibration_error,
    choose_threshold,
    read_bins,
    read_curve,
)

JUDGED = [
    Judged("a", 0.95, True),
    Judged("a", 0.85, True),
    Judged("b", 0.55, False),
    Judged("b", 0.52, True),
    Judged("b", 0.15, False),
]


def test_curve_counts_claims_from_each_score_up():
    points = {point.least: point for point in read_curve(JUDGED, n_gold=4)}

    assert points[0.85].n_claims == 2
    assert points[0.85].precision == 1.0
    assert points[0.52].recall == pytest.approx(3 / 4)
    assert points[0.15].f1 == pytest.approx(2 * 3 / (5 + 4))


@pytest.mark.parametrize(("precision", "least"), [(0.0, 0.52), (0.9, 0.85), (1.1, 0.95)])
def test_threshold_is_that_of_the_best_f1_with_the_precision(precision, least):
    assert choose_threshold(read_curve(JUDGED, 4), precision=precision) == least


def test_threshold_without_claims_is_zero():
    assert choose_threshold(read_curve([], 0), precision=0.5) == 0.0


def test_bins_hold_mean_score_and_share_of_right():
    bins = {b.least: b for b in read_bins(JUDGED)}

    assert bins[0.5].n_claims == 2
    assert bins[0.5].score == pytest.approx(0.535)
    assert bins[0.5].right == 0.5


def test_calibration_error_of_scores_that_promise_too_much_is_their_excess():
    judged = [Judged("a", 0.9, i < 5) for i in range(10)]

    assert calibration_error(read_bins(judged)) == pytest.approx(0.4)
