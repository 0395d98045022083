"""Pages a second of reading PDFs, beside the raw text that pypdfium2 gives.

Usage: python benchmarks/bench_pdf.py FOLDER [--runs N]
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

from exominer.config import IngestConfig
from exominer.ingest.read import read_document


def read_raw(paths: Sequence[Path]) -> int:
    """Read all pages with pypdfium2 alone; return how many."""
    n_pages = 0
    for path in paths:
        with pypdfium2.PdfDocument(path) as pdf:
            for page in pdf:
                page.get_textpage().get_text_range()
                n_pages += 1
    return n_pages


def read_documents(paths: Sequence[Path]) -> int:
    """Read all files as a run does, up to the Document; return how many pages."""
    settings = IngestConfig()
    return sum(
        len(read_document(path, document=path.name, settings=settings).pages) for path in paths
    )


def measure(read: Callable[[Sequence[Path]], int], paths: Sequence[Path], n_runs: int) -> float:
    """Median pages a second of processor time; the first run fills caches and is left out."""
    rates = []
    for _ in range(n_runs + 1):
        started = time.process_time()
        n_pages = read(paths)
        rates.append(n_pages / (time.process_time() - started))
    return statistics.median(rates[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.pdf"))
    if not paths:
        sys.exit(f"{options.folder}: no PDF.")
    own, raw = (measure(read, paths, options.runs) for read in (read_documents, read_raw))
    print(f"{len(paths)} files, {read_raw(paths)} pages, median of {options.runs} runs, one core\n")
    print(f"{'':<30} {'pages a second':>15}")
    print(f"{'exominer, to a Document':<30} {own:>15.1f}")
    print(f"{'pypdfium2, raw text':<30} {raw:>15.1f}")
    print(f"{'ratio':<30} {raw / own:>15.1f}")


if __name__ == "__main__":
    main()
