"""Annotated documents -> a recogniser folder: the base model and one more recogniser.

The added recogniser starts from a copy of the base's encoder and is believed before the
others, which stay as they are: what they know of other kinds is not forgotten.
"""

import hashlib
import warnings
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import spacy
from msgspec import Struct
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from exominer.config import TrainConfig
from exominer.errors import InputError, ModelError
from exominer.jsonl import read_jsonl
from exominer.records import AnnotatedDocument
from exominer.train.corpora import split_by_document
from exominer.train.examples import make_mention_example
from exominer.train.loop import LoopSettings, Task, train_tasks
from exominer.train.packing import save_pipeline
from exominer.train.samples import LabelledSpan, Sample, drop_overlaps
from exominer.train.scoring import MentionScore, score_mentions

ADDED_RECOGNISER = "ner_added"
_ENCODER = "encoder"
_PHRASE_KIND = "effect"
_MIN_HELD_OUT = 10
_N_EPOCHS = 30
_MAX_STEPS = 3000
_BATCH_WORDS = 300


class TrainReport(Struct, frozen=True):
    """What was trained on, and strict scores on the documents held out, if there were enough.

    ``n_unaligned`` mentions begin or end inside a token, ``n_outside`` stand in no sentence:
    neither could be learnt from.
    """

    n_documents: int
    n_held_out: int
    n_mentions: int
    n_unaligned: int
    n_outside: int
    n_steps: int
    scores: dict[str, MentionScore]


def train_recogniser(
    annotations: Path, out: Path, *, base: Path | None, settings: TrainConfig
) -> TrainReport:
    """Train on the mentions of annotated documents and write a model folder.

    Every mention of a kind that occurs has to be annotated in these documents; kinds that
    do not occur are left to the base. Of ten documents or more a fifth is held out.

    Args:
        annotations: JSON lines of ``AnnotatedDocument``; tokens are not needed.
        out: The model folder to write, replacing an older one.
        base: A recogniser folder; None takes the shipped model.
        settings: The seed.

    Raises:
        InputError: If the file can't be read or holds no mention.
        ModelError: If the base is no recogniser folder with an encoder.
    """
    documents = list(read_jsonl(annotations, AnnotatedDocument))
    pairs = [make_samples(document) for document in documents]
    samples = [sample for made, _ in pairs for sample in made]
    if not any(sample.spans for sample in samples):
        raise InputError(str(annotations), "no mentions to learn from", "Annotate some first.")
    train, held_out = samples, list[Sample]()
    if len(documents) >= _MIN_HELD_OUT:
        train, held_out = split_by_document(samples, one_in=5)
    nlp, summary = _load_base(base)
    n_steps, n_unaligned = _train(nlp, train, seed=settings.seed)
    save_pipeline(nlp, out)
    _write_summary(nlp, summary, out, annotations=annotations)
    return TrainReport(
        n_documents=len(documents),
        n_held_out=len({sample.document for sample in held_out}),
        n_mentions=sum(len(sample.spans) for sample in train),
        n_unaligned=n_unaligned,
        n_outside=sum(n for _, n in pairs),
        n_steps=n_steps,
        scores=score_mentions(nlp, ADDED_RECOGNISER, held_out) if held_out else {},
    )


def make_samples(annotated: AnnotatedDocument) -> tuple[list[Sample], int]:
    """Cut a document into its sentences; return how many mentions stand in none of them.

    Phrases of claims (kind ``effect``) are no names and are left out.

    Example:
        >>> from exominer.records import Document, Mention, Sentence
        >>> document = Document("d.txt", "", "text", "p53 fell.", sentences=(Sentence(0, 9),))
        >>> mention = Mention("T1", "gene_or_protein", 0, 3, "p53")
        >>> [sample], n_outside = make_samples(AnnotatedDocument(document, mentions=(mention,)))
        >>> sample.spans, n_outside
        ((LabelledSpan(start=0, end=3, label='gene_or_protein'),), 0)
    """
    spans = drop_overlaps(
        LabelledSpan(mention.start, mention.end, mention.kind)
        for mention in annotated.mentions
        if mention.kind != _PHRASE_KIND
    )
    document = annotated.document
    samples = []
    for sentence in document.sentences:
        inside = tuple(
            LabelledSpan(span.start - sentence.start, span.end - sentence.start, span.label)
            for span in spans
            if sentence.start <= span.start and span.end <= sentence.end
        )
        text = document.text[sentence.start : sentence.end]
        samples.append(Sample(document.document, text, inside))
    return samples, len(spans) - sum(len(sample.spans) for sample in samples)


def _load_base(base: Path | None) -> tuple[Language, dict[str, Any]]:
    with resources.as_file(resources.files("exominer") / "models" / "recogniser") as shipped_dir:
        folder = base or shipped_dir
        try:
            summary = msgspec.json.decode((folder / "model.json").read_bytes(), type=dict[str, Any])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                nlp = spacy.load(folder)
        except (OSError, ValueError) as error:
            found = f"can't be loaded ({str(error).splitlines()[0]})"
            raise ModelError(str(folder), found, "Give a recogniser folder.") from error
    if summary.get("kind") != "recogniser" or _ENCODER not in nlp.pipe_names:
        found = f"a model of kind {summary.get('kind')!r} without a component {_ENCODER!r}"
        raise ModelError(str(folder), found, "Give a recogniser folder made by this program.")
    return nlp, summary


def _train(nlp: Language, samples: list[Sample], *, seed: int) -> tuple[int, int]:
    """Replace an added recogniser by one that is trained on the samples."""
    made = [make_mention_example(nlp, sample) for sample in samples if sample.text.strip()]
    examples = [example for example, _ in made]
    fix_random_seed(seed)
    _add_recogniser(nlp, examples)
    n_words = sum(len(example.predicted) for example in examples)
    n_steps = max(100, min(_MAX_STEPS, _N_EPOCHS * n_words // _BATCH_WORDS))
    loop = LoopSettings(n_steps=n_steps, batch_words=_BATCH_WORDS, n_warmup=20, seed=seed)
    task = Task(ADDED_RECOGNISER, (ADDED_RECOGNISER,), examples, share=1.0)
    train_tasks(nlp, [task], loop, report=lambda _step, _losses: None)
    return n_steps, sum(n for _, n in made)


def _add_recogniser(nlp: Language, examples: list[Example]) -> None:
    if ADDED_RECOGNISER in nlp.pipe_names:
        nlp.remove_pipe(ADDED_RECOGNISER)
    encoder: Any = nlp.get_pipe(_ENCODER)
    listener = {
        "@architectures": "spacy.Tok2VecListener.v1",
        "width": encoder.model.get_dim("nO"),
        "upstream": _ENCODER,
    }
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": False,
        "tok2vec": listener,
    }
    added: Any = nlp.add_pipe("ner", name=ADDED_RECOGNISER, config={"model": model})
    added.initialize(lambda: examples, nlp=nlp)
    nlp.replace_listeners(_ENCODER, ADDED_RECOGNISER, ["model.tok2vec"])


def _write_summary(nlp: Language, summary: dict[str, Any], out: Path, *, annotations: Path) -> None:
    added: Any = nlp.get_pipe(ADDED_RECOGNISER)
    others = {name: kinds for name, kinds in summary["kinds"].items() if name != ADDED_RECOGNISER}
    data = {
        **summary.get("data", {}),
        annotations.name: hashlib.sha256(annotations.read_bytes()).hexdigest(),
    }
    own = {label: label for label in added.labels}
    changed = {**summary, "kinds": {ADDED_RECOGNISER: own, **others}, "data": data}
    (out / "model.json").write_bytes(msgspec.json.format(msgspec.json.encode(changed), indent=2))
