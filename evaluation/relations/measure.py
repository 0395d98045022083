"""What rules and classifiers bring to the claims, beside baselines, on the same documents.

    python -m evaluation.relations.measure [--part dev] [--quick] [--test]

Trains on the train part of annotations/ (real abstracts: --abstracts or EXOMINER_ABSTRACTS) and
scores the train part by cross-validation and the dev part by the model of the whole train part.
Each ablation is a training of its own. --test scores the shipped model on the test part, once.
"""

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from msgspec import structs

from evaluation.readme import fill_readme, format_table
from exominer.annotate.pipeline import load_pipeline
from exominer.assemble.assembling import assemble_claims
from exominer.config import AssembleConfig, Config
from exominer.corpus import join_texts, read_abstracts, read_gold_corpus
from exominer.evaluate.assignment import pair_off
from exominer.evaluate.bootstrap import bootstrap_interval, f1
from exominer.evaluate.claims import CLAIM_LEVELS, agreement, match_claims
from exominer.evaluate.cooccurrence import find_cooccurrences
from exominer.evaluate.slots import SLOTS, judge_slots
from exominer.records import AnnotatedDocument, Claim
from exominer.relate.learned.model import load_relations
from exominer.relate.learned.relating import relate_by_model
from exominer.retraining.relations import (
    Lesson,
    TrainingSettings,
    make_lessons,
    train_relations,
    without_annotated,
)

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "annotations" / "documents.jsonl"
OURS = "rules and classifiers"
RESAMPLES, SEED = 2000, 0
ABLATIONS = {
    "classifiers without the rules": r"^(?:\w+ & )?(?:\w+ )*?(?:inside |after |no )?rule\b",
    "without what grammar takes for agents": r"^(?:agent|theme|means) ",
    "without syntax": (
        r"\b(?:dep|path|subject|object|head|under|depth|has (?:aux|neg|prep|nsubj|dobj)"
        r"|vesicle by|vesicle above|agent|theme|means|hangs|below|grammar)\b"
    ),
    "without words": (
        r"^(?:\w+ & )?(?:w[ +-]|stem|words|suffix|sentence has|in |pair |begins|left|right)"
    ),
}
Claims = Mapping[str, tuple[Claim, ...]]


def main() -> None:
    arguments = parse_arguments()
    lessons = read_lessons(arguments)
    report = {}
    if arguments.test:
        report["test"] = measure_test(lessons["test"])
    else:
        report = measure_parts(lessons, quick=arguments.quick)
    for part, systems in report.items():
        print(f"\n{part}\n{levels_table(systems)}\n\n{slots_table(systems)}")
    if arguments.write:
        update(report)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--abstracts", type=Path, default=os.environ.get("EXOMINER_ABSTRACTS"))
    parser.add_argument("--quick", action="store_true", help="without ablations")
    parser.add_argument("--test", action="store_true", help="the shipped model on the test part")
    parser.add_argument("--write", action="store_true", help="scores.json and README.md")
    return parser.parse_args()


def read_lessons(arguments: argparse.Namespace) -> dict[str, list[Lesson]]:
    """Lessons by part; the test part is opened with --test alone."""
    parts = ("test",) if arguments.test else ("train", "dev")
    chosen = [d for d in read_gold_corpus(CORPUS) if d.split in parts]
    texts = read_abstracts(Path(arguments.abstracts)) if arguments.abstracts else {}
    joined = join_texts(chosen, texts)
    print("\n".join(joined.problems))
    shipped = load_pipeline()
    pipelines = {"train": without_annotated(shipped), "dev": shipped, "test": shipped}
    return {
        part: make_lessons(
            [d for d in joined.documents if d.split == part], pipelines[part], Config()
        )
        for part in parts
    }


def measure_parts(lessons: dict[str, list[Lesson]], *, quick: bool) -> dict[str, dict]:
    parts: dict[str, dict[str, Claims]] = {part: {} for part in lessons}
    for part, chosen in lessons.items():
        parts[part]["co-occurrence"] = claims_of(chosen, cooccurrence_claims)
        parts[part]["rules alone"] = claims_of(chosen, lambda lesson: assemble(lesson.ruled))
    settings = {OURS: ""} | ({} if quick else ABLATIONS)
    for name, leave_out in settings.items():
        print(f"training: {name}", flush=True)
        trained = train_relations(lessons["train"], TrainingSettings(leave_out=leave_out))
        least = trained.model.summary.min_score
        found = {"train": trained.related}
        found["dev"] = {
            lesson.name: relate_by_model(lesson.ruled, trained.model, max_sentences_back=3)
            for lesson in lessons["dev"]
        }
        for part, related in found.items():
            parts[part][name] = {n: assemble(r, least) for n, r in related.items()}
        if name == OURS:
            for part, chosen in lessons.items():
                parts[part]["only effects that the rules propose"] = {
                    lesson.name: proposed(parts[part][OURS][lesson.name], lesson)
                    for lesson in chosen
                }
    return {part: measure(lessons[part], systems) for part, systems in parts.items()}


def measure_test(lessons: list[Lesson]) -> dict:
    model = load_relations()
    systems = {
        "co-occurrence": claims_of(lessons, cooccurrence_claims),
        "rules alone": claims_of(lessons, lambda lesson: assemble(lesson.ruled)),
        OURS: {
            lesson.name: assemble(
                relate_by_model(lesson.ruled, model, max_sentences_back=3),
                model.summary.min_score,
            )
            for lesson in lessons
        },
    }
    return measure(lessons, systems)


def claims_of(lessons: list[Lesson], extract: Callable[[Lesson], tuple[Claim, ...]]) -> Claims:
    return {lesson.name: extract(lesson) for lesson in lessons}


def assemble(related: AnnotatedDocument, least: float = 0.0) -> tuple[Claim, ...]:
    return assemble_claims(related, AssembleConfig(min_score=least))


def cooccurrence_claims(lesson: Lesson) -> tuple[Claim, ...]:
    bare = tuple(m for m in lesson.ruled.mentions if m.kind != "effect" and m.source != "role")
    return find_cooccurrences(structs.replace(lesson.ruled, mentions=bare))


def proposed(claims: tuple[Claim, ...], lesson: Lesson) -> tuple[Claim, ...]:
    """Claims whose effect meets one of the rules."""
    text = lesson.ruled.document.text
    spans = [(m.start, m.end) for m in lesson.ruled.mentions if m.kind == "effect"]
    kept = []
    for claim in claims:
        start = text.find(claim.effect.text, claim.evidence[0].start)
        end = start + len(claim.effect.text)
        if any(start < other_end and other_start < end for other_start, other_end in spans):
            kept.append(claim)
    return tuple(kept)


def measure(lessons: list[Lesson], systems: dict[str, Claims]) -> dict:
    """Scores by system, with intervals, and how often a resample does not favour ours."""
    ours = counts(lessons, systems[OURS], "triple")
    report = {}
    for name, claims in systems.items():
        pairs = [(lesson.claims, claims[lesson.name]) for lesson in lessons]
        levels = {level: level_score(counts(lessons, claims, level)) for level in CLAIM_LEVELS}
        slots = slot_counts(pairs)
        p = None if name == OURS else paired_test(ours, counts(lessons, claims, "triple"))
        report[name] = {"levels": levels, "slots": slots, "p_triple": p}
    return report


def slot_counts(pairs) -> dict[str, list[int]]:
    """How many are right of those that either side fills, where the effect was found."""
    found = {slot: [0, 0] for slot in SLOTS}
    for truth, guess in pairs:
        for one, other, _ in pair_off(truth, guess, lambda g, p: agreement(g, p, "effect")):
            if one is not None and other is not None:
                for filling in judge_slots(one, other):
                    found[filling.slot][0] += filling.agree
                    found[filling.slot][1] += 1
    return found


def counts(lessons: list[Lesson], claims: Claims, level: str) -> list[tuple[int, int, int]]:
    return [
        (
            len(match_claims(lesson.claims, claims[lesson.name], level)),
            len(claims[lesson.name]),
            len(lesson.claims),
        )
        for lesson in lessons
    ]


def level_score(rows: list[tuple[int, int, int]]) -> dict:
    found, predicted, gold = (sum(row[i] for row in rows) for i in range(3))
    low, high = bootstrap_interval(rows, f1, resamples=RESAMPLES, seed=SEED)
    return {
        "P": found / max(predicted, 1), "R": found / max(gold, 1),
        "F": 2 * found / max(predicted + gold, 1), "low": low, "high": high,
        "found": found, "predicted": predicted, "gold": gold,
    }  # fmt: skip


def paired_test(ours: list[tuple[int, int, int]], theirs: list[tuple[int, int, int]]) -> float:
    """Two-sided, by bootstrap of documents: twice the share of resamples against the difference."""
    one, other = np.asarray(ours, float), np.asarray(theirs, float)
    drawn = np.random.default_rng(SEED).integers(0, len(one), size=(RESAMPLES, len(one)))
    gap = f1(one[drawn].sum(axis=1)) - f1(other[drawn].sum(axis=1))
    against = min(np.mean(gap <= 0), np.mean(gap >= 0))
    return float(min(1.0, 2 * max(against, 1 / RESAMPLES)))


LEVEL_COLUMNS = ("System", "Level", "P", "R", "F1", "95 % interval", "Found", "Predicted", "Gold")


def levels_table(systems: dict) -> str:
    rows = [
        [
            name, level, *(f"{100 * score[key]:.1f}" for key in "PRF"),
            f"{100 * score['low']:.1f} to {100 * score['high']:.1f}",
            *(str(score[key]) for key in ("found", "predicted", "gold")),
        ]
        for name, system in systems.items()
        for level, score in system["levels"].items()
        if level == "triple" or name in {OURS, "rules alone"}
    ]  # fmt: skip
    return format_table(LEVEL_COLUMNS, rows)


def slots_table(systems: dict) -> str:
    shown = [name for name in systems if name in {OURS, "rules alone", "co-occurrence"}]
    rows = [
        [slot, *("{} of {}".format(*systems[name]["slots"][slot]) for name in shown)]
        for slot in systems[OURS]["slots"]
    ]
    tests = ["p against ours (triple)", *(_p(systems[name]["p_triple"]) for name in shown)]
    return format_table(["Slot, where the effect was found", *shown], [*rows, tests])


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}" if value > 1 / RESAMPLES else "< 0.001"


def update(report: dict) -> None:
    path = HERE / "scores.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | report, indent=1) + "\n", encoding="utf-8")
    tables = {}
    for part, systems in report.items():
        tables[f"{part} levels"] = levels_table(systems)
        tables[f"{part} slots"] = slots_table(systems)
    fill_readme(HERE / "README.md", tables)


if __name__ == "__main__":
    main()
