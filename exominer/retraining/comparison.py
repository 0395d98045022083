"""Two models on the same documents to what the new one gains, kind by kind."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from exominer.config import Config
from exominer.corpus import AnnotatedGold
from exominer.evaluate.comparison import compare_systems
from exominer.evaluate.extraction import extract_annotations
from exominer.evaluate.gold_documents import from_corpus
from exominer.evaluate.judgements import Judgement, Resampling, Task
from exominer.evaluate.system import judge_documents
from exominer.pipeline import load_stages
from exominer.train.promotion import Change

Measure = tuple[Task, str]

JUDGED: dict[str, tuple[Measure, ...]] = {
    "recogniser": (("mentions", "strict"),),
    "relations": (("claims", "triple"), ("claims", "full")),
}
"""Task and measure by which a model of each kind is judged, as a whole and by kind."""

SHOWN: dict[str, tuple[Measure, ...]] = {"recogniser": (("claims", "triple"),), "relations": ()}
"""What is compared besides, without a say: a relation model knows the mentions of the
recogniser that it was trained with, and has to be trained anew with another."""


def compare_models(
    documents: Sequence[AnnotatedGold],
    models: tuple[Sequence[Path], Sequence[Path]],
    kind: str,
    config: Config,
) -> tuple[Change, ...]:
    """Compare two systems end to end on the same documents, the old before the new.

    Each is named by the model folders that take the place of shipped ones; ``kind`` is that
    of the model in question.

    Returns:
        For each measure the whole, then each kind, with the paired interval over documents.
        The intervals hold with 95 % for all that has a say together: of a dozen intervals that
        each held with 95 % by itself, one would often be wrong.
    """
    if not documents:
        return ()
    measures = (*JUDGED[kind], *SHOWN[kind])
    resampling = Resampling(
        tuple(document.id for document in documents),
        config.evaluate.resamples,
        config.evaluate.seed,
    )
    old, new = (
        [j for j in judge_models(documents, folders, config) if (j.task, j.measure) in measures]
        for folders in models
    )
    n_looks = sum(_count_rows(old + new, measure) for measure in JUDGED[kind])
    resampling = structs.replace(resampling, n_looks=max(n_looks, 1))
    return tuple(
        Change(
            kind=f"{change.task}: {change.kind}" if change.kind else change.task,
            measure=change.measure,
            old=change.first,
            new=change.second,
            difference=change.difference,
            low=change.low,
            high=change.high,
            n_gold=change.n_gold,
            has_a_say=(change.task, change.measure) in JUDGED[kind],
        )
        for change in compare_systems(old, new, resampling)
    )


def _count_rows(judgements: Sequence[Judgement], measure: Measure) -> int:
    """How many rows a measure is compared in: the whole and each kind."""
    chosen = [j for j in judgements if (j.task, j.measure) == measure]
    items = [item for j in chosen for item in (j.gold, j.predicted) if item is not None]
    return len({item.kind for item in items}) + bool(items)


def judge_models(
    documents: Sequence[AnnotatedGold], models: Sequence[Path], config: Config
) -> list[Judgement]:
    """Extract from the texts of gold documents with models, and judge what they find."""
    gold = [from_corpus(document) for document in documents]
    found = extract_annotations(gold, load_stages(config, models))
    back = config.relate.max_sentences_back
    return judge_documents(gold, found, max_sentences_back=back)
