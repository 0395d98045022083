"""A bound on the seconds that a block of Python may take, in the process that runs it."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 1.0


class TimeLimitError(BaseException):
    """The block took longer; no Exception, so that no handler of errors on the way takes it."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TimeLimitError


@contextmanager
def limit_seconds(seconds: float) -> Iterator[None]:
    """Raise ``TimeLimitError`` in the block once it has taken ``seconds``.

    The alarm is heard between two steps of the interpreter and inside ``re``; a library in C
    that does not return is not stopped. Where there is no alarm (Windows, or a thread that
    is not the main one), the block runs without a limit.

    Example:
        >>> with limit_seconds(5):
        ...     "in time"
        'in time'
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        # Again and again: an exception raised in a callback of C is printed and forgotten.
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        # An alarm of the last moment may have kept the line above from being run.
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
