"""Annotations to a model that takes the place of the old one only if it is no worse.

As ``pipeline``, it joins stages: train makes the model, evaluate judges it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from exominer.config import Config, TrainConfig
from exominer.corpus import AnnotatedGold
from exominer.evaluate.comparison import compare_systems
from exominer.evaluate.extraction import extract_annotations
from exominer.evaluate.gold_documents import from_corpus
from exominer.evaluate.judgements import Judgement, Resampling, Task
from exominer.evaluate.shipped import find_shipped_corpus
from exominer.evaluate.system import judge_documents
from exominer.pipeline import SHIPPED, load_stages
from exominer.train.promotion import Change, Promotion, Trial, check_model_folder, promote
from exominer.train.recogniser import SHIPPED as SHIPPED_START
from exominer.train.recogniser import (
    OnStep,
    Start,
    TrainingData,
    TrainReport,
    train_recogniser,
)
from exominer.train.training_corpus import (
    TrainingCorpus,
    is_marked_by_hand,
    read_training_corpus,
)

Measure = tuple[Task, str]

JUDGED: dict[str, tuple[Measure, ...]] = {
    "recogniser": (("mentions", "strict"), ("claims", "triple")),
    "relations": (("claims", "triple"), ("claims", "full")),
}
"""Task and measure by which a model of each kind is judged, as a whole and by kind."""


class RetrainingOptions(Struct, frozen=True):
    """What to train on and where to put the model.

    ``annotations`` come on top of those that ship, unless ``with_shipped`` is false;
    ``start`` is the model to start from. The new model is compared with the one that lies
    at ``out``, else with the one it started from.
    """

    kind: str
    annotations: tuple[Path, ...]
    out: Path
    texts: Path | None = None
    start: Start = SHIPPED_START
    with_shipped: bool = True
    force: bool = False


class RetrainingReport(Struct, frozen=True):
    """What was trained on, how the model compares with the old one, and where it lies."""

    n_train: int
    n_validation: int
    n_held_out: int
    left_out: tuple[str, ...]
    trained: TrainReport
    trial: Trial
    promotion: Promotion


def retrain(
    options: RetrainingOptions, config: Config, on_step: OnStep = lambda _step, _most: None
) -> RetrainingReport:
    """Train, judge old and new on the same held-out documents, and promote or refuse.

    Raises:
        InputError: If the annotations give nothing to train on, or ``out`` holds other
            things than a model.
        ModelError: If the model to start from cannot be loaded.
    """
    check_model_folder(options.out)
    corpus = read_corpus(options)
    old = options.out if options.out.exists() else options.start.folder
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=options.out.parent, prefix=f".{options.out.name}-") as folder:
        candidate = Path(folder) / "model"
        trained = TRAINERS[options.kind](corpus, candidate, options.start, config.train, on_step)
        measures = JUDGED[options.kind]
        trial = Trial(
            compared_with=str(old) if old else SHIPPED,
            n_documents=len(corpus.held_out),
            changes=compare_models(corpus.held_out, (old, candidate), measures, config),
        )
        promotion = promote(candidate, options.out, trial, force=options.force)
    return RetrainingReport(
        n_train=len(corpus.train),
        n_validation=len(corpus.validation),
        n_held_out=len(corpus.held_out),
        left_out=corpus.left_out,
        trained=trained,
        trial=trial,
        promotion=promotion,
    )


def read_corpus(options: RetrainingOptions) -> TrainingCorpus:
    """Read the annotations that the options name, those that ship first."""
    shipped = (find_shipped_corpus(),) if options.with_shipped else ()
    return read_training_corpus((*shipped, *options.annotations), texts=options.texts)


def _train_recogniser(
    corpus: TrainingCorpus, out: Path, start: Start, settings: TrainConfig, on_step: OnStep
) -> TrainReport:
    """Train on the documents whose mentions a person marked."""
    data = TrainingData(
        [document.annotated for document in corpus.train if is_marked_by_hand(document)],
        [document.annotated for document in corpus.validation if is_marked_by_hand(document)],
        corpus.checksums,
    )
    return train_recogniser(data, out, start=start, settings=settings, on_step=on_step)


Trainer = Callable[[TrainingCorpus, Path, Start, TrainConfig, OnStep], TrainReport]
TRAINERS: dict[str, Trainer] = {"recogniser": _train_recogniser}


def compare_models(
    documents: Sequence[AnnotatedGold],
    models: tuple[Path | None, Path | None],
    measures: Sequence[Measure],
    config: Config,
) -> tuple[Change, ...]:
    """Compare two models end to end on the same documents, old before new; None is shipped.

    Returns:
        For each measure the whole, then each kind, with the paired interval over documents.
    """
    if not documents:
        return ()
    resampling = Resampling(
        tuple(document.id for document in documents),
        config.evaluate.resamples,
        config.evaluate.seed,
    )
    old, new = (
        [j for j in judge_model(documents, model, config) if (j.task, j.measure) in measures]
        for model in models
    )
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
        )
        for change in compare_systems(old, new, resampling)
    )


def judge_model(
    documents: Sequence[AnnotatedGold], model: Path | None, config: Config
) -> list[Judgement]:
    """Extract from the texts of gold documents with a model, and judge what it finds."""
    gold = [from_corpus(document) for document in documents]
    found = extract_annotations(gold, load_stages(config, (model,) if model else ()))
    back = config.relate.max_sentences_back
    return judge_documents(gold, found, max_sentences_back=back)
