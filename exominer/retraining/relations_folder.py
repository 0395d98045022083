"""Annotations to the folder of a relation model."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import structs

from exominer import __version__
from exominer.annotate.pipeline import load_pipeline
from exominer.checksums import hash_weights
from exominer.config import Config
from exominer.corpus import AnnotatedGold
from exominer.errors import InputError
from exominer.linear import write_models
from exominer.relate.learned.model import WEIGHTS_FILE
from exominer.retraining.relations import (
    Lesson,
    TrainedRelations,
    TrainingSettings,
    make_lessons,
    train_relations,
    without_annotated,
)
from exominer.train.calibration import calibration_error, read_bins
from exominer.train.relation_card import (
    RelationCard,
    find_training_versions,
    thin_curve,
    write_relation_card,
)
from exominer.train.training_corpus import TrainingCorpus


def train_relations_folder(
    corpus: TrainingCorpus,
    out: Path,
    *,
    recogniser: Path | None,
    config: Config,
    on_step: Callable[[int, int], None] = lambda _step, _most: None,
) -> RelationCard:
    """Train on the documents to train on and to stop by, and write a model folder.

    The documents are annotated without the recognisers that learnt from them.

    Args:
        corpus: What is held out of it is not looked at.
        out: The folder, made where it is missing.
        recogniser: What finds the mentions; None takes the shipped one.
        config: Settings of annotate and relate, and the seed.
        on_step: For a progress bar.

    Raises:
        InputError: If fewer than two documents are there, or none has a claim.
    """
    documents = (*corpus.train, *corpus.validation)
    check_documents(documents)
    pipeline = load_pipeline(recogniser, device=config.annotate.device)
    lessons = make_lessons(documents, without_annotated(pipeline), config)
    settings = TrainingSettings(
        seed=config.train.seed,
        folds=config.train.folds,
        max_sentences_back=config.relate.max_sentences_back,
    )
    n_steps = min(settings.folds, len(lessons)) + 2
    steps = iter(range(1, n_steps + 1))
    trained = train_relations(lessons, settings, lambda _: on_step(next(steps), n_steps))
    summary = pipeline.summary
    card = make_card(trained, lessons, settings, recogniser=f"{summary.name} {summary.version}")
    if recogniser is not None:
        card = structs.replace(card, recogniser_sha256=hash_weights(recogniser))
    out.mkdir(parents=True, exist_ok=True)
    write_models(trained.model.models, out / WEIGHTS_FILE)
    write_relation_card(card, out, data=corpus.checksums)
    return card


def check_documents(documents: Sequence[AnnotatedGold]) -> None:
    """Refuse what nothing can be learnt from.

    Raises:
        InputError: If fewer than two documents are there, or none has a claim.
    """
    if len(documents) < 2 or not any(document.claims for document in documents):
        found = f"{len(documents)} documents with a text to train on"
        raise InputError("annotations", found, "At least 2 are needed, one of them with a claim.")


def make_card(
    trained: TrainedRelations,
    lessons: Sequence[Lesson],
    settings: TrainingSettings,
    *,
    recogniser: str,
) -> RelationCard:
    """What the model folder says of itself."""
    summary, losses = trained.model.summary, trained.losses
    bins = read_bins(trained.judged)
    return RelationCard(
        kind=summary.kind,
        format=summary.format,
        name=summary.name,
        version=__version__,
        min_score=summary.min_score,
        fill=summary.fill,
        strengths=settings.strengths,
        seed=settings.seed,
        folds=min(settings.folds, len(lessons)),
        recogniser=recogniser,
        n_documents=len(lessons),
        n_effects=losses.effects,
        n_lost_effects=losses.lost_effects,
        fillers=dict(losses.fillers),
        lost_fillers=dict(losses.lost_fillers),
        levels={
            level: next(p for p in curve if p.least >= summary.min_score)
            for level, curve in trained.curves.items()
        },
        calibration_error=calibration_error(bins),
        bins=bins,
        curve=thin_curve(trained.curves["triple"]),
        versions=find_training_versions(),
    )
