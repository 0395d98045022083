import pytest

from exominer.evaluate.comparison import Difference
from exominer.evaluate.curves import Curve, CurvePoint, calibrate
from exominer.evaluate.judgements import Score
from exominer.evaluate.plots import (
    LINE,
    MAX_POINTS,
    SIDE,
    draw_bars,
    draw_calibration,
    draw_curve,
    draw_gains,
)


def test_draw_bars_leaves_out_what_is_not_known():
    score = Score(0.5, 0.5, 0.5, None, None, 1.0, 2, 2)

    (bar,) = draw_bars({"dose": score}, {}).bars

    assert (bar.value, bar.low, bar.high, bar.ceiling) == (LINE / 2, None, None, None)


def test_draw_curve_turns_upwards_what_grows():
    curve = Curve((CurvePoint(0.9, 1.0, 0.0), CurvePoint(0.1, 0.5, 1.0)), 0.7)

    assert draw_curve(curve).path == f"0.0,0.0 {SIDE},{SIDE / 2}"


def test_draw_curve_thins_out_many_points_and_keeps_the_last():
    points = tuple(CurvePoint(1 - i / 5000, 1.0, i / 5000) for i in range(5001))

    path = draw_curve(Curve(points, 1.0)).path.split()

    assert len(path) <= MAX_POINTS + 50
    assert path[-1] == f"{SIDE},0.0"


def test_draw_curve_of_nothing_is_empty():
    assert draw_curve(Curve((), 0.0)).path == ""
    assert draw_calibration(calibrate([])).dots == ()


@pytest.mark.parametrize("difference", [-0.2, 0.0, 0.3])
def test_draw_gains_puts_no_difference_in_the_middle(difference):
    each = Difference("claims", "full", "", 0.5, 0.5 + difference, difference, -0.4, 0.4, 0.5, 10)

    chart = draw_gains([each])

    (gain,) = chart.gains
    assert gain.x - chart.zero == pytest.approx(difference / 0.8 * LINE, abs=0.1)
    assert (gain.low, gain.high) == (0, LINE)
