import pytest

from exominer.ingest.sections import find_caption_label, find_section_kind, find_section_kinds


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        pytest.param("Abstract", "abstract", id="abstract"),
        pytest.param("A B S T R A C T", "abstract", id="letter-spaced"),
        pytest.param("1. INTRODUCTION", "introduction", id="numbered-capitals"),
        pytest.param("Background:", "introduction", id="colon"),
        pytest.param("2 Materials and Methods", "methods", id="methods"),
        pytest.param("Patients & methods", "methods", id="ampersand"),
        pytest.param("STAR★METHODS", "methods", id="star"),
        pytest.param("Results and discussion", "results", id="results-first"),
        pytest.param("IV. Discussion", "discussion", id="roman"),
        pytest.param("Conclusions and future perspectives", "conclusion", id="conclusion"),
        pytest.param("Authors’ contributions", "back", id="apostrophe"),
        pytest.param("Conflict of Interest Statement", "back", id="interests"),
        pytest.param("Data Availability Statement", "back", id="data"),
        pytest.param("List of abbreviations", "back", id="abbreviations"),
        pytest.param("REFERENCES", "references", id="references"),
        pytest.param("Results of irradiating vesicles", None, id="words-beyond"),
        pytest.param("Cell culture", None, id="own-words"),
    ],
)
def test_find_section_kind_goes_by_the_words(heading, kind):
    assert find_section_kind(heading) == kind


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        pytest.param(
            ["2 Methods", "2.1 Cells", "3 Uptake", "3.1 Dose"],
            ["methods", "methods", "body", "body"],
            id="numbered-subsections",
        ),
        pytest.param(
            ["Results", "Vesicles rise", "Discussion"],
            ["results", "results", "discussion"],
            id="unnumbered-subsections",
        ),
        pytest.param(["Introduction", "Vesicles"], ["introduction", "body"], id="review"),
        pytest.param(
            ["Abstract", "Methods", "Results", "Introduction", "Methods"],
            ["abstract", "abstract", "abstract", "introduction", "methods"],
            id="structured-abstract",
        ),
        pytest.param(
            ["Abstract", "Introduction", "Methods", "Results"],
            ["abstract", "introduction", "methods", "results"],
            id="plain-abstract",
        ),
    ],
)
def test_find_section_kinds_hands_kinds_down(headings, kinds):
    assert find_section_kinds([(heading, None) for heading in headings]) == kinds


def test_find_section_kinds_trusts_the_source():
    assert find_section_kinds([("Uptake", "results")]) == ["results"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("Fig. 1 Uptake", "Fig. 1", id="fig"),
        pytest.param("Table S2: Doses", "Table S2", id="supplement"),
        pytest.param("TABLE II. Doses", "TABLE II", id="roman"),
        pytest.param("Figures show uptake", "", id="no-number"),
    ],
)
def test_find_caption_label_takes_noun_and_number(text, label):
    assert find_caption_label(text) == label
