"""Tagged samples -> a fine-tuned tagger: the training loop of transformers."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from msgspec import Struct
from torch.nn.functional import cross_entropy

from exominer.config import TrainConfig
from exominer.encoders.tagger import Tagger, batched
from exominer.encoders.tags import UNKNOWN, tag_words
from exominer.errors import InputError
from exominer.train.samples import Sample

# The layer that tags starts from nothing and has to move further than the encoder.
_HEAD_RATE = 10
_WEIGHT_DECAY = 0.01
_POOLED_BATCHES = 50


class Lesson(Struct, frozen=True):
    """A window of model inputs, and the tag of every position."""

    inputs: dict[str, list[int]]
    tags: list[int]


def make_lessons(tagger: Tagger, samples: Sequence[Sample]) -> tuple[list[Lesson], int]:
    """Tag samples; return how many mentions begin or end inside a word.

    A word that stands in two windows is learnt in the one that shows more around it.
    Windows in which nothing is known are left out.
    """
    lessons: list[Lesson] = []
    n_unclear = 0
    for sample in samples:
        encoded = tagger.encode(sample.text)
        spans = [(span.start, span.end, span.label) for span in sample.spans]
        found, n = tag_words(encoded.words, spans, tagger.tags)
        n_unclear += n
        rows = [[UNKNOWN] * len(window["input_ids"]) for window in encoded.windows]
        for (number, place), tag in zip(encoded.places, found, strict=True):
            rows[number][place] = tag
        lessons += [
            Lesson(window, row)
            for window, row in zip(encoded.windows, rows, strict=True)
            if any(tag != UNKNOWN for tag in row)
        ]
    return lessons, n_unclear


def train_tagger(
    tagger: Tagger,
    lessons: Sequence[Lesson],
    settings: TrainConfig,
    *,
    on_step: Callable[[int, int, float], None],
    score: Callable[[], float] | None = None,
) -> tuple[int, float | None]:
    """Train in place; return the steps taken and the best score.

    The rate rises over the first steps and falls linearly to nought. ``score`` is called
    after each epoch: the weights that scored highest are kept, and training stops when
    ``patience`` epochs in a row were no better. On a CPU the same seed and the same number
    of threads give the same weights.

    Args:
        tagger: What to train.
        lessons: At least one.
        settings: Rate, epochs and the like; the seed is that of order and dropout.
        on_step: Called as ``(step, most, loss)``, the loss averaged over recent steps.
        score: Of the tagger as it is, on documents that are not among the lessons.

    Raises:
        InputError: If the loss runs away.
    """
    how = settings.transformer
    torch.manual_seed(settings.seed)
    chooser = random.Random(settings.seed)
    most = how.epochs * math.ceil(len(lessons) / how.batch_size)
    optimizer = torch.optim.AdamW(_parameter_groups(tagger.model, how.learn_rate))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, most, how.warmup_share)
    )
    best: tuple[float, dict[str, torch.Tensor]] | None = None
    step, n_worse, loss = 0, 0, math.nan
    for _ in range(how.epochs):
        tagger.model.train()
        for batch in _shuffle(lessons, how.batch_size, chooser):
            now = _learn(tagger, batch, optimizer)
            schedule.step()
            step += 1
            loss = now if math.isnan(loss) else 0.95 * loss + 0.05 * now
            on_step(step, most, loss)
            if not math.isfinite(loss):
                do = "Lower learn_rate in [train.transformer]."
                raise InputError("train", f"the loss is {loss} after {step} steps", do)
        if score is None:
            continue
        scored = score()
        if best is None or scored > best[0]:
            best, n_worse = (scored, _copy_weights(tagger.model)), 0
        else:
            n_worse += 1
        if n_worse >= how.patience:
            break
    if best is None:
        return step, None
    tagger.model.load_state_dict(best[1])
    return step, best[0]


def _learn(tagger: Tagger, batch: Sequence[Lesson], optimizer: torch.optim.Optimizer) -> float:
    inputs = tagger.collate([lesson.inputs for lesson in batch])
    width = inputs["input_ids"].shape[1]
    rows = [lesson.tags + [UNKNOWN] * (width - len(lesson.tags)) for lesson in batch]
    gold = torch.tensor(rows, device=tagger.device)
    logits = tagger.model(**inputs).logits
    loss = cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(tagger.model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def _parameter_groups(model: torch.nn.Module, learn_rate: float) -> list[dict[str, Any]]:
    """Encoder and head with their rates; biases and norms, of one dimension, do not decay."""
    inside = f"{model.base_model_prefix}."
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        groups.setdefault((name.startswith(inside), parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": learn_rate * (1 if is_encoder else _HEAD_RATE),
            "weight_decay": _WEIGHT_DECAY if decays else 0.0,
        }
        for (is_encoder, decays), parameters in groups.items()
    ]


def _rate(step: int, most: int, warmup_share: float) -> float:
    n_warmup = max(1, round(most * warmup_share))
    return min((step + 1) / n_warmup, max(0.0, (most - step) / max(1, most - n_warmup)))


def _shuffle(
    lessons: Sequence[Lesson], batch_size: int, chooser: random.Random
) -> Iterator[list[Lesson]]:
    """Batches in a new order, each of windows of like length, so that little is padded."""
    order = chooser.sample(lessons, len(lessons))
    for pool in batched(order, batch_size * _POOLED_BATCHES):
        pool.sort(key=lambda lesson: len(lesson.tags))
        batches = list(batched(pool, batch_size))
        chooser.shuffle(batches)
        yield from batches


def _copy_weights(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: values.detach().clone() for name, values in model.state_dict().items()}
