"""The training loop: several tasks take turns on one pipeline with a shared encoder.

Corpora label different things, so each has components of its own; a batch of a corpus
updates those and the encoder they listen to, and says nothing about the others' labels.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from spacy.language import Language
from spacy.pipeline import Tok2Vec, TrainablePipe
from spacy.training import Example
from thinc.api import Adam


class Task(Struct, frozen=True):
    """A corpus and the components it trains; ``share`` is its part of all batches."""

    name: str
    pipes: tuple[str, ...]
    examples: list[Example]
    share: float


class LoopSettings(Struct, frozen=True):
    """How long and how fast to learn.

    ``n_steps`` counts batches, ``batch_words`` their words; the rate rises over
    ``n_warmup`` steps and then falls linearly to nought at the last. ``patience`` is how
    often in a row the score may fail to rise before training stops, see ``train_tasks``.
    """

    n_steps: int
    batch_words: int = 1000
    learn_rate: float = 0.001
    n_warmup: int = 250
    dropout: float = 0.1
    seed: int = 1
    max_seconds: float = 3600.0
    report_every: int = 500
    patience: int = 5


class _Best:
    """The weights that scored highest so far."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._weights: dict[str, bytes] = {}
        self._score = float("-inf")
        self.n_worse = 0

    def offer(self, score: float) -> None:
        """Keep the weights that are in place if they score higher than all before."""
        if score > self._score:
            self._weights = _read_weights(self._nlp)
            self._score, self.n_worse = score, 0
        else:
            self.n_worse += 1

    def restore(self) -> None:
        """Put the best weights in place."""
        for name, pipe in _trainable(self._nlp):
            pipe.from_bytes(self._weights[name], exclude=["vocab"])


def train_tasks(
    nlp: Language,
    tasks: list[Task],
    settings: LoopSettings,
    *,
    report: Callable[[int, dict[str, float]], None],
    score: Callable[[], float] | None = None,
) -> int:
    """Train the initialised pipeline in place; return the number of steps taken.

    The weights left in the pipeline are the running averages of all steps. ``report`` is
    called every ``report_every`` steps with the step and the losses since the last call,
    with the averages in place.

    With ``score``, called likewise, the weights left are those that scored highest, and
    training stops when ``patience`` scores in a row were no higher. What it scores on is
    then no held-out data any more.
    """
    chooser = random.Random(settings.seed)
    optimizer = Adam(settings.learn_rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0)
    batches = {task.name: _endless(task, settings) for task in tasks}
    losses: dict[str, float] = {}
    best = _Best(nlp)
    started = time.monotonic()
    step = 0
    while step < settings.n_steps and time.monotonic() - started < settings.max_seconds:
        [task] = chooser.choices(tasks, weights=[task.share for task in tasks])
        optimizer.learn_rate = _rate(step, settings)
        excluded = [name for name in nlp.pipe_names if name not in task.pipes]
        with _only_listeners(nlp, task.pipes):
            nlp.update(
                next(batches[task.name]),
                drop=settings.dropout,
                sgd=optimizer,
                losses=losses,
                exclude=excluded,
            )
        step += 1
        if step % settings.report_every == 0:
            with nlp.use_params(optimizer.averages):
                report(step, losses)
                if score is not None:
                    best.offer(score())
            losses.clear()
            if best.n_worse >= settings.patience:
                break
    with nlp.use_params(optimizer.averages):
        best.offer(score() if score is not None else 0.0)
    best.restore()
    return step


def _read_weights(nlp: Language) -> dict[str, bytes]:
    return {name: pipe.to_bytes(exclude=["vocab"]) for name, pipe in _trainable(nlp)}


def _trainable(nlp: Language) -> list[tuple[str, TrainablePipe]]:
    return [(name, pipe) for name, pipe in nlp.pipeline if isinstance(pipe, TrainablePipe)]


def _rate(step: int, settings: LoopSettings) -> float:
    rise = min(1.0, (step + 1) / max(settings.n_warmup, 1))
    fall = min(1.0, (settings.n_steps - step) / max(settings.n_steps - settings.n_warmup, 1))
    return settings.learn_rate * min(rise, fall)


def _endless(task: Task, settings: LoopSettings) -> Iterator[list[Example]]:
    shuffler = random.Random(f"{settings.seed}-{task.name}")
    while True:
        order = list(task.examples)
        shuffler.shuffle(order)
        batch: list[Example] = []
        n_words = 0
        for example in order:
            batch.append(example)
            n_words += len(example.predicted)
            if n_words >= settings.batch_words:
                yield batch
                batch, n_words = [], 0
        if batch:
            yield batch


@contextmanager
def _only_listeners(nlp: Language, names: tuple[str, ...]) -> Iterator[None]:
    """Hide the listeners of other components from the encoders for a while.

    An encoder learns when the last of its listeners has learnt, which would wait for
    components that the batch does not train.
    """
    encoders = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, Tok2Vec)]
    maps = [dict(encoder.listener_map) for encoder in encoders]
    for encoder, full in zip(encoders, maps, strict=True):
        encoder.listener_map = {name: full[name] for name in full if name in names}
    try:
        yield
    finally:
        for encoder, full in zip(encoders, maps, strict=True):
            encoder.listener_map = full
