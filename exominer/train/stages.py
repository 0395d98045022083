"""Corpora -> a trained pipeline, in stages that do not depend on one another.

Each stage sets the seed before it initialises its own components, so that its weights are
the same whether or not another stage ran before it.
"""

from collections.abc import Callable, Iterable
from importlib import resources

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.training import Example
from spacy.util import load_config, load_model_from_config
from spacy.vectors import Vectors  # type: ignore[import-not-found]
from thinc.api import fix_random_seed

from exominer.layers import multiply_with_numpy
from exominer.train.corpora import Corpora
from exominer.train.examples import make_mention_example, make_parsed_example
from exominer.train.greek import add_greek
from exominer.train.invented import make_sentences
from exominer.train.kinds import CLAIMS_RECOGNISER
from exominer.train.loop import LoopSettings, Task, train_tasks
from exominer.train.samples import ParsedSentence, Sample
from exominer.train.tokenizer import set_tokenizer

SYNTAX_PIPES = ("syntax_encoder", "tagger", "parser")
# CRAFT's full texts describe in the passive; abstracts say who did what in the active.
SYNTAX_TASKS = (
    ("train", SYNTAX_PIPES, 1.0),
    ("abstracts", SYNTAX_PIPES, 0.35),
    ("tagged", ("syntax_encoder", "tagger"), 0.15),
    ("invented", SYNTAX_PIPES, 0.1),
)
SYNTAX_SETTINGS = LoopSettings(n_steps=9000, batch_words=600)
POLISH_SETTINGS = LoopSettings(n_steps=1500, batch_words=600, learn_rate=0.0005, n_warmup=50)
N_INVENTED = 3000
MENTION_SETTINGS = LoopSettings(n_steps=20_000, batch_words=800, n_warmup=400, max_seconds=1e5)
CLAIMS_SETTINGS = LoopSettings(
    n_steps=5000, batch_words=800, learn_rate=0.00025, n_warmup=100, max_seconds=1e5
)
# Batches are shared out by how much a corpus has to teach, not by its size.
SHARES = {
    "ner_lines": 0.6,
    "ner_cg": 1.5,
    "ner_bc5cdr": 0.8,
    "ner_effects": 0.5,
    "ner_jnlpba": 3.5,
    "ner_craft": 1.5,
    CLAIMS_RECOGNISER: 3.0,
    "aux_anat": 0.6,
    "aux_pc": 0.6,
    "aux_gm": 0.7,
    "aux_09": 0.5,
    "aux_epi": 0.3,
    "aux_id": 0.3,
    "aux_ncbi": 0.4,
}

Report = Callable[[int, dict[str, float]], None]


def make_tokenizing_pipeline() -> Language:
    """Make an empty pipeline with our tokenizer.

    Example:
        >>> make_tokenizing_pipeline()("Akt/mTOR")[1].text
        '/'
    """
    return set_tokenizer(spacy.blank("en"))


def make_pipeline(vectors: Vectors | None) -> Language:
    """Make the untrained pipeline of ``configs/pipeline.cfg`` with the vectors in place.

    Without vectors the encoders are built without a place for them.
    """
    source = resources.files("exominer.train") / "configs" / "pipeline.cfg"
    with resources.as_file(source) as path:
        config = load_config(path)
    for encoder in ("syntax_encoder", "encoder"):
        embed = config["components"][encoder]["model"]["embed"]
        embed["include_static_vectors"] = vectors is not None
    nlp = set_tokenizer(load_model_from_config(config, auto_fill=True))
    if vectors is not None:
        nlp.vocab.vectors = vectors
    multiply_with_numpy(nlp)
    return nlp


def train_syntax(
    nlp: Language, corpora: Corpora, settings: LoopSettings, *, report: Report
) -> dict[str, int]:
    """Train tagger and parser in place; return what was counted."""
    treebanks = _treebanks(corpora)
    examples = _parsed_examples(nlp, treebanks)
    _initialize(nlp, dict.fromkeys(SYNTAX_PIPES, examples["train"]), seed=settings.seed)
    n_steps = train_tasks(nlp, _syntax_tasks(examples), settings, report=report)
    counts = {name: len(own) for name, own in examples.items()}
    n_left_out = sum(len(own) for own in treebanks.values()) - sum(counts.values())
    return {**counts, "left_out": n_left_out, "steps": n_steps}


def polish_syntax(
    nlp: Language, corpora: Corpora, settings: LoopSettings, *, report: Report
) -> dict[str, int]:
    """Train tagger and parser on for a while, with invented sentences among the others."""
    invented = make_sentences(N_INVENTED, seed=settings.seed)
    examples = _parsed_examples(nlp, {**_treebanks(corpora), "invented": invented})
    fix_random_seed(settings.seed)
    n_steps = train_tasks(nlp, _syntax_tasks(examples), settings, report=report)
    return {"invented": len(examples["invented"]), "steps": n_steps}


def _treebanks(corpora: Corpora) -> dict[str, list[ParsedSentence]]:
    trees = corpora.trees
    return {"train": trees.train, "abstracts": trees.abstracts, "tagged": trees.tagged}


def _parsed_examples(
    nlp: Language, sentences: dict[str, list[ParsedSentence]]
) -> dict[str, list[Example]]:
    """Make examples; sentences of one word, and those that give no tree, are left out."""
    made = {
        name: [make_parsed_example(nlp, sentence) for sentence in own if len(sentence.words) > 1]
        for name, own in sentences.items()
    }
    return {name: [example for example in own if example is not None] for name, own in made.items()}


def _syntax_tasks(examples: dict[str, list[Example]]) -> list[Task]:
    return [
        Task(name, pipes, examples[name], share)
        for name, pipes, share in SYNTAX_TASKS
        if examples.get(name)
    ]


def train_mentions(
    nlp: Language, corpora: Corpora, settings: LoopSettings, *, report: Report
) -> dict[str, int]:
    """Train the recognisers and their encoder in place; return what was counted.

    Each helping corpus has a recogniser during training, which is then taken out.
    """
    samples = {name: parts.train for name, parts in corpora.mentions.items()} | corpora.helpers
    _add_recognisers(nlp, corpora.helpers)
    examples, n_unaligned = _mention_examples(nlp, samples)
    pipes = {"encoder": [example for name in examples for example in examples[name][:20]]}
    _initialize(nlp, {**pipes, **examples}, seed=settings.seed)
    n_steps = train_tasks(nlp, _mention_tasks(examples), settings, report=report)
    for name in corpora.helpers:
        nlp.remove_pipe(name)
    n_sentences = sum(map(len, examples.values()))
    return {"sentences": n_sentences, "unaligned_mentions": n_unaligned, "steps": n_steps}


def train_claims(
    nlp: Language, corpora: Corpora, settings: LoopSettings, *, report: Report
) -> dict[str, int]:
    """Add the recogniser of the project's own annotations; train the others on with it.

    They are few beside the corpora: an encoder that learnt from these first needs a short
    time for them, in which the others keep what they know.
    """
    claims = {CLAIMS_RECOGNISER: corpora.claims.train}
    _add_recognisers(nlp, claims)
    samples = {name: parts.train for name, parts in corpora.mentions.items()} | claims
    examples, n_unaligned = _mention_examples(nlp, samples)
    _initialize(nlp, {CLAIMS_RECOGNISER: examples[CLAIMS_RECOGNISER]}, seed=settings.seed)
    n_steps = train_tasks(nlp, _mention_tasks(examples), settings, report=report)
    n_sentences = len(examples[CLAIMS_RECOGNISER])
    return {"sentences": n_sentences, "unaligned_mentions": n_unaligned, "steps": n_steps}


def _add_recognisers(nlp: Language, names: Iterable[str]) -> None:
    for name in names:
        nlp.add_pipe("ner", name=name, config={"model": nlp.get_pipe_config("ner_cg")["model"]})
    multiply_with_numpy(nlp)


def _mention_examples(
    nlp: Language, samples: dict[str, list[Sample]]
) -> tuple[dict[str, list[Example]], int]:
    """Make examples; return with them how many mentions no tokens fit."""
    examples: dict[str, list[Example]] = {}
    n_unaligned = 0
    for name, own in samples.items():
        made = [make_mention_example(nlp, sample) for sample in add_greek(own)]
        examples[name] = [example for example, _ in made]
        n_unaligned += sum(n for _, n in made)
    return examples, n_unaligned


def _mention_tasks(examples: dict[str, list[Example]]) -> list[Task]:
    return [Task(name, ("encoder", name), examples[name], SHARES[name]) for name in examples]


def _initialize(nlp: Language, examples: dict[str, list[Example]], *, seed: int) -> None:
    """Initialise the named components, each on its own examples."""
    fix_random_seed(seed)
    for name, component in nlp.pipeline:
        if name in examples and isinstance(component, TrainablePipe):
            component.initialize(lambda own=examples[name]: own, nlp=nlp)
    nlp._link_components()  # spaCy's own loop does this after initialisation
