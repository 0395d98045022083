import pytest

from exominer.ingest.authors import find_authors, fold_name


@pytest.mark.parametrize(
    ("text", "families", "rest"),
    [
        pytest.param("Roe J, Poe AB. Cells.", ["Roe", "Poe"], "Cells.", id="bare-initials"),
        pytest.param(
            "Roe, J., Poe, A. B., and Moe, C. (2011).",
            ["Roe", "Poe", "Moe"],
            "(2011).",
            id="dotted",
        ),
        pytest.param("Roe, J. & Poe, A. Cells.", ["Roe", "Poe"], "Cells.", id="ampersand"),
        pytest.param("Roe, J.; Poe, A.-B. Cells.", ["Roe", "Poe"], "Cells.", id="semicolons"),
        pytest.param("J. Roe, A.B. Poe, Cells,", ["Roe", "Poe"], ", Cells,", id="initials-first"),
        pytest.param("J. Roe and A. Poe, “Cells,”", ["Roe", "Poe"], ", “Cells,”", id="and"),
        pytest.param("Roe J, Poe A (2011) Cells.", ["Roe", "Poe"], "(2011) Cells.", id="year-next"),
        pytest.param(
            "van der Roe J, de Poe A. Cells.", ["van der Roe", "de Poe"], "Cells.", id="particles"
        ),
        pytest.param(
            "O’Roe J, Poe-Moe A, Ñoe C. Cells.", ["O’Roe", "Poe-Moe", "Ñoe"], "Cells.", id="marks"
        ),
        pytest.param("Roe J. A study of cells.", ["Roe"], "A study of cells.", id="article-next"),
        pytest.param("Roe JH Jr, Poe A. Cells.", ["Roe", "Poe"], "Cells.", id="suffix"),
        pytest.param(
            "Roe, J.; Mononym; Poe, A. Cells.", ["Roe", "Mononym", "Poe"], "Cells.", id="one-name"
        ),
        pytest.param(
            "World Cell Board. Cells. 2011.", ["World Cell Board"], ". Cells. 2011.", id="body"
        ),
        pytest.param("12 cells were seen.", [], "12 cells were seen.", id="none"),
    ],
)
def test_find_authors_reads_names_in_all_styles(text, families, rest):
    authors = find_authors(text)

    assert list(authors.families) == families
    assert text[authors.end :].removeprefix(".").strip() == rest.removeprefix(".").strip()


def test_find_authors_notes_et_al():
    authors = find_authors("Roe J, Poe A, et al. Cells.")

    assert (authors.families, authors.is_open) == (("Roe", "Poe"), True)


def test_find_authors_reads_the_short_name_of_a_body():
    assert find_authors("World Cell Board [WCB]. (2008). Cells.").short == "WCB"


def test_fold_name_makes_spellings_equal():
    assert fold_name("Łøe-Dı́az") == fold_name("LOE DIAZ") == "loediaz"
