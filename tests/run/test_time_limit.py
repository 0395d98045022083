import signal
import time

import pytest

from exominer.run.time_limit import TimeLimitError, limit_seconds


def test_limit_seconds_ends_a_block_that_catches_every_exception():
    started = time.perf_counter()

    with pytest.raises(TimeLimitError), limit_seconds(0.05):
        while True:
            try:
                time.sleep(30)
            except Exception:  # noqa: BLE001 - as a library might
                continue

    assert time.perf_counter() - started < 5


def test_limit_seconds_leaves_no_alarm_behind():
    before = signal.getsignal(signal.SIGALRM)

    with limit_seconds(30):
        during = signal.getitimer(signal.ITIMER_REAL)[0]

    assert 0 < during <= 30
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == before
