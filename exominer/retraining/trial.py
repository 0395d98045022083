"""Annotations to a model that takes the place of the old one only if it is no worse."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from exominer.config import Config
from exominer.encoders.folders import find_encoder, is_transformer
from exominer.errors import InputError
from exominer.evaluate.shipped import find_shipped_corpus
from exominer.model_summary import SUMMARY_FILE
from exominer.pipeline import SHIPPED
from exominer.retraining.comparison import compare_models
from exominer.retraining.relations_folder import train_relations_folder
from exominer.train.promotion import Promotion, Trial, check_model_folder, promote
from exominer.train.recogniser import SHIPPED as SHIPPED_START
from exominer.train.recogniser import (
    OnStep,
    Start,
    TrainingData,
    pass_over,
    train_recogniser,
)
from exominer.train.training_corpus import (
    TrainingCorpus,
    is_marked_by_hand,
    read_training_corpus,
)
from exominer.train.transformer_recogniser import train_transformer


class RetrainingOptions(Struct, frozen=True):
    """What to train on and where to put the model.

    ``annotations`` come on top of those that ship, unless ``with_shipped`` is false. The
    new model is compared with the one that lies at ``out``, else with the one it starts
    from, else, as that of an encoder that was never trained here, with the shipped one. Of
    a recogniser, ``start`` is the model to start from; of relations, ``recogniser``
    finds the mentions, both in training and when the models are compared.
    """

    kind: str
    annotations: tuple[Path, ...]
    out: Path
    texts: Path | None = None
    start: Start = SHIPPED_START
    recogniser: Path | None = None
    with_shipped: bool = True
    force: bool = False


class RetrainingReport(Struct, frozen=True):
    """What was trained on, how the model compares with the old one, and where it lies.

    ``notes`` say what could not be learnt from.
    """

    n_train: int
    n_validation: int
    n_held_out: int
    notes: tuple[str, ...]
    trial: Trial
    promotion: Promotion


def retrain(
    options: RetrainingOptions, config: Config, on_step: OnStep = pass_over
) -> RetrainingReport:
    """Train, judge old and new on the same held-out documents, and promote or refuse.

    Raises:
        InputError: If the annotations give nothing to train on, or ``out`` holds other
            things than a model.
        ModelError: If the model to start from cannot be loaded.
    """
    check_model_folder(options.out)
    corpus = read_corpus(options)
    old = _find_old(options)
    beside = (options.recogniser,) if options.recogniser else ()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=options.out.parent, prefix=f".{options.out.name}-") as folder:
        candidate = Path(folder) / "model"
        notes = TRAINERS[options.kind](corpus, candidate, options, config, on_step)
        models = ((old, *beside) if old else beside, (candidate, *beside))
        trial = Trial(
            compared_with=str(old) if old else SHIPPED,
            n_documents=len(corpus.held_out),
            changes=compare_models(corpus.held_out, models, options.kind, config),
            left_out=corpus.left_out,
        )
        promotion = promote(candidate, options.out, trial, force=options.force)
    return RetrainingReport(
        n_train=len(corpus.train),
        n_validation=len(corpus.validation),
        n_held_out=len(corpus.held_out),
        notes=notes,
        trial=trial,
        promotion=promotion,
    )


def _find_old(options: RetrainingOptions) -> Path | None:
    """The model to compare with; None is the shipped one."""
    base = options.start.folder
    if (options.out / SUMMARY_FILE).exists():
        return options.out
    if base is not None and is_transformer(base):
        folder = find_encoder(base)
        return folder if (folder / SUMMARY_FILE).exists() else None
    return base


def read_corpus(options: RetrainingOptions) -> TrainingCorpus:
    """Read the annotations that the options name, those that ship first."""
    shipped = (find_shipped_corpus(),) if options.with_shipped else ()
    return read_training_corpus((*shipped, *options.annotations), texts=options.texts)


def _train_recogniser(
    corpus: TrainingCorpus, out: Path, options: RetrainingOptions, config: Config, on_step: OnStep
) -> tuple[str, ...]:
    """Train on the documents whose mentions a person marked."""
    train = [d.annotated for d in corpus.train if is_marked_by_hand(d)]
    validation = [d.annotated for d in corpus.validation if is_marked_by_hand(d)]
    base = options.start.folder
    learns = train_transformer if base and is_transformer(base) else train_recogniser
    report = learns(
        TrainingData(train, validation, corpus.checksums),
        out,
        start=options.start,
        settings=config.train,
        on_step=on_step,
    )
    n_found = len(corpus.train) - len(train)
    counts = {
        "mentions begin or end inside a word": report.n_unaligned,
        "mentions stand in no sentence": report.n_outside,
        "documents have mentions that a recogniser found, and not a person": n_found,
    }
    return tuple(f"{n} {what}: not learnt from" for what, n in counts.items() if n)


def _train_relations(
    corpus: TrainingCorpus, out: Path, options: RetrainingOptions, config: Config, on_step: OnStep
) -> tuple[str, ...]:
    card = train_relations_folder(
        corpus, out, recogniser=options.recogniser, config=config, on_step=on_step
    )
    lost = card.n_lost_effects
    if not lost:
        return ()
    return (f"{lost} of {card.n_effects} effects have no candidate: they count as missed",)


Trainer = Callable[
    [TrainingCorpus, Path, RetrainingOptions, Config, OnStep],
    tuple[str, ...],
]
TRAINERS: dict[str, Trainer] = {"recogniser": _train_recogniser, "relations": _train_relations}


def check_kind(name: str) -> str:
    """The kind of model of that name.

    Raises:
        InputError: If none of that kind can be trained.
    """
    if name not in TRAINERS:
        raise InputError("train", f"there is no {name!r}", f"Choose {' or '.join(TRAINERS)}.")
    return name
