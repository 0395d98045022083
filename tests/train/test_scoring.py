import numpy as np
import pytest
import spacy
from spacy.tokens import Span

from exominer.train.samples import LabelledSpan, ParsedSentence, Sample, Word
from exominer.train.scoring import bootstrap, score_mentions, score_trees


class _Fixed:
    """Stands in for a recogniser: the first word is a gene, the last a cell."""

    def pipe(self, docs, batch_size):
        assert batch_size
        for doc in docs:
            doc.set_ents([Span(doc, 0, 1, "gene"), Span(doc, len(doc) - 1, len(doc), "cell")])
            yield doc


class _Pipeline:
    def __init__(self):
        self.make_doc = spacy.blank("en").make_doc
        self.pipeline = [("encoder", _Fixed()), ("ner_cg", _Fixed())]


def test_score_mentions_counts_only_exact_spans_with_their_label():
    samples = [
        Sample("a", "ATM in fibroblasts", (LabelledSpan(0, 3, "gene"),)),
        Sample("b", "p53 in cells", (LabelledSpan(0, 6, "gene"), LabelledSpan(7, 12, "cell"))),
    ]

    scores = score_mentions(_Pipeline(), "ner_cg", samples)

    # Found: ATM gene (right), fibroblasts cell (wrong); p53 gene (too short), cells cell (right).
    # All: 2 of 4 found, 2 of 3 gold; gene: 1 of 2 and 1 of 2; cell: 1 of 2 and 1 of 1.
    assert (scores["all"].precision, scores["all"].recall) == (0.5, 0.6667)
    assert scores["all"].f1.value == round(4 / 7, 4)
    assert (scores["gene"].precision, scores["gene"].recall) == (0.5, 0.5)
    assert (scores["cell"].precision, scores["cell"].recall) == (0.5, 1.0)
    assert scores["all"].f1.n == 3


def test_bootstrap_widens_when_documents_differ():
    same = bootstrap(np.array([1.0] * 10), np.array([2.0] * 10), n=20)
    mixed = bootstrap(np.array([2.0, 0.0] * 5), np.array([2.0] * 10), n=20)

    assert (same.low, same.high) == (0.5, 0.5)
    assert mixed.low < mixed.value == 0.5 < mixed.high


def test_bootstrap_of_nothing_is_nought():
    assert bootstrap(np.array([0.0]), np.array([0.0]), n=0).value == 0.0


@spacy.Language.component("fixed_parse")
def _parse(doc):
    for token, tag, label in zip(doc, ("VBZ", "NN"), ("ROOT", "dobj"), strict=True):
        token.tag_, token.head, token.dep_ = tag, doc[0], label
    return doc


@pytest.mark.parametrize(
    ("dep", "uas", "las"),
    [pytest.param("dobj", 1.0, 1.0, id="right"), pytest.param("nsubj", 1.0, 0.5, id="wrong-label")],
)
def test_score_trees_compares_heads_and_labels(dep, uas, las):
    words = (Word(0, 5, "VBZ", "ROOT", 0), Word(6, 9, "NN", dep, 0))
    nlp = spacy.blank("en")

    nlp.add_pipe("fixed_parse")

    scores = score_trees(nlp, [ParsedSentence("d", "Slows ATM", words)])

    assert (scores["uas"].value, scores["las"].value, scores["tag"].value) == (uas, las, 1.0)
