import pytest

from exominer.ingest.citations import find_cell_citations, find_citations, find_style
from exominer.records import Cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rose [63–65].", [("[63–65]", (63, 64, 65))], id="range"),
        pytest.param("rose [7, 47].", [("[7, 47]", (7, 47))], id="list"),
        pytest.param("rose [1,3-5].", [("[1,3-5]", (1, 3, 4, 5))], id="mixed"),
        pytest.param("cells[12] rose", [("[12]", (12,))], id="glued"),
        pytest.param("rose [see 12, 13]", [("[see 12, 13]", (12, 13))], id="note"),
        pytest.param("rose [12][13].", [("[12]", (12,)), ("[13]", (13,))], id="side-by-side"),
        pytest.param("rose [ 12 , 13 ].", [("[ 12 , 13 ]", (12, 13))], id="spaces"),
        pytest.param("rose [12,13••].", [("[12,13••]", (12, 13))], id="bullets"),
        pytest.param("rose [12 and 13].", [("[12 and 13]", (12, 13))], id="and"),
        pytest.param("rose [12]and [13]Then", [("[12]", (12,)), ("[13]", (13,))], id="no-space"),
        pytest.param("rose [3]–[5].", [("[3]–[5]", (3, 4, 5))], id="range-of-brackets"),
        pytest.param("rose [Ref. 12].", [("[Ref. 12]", (12,))], id="named"),
        pytest.param("[18]F-FDG and [11]C-choline", [], id="isotope-in-brackets"),
        pytest.param("[3H]thymidine, [Ca2+] and CD8(+)", [], id="isotope"),
        pytest.param("OR 2 [95% CI], range [0, 1]", [], id="interval"),
        pytest.param("a mean of 3 (95% CI [12, 34])", [], id="confidence"),
        pytest.param("IL-2[3] and [9-4]", [], id="index"),
        pytest.param("at 2 Gy (5) it rose", [], id="round"),
    ],
)
def test_find_citations_tells_citations_from_other_brackets(text, expected):
    found = find_citations(text)

    assert [(text[start:end], numbers) for start, end, numbers in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rose (12, 13).", ["(12, 13)"], id="list"),
        pytest.param("by Roe et al. (9) in mice", ["(9)"], id="after-a-name"),
        pytest.param("cells(12) rose", ["(12)"], id="glued"),
        pytest.param("We (1) spun, (2) lysed and (3) ran cells.", [], id="enumeration"),
        pytest.param("In rats, (2) and in mice, (5) it rose.", ["(2)", "(5)"], id="after-commas"),
        pytest.param("CD8(3) and f(3)", [], id="index"),
    ],
)
def test_find_citations_reads_round_brackets(text, expected):
    found = find_citations(text, style="round")

    assert [text[start:end] for start, end, _ in found] == expected


def test_find_citations_knows_the_length_of_the_list():
    assert find_citations("rose [3] by [250]", n_references=100) == [(5, 8, (3,))]


def test_find_citations_reads_superscripts_that_lost_their_height():
    text = "in these cells.12,13 The dose of 2.5 Gy fell,4 as in Fig.2 above"

    found = find_citations(text, style="glued")

    assert [text[start:end] for start, end, _ in found] == ["12,13", "4"]


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        pytest.param(["It rose [1]. It fell [2, 3].", "It held [4]."], "square", id="square"),
        pytest.param(["It rose (1, 2). It fell (3).", "It held (4-6)."], "round", id="round"),
        pytest.param(["We (1) spun, (2) lysed and (3) ran cells."], "square", id="enumeration"),
        pytest.param(["It rose.1 It fell.2,3 It held.4"], "glued", id="glued"),
        pytest.param(["It rose."], "square", id="none"),
    ],
)
def test_find_style_goes_by_the_majority(texts, style):
    assert find_style(texts) == style


def test_find_style_takes_single_round_numbers_that_make_up_the_list():
    texts = ["It rose. (1) It fell. (2) It held. (3)"]

    assert find_style(texts, n_references=4) == "round"
    assert find_style(texts, n_references=40) == "square"


def test_find_cell_citations_reads_bare_numbers_below_a_citing_header():
    text = "Dose\tRefs.\n12\t12, 14"
    cells = [Cell(0, 0, 0, 4), Cell(0, 1, 5, 10), Cell(1, 0, 11, 13), Cell(1, 1, 14, 20)]

    assert find_cell_citations(text, cells) == [(14, 20, (12, 14))]
