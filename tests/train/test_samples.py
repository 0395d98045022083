import pytest

from exominer.train.samples import LabelledSpan, drop_overlaps, text_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("IL - 2 (rose).", "IL-2 (rose).", id="spacing"),
        pytest.param("The Cell died", "the cell died.", id="case-and-full-stop"),
    ],
)
def test_text_key_is_the_same_for_differently_spaced_sentences(one, other):
    assert text_key(one) == text_key(other)


def test_drop_overlaps_keeps_the_longest():
    short, long, later = (
        LabelledSpan(5, 9, "cell"),
        LabelledSpan(0, 9, "cell"),
        LabelledSpan(9, 12, "gene"),
    )

    assert drop_overlaps([short, later, long]) == (long, later)
