import pytest

from exominer.train.examples import make_mention_example, make_parsed_example
from exominer.train.samples import LabelledSpan, ParsedSentence, Sample, Word
from exominer.train.stages import make_tokenizing_pipeline


@pytest.fixture(scope="module")
def nlp():
    return make_tokenizing_pipeline()


def _rows(example):
    return [(t.text, t.tag_, t.dep_, t.head.text) for t in example.reference]


def test_make_parsed_example_hangs_a_split_affix_on_its_word(nlp):
    words = (Word(0, 6, "NN", "compound", 1), Word(7, 10, "NN", "ROOT", 1))

    example = make_parsed_example(nlp, ParsedSentence("d", "co-IP1 gel", words))

    assert _rows(example) == [
        ("co", "AFX", "amod", "IP1"),
        ("-", "HYPH", "punct", "IP1"),
        ("IP1", "NN", "compound", "gel"),
        ("gel", "NN", "ROOT", "gel"),
    ]


def test_make_parsed_example_gives_a_merged_token_the_arc_that_leaves_it(nlp):
    # The treebank reads "Sox9" and "Δ" apart, the tokenizer as one.
    words = (
        Word(0, 4, "NN", "compound", 1),
        Word(4, 5, "SYM", "nsubj", 2),
        Word(6, 10, "VBD", "ROOT", 2),
    )

    example = make_parsed_example(nlp, ParsedSentence("d", "Sox9Δ fell", words))

    assert _rows(example) == [("Sox9Δ", "SYM", "nsubj", "fell"), ("fell", "VBD", "ROOT", "fell")]


def test_make_parsed_example_gives_none_where_merging_closes_a_circle(nlp):
    # "Sox9" hangs on "fell", which hangs on the "Δ" that is part of the same token.
    words = (
        Word(0, 4, "NN", "nsubj", 2),
        Word(4, 5, "SYM", "ROOT", 1),
        Word(6, 10, "VBD", "dep", 1),
    )

    assert make_parsed_example(nlp, ParsedSentence("d", "Sox9Δ fell", words)) is None


def test_make_mention_example_marks_mentions_and_negatives(nlp):
    sample = Sample("d", "PD-L1 and HER2 rose", (LabelledSpan(0, 5, "gene"),))

    example, n_unaligned = make_mention_example(nlp, sample)

    assert example.get_aligned_ner() == ["B-gene", "I-gene", "L-gene", "O", "O", "O"]
    assert n_unaligned == 0


def test_make_mention_example_takes_a_mention_inside_a_token_as_unknown(nlp):
    sample = Sample("d", "An antiapoptotic gene", (LabelledSpan(7, 16, "process"),))

    example, n_unaligned = make_mention_example(nlp, sample)

    assert example.get_aligned_ner() == ["O", None, "O"]
    assert n_unaligned == 1
