"""Speed of annotating beside a plain spaCy pipeline; load time and memory of the recogniser.

Usage: python benchmarks/bench_model.py [--model DIR] [--archives WORK_DIR] [--text PAPER]
           [--rounds N] [--out FILE]

WORK_DIR holds the unpacked archives that training reads; without it speed is left out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL_DIR = ROOT / "exominer" / "models" / "recogniser"
REVIEW = ROOT / "corpora" / "review_restated.txt"
N_SENTENCES = 2000
LOAD = """
import json, resource, sys, time
from pathlib import Path

def resident():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return None

started = time.perf_counter()
import spacy
imported = time.perf_counter()
from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import load_pipeline
from exominer.config import AnnotateConfig, Config
from exominer.pipeline import read_paper
ours = time.perf_counter()
pipeline = load_pipeline(Path(sys.argv[1]))
loaded = time.perf_counter()
found = {
    "import spacy, s": imported - started,
    "import exominer, s": ours - imported,
    "load the model, s": loaded - ours,
    "model loaded, MB": resident(),
}
annotate_document(read_paper(Path(sys.argv[2]), Config()), pipeline, AnnotateConfig())
found["review annotated, MB"] = resident()
found["at most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(found))
"""


def measure_load(model_dir: Path, text: Path, n_rounds: int) -> dict[str, list[float]]:
    """Seconds and megabytes of fresh processes; the first, which fills the disk's cache, is out."""
    runs = []
    for _ in range(n_rounds + 1):
        command = [sys.executable, "-c", LOAD, str(model_dir), str(text)]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        if result.returncode:
            sys.exit(f"Loading {model_dir} failed:\n{result.stderr}")
        runs.append(json.loads(result.stdout))
    return {name: [run[name] for run in runs[1:]] for name in runs[0]}


def measure_speed(model_dir: Path, work_dir: Path, n_rounds: int) -> dict[str, object]:
    """Words a second of processor time, the two systems by turns, and their ratio by round."""
    from evaluation.recogniser.measure import make_plain_pipeline  # noqa: PLC0415
    from exominer.annotate.annotator import annotate_document  # noqa: PLC0415
    from exominer.annotate.pipeline import load_pipeline  # noqa: PLC0415
    from exominer.config import AnnotateConfig  # noqa: PLC0415
    from exominer.records import Document, Sentence  # noqa: PLC0415
    from exominer.train.corpora import read_corpora  # noqa: PLC0415

    corpora = read_corpora(work_dir)
    texts = [tree.text for tree in corpora.trees.test[:N_SENTENCES]]
    n_words = sum(len(text.split()) for text in texts)
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(start, start + len(text)))
        start += len(text) + 1
    document = Document("d", "", "text", " ".join(texts), sentences=tuple(sentences))
    plain, pipeline, settings = (
        make_plain_pipeline(corpora),
        load_pipeline(model_dir),
        AnnotateConfig(),
    )
    systems = {
        "annotate_document": lambda: annotate_document(document, pipeline, settings),
        "its model alone": lambda: pipeline.annotate(document, batch_size=settings.batch_size),
        "plain efficiency pipeline": lambda: list(plain.pipe(texts)),
    }
    rates: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(n_rounds + 1):
        for name, run in systems.items():
            rates[name].append(n_words / time_run(run))
    rates = {name: values[1:] for name, values in rates.items()}
    ratios = [
        ours / other
        for ours, other in zip(
            rates["annotate_document"], rates["plain efficiency pipeline"], strict=True
        )
    ]
    low, high = bootstrap_median(ratios)
    return {"words": n_words, "rates": rates, "ratio": statistics.median(ratios),
            "ratio_interval": [low, high]}  # fmt: skip


def time_run(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def bootstrap_median(values: list[float]) -> tuple[float, float]:
    """95 % percentile interval of the median over the rounds, 2,000 samples, seed 0."""
    import numpy as np  # noqa: PLC0415 - after the thread limits

    drawn = np.random.default_rng(0).choice(values, size=(2000, len(values)))
    low, high = np.percentile(np.median(drawn, axis=1), [2.5, 97.5])
    return float(low), float(high)


def print_scores(scores: dict) -> None:
    print("| of fresh processes | median | least | most |\n| --- | ---: | ---: | ---: |")
    for name, values in scores["load"].items():
        digits = 2 if name.endswith("s") else 0
        figures = (statistics.median(values), min(values), max(values))
        print(f"| {name} | " + " | ".join(f"{figure:.{digits}f}" for figure in figures) + " |")
    if speed := scores.get("speed"):
        print(
            "\n| words a second, one core | median | least | most |\n| --- | ---: | ---: | ---: |"
        )
        for name, values in speed["rates"].items():
            figures = (statistics.median(values), min(values), max(values))
            print(f"| {name} | " + " | ".join(f"{figure:,.0f}" for figure in figures) + " |")
        low, high = speed["ratio_interval"]
        print(f"\nannotate_document to plain: {speed['ratio']:.2f} ({low:.2f} to {high:.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL_DIR)
    parser.add_argument("--archives", type=Path)
    parser.add_argument("--text", type=Path, default=REVIEW)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, help="write all figures as JSON")
    options = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    sys.path.insert(0, str(ROOT))
    model_dir, text = options.model.resolve(), options.text.resolve()
    scores: dict[str, object] = {"load": measure_load(model_dir, text, options.rounds)}
    if options.archives:
        scores["speed"] = measure_speed(model_dir, options.archives, options.rounds)
    if options.out:
        options.out.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    print_scores(scores)


if __name__ == "__main__":
    main()
