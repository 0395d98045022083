"""Score sentence boundaries on CRAFT and GENIA beside pysbd and spaCy's rule-based sentencizer.

    python -m evaluation.sentences.measure WORK_DIR [--part dev] [--errors N]

WORK_DIR holds the unpacked archives that training reads. Writes scores.json and the table of
the README, but for --part dev, which prints and is what may be looked at.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pysbd
import spacy

from evaluation.readme import fill_readme, format_table
from evaluation.sentences.gold import Paragraph, read_craft, read_genia
from evaluation.span_scores import score_cells, score_units
from exominer.evaluate.bootstrap import bootstrap_interval, f1
from exominer.ingest.sentences import split_sentences

HERE = Path(__file__).parent
RESAMPLES, SEED = 2000, 20261127

Splitter = Callable[[str], Iterable[int]]


def find_starts(text: str) -> list[int]:
    return [start for start, _ in split_sentences(text)]


def make_pysbd() -> Splitter:
    """As scispaCy has it; each piece is looked for behind the one before."""
    segmenter = pysbd.Segmenter(language="en", clean=False, char_span=False)

    def find(text: str) -> list[int]:
        starts, position = [], 0
        for piece in segmenter.segment(text):
            stripped = piece.strip()
            start = text.find(stripped, position)
            if stripped and start >= 0:
                starts.append(start)
                position = start + len(stripped)
        return starts

    return find


def make_sentencizer() -> Splitter:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**7
    return lambda text: [sentence.start_char for sentence in nlp(text).sents]


def load_systems() -> dict[str, Splitter]:
    return {"exominer": find_starts, "pysbd": make_pysbd(), "sentencizer": make_sentencizer()}


def read_part(work_dir: Path, part: str) -> dict[str, list[Paragraph]]:
    if part == "test":
        return {
            "CRAFT test": read_craft(work_dir, "test"),
            "GENIA test": read_genia(work_dir, "test"),
        }
    return {
        "CRAFT dev": read_craft(work_dir, "devel"),
        "CRAFT train": read_craft(work_dir, "train"),
        "GENIA dev": read_genia(work_dir, "dev"),
    }


def find_boundaries(split: Splitter, text: str) -> set[int]:
    """Where sentences begin inside a paragraph, at a character that is no space."""
    first = len(text) - len(text.lstrip())
    return {s + len(re.match(r"\s*", text[s:])[0]) for s in split(text)} - {first}


def score_systems(paragraphs: list[Paragraph], systems: dict[str, Splitter]) -> dict[str, dict]:
    """P, R and F1 of each system, with intervals over documents, and by how much ours is ahead."""
    counts = {}
    scores = {}
    for name, split in systems.items():
        units = defaultdict(lambda: (set(), set()))
        for number, paragraph in enumerate(paragraphs):
            gold, found = units[paragraph.document]
            gold |= {(number, start) for start in paragraph.starts}
            found |= {(number, start) for start in find_boundaries(split, paragraph.text)}
        scores[name] = score_units(units.values())
        counts[name] = [(len(g & f), len(f), len(g)) for g, f in units.values()]
    for name in set(systems) - {"exominer"}:
        both = [
            (*ours, *other) for ours, other in zip(counts["exominer"], counts[name], strict=True)
        ]
        bounds = bootstrap_interval(
            both, lambda sums: f1(sums[:, :3]) - f1(sums[:, 3:]), resamples=RESAMPLES, seed=SEED
        )
        scores[name]["exominer_ahead_by"] = [round(100 * bound, 1) for bound in bounds]
    return scores


def print_errors(paragraphs: list[Paragraph], n_errors: int) -> None:
    seen = Counter()
    for paragraph in paragraphs:
        text, found = paragraph.text, find_boundaries(find_starts, paragraph.text)
        for start in sorted(found ^ paragraph.starts):
            kind = "missed" if start in paragraph.starts else "false"
            seen[kind] += 1
            if seen[kind] <= n_errors:
                around = f"{text[max(0, start - 60) : start]}¦{text[start : start + 40]}"
                print(kind, paragraph.document, around, sep="\t")
    print(dict(seen))


def table(scores: dict[str, dict]) -> str:
    rows = []
    for part, systems in scores.items():
        for name, score in systems.items():
            ahead = score.get("exominer_ahead_by")
            rows.append(
                [part, name, *score_cells(score), f"{ahead[0]} to {ahead[1]}" if ahead else ""]
            )
    header = ["Part", "System", "P", "R", "F1", "95 % interval", "Right / found / gold"]
    return format_table([*header, "exominer ahead by"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work_dir", type=Path)
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--errors", type=int, default=0, help="print so many of each kind")
    options = parser.parse_args()
    if options.errors and options.part == "test":
        parser.error("the test parts are only scored; --errors needs --part dev")
    parts = read_part(options.work_dir, options.part)
    scores = {}
    for name, paragraphs in parts.items():
        scores[name] = score_systems(paragraphs, load_systems())
        if options.errors:
            print_errors(paragraphs, options.errors)
    if options.part == "test":
        (HERE / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        fill_readme(HERE / "README.md", {"scores": table(scores)})
    print(table(scores))


if __name__ == "__main__":
    main()
