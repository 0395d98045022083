import pytest

from exominer.train.learning_curve import CurvePoint, forecast_score, nested_subsets


def _points(law, sizes=(20, 40, 80, 160)):
    return [CurvePoint(n, law(n)) for n in sizes]


def test_forecast_score_extends_a_power_law():
    law = lambda n: 0.9 - 0.6 * n**-0.5  # noqa: E731

    forecast = forecast_score(_points(law), 210, seed=0)

    assert forecast.score == pytest.approx(law(210), abs=1e-3)
    assert forecast.low <= forecast.score <= forecast.high


def test_forecast_score_never_promises_a_fall():
    forecast = forecast_score(_points(lambda n: 0.7 - n / 1000), 400, seed=0)

    assert forecast.score == pytest.approx(0.625)


def test_forecast_score_is_less_sure_of_points_that_scatter():
    steady = forecast_score(_points(lambda n: 0.9 - n**-0.5) * 2, 300, seed=0)
    shaken = [CurvePoint(p.n_documents, p.score + 0.04) for p in _points(lambda n: 0.9 - n**-0.5)]
    loose = forecast_score([*_points(lambda n: 0.86 - n**-0.5), *shaken], 300, seed=0)

    assert loose.high - loose.low > steady.high - steady.low + 0.01


def test_forecast_score_refuses_two_numbers_of_documents():
    with pytest.raises(ValueError, match="3 or more"):
        forecast_score(_points(lambda n: n / 99, sizes=(10, 20)), 30, seed=0)


def test_nested_subsets_are_the_same_for_the_same_seed():
    names = [f"d{i}" for i in range(30)]

    first, second = nested_subsets(names, [5, 20], seed=3), nested_subsets(names, [5, 20], seed=3)

    assert first == second
    assert set(first[0]) < set(first[1])
    assert first != nested_subsets(names, [5, 20], seed=4)
