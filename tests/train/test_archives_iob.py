import pytest

from exominer.errors import InputError
from exominer.train.archives_iob import find_in_texts, parse_iob
from exominer.train.samples import LabelledSpan, Sample


def _iob(tagged):
    """Write "token/tag" pairs as lines."""
    return "\n".join(pair.replace("|", "\t") for pair in tagged.split()) + "\n"


@pytest.mark.parametrize(
    ("tagged", "text", "spans"),
    [
        pytest.param("p53|B-g fell|O .|O", "p53 fell.", ["p53"], id="one-token"),
        pytest.param("IL|B-g -|I-g 2|I-g /|O TNF|B-g", "IL-2/TNF", ["IL-2", "TNF"], id="joined"),
        pytest.param("A|B-g B|B-g", "A B", ["A", "B"], id="adjacent"),
        pytest.param("in|O (|O mice|B-s )|O", "in (mice)", ["mice"], id="brackets"),
        pytest.param("A|I-g B|I-s", "A B", ["A", "B"], id="inside-without-begin"),
    ],
)
def test_parse_iob_restores_spacing_and_spans(tagged, text, spans):
    [sample] = parse_iob(_iob(tagged), document="d")

    assert sample.text == text
    assert [sample.text[span.start : span.end] for span in sample.spans] == spans


def test_parse_iob_numbers_the_sentences_of_a_file():
    samples = list(parse_iob("A\tO\n\n\nB\tO\n", document="train"))

    assert [sample.document for sample in samples] == ["train-0", "train-1"]


def test_parse_iob_names_the_line_without_a_tag():
    with pytest.raises(InputError, match=r"^d:2: no tag"):
        list(parse_iob("A\tO\nB\n", document="d"))


def test_find_in_texts_takes_document_and_spacing_from_the_raw_text():
    samples = [
        Sample("t-0", "Mice died.", ()),
        Sample("t-1", "IL-2 rose.", (LabelledSpan(0, 4, "g"),)),
        Sample("t-2", "Nowhere.", ()),
    ]

    found, n_lost = find_in_texts(samples, {"d1": "Rats lived.", "d2": "Mice died.\nIL- 2  rose."})

    assert [(sample.document, sample.text) for sample in found] == [
        ("d2", "Mice died."),
        ("d2", "IL- 2  rose."),
    ]
    assert found[1].spans == (LabelledSpan(0, 5, "g"),)
    assert n_lost == 1
