import pytest

from exominer.train.archives_genia import parse_tagged, parse_universal

TREES = """1\tIL-2-induced\t_\tJJ\tJJ\t_\t2\tamod\t_\t_
2\tdeath\t_\tNN\tNN\t_\t3\tnsubj\t_\t_
3\tfollows\t_\tVBZ\tVBZ\t_\t0\troot\t_\t_
4\tIL-6\t_\tNN\tNN\t_\t3\tdobj\t_\t_

1\tsuch\t_\tJJ\tJJ\t_\t0\troot\t_\t_
2\tas\t_\tIN\tIN\t_\t1\tmwe\t_\t_
"""


def _words(sentence):
    return [
        (
            sentence.text[word.start : word.end],
            word.tag,
            word.dep,
            sentence.text[sentence.words[word.head].start : sentence.words[word.head].end],
        )
        for word in sentence.words
    ]


def test_parse_universal_splits_hyphenated_words_as_craft_does():
    [sentence] = parse_universal(TREES, document="d")

    assert sentence.text == "IL-2-induced death follows IL-6"
    assert _words(sentence) == [
        ("IL", "NN", "npadvmod", "induced"),
        ("-", "HYPH", "punct", "induced"),
        ("2", "CD", "nummod", "IL"),
        ("-", "HYPH", "punct", "induced"),
        ("induced", "JJ", "amod", "death"),
        ("death", "NN", "nsubj", "follows"),
        ("follows", "VBZ", "ROOT", "follows"),
        ("IL", "NN", "dobj", "follows"),
        ("-", "HYPH", "punct", "IL"),
        ("6", "CD", "nummod", "IL"),
    ]


@pytest.mark.parametrize(
    ("rows", "tags"),
    [
        pytest.param("in\tIN\n(\t(\n", ["IN", "-LRB-"], id="bracket"),
        pytest.param("to\tTO\nact\tVB\n", ["TO", "VB"], id="infinitive"),
        pytest.param("to\tTO\nDNA\tNN\n", ["IN", "NN"], id="preposition"),
        pytest.param("anti-CD3\tNN\n", ["AFX", "HYPH", "NN"], id="affix"),
    ],
)
def test_parse_tagged_names_tags_as_craft_does(rows, tags):
    [sentence] = parse_tagged(rows, document="d")

    assert [word.tag for word in sentence.words] == tags


def test_parse_tagged_passes_over_record_headers():
    assert list(parse_tagged("UI\tLS\n-\t:\n95369245\tCD\n\nTI\tLS\n-\t:\n", document="d")) == []
