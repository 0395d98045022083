import numpy as np
import pytest

from exominer.evaluate.bootstrap import (
    bootstrap_interval,
    bootstrap_proportion,
    f1,
    share,
    wilson_proportion,
)


def test_bootstrap_interval_is_the_same_for_a_seed():
    counts = [(1, 1), (0, 1), (1, 1), (0, 1), (1, 1)]

    first = bootstrap_interval(counts, share, resamples=500, seed=7)

    assert first == bootstrap_interval(counts, share, resamples=500, seed=7)
    assert 0 <= first[0] < 0.6 < first[1] <= 1


def test_bootstrap_interval_draws_whole_units():
    # One document with 9 of 10 found and one with 0 of 10: the samples are 18/20, 9/20 or 0/20.
    interval = bootstrap_interval([(9, 10), (0, 10)], share, resamples=2000, seed=0)

    assert interval == (0.0, 0.9)


def test_bootstrap_interval_without_units_is_empty():
    assert bootstrap_interval([], share, resamples=10, seed=0) == (0.0, 0.0)


def test_f1_divides_twice_the_found_by_predicted_and_gold():
    # 2 * 3 / (4 + 5), and nothing at all
    assert f1(np.array([[3.0, 4.0, 5.0], [0.0, 0.0, 0.0]])) == pytest.approx([6 / 9, 0.0])


def test_bootstrap_proportion_counts_the_units():
    found = bootstrap_proportion([True, False, True, False], resamples=200, seed=1)

    assert (found.n_found, found.n, found.value) == (2, 4, 0.5)
    assert found.low < 0.5 < found.high


def test_bootstrap_proportion_of_no_units_is_zero():
    assert bootstrap_proportion([], resamples=10, seed=0).value == 0.0


@pytest.mark.parametrize(
    ("n_found", "n", "low", "high"),
    [
        # Wilson: centre (p + z2/2n)/(1 + z2/n), z2 = 3.8415; for 5 of 10 the centre is 0.5
        # and the half width sqrt(0.025 + 3.8415/400) * 1.96 / 1.38415 = 0.2634
        pytest.param(5, 10, 0.2366, 0.7634, id="half"),
        # all of 8: 1 / (1 + 3.8415/8)
        pytest.param(8, 8, 0.6756, 1.0, id="all"),
        pytest.param(0, 8, 0.0, 0.3244, id="none"),
        pytest.param(0, 0, 0.0, 1.0, id="nothing-to-find"),
    ],
)
def test_wilson_proportion_gives_the_textbook_interval(n_found, n, low, high):
    proportion = wilson_proportion(n_found, n)

    assert (proportion.low, proportion.high) == pytest.approx((low, high), abs=1e-4)
