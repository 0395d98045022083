import pytest

from exominer.train.stages import make_tokenizing_pipeline


@pytest.fixture(scope="module")
def nlp():
    return make_tokenizing_pipeline()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21-5p", "miR - 21 - 5p", id="mirna"),
        pytest.param("PD-L1,", "PD - L1 ,", id="gene-and-comma"),
        pytest.param("CD8+ cells", "CD8 + cells", id="marker"),
        pytest.param("CD3+CD4−", "CD3 + CD4 −", id="joined-markers"),
        pytest.param("4 T1 cells", "4 T1 cells", id="broken-cell-line"),
        pytest.param("0.5 Gy.", "0.5 Gy .", id="dose"),
        pytest.param("2Gy", "2 Gy", id="dose-without-space"),
        pytest.param("2Gy-irradiated", "2 Gy - irradiated", id="dose-in-compound"),
        pytest.param("γ-ray", "γ - ray", id="greek"),
        pytest.param("TGF-β1", "TGF - β1", id="greek-inside"),
        pytest.param("IL-10, IL-6", "IL - 10 , IL - 6", id="list"),
        pytest.param("Akt/mTOR", "Akt / mTOR", id="slash"),
        pytest.param("radiation‑induced", "radiation ‑ induced", id="unbreakable-hyphen"),
        pytest.param("10,000 cells", "10,000 cells", id="thousands"),
        pytest.param("NF-kappa B.", "NF - kappa B .", id="single-capital-and-stop"),
        pytest.param("(Fig. 2A)", "( Fig. 2A )", id="figure"),
        pytest.param("et al. [63–65].", "et al. [ 63 – 65 ] .", id="citation"),
        pytest.param("the cell's", "the cell 's", id="genitive"),
        pytest.param("p<0.05", "p < 0.05", id="less-than"),
    ],
)
def test_set_tokenizer_splits(nlp, text, expected):
    assert [token.text for token in nlp(text)] == expected.split()


def test_set_tokenizer_gives_all_hyphens_one_norm(nlp):
    norms = {token.norm_ for text in ("a-b", "a‑b", "a–b", "a−b") for token in nlp(text)}

    assert norms == {"a", "-", "b"}
