import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.ingest.sentences import cut_sentence, split_sentences


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("Uptake rose (Fig. 2).| It then fell.", id="figure"),
        pytest.param("As shown in Fig. 2 the dose mattered.", id="figure-bare"),
        pytest.param("Lee et al. reported uptake.| Kim et al. [12] showed release.", id="et-al"),
        pytest.param(
            "Lee et al. (2019) saw it.| Kim et al., in contrast, did not.", id="et-al-year"
        ),
        pytest.param("Irradiated vs. sham cells differed.| So did mice.", id="versus"),
        pytest.param("Vesicles carried miR-21.| miR-21 was taken up.", id="small-mirna"),
        pytest.param("It was blocked.| p53 was needed.| siRNA restored it.", id="small-gene"),
        pytest.param("It was blocked.| α-SMA rose.| let-7a fell.| c-Myc stayed.", id="greek"),
        pytest.param("This was seen before [91].| Cells were given 5 Gy.| They died.", id="cited"),
        pytest.param("This was seen before. [91]| Cells died.", id="cited-after-stop"),
        pytest.param("It was seen in these cells.12,13| The dose was low.", id="glued-citation"),
        pytest.param("Some markers, i.e., CD9, e.g. in serum, rose.| It held.", id="that-is"),
        pytest.param("It took approx. 5 min. after that.| Dr. Smith left.", id="titles"),
        pytest.param("It took 10 min.| Cells were then lysed.", id="unit-ends"),
        pytest.param("The p50.c-rel dimer and 0.05 Gy did it.", id="no-space"),
        pytest.param("E. coli and S. aureus grew.| They shed vesicles.", id="species"),
        pytest.param("Vesicles rose (n = 5).| In mice they fell.", id="n"),
        pytest.param("They said “it works.”| We disagree.", id="closing-quote"),
        pytest.param("See No. 3 and Ref. 5 for this.| It took ca. 3 h.", id="number"),
        pytest.param("In the U.S. guidelines differ.| In the U.S.| The rule differs.", id="us"),
        pytest.param("It binds NF-kappa B.| Previous work agrees.", id="capital-letter"),
        pytest.param("It was made by J. Smith and A. B. Jones.| It works.", id="initials"),
        pytest.param("Patients with MS.| They were treated.", id="capitals-no-title"),
        pytest.param("Uptake of vesicles.| a. Cells at 2 Gy.| b. Cells at 4 Gy.", id="panels"),
        pytest.param("First point:| • one dose| • two doses", id="bullets"),
        pytest.param("Was it dose?| It was!| 53BP1 foci rose.", id="other-stops"),
        pytest.param("Cells were lysed in buffer.|The pellet was kept.", id="tight"),
        pytest.param("We did an assay.|Increased uptake was seen.", id="tight-any-word"),
        pytest.param("It was seen (data not shown).|Uptake then fell.", id="tight-bracket"),
        pytest.param("A locus on Chr. 10 and chr. 9 was found.", id="chromosome"),
        pytest.param("It was a gift from J. A. Hassell.| It works.", id="two-initials"),
        pytest.param("Uptake in mice.| b-f: Detail of cells.| (a, a’) Section.", id="panel-keys"),
        pytest.param("Bars are means.| +/+, wild-type; -/-, null.", id="genotype-key"),
        pytest.param("We show: 1). It is new; 2). It is true.", id="list-in-brackets"),
        pytest.param("It bound.| ephrin-B2 did not.", id="longer-small-name"),
        pytest.param("1. Cells were lysed.| 2. They were spun.", id="enumeration"),
        pytest.param("It was bought (Abcam Inc. Cambridge) and used.", id="company"),
    ],
)
def test_split_sentences_ends_where_marked(marked):
    text = marked.replace("|", "")

    found = [text[start:end] for start, end in split_sentences(text)]

    assert found == [piece.strip() for piece in marked.split("|") if piece.strip()]


@given(st.text(alphabet="aB.3 \n[]()?•\u00a0“…", max_size=60))
def test_split_sentences_covers_all_but_white_space(text):
    sentences = split_sentences(text)

    pieces = [text[start:end] for start, end in sentences]
    assert all(piece and piece == piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert sentences == sorted(sentences)


@pytest.mark.parametrize(
    ("text", "n_pieces"),
    [
        pytest.param("dose " * 1999 + "dose", 1, id="as long as can be"),
        pytest.param("dose " * 2000 + "dose", 2, id="a word too many"),
        pytest.param("d" * 999 + " dose", 1, id="long word"),
        # 1,000 of 2,500 characters, 1,000 more, and 500.
        pytest.param("(" * 2500, 3, id="too long a word"),
        # 25 words of 801 characters are 20,025, one word too many for a piece.
        pytest.param(" ".join(["d" * 800] * 25), 2, id="too many characters"),
        pytest.param("\t".join(["d" * 800] * 25), 2, id="tabs"),
    ],
)
def test_cut_sentence_cuts_what_a_parser_cannot_take(text, n_pieces):
    pieces = [text[start:end] for start, end in cut_sentence(text, 0, len(text))]

    assert len(pieces) == n_pieces
    assert all(piece == piece.strip() and len(piece) <= 20_000 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
