import pytest

from exominer.train.corpora import Corpora, Parts, Treebank
from exominer.train.loop import LoopSettings
from exominer.train.samples import LabelledSpan, ParsedSentence, Sample, Word
from exominer.train.scoring import score_mentions, score_trees
from exominer.train.stages import (
    SYNTAX_PIPES,
    make_pipeline,
    train_claims,
    train_mentions,
    train_syntax,
)

GENES = ("ATM", "BRCA1", "TP53", "RAD51")


def _gene_samples():
    return [
        Sample(f"d{i}", f"{gene} rose after dose {i}.", (LabelledSpan(0, len(gene), "gene"),))
        for i, gene in enumerate(GENES * 4)
    ]


def _cell_samples():
    samples = []
    for i, gene in enumerate(GENES * 4):
        start = len(gene) + len(" rose in ")
        span = LabelledSpan(start, start + len("HeLa"), "line")
        samples.append(Sample(f"c{i}", f"{gene} rose in HeLa cells.", (span,)))
    return samples


def _sentence(gene):
    n = len(gene)
    words = (
        Word(0, n, "NN", "nsubj", 1),
        Word(n + 1, n + 7, "VBZ", "ROOT", 1),
        Word(n + 8, n + 11, "NN", "dobj", 1),
    )
    return ParsedSentence(gene, f"{gene} lowers ATR", words)


NO_TREES = Treebank([], [], [])


def _train_mentions():
    nlp = make_pipeline(None)
    parts = {
        "ner_cg": Parts(_gene_samples(), [], []),
        "ner_lines": Parts(_cell_samples(), [], []),
    }
    settings = LoopSettings(n_steps=60, batch_words=40, n_warmup=1, learn_rate=0.01)
    corpora = Corpora(NO_TREES, parts, frozenset(), {"aux_pc": _gene_samples()})
    train_mentions(nlp, corpora, settings, report=_ignore)
    return nlp


def _vesicle_samples():
    return [
        Sample(f"v{i}", f"EVs of {gene} cells.", (LabelledSpan(0, 3, "vesicle"),))
        for i, gene in enumerate(GENES * 4)
    ]


def _ignore(_step, _losses):
    pass


def _weights(model):
    return [
        node.get_param(name) for node in model.walk() for name in node.param_names
        if node.has_param(name)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def trained():
    return _train_mentions()


def test_train_mentions_learns_each_corpus_with_its_own_recogniser(trained):
    assert score_mentions(trained, "ner_cg", _gene_samples())["all"].f1.value == 1.0
    assert score_mentions(trained, "ner_lines", _cell_samples())["all"].f1.value == 1.0


def test_train_mentions_takes_the_recognisers_of_helping_corpora_out_again(trained):
    assert "aux_pc" not in trained.component_names


def test_train_mentions_does_not_teach_one_corpus_the_labels_of_another(trained):
    # The gene corpus says nothing of "HeLa", the cell corpus nothing of genes.
    assert trained.get_pipe("ner_cg").labels == ("gene",)
    assert trained.get_pipe("ner_lines").labels == ("line",)


def test_train_claims_adds_a_recogniser_and_the_others_keep_what_they_know():
    nlp = _train_mentions()
    corpora = Corpora(
        NO_TREES,
        {"ner_cg": Parts(_gene_samples(), [], []), "ner_lines": Parts(_cell_samples(), [], [])},
        frozenset(),
        claims=Parts(_vesicle_samples(), [], []),
    )
    settings = LoopSettings(n_steps=60, batch_words=40, n_warmup=1, learn_rate=0.01)

    counts = train_claims(nlp, corpora, settings, report=_ignore)

    assert counts == {"sentences": 16, "unaligned_mentions": 0, "steps": 60}
    assert nlp.get_pipe("ner_claims").labels == ("vesicle",)
    assert score_mentions(nlp, "ner_claims", _vesicle_samples())["all"].f1.value == 1.0
    assert score_mentions(nlp, "ner_cg", _gene_samples())["all"].f1.value == 1.0
    assert score_mentions(nlp, "ner_lines", _cell_samples())["all"].f1.value == 1.0


def test_train_mentions_gives_the_same_weights_twice(trained):
    again = _train_mentions()

    for name in ("encoder", "ner_cg", "ner_lines"):
        weights = _weights(trained.get_pipe(name).model)
        assert weights
        for one, other in zip(weights, _weights(again.get_pipe(name).model), strict=True):
            assert (one == other).all()


def test_train_syntax_learns_tags_and_arcs():
    trees = [_sentence(gene) for gene in GENES * 10]
    corpora = Corpora(Treebank(trees, [], []), {}, frozenset())
    nlp = make_pipeline(None)
    settings = LoopSettings(n_steps=40, batch_words=40, n_warmup=1, learn_rate=0.01)
    steps = []

    counts = train_syntax(
        nlp, corpora, settings, report=lambda step, _losses: steps.append(step)
    )  # fmt: skip

    assert counts == {"train": 40, "abstracts": 0, "tagged": 0, "left_out": 0, "steps": 40}
    with nlp.select_pipes(enable=list(SYNTAX_PIPES)):
        scores = score_trees(nlp, trees[:4])
    assert {name: score.value for name, score in scores.items()} == dict.fromkeys(
        ("tag", "uas", "las"), 1.0
    )


def test_train_mentions_stops_when_its_time_is_up():
    nlp = make_pipeline(None)
    settings = LoopSettings(n_steps=60, batch_words=40, max_seconds=0.0)

    counts = train_mentions(
        nlp,
        Corpora(NO_TREES, {"ner_cg": Parts(_gene_samples(), [], [])}, frozenset()),
        settings,
        report=_ignore,
    )

    assert counts["steps"] == 0
