"""What goes wrong with the claims, counted by its first cause.

    python -m evaluation.relations.causes [--abstracts CSV]

Trains as ``evaluation.relations.measure`` does, judges the train part by cross-validation and the
dev part by the model of the whole train part, and writes the table into README.md.
"""

import argparse
import os
from collections import Counter
from pathlib import Path

from evaluation.readme import fill_readme, format_table
from evaluation.relations.measure import HERE, assemble, read_lessons
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.claims import judge_claims
from exominer.relate.learned.relating import relate_by_model
from exominer.retraining.relations import Lesson, TrainingSettings, train_relations

BACK = TrainingSettings().max_sentences_back


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--abstracts", type=Path, default=os.environ.get("EXOMINER_ABSTRACTS"))
    parser.set_defaults(test=False)
    lessons = read_lessons(parser.parse_args())
    trained = train_relations(lessons["train"], TrainingSettings())
    dev = {
        lesson.name: relate_by_model(lesson.ruled, trained.model, max_sentences_back=BACK)
        for lesson in lessons["dev"]
    }
    least = trained.model.summary.min_score
    columns = [
        count_causes(lessons[part], related, score)
        for part, related in (("dev", dev), ("train", trained.related))
        for score in (least, 0.0)
    ]
    causes = sorted(set().union(*columns), key=lambda cause: (-columns[2][cause], cause))
    head = [f"{part}, from {score}" for part in ("dev", "train") for score in (least, 0.0)]
    rows = [[*cause, *(n[cause] for n in columns)] for cause in causes]
    table = format_table(["Side", "First cause", *head], rows)
    fill_readme(HERE / "README.md", {"causes": table})
    print(table)


def count_causes(lessons: list[Lesson], related, least: float) -> Counter[tuple[str, str]]:
    """How many gold claims are missed, and claims false, by their first cause at the full level."""
    counts: Counter[tuple[str, str]] = Counter()
    for lesson in lessons:
        found = related[lesson.name]
        gold = Annotation(
            lesson.name, lesson.gold, lesson.claims, has_mentions=True, has_relations=True
        )
        guess = Annotation(
            lesson.name, found, assemble(found, least), has_mentions=True, has_relations=True
        )
        for judgement in judge_claims(gold, guess, max_sentences_back=BACK):
            if judgement.measure == "full" and judgement.cause:
                counts["missed", judgement.cause] += judgement.gold is not None
                counts["false", judgement.cause] += judgement.predicted is not None
    return counts


if __name__ == "__main__":
    main()
