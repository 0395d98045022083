from exominer.train.calibration import Point
from exominer.train.relation_card import thin_curve


def test_thin_curve_keeps_one_point_a_step():
    curve = [Point(step / 50, 10, 0.5, 0.5, 0.5) for step in range(10)]

    assert [point.least for point in thin_curve(curve, step=0.1)] == [0.0, 0.1]
