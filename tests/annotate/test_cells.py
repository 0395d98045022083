import pytest

from exominer.annotate.cells import find_cells


def cells(text):
    return [(mention.text, mention.kind, mention.source) for mention in find_cells(text)]


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("hypoxic ovarian cancer cells", id="state-and-disease"),
        pytest.param("head-and-neck cancer cells", id="hyphens"),
        pytest.param("head and neck cancer cells", id="and"),
        pytest.param("ABC1-positive NPC cells", id="positive"),
        pytest.param("CD8+ T cells", id="marker"),
        pytest.param("mesenchymal stem/stromal cells", id="slash"),
        pytest.param("non-small cell lung cancer cells", id="cell-inside"),
        pytest.param("bone marrow-derived dendritic cells", id="derived"),
        pytest.param("normal human fibroblasts", id="cell-noun"),
        pytest.param("recipient melanoma cells", id="role-with-type"),
    ],
)
def test_find_cells_takes_the_whole_phrase(phrase):
    assert cells(f"We gave the {phrase} time.") == [(phrase, "cell_type", "cells")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("squamous cell carcinoma", [], id="disease"),
        pytest.param("cell-to-cell contact", [], id="contact"),
        pytest.param("all the cells", [], id="bare"),
        pytest.param("UVB-irradiated keratinocytes", ["keratinocytes"], id="exposure"),
        pytest.param("macrophage-derived EVs", ["macrophage"], id="donor-in-compound"),
        pytest.param("stem cell-derived EVs", ["stem cell"], id="cell-in-compound"),
        pytest.param("miR-9-enriched stem cells", ["stem cells"], id="mirna-in-compound"),
        pytest.param("tumor-derived exosomes", ["tumor"], id="disease-as-donor"),
        pytest.param("bacteriophages", [], id="phage"),
    ],
)
def test_find_cells_stops_where_the_cell_does(text, expected):
    assert [text for text, *_ in cells(text)] == expected


def test_find_cells_marks_roles_apart():
    assert cells("in nonirradiated cells") == [("nonirradiated cells", "cell_type", "cell_role")]


def test_find_cells_leaves_irradiated_to_the_radiation_but_keeps_it_in_the_name():
    (found,) = find_cells("of irradiated cells")

    assert (found.text, found.name) == ("cells", "irradiated cells")


def test_find_cells_knows_a_line_by_its_shape_and_place():
    expected = ["AB12C", "QQ9", "XY-3"]

    found = sorted(text for text, kind, _ in cells("QQ9, XY-3 and AB12C cells, IL-6 cells"))

    assert found == expected
