"""Check authored files: `python annotations/check.py [--abstracts CSV] FILE...`.

A folder stands for all JSON files below it. Prints one line an error and a count at the end;
the exit code is 1 if there is an error. Abstracts come from --abstracts or EXOMINER_ABSTRACTS.
"""
# ruff: noqa: E402 - a script that runs from the checkout and prints

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from exominer.corpus import read_abstracts
from exominer.errors import InputError
from exominer.ingest.sentences import split_sentences
from exominer.train.authored_check import check_file


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--abstracts", type=Path, default=os.environ.get("EXOMINER_ABSTRACTS"))
    options = parser.parse_args()
    try:
        texts = read_abstracts(Path(options.abstracts)) if options.abstracts else {}
    except InputError as error:
        sys.exit(str(error))
    files = [f for p in options.paths for f in (sorted(p.rglob("*.json")) if p.is_dir() else [p])]
    n_errors = n_warnings = 0
    for file in files:
        for problem in check_file(file, texts, split_sentences):
            print(f"{file}: {problem.level}: {problem.text}")
            n_errors += problem.level == "error"
            n_warnings += problem.level == "warning"
    print(f"{len(files)} files, {n_errors} errors, {n_warnings} warnings")
    sys.exit(1 if n_errors else 0)


if __name__ == "__main__":
    main()
