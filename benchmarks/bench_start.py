"""How long a command takes from nothing, beside what it cannot be faster than.

Usage: python benchmarks/bench_start.py [PAPER] [--runs N] [--cores N]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("exominer")
EXOMINER = [str(PROGRAM)] if PROGRAM.exists() else [
    sys.executable, "-c", "from exominer.cli import main; main()"
]  # fmt: skip
CORPUS_PAPER = Path(__file__).resolve().parents[1] / "corpora" / "review_restated.txt"


def python(code):
    return [sys.executable, "-c", code]


def measure(command, n_runs):
    """Median seconds of a command; the first run, which fills the disk's cache, is left out."""
    seconds = []
    for _ in range(n_runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            filled = [part.replace("{out}", folder) for part in command]
            started = time.perf_counter()
            result = subprocess.run(filled, capture_output=True, text=True, check=False)
            seconds.append(time.perf_counter() - started)
        if result.returncode:
            sys.exit(f"{' '.join(filled)} ended with {result.returncode}:\n{result.stderr}")
    return statistics.median(seconds[1:])


def limit_cores(n_cores):
    """Leave this process and those it starts some of the cores, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:n_cores])
        return f"{n_cores} of {os.cpu_count()} cores"
    return f"{os.cpu_count()} cores (they cannot be limited here)"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paper", type=Path, nargs="?", default=CORPUS_PAPER)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--cores", type=int, default=1)
    options = parser.parse_args()
    pairs = [
        ("exominer --help", [*EXOMINER, "--help"], "import typer"),
        (
            f"exominer extract {options.paper.name}",
            [*EXOMINER, "extract", str(options.paper), "--out", "{out}/run"],
            "import spacy",
        ),
    ]
    cores = limit_cores(options.cores)
    print(f"Median seconds of {options.runs} runs, from start to end of the process, {cores}\n")
    print(f"{'command':<40} {'seconds':>8}   {'beside':<24} {'seconds':>8} {'ratio':>7}")
    for name, command, least in pairs:
        own, floor = measure(command, options.runs), measure(python(least), options.runs)
        print(f"{name:<40} {own:>8.2f}   python {least:<17} {floor:>8.2f} {own / floor:>7.1f}")


if __name__ == "__main__":
    main()
