"""Annotations on disk to a model folder: what ``exominer train relations`` does."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, structs

from exominer import __version__
from exominer.annotate.pipeline import load_pipeline
from exominer.config import Config
from exominer.corpus import AnnotatedGold, join_texts, read_abstracts, read_gold_corpus
from exominer.errors import InputError
from exominer.linear import write_models
from exominer.relate.learned.model import WEIGHTS_FILE
from exominer.relation_training import (
    Lesson,
    TrainedRelations,
    TrainingSettings,
    make_lessons,
    train_relations,
)
from exominer.train.calibration import calibration_error, read_bins
from exominer.train.relation_card import (
    RelationCard,
    find_training_versions,
    thin_curve,
    write_relation_card,
)

CORPUS_FILE = "documents.jsonl"


class RelationsOrder(Struct, frozen=True, kw_only=True):
    """What the user asks for: annotations, texts of real abstracts, parts and the folder."""

    annotations: Path
    out: Path
    texts: Path | None = None
    parts: tuple[str, ...] = ("train",)
    recogniser: Path | None = None
    command: str = ""


class RelationsOutcome(Struct, frozen=True):
    """What was trained, and a line for each document that was left out."""

    card: RelationCard
    left_out: tuple[str, ...]


def train_relations_folder(
    order: RelationsOrder, config: Config, progress: Callable[[str], None]
) -> RelationsOutcome:
    """Read annotations, train, and write a model folder.

    Raises:
        InputError: If the annotations can't be read, or no document has a text and a claim.
    """
    file = find_corpus(order.annotations)
    corpus, left_out = _read(file, order)
    pipeline = load_pipeline(order.recogniser)
    progress(f"{len(corpus)} documents; finding mentions")
    lessons = make_lessons(corpus, pipeline, config)
    settings = TrainingSettings(
        seed=config.train.seed, max_sentences_back=config.relate.max_sentences_back
    )
    trained = train_relations(lessons, settings, progress)
    summary = pipeline.summary
    card = _make_card(trained, lessons, settings)
    card = structs.replace(
        card,
        command=order.command,
        recogniser=f"{summary.name} {summary.version}",
        data={file.name: hashlib.sha256(file.read_bytes()).hexdigest()},
    )
    order.out.mkdir(parents=True, exist_ok=True)
    write_models(trained.model.models, order.out / WEIGHTS_FILE)
    write_relation_card(card, order.out)
    return RelationsOutcome(card, left_out)


def find_corpus(annotations: Path) -> Path:
    """The file of documents: as given, or in the folder that is given.

    Raises:
        InputError: If there is none.
    """
    file = annotations / CORPUS_FILE if annotations.is_dir() else annotations
    if not file.is_file():
        do = f"Give a file of annotated documents, or a folder with {CORPUS_FILE}."
        raise InputError(str(annotations), f"no {file.name} there", do)
    return file


def _read(file: Path, order: RelationsOrder) -> tuple[list[AnnotatedGold], tuple[str, ...]]:
    """Documents of the asked parts with their texts; documents of no part count as train."""
    chosen = [d for d in read_gold_corpus(file) if (d.split or "train") in order.parts]
    joined = join_texts(chosen, read_abstracts(order.texts) if order.texts else {})
    usable = list(joined.documents)
    if len(usable) < 2 or not any(document.claims for document in usable):
        found = f"{len(usable)} documents with a text in the parts {', '.join(order.parts)}"
        raise InputError(str(file), found, "At least 2 are needed, one of them with a claim.")
    return usable, joined.problems


def _make_card(
    trained: TrainedRelations,
    lessons: Sequence[Lesson],
    settings: TrainingSettings,
) -> RelationCard:
    summary, losses = trained.model.summary, trained.losses
    bins = read_bins(trained.judged)
    return RelationCard(
        kind=summary.kind,
        format=summary.format,
        name=summary.name,
        version=__version__,
        min_score=summary.min_score,
        fill=summary.fill,
        seed=settings.seed,
        folds=min(settings.folds, len(lessons)),
        command="",
        recogniser="",
        data={},
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
