from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from nervaluate import Evaluator

from exominer.corpus import read_gold_corpus
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.gold_documents import from_corpus
from exominer.evaluate.judgements import Resampling
from exominer.evaluate.mentions import MENTION_MEASURES, judge_mentions
from exominer.evaluate.system import score_measure
from exominer.records import AnnotatedDocument
from tests.evaluate.evaluate_documents import annotate, make_document, make_mentions

ANNOTATIONS = Path(__file__).resolve().parents[2] / "annotations"
NAMES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
KINDS = ("mirna", "dose", "vesicle")


def side(spans, name="D1", length=400):
    document = make_document("x" * length)
    mentions = tuple(make_mentions(*spans))
    return Annotation(name, AnnotatedDocument(document, mentions=mentions), has_mentions=True)


def score(pairs):
    """Scores by measure of (gold, predicted) annotations, a document each."""
    judgements = [
        judgement for gold, predicted in pairs for judgement in judge_mentions(gold, predicted)
    ]
    resampling = Resampling(tuple(gold.id for gold, _ in pairs), 10, 0)
    return {
        measure: score_measure([o for o in judgements if o.measure == measure], resampling)
        for measure in MENTION_MEASURES
    }


def nervaluate(pairs):
    """What nervaluate says, whose ends are inclusive."""
    documents = [
        [
            [
                {"label": m.kind, "start": m.start, "end": m.end - 1}
                for m in sorted(annotation.mentions, key=lambda m: m.start)
            ]
            for annotation in sides
        ]
        for sides in zip(*pairs, strict=True)
    ]
    tags = sorted({entity["label"] for part in documents for doc in part for entity in doc})
    return Evaluator(*documents, tags=tags, loader="dict").evaluate()


@st.composite
def spans_side_by_side(draw):
    """Spans that do not overlap each other; every second gap may be empty."""
    spans, at = [], 0
    for gap, length, kind in draw(
        st.lists(
            st.tuples(st.integers(0, 3), st.integers(1, 5), st.sampled_from(KINDS)), max_size=12
        )
    ):
        spans.append((at + gap, at + gap + length, kind))
        at += gap + length
    return spans


documents = st.lists(st.tuples(spans_side_by_side(), spans_side_by_side()), min_size=1, max_size=4)


@settings(max_examples=400, deadline=None)
@given(documents)
def test_judge_mentions_agrees_with_nervaluate(parts):
    pairs = [(side(gold, f"D{i}"), side(said, f"D{i}")) for i, (gold, said) in enumerate(parts)]

    ours, theirs = score(pairs), nervaluate(pairs)["overall"]

    for measure, name in NAMES.items():
        for figure in ("precision", "recall", "f1"):
            expected = getattr(theirs[name], figure)
            assert getattr(ours[measure].whole, figure) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(documents)
def test_judge_mentions_agrees_with_nervaluate_on_each_kind_under_strict(parts):
    pairs = [(side(gold, f"D{i}"), side(said, f"D{i}")) for i, (gold, said) in enumerate(parts)]

    ours, theirs = score(pairs)["strict"].kinds, nervaluate(pairs)["entities"]

    assert ours.keys() == theirs.keys()
    for kind, score_of_kind in ours.items():
        assert score_of_kind.f1 == pytest.approx(theirs[kind]["strict"].f1, abs=1e-9)


def test_judge_mentions_agrees_with_nervaluate_on_the_annotations():
    """The second annotation as the prediction, in documents outside of the test part."""
    second = {d.id: from_corpus(d) for d in read_gold_corpus(ANNOTATIONS / "second.jsonl")}
    gold = [d for d in read_gold_corpus(ANNOTATIONS / "documents.jsonl") if d.split != "test"]
    pairs = [(from_corpus(d), second[d.id]) for d in gold if d.id in second]
    assert len(pairs) > 30

    ours, theirs = score(pairs), nervaluate(pairs)["overall"]

    for measure, name in NAMES.items():
        assert ours[measure].whole.f1 == pytest.approx(theirs[name].f1, abs=1e-9)
        assert ours[measure].whole.n_gold == theirs[name].possible
    assert 0.8 < ours["strict"].whole.f1 < ours["partial"].whole.f1 < 1


spans_anywhere = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from(KINDS)), max_size=10
).map(lambda drawn: [(start, start + length, kind) for start, length, kind in drawn])


@settings(max_examples=300, deadline=None)
@given(spans_anywhere, spans_anywhere, st.randoms(use_true_random=False))
def test_judge_mentions_counts_every_mention_once_also_where_they_overlap(gold, said, rng):
    shuffled = rng.sample(said, len(said))

    scores, again = score([(side(gold), side(said))]), score([(side(gold), side(shuffled))])

    # What is equal on both sides, each as often as both have it, and nothing else is right.
    n_equal = sum(min(gold.count(span), said.count(span)) for span in set(gold))
    assert scores["strict"].whole.n_found == n_equal
    assert scores["strict"].whole.n_predicted == len(said)
    assert scores["strict"].whole.n_gold == len(gold)
    assert scores == again


@given(spans_side_by_side())
def test_judge_mentions_gives_gold_against_itself_1_and_against_nothing_0(spans):
    same, nothing = score([(side(spans), side(spans))]), score([(side(spans), side([]))])

    for measure in MENTION_MEASURES:
        assert same[measure].whole.f1 == (1.0 if spans else 0.0)
        assert nothing[measure].whole.recall == 0.0
        assert nothing[measure].whole.n_gold == same[measure].whole.n_gold


def test_judge_mentions_gives_each_measure_what_it_asks_for():
    gold = annotate("{miR-21|mirna} of {HeLa cells|cell_line} after {2 Gy|dose} in {plasma|fluid}")
    said = annotate("{miR-21|dose} of {HeLa|cell_line} {cells after|dose} 2 Gy in plasma")

    scores = score([(gold, said)])

    # miR-21 has the span and not the kind, HeLa the kind and a part of the span, "cells after"
    # overlaps what HeLa has taken; 2 Gy and plasma are missed: 4 gold and 3 predicted.
    assert {name: s.whole.n_found for name, s in scores.items()} == {
        "strict": 0,
        "exact": 1,
        "partial": 1.5,
        "type": 1,
        "approximate": 1,
        "document": 0,
    }
    assert all(s.whole.n_gold == 4 and s.whole.n_predicted == 3 for s in scores.values())


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        pytest.param("the {raised miR-21 level|mirna} fell", 1, id="a-word-on-each-side"),
        pytest.param("{the raised miR-21|mirna} level fell", 0, id="two-words-before"),
        pytest.param("the raised {miR|mirna}-21 level fell", 1, id="a-part"),
        pytest.param("the raised {miR-21|dose} level fell", 0, id="another-kind"),
    ],
)
def test_judge_mentions_lets_an_approximate_span_reach_one_word_further(said, credit):
    gold = annotate("the raised {miR-21|mirna} level fell")

    assert score([(gold, annotate(said))])["approximate"].whole.n_found == credit


def test_judge_mentions_counts_a_name_once_a_document_at_the_document_level():
    gold = annotate("{miR-21|mirna}, {miR 21|mirna} and {miR-9|mirna}")
    said = annotate("miR-21, {miR 21|mirna} and miR-9, {let-7|mirna}")

    found = score([(gold, said)])["document"].whole

    assert (found.n_found, found.n_predicted, found.n_gold) == (1, 2, 2)


def test_judge_mentions_finds_a_name_by_its_long_form_at_the_document_level():
    gold, said = annotate("{ANXA1|gene_or_protein}"), annotate("{annexin|gene_or_protein}")
    (mention,) = said.annotated.mentions
    named = structs.replace(said.annotated, mentions=(structs.replace(mention, name="ANXA1"),))

    found = score([(gold, structs.replace(said, annotated=named))])["document"].whole

    assert found.n_found == 1


def test_judge_mentions_leaves_out_effects_and_words_that_only_fill_a_role():
    gold = annotate("{raised growth|effect} of {recipient cells|cell_type}")
    roles = tuple(structs.replace(m, source="role") for m in gold.annotated.mentions)
    bare = structs.replace(gold, annotated=structs.replace(gold.annotated, mentions=roles))

    assert [o for o in judge_mentions(bare, bare) if o.gold or o.predicted] == []


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        pytest.param("raised miR-21 levels", "not found", id="missed"),
        pytest.param("raised {miR-21|dose} levels", "kind wrong", id="kind"),
        pytest.param("{raised miR-21|mirna} levels", "bounds wrong", id="bounds"),
        pytest.param("{raised miR-21|dose} levels", "bounds and kind wrong", id="both"),
    ],
)
def test_judge_mentions_says_why_one_was_missed(said, cause):
    gold = annotate("raised {miR-21|mirna} levels")

    strict = [o for o in judge_mentions(gold, annotate(said)) if o.measure == "strict"]

    assert [judgement.cause for judgement in strict] == [cause]


def test_judge_mentions_says_where_there_was_nothing():
    false = list(judge_mentions(annotate("raised levels"), annotate("raised {levels|mirna}")))

    assert false[0].cause == "nothing there"
    assert false[0].gold is None
