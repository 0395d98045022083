import pytest

from exominer.annotate.abbreviations import find_abbreviations
from exominer.annotate.cells import find_cells
from exominer.annotate.short_forms import find_short_forms


def pairs(text):
    return [(a.short, a.long) for a in find_abbreviations(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "the mesenchymal stem cells (MSCs) grew",
            [("MSCs", "mesenchymal stem cells")],
            id="letters",
        ),
        pytest.param(
            "from DC-derived exosomes (DEXs) only",
            [("DEXs", "DC-derived exosomes")],
            id="whole-hyphen-word",
        ),
        pytest.param(
            "exosomes taken after 2 Gy (1 d), termed Exo-2G, were used",
            [("Exo-2G", "exosomes")],
            id="termed",
        ),
        pytest.param("as was shown (12) before", [], id="number"),
        pytest.param("shown by others (Smith et al.) before", [], id="citation"),
    ],
)
def test_find_abbreviations_finds_definitions(text, expected):
    assert pairs(text) == expected


def test_find_abbreviations_gives_offsets_of_the_text():
    text = "Before. Dendritic cells (DCs) and DCs."

    (found,) = find_abbreviations(text, [(0, 7), (8, len(text))])

    assert text[found.start : found.end] == "DCs"
    assert text[found.long_start : found.long_end] == "Dendritic cells"


def test_find_short_forms_marks_singular_and_plural_with_the_long_name():
    text = "XYCs grew; XYC-derived EVs; XYCsome"

    found = find_short_forms(text, [("XYCs", "xylem stem cells", None)], recognise=find_cells)

    assert [(m.text, m.start, m.kind, m.name) for m in found] == [
        ("XYCs", 0, "cell_type", "xylem stem cells"),
        ("XYC", 11, "cell_type", "xylem stem cells"),
    ]


@pytest.mark.parametrize(
    ("n_brackets", "expected"),
    [
        pytest.param(199, [("DCs", "Dendritic cells")], id="many"),
        pytest.param(20_000, [], id="too many to try"),
    ],
)
def test_find_abbreviations_passes_over_a_sentence_of_brackets(n_brackets, expected):
    assert pairs("Dendritic cells (DCs) " + "(" * n_brackets) == expected
