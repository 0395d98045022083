"""A run over fake stages as a program of its own, to be interrupted from outside.

Usage: fake_run.py PAPERS OUT JOBS; prints a line when it starts and after each paper.
"""

import sys
from pathlib import Path


def report(*, document, **_):
    print(document or "started", flush=True)  # noqa: T201 - the test reads it


def main():
    # As in a command: a process that is started from here must not load it all again.
    from exominer.run.account import RunOptions  # noqa: PLC0415
    from exominer.run.extraction import RunInterruptedError, run_extraction  # noqa: PLC0415
    from tests.run.fake_stages import FAKE  # noqa: PLC0415

    papers, out, jobs = sys.argv[1:]
    options = RunOptions(jobs=int(jobs))
    try:
        run_extraction([papers], Path(out), options, report, stages=FAKE)
    except RunInterruptedError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
