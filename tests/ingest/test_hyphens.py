import pytest

from exominer.ingest.hyphens import Words, count_words, join_lines, keeps_hyphen, load_words
from exominer.run.time_limit import limit_seconds


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        pytest.param("the miR-", "23a level", "the miR-23a level", id="digit"),
        pytest.param("(PD-", "L1) rose", "(PD-L1) rose", id="capital"),
        pytest.param("via CD3-", "ζ chains", "via CD3-ζ chains", id="greek"),
        pytest.param("FasL-", "bearing cells", "FasL-bearing cells", id="name"),
        pytest.param("phospho-", "mTOR", "phospho-mTOR", id="inner-capital"),
        pytest.param("a tumour-", "bearing mouse", "a tumour-bearing mouse", id="compound"),
        pytest.param("radiation-", "induced death", "radiation-induced death", id="tail"),
        pytest.param("non-", "irradiated", "non-irradiated", id="head"),
        pytest.param("immuno-", "logical", "immunological", id="broken-word"),
        pytest.param("sig-", "nalling by", "signalling by", id="in-document"),
        pytest.param("IRRADI-", "ATED CELLS", "IRRADIATED CELLS", id="all-capitals"),
        pytest.param("first-", "in-human trials", "first-in-human trials", id="chain"),
    ],
)
def test_join_lines_joins_or_keeps_by_evidence(left, right, joined):
    words = Words("Tumour signalling; bearing; in humans, first of all.")

    assert join_lines([left, right], words) == joined


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("down-stream and down-stream, downstream", True, id="hyphen-more"),
        pytest.param("downstream of it", False, id="joined-only"),
    ],
)
def test_keeps_hyphen_follows_the_document_first(text, kept):
    assert keeps_hyphen("down-", "stream", Words(text)) is kept


def test_join_lines_leaves_dashes_alone():
    assert join_lines(["a dose -", "the low one"], Words()) == "a dose - the low one"


def test_load_words_counts_in_how_many_papers_a_word_stands():
    words = load_words()

    assert words["expression"] > words["wild-type"] > 2


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda word: count_words([word + "\n"]), id="counted"),
        pytest.param(lambda word: join_lines([word, word, "b"], Words()), id="joined"),
    ],
)
def test_a_word_of_200_000_letters_is_read_in_no_time(read):
    with limit_seconds(2):
        assert read("a" * 200_000)
