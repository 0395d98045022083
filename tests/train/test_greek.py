import pytest

from exominer.train.greek import add_greek
from exominer.train.samples import LabelledSpan, Sample


@pytest.mark.parametrize(
    ("text", "mention", "expected_text", "expected_mention"),
    [
        pytest.param("TNF-alpha rose", "TNF-alpha", "TNF-α rose", "TNF-α", id="end"),
        pytest.param("NF-kappa B rose", "NF-kappa B", "NF-κB rose", "NF-κB", id="letter-after"),
        pytest.param("the beta 1 chain", "beta 1", "the β1 chain", "β1", id="number-after"),
        pytest.param("IFN-gamma in mice", "mice", "IFN-γ in mice", "mice", id="mention-after"),
        pytest.param("PKC-beta 1 rose", "PKC-beta", "PKC-β1 rose", "PKC-β", id="end-at-space"),
    ],
)
def test_add_greek_moves_the_mentions(text, mention, expected_text, expected_mention):
    start = text.index(mention)
    sample = Sample("d", text, (LabelledSpan(start, start + len(mention), "x"),))

    original, copy = add_greek([sample])

    assert original == sample
    assert copy.text == expected_text
    assert [copy.text[s.start : s.end] for s in copy.spans] == [expected_mention]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("No letters.", id="none"),
        pytest.param("Alphabet and betaine.", id="part-of-a-word"),
    ],
)
def test_add_greek_leaves_other_sentences_alone(text):
    sample = Sample("d", text, ())

    assert add_greek([sample]) == [sample]
