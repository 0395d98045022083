from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.encoders.tags import UNKNOWN, name_tags, read_spans, tag_words

TAGS = name_tags(["gene", "cell"])
WORDS = [(0, 3), (4, 7), (7, 8), (8, 12), (13, 15)]


@st.composite
def spans_on_words(draw):
    borders = sorted(draw(st.sets(st.integers(0, len(WORDS)), min_size=2)))
    labels = st.sampled_from(["gene", "cell", None])
    return [
        (WORDS[first][0], WORDS[last - 1][1], label)
        for first, last in pairwise(borders)
        if (label := draw(labels))
    ]


@given(spans_on_words())
def test_read_spans_gives_back_what_tag_words_was_given(spans):
    tags, n_unclear = tag_words(WORDS, spans, TAGS)

    scores = np.log(np.full((len(WORDS), len(TAGS)), 0.01))
    scores[np.arange(len(WORDS)), tags] = 0
    assert read_spans(WORDS, scores, TAGS) == spans
    assert n_unclear == 0


def test_tag_words_leaves_unknown_what_a_span_within_a_word_touches():
    tags, n_unclear = tag_words(WORDS, [(5, 8, "gene"), (8, 12, "cell"), (12, 15, "cell")], TAGS)

    # (5, 8) begins within a word, (12, 15) before one: words 1, 2 and 4 are unknown.
    assert tags == [0, UNKNOWN, UNKNOWN, TAGS.index("B-cell"), UNKNOWN]
    assert n_unclear == 2


@pytest.mark.parametrize(
    ("path", "spans"),
    [
        pytest.param("O I-gene O", [], id="inside-after-nothing"),
        pytest.param("B-cell I-gene O", [(0, 7, "gene")], id="inside-of-another-label"),
        pytest.param("I-gene O O", [], id="inside-at-the-start"),
    ],
)
def test_read_spans_takes_the_best_path_that_is_allowed(path, spans):
    # The barred tag has 0.5, what would make sense of it 0.3 or nothing.
    scores = np.log(np.full((3, len(TAGS)), 0.01))
    for row, tag in zip(scores, path.split(), strict=True):
        row[TAGS.index(tag)] = np.log(0.5)
    scores[:, 0] = np.log(0.2)
    if spans:
        scores[0, TAGS.index("B-gene")] = np.log(0.3)
        scores[1, 0] = np.log(0.1)

    assert read_spans(WORDS[:3], scores, TAGS) == spans


def test_read_spans_of_no_words_is_empty():
    assert read_spans([], np.zeros((0, len(TAGS))), TAGS) == []
