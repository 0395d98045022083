"""Annotated documents and a Hugging Face encoder -> a recogniser folder.

The encoder takes the place of the shipped recognisers for the kinds that it learns; tokens,
tags and arcs are those of the shipped pipeline, which the folder does not repeat.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from exominer.config import TrainConfig
from exominer.encoders.folders import check_extra, find_encoder
from exominer.errors import InputError
from exominer.records import MentionKind
from exominer.train.annotated import make_samples
from exominer.train.recogniser import (
    OnStep,
    Start,
    TrainingData,
    TrainReport,
    pass_over,
)
from exominer.train.samples import Sample
from exominer.train.scoring import score_spans
from exominer.train.transformer_card import TransformerCard, describe_base, write_transformer_card


class TaggedData(Struct, frozen=True):
    """Sentences to learn from, with labels of any scheme; ``kinds`` are those of the labels.

    A label without a kind is learnt and not used. The best weights on ``validation`` are
    kept. ``checksums`` are of the files the data come from, by name.
    """

    samples: Sequence[Sample]
    kinds: Mapping[str, MentionKind]
    validation: Sequence[Sample] = ()
    checksums: Mapping[str, str] = {}


class FineTuning(Struct, frozen=True):
    """What came of it: steps taken, mentions within words, best strict F1 on validation."""

    n_steps: int
    n_unaligned: int
    best_f1: float | None


def train_transformer(
    data: TrainingData,
    out: Path,
    *,
    start: Start,
    settings: TrainConfig,
    on_step: OnStep = pass_over,
) -> TrainReport:
    """Fine-tune an encoder on the mentions of documents, as ``train_recogniser`` does.

    Kinds that do not occur are left to the shipped recognisers, unless ``start`` is from
    scratch; those of ``GRAMMAR_KINDS`` to the grammars.

    Args:
        data: What to learn from.
        out: The model folder to write, replacing an older one.
        start: Names the encoder: a folder, a trained transformer, or a hub name.
        settings: The seed, and how to fine-tune.
        on_step: For a progress bar.

    Raises:
        InputError: If the documents hold no mention.
        ModelError: If the extra is missing, or the base is no encoder that can be loaded.
    """
    pairs = [make_samples(document) for document in data.documents]
    samples = [sample for made, _ in pairs for sample in made]
    held = [sample for document in data.validation for sample in make_samples(document)[0]]
    tagged = TaggedData(
        samples=samples,
        kinds={mention.kind: mention.kind for d in data.documents for mention in d.mentions},
        validation=held,
        checksums=data.checksums,
    )
    tuned = fine_tune(tagged, out, start=start, settings=settings, on_step=on_step)
    return TrainReport(
        n_documents=len(data.documents),
        n_mentions=sum(len(sample.spans) for sample in samples),
        n_unaligned=tuned.n_unaligned,
        n_outside=sum(n for _, n in pairs),
        n_steps=tuned.n_steps,
        best_f1=tuned.best_f1,
    )


def fine_tune(
    data: TaggedData,
    out: Path,
    *,
    start: Start,
    settings: TrainConfig,
    on_step: OnStep = pass_over,
) -> FineTuning:
    """Fine-tune an encoder on labelled sentences and write a model folder.

    Raises:
        InputError: If no mention is there to learn from, or no base is named.
        ModelError: If the extra is missing, or the base is no encoder that can be loaded.
    """
    labels = sorted({span.label for sample in data.samples for span in sample.spans})
    if not labels:
        raise InputError("annotations", "no mentions to learn from", "Annotate some first.")
    if start.folder is None:
        raise InputError("train", "no encoder is named", "Name one with --base.")
    check_extra(start.folder)
    # Only here, so that all else works without the extra.
    from exominer.encoders.tagger import start_tagger  # noqa: PLC0415
    from exominer.train.transformer_loop import make_lessons, train_tagger  # noqa: PLC0415

    base = find_encoder(start.folder)
    tagger = start_tagger(base, labels, settings)
    lessons, n_unaligned = make_lessons(tagger, data.samples)
    held = [sample for sample in data.validation if sample.text.strip()]

    def score() -> float:
        found = tagger.find_spans([sample.text for sample in held])
        return score_spans(held, found)["all"].f1.value

    n_steps, best_f1 = train_tagger(
        tagger,
        lessons,
        settings,
        on_step=on_step,
        score=score if any(sample.spans for sample in held) else None,
    )
    if out.exists():
        shutil.rmtree(out)
    tagger.save(out)
    card = TransformerCard(
        architecture=type(tagger.model).__name__,
        n_parameters=tagger.model.num_parameters(),
        kinds={
            "transformer": {label: data.kinds[label] for label in labels if label in data.kinds}
        },
        with_shipped=not start.from_scratch,
        base=describe_base(start.folder, base),
        data=dict(data.checksums),
        seed=settings.seed,
        settings=settings.transformer,
        n_sentences=len(data.samples),
        n_mentions=sum(len(sample.spans) for sample in data.samples),
        n_steps=n_steps,
        validation_f1=best_f1,
    )
    write_transformer_card(card, out)
    return FineTuning(n_steps, n_unaligned, best_f1)
