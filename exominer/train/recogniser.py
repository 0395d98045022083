"""Annotated documents -> a recogniser folder: the base model and one more recogniser.

The added recogniser starts from a copy of the base's encoder and is believed before the
others, which stay as they are: what they know of other kinds is not forgotten.
"""

import warnings
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import spacy
from msgspec import Struct
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

import exominer
from exominer.config import TrainConfig
from exominer.errors import InputError, ModelError
from exominer.model_summary import read_summary, write_summary
from exominer.records import AnnotatedDocument
from exominer.train.annotated import make_samples
from exominer.train.examples import make_mention_example
from exominer.train.loop import LoopSettings, Task, train_tasks
from exominer.train.packing import save_pipeline
from exominer.train.samples import Sample
from exominer.train.scoring import score_mentions

ADDED_RECOGNISER = "ner_added"
_ENCODER = "encoder"
_SYNTAX_PIPES = ("syntax_encoder", "tagger", "parser")
_N_EPOCHS = 30
_MAX_STEPS = 3000
_BATCH_WORDS = 300
_N_REPORTS = 20


class OnStep(Protocol):
    """Called with the steps taken, the most there will be, and the loss if it is known."""

    def __call__(self, step: int, most: int, loss: float | None = None, /) -> None:
        """Show them."""


def pass_over(_step: int, _most: int, _loss: float | None = None, /) -> None:
    """Show nothing."""


class Start(Struct, frozen=True):
    """Where training starts: a recogniser folder, None for the shipped model.

    Or a transformer: a folder, or the name of one of the hub as it was given.

    ``from_scratch`` keeps of it the syntax alone, and trains a new encoder.
    """

    folder: Path | None = None
    from_scratch: bool = False


SHIPPED = Start()


class TrainingData(Struct, frozen=True):
    """What to learn from; tokens are not needed.

    Training stops when it no longer gets better on the ``validation`` documents, and the
    best weights are kept; without them it takes a fixed number of steps. ``checksums`` of
    the files, by name, are for ``model.json``.
    """

    documents: Sequence[AnnotatedDocument]
    validation: Sequence[AnnotatedDocument] = ()
    checksums: Mapping[str, str] = {}


class TrainReport(Struct, frozen=True):
    """What was trained on.

    ``n_unaligned`` mentions begin or end inside a token, ``n_outside`` stand in no sentence:
    neither could be learnt from. ``n_steps`` were taken; ``best_f1`` is that of the weights
    kept on the validation documents, strict, None where there were none.
    """

    n_documents: int
    n_mentions: int
    n_unaligned: int
    n_outside: int
    n_steps: int
    best_f1: float | None = None


def train_recogniser(
    data: TrainingData,
    out: Path,
    *,
    start: Start = SHIPPED,
    settings: TrainConfig,
    on_step: OnStep = pass_over,
) -> TrainReport:
    """Train on the mentions of annotated documents and write a model folder.

    Every mention of a kind that occurs has to be annotated in these documents; kinds that
    do not occur are left to the base, and those of ``GRAMMAR_KINDS`` to the grammars.
    Phrases of claims and fillers of roles ("recipient cells") are no names and are not
    learnt. A recogniser that an earlier training added to
    the base is replaced, so what it was trained on has to be among the documents.

    Args:
        data: What to learn from.
        out: The model folder to write, replacing an older one.
        start: The model to start from.
        settings: The seed.
        on_step: For a progress bar.

    Raises:
        InputError: If the documents hold no mention.
        ModelError: If the base is no recogniser folder with an encoder.
    """
    pairs = [make_samples(document) for document in data.documents]
    samples = [sample for made, _ in pairs for sample in made]
    if not any(sample.spans for sample in samples):
        raise InputError("annotations", "no mentions to learn from", "Annotate some first.")
    nlp, summary = _load_base(start.folder)
    made = [make_mention_example(nlp, sample) for sample in samples if sample.text.strip()]
    fix_random_seed(settings.seed)
    examples = [example for example, _ in made]
    if start.from_scratch:
        # Scores and data of recognisers that go say nothing of this model.
        summary = {**summary, "data": {}, "mentions": {}}
        _add_fresh(nlp, examples)
    else:
        _add_listening(nlp, examples)
    held = [sample for document in data.validation for sample in make_samples(document)[0]]
    n_steps, best_f1 = _train(nlp, examples, held, seed=settings.seed, on_step=on_step)
    save_pipeline(nlp, out)
    _write_summary(nlp, summary, out, checksums=data.checksums, seed=settings.seed)
    return TrainReport(
        n_documents=len(data.documents),
        n_mentions=sum(len(sample.spans) for sample in samples),
        n_unaligned=sum(n for _, n in made),
        n_outside=sum(n for _, n in pairs),
        n_steps=n_steps,
        best_f1=best_f1,
    )


def _load_base(base: Path | None) -> tuple[Language, dict[str, Any]]:
    with resources.as_file(resources.files("exominer") / "models" / "recogniser") as shipped_dir:
        folder = base or shipped_dir
        summary = read_summary(folder, dict[str, Any], kind="recogniser")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                nlp = spacy.load(folder)
        except (OSError, ValueError) as error:
            found = f"can't be loaded ({str(error).splitlines()[0]})"
            raise ModelError(str(folder), found, "Give a recogniser folder.") from error
    if _ENCODER not in nlp.pipe_names:
        found = f"a recogniser without a component {_ENCODER!r}"
        raise ModelError(str(folder), found, "Give a recogniser folder made by this program.")
    return nlp, summary


def _train(
    nlp: Language, examples: list[Example], held: list[Sample], *, seed: int, on_step: OnStep
) -> tuple[int, float | None]:
    """Train the added recogniser; return the steps taken and its best F1 on what is held."""
    n_words = sum(len(example.predicted) for example in examples)
    n_steps = max(100, min(_MAX_STEPS, _N_EPOCHS * n_words // _BATCH_WORDS))
    scores: list[float] = []

    def score() -> float:
        scores.append(score_mentions(nlp, ADDED_RECOGNISER, held)["all"].f1.value)
        return scores[-1]

    n_taken = train_tasks(
        nlp,
        [Task(ADDED_RECOGNISER, (ADDED_RECOGNISER,), examples, share=1.0)],
        LoopSettings(
            n_steps=n_steps,
            batch_words=_BATCH_WORDS,
            n_warmup=20,
            seed=seed,
            report_every=max(1, n_steps // _N_REPORTS),
        ),
        report=lambda step, _losses: on_step(step, n_steps),
        score=score if any(sample.spans for sample in held) else None,
    )
    return n_taken, max(scores, default=None)


def _add_listening(nlp: Language, examples: list[Example]) -> None:
    """Add a recogniser with its own copy of the encoder that the base's recognisers share."""
    encoder: Any = nlp.get_pipe(_ENCODER)
    listener = {
        "@architectures": "spacy.Tok2VecListener.v1",
        "width": encoder.model.get_dim("nO"),
        "upstream": _ENCODER,
    }
    _add_recogniser(nlp, examples, listener)
    nlp.replace_listeners(_ENCODER, ADDED_RECOGNISER, ["model.tok2vec"])


def _add_fresh(nlp: Language, examples: list[Example]) -> None:
    """Add a recogniser with an untrained encoder of the base's shape; drop all others."""
    encoder = dict(nlp.get_pipe_config(_ENCODER)["model"])
    for name in nlp.pipe_names:
        if name not in _SYNTAX_PIPES:
            nlp.remove_pipe(name)
    _add_recogniser(nlp, examples, encoder)


def _add_recogniser(nlp: Language, examples: list[Example], encoder: dict[str, Any]) -> None:
    if ADDED_RECOGNISER in nlp.pipe_names:
        nlp.remove_pipe(ADDED_RECOGNISER)
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": False,
        "tok2vec": encoder,
    }
    added: Any = nlp.add_pipe("ner", name=ADDED_RECOGNISER, config={"model": model})
    added.initialize(lambda: examples, nlp=nlp)


def _write_summary(
    nlp: Language,
    summary: dict[str, Any],
    out: Path,
    *,
    checksums: Mapping[str, str],
    seed: int,
) -> None:
    """Write ``model.json``: that of the base, with what was added and on what."""
    added: Any = nlp.get_pipe(ADDED_RECOGNISER)
    others = {
        name: kinds
        for name, kinds in summary["kinds"].items()
        if name in nlp.pipe_names and name != ADDED_RECOGNISER
    }
    own = {label: label for label in added.labels}
    changed = {
        **summary,
        "seed": seed,
        "spacy": spacy_version,
        "exominer": exominer.__version__,
        "kinds": {ADDED_RECOGNISER: own, **others},
        "data": {**summary.get("data", {}), **checksums},
    }
    write_summary(changed, out)
