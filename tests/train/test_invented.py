import pytest

from exominer.train.invented import make_sentences

SENTENCES = make_sentences(300, seed=3)


def _form(sentence, i):
    return sentence.text[sentence.words[i].start : sentence.words[i].end]


def test_make_sentences_gives_trees():
    for sentence in SENTENCES:
        heads = [word.head for word in sentence.words]
        assert sum(head == i for i, head in enumerate(heads)) == 1
        for start in range(len(heads)):
            reached = start
            for _ in heads:
                reached = heads[reached]
            assert sentence.words[reached].dep == "ROOT"


def test_make_sentences_is_the_same_for_the_same_seed():
    assert make_sentences(20, seed=5) == make_sentences(20, seed=5)
    assert make_sentences(20, seed=5) != make_sentences(20, seed=6)


@pytest.mark.parametrize(
    ("tag", "dep", "head_tags"),
    [
        pytest.param("VBD", "conj", {"VBD"}, id="second-verb-hangs-on-the-first"),
        pytest.param("VBN", "amod", {"NN", "NNS"}, id="attribute-hangs-on-a-noun"),
        pytest.param("IN", "agent", {"VBN"}, id="agent-hangs-on-a-passive"),
    ],
)
def test_make_sentences_shows(tag, dep, head_tags):
    found = [
        sentence.words[word.head].tag
        for sentence in SENTENCES
        for word in sentence.words
        if (word.tag, word.dep) == (tag, dep)
    ]

    assert len(found) > 10
    assert set(found) <= head_tags


def test_make_sentences_begins_with_a_capital_and_ends_with_a_stop():
    assert all(
        not _form(sentence, 0).islower() and sentence.text.endswith(".") for sentence in SENTENCES
    )
