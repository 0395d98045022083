"""Superscripts that cite, told from those that do not."""

import pytest

from exominer.ingest.pdf_citations import cites_by_superscript, find_markers
from exominer.ingest.pdf_paragraphs import JoinedText
from exominer.records import Reference


def raised(text):
    """Text with "^12^" raised."""
    plain, spans = "", []
    for i, part in enumerate(text.split("^")):
        if i % 2:
            spans.append((len(plain), len(plain) + len(part)))
        plain += part
    return JoinedText(plain, tuple(spans))


def cited(text):
    passage = raised(text)
    markers = find_markers(passage, n_references=40)
    return [(passage.text[marker.start : marker.end], marker.numbers) for marker in markers]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        pytest.param("of cells^12^ and more", [("12", (12,))], id="one"),
        pytest.param("of many cells^3–5,9^.", [("3–5,9", (3, 4, 5, 9))], id="range"),
        pytest.param("of many cells^3 4^.", [("3 4", (3, 4))], id="spaced"),
        pytest.param("of many cells^[3,4]^.", [("[3,4]", (3, 4))], id="in-brackets"),
        pytest.param("by the QLQ-C30^[30]^ form", [("[30]", (30,))], id="bracket-after-digit"),
        pytest.param("grown at pH 7.5^17^ here", [("17", (17,))], id="after-a-number"),
        pytest.param("since 2010^12^ they", [("12", (12,))], id="after-a-year"),
        pytest.param("treated with IL-10^12^ and", [("12", (12,))], id="after-a-name"),
        pytest.param("many cells^12,^ ^13^ grew", [("12, 13", (12, 13))], id="over-a-line-end"),
        pytest.param("many cells^12–^ ^15^ grew", [("12– 15", (12, 13, 14, 15))], id="split-range"),
        pytest.param("many cells^12^,^13^ grew", [("12,13", (12, 13))], id="comma-of-full-size"),
        pytest.param("survival (PFS).^22^ The trial", [("22", (22,))], id="after-a-bracket"),
    ],
)
def test_find_markers_takes_numbers_that_cite(text, marks):
    assert cited(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("about 10^6^ cells", id="power-of-ten"),
        pytest.param("about 3 × 10^5^ cells", id="power-after-a-sign"),
        pytest.param("a rate of 4 s^−1^ here", id="negative-power"),
        pytest.param("source of ^137^Cs was", id="caesium"),
        pytest.param("with ^60^Co rays", id="cobalt"),
        pytest.param("capture in ^10^B by cells", id="boron"),
        pytest.param("given (^131^I) once", id="iodine-in-a-bracket"),
        pytest.param("uptake of [^18^F]FDG rose", id="fluorine"),
        pytest.param("uptake of ^3^H-thymidine rose", id="tritium"),
        pytest.param("plates of 5 cm^2^ and", id="power-of-unit"),
        pytest.param("given as kg/m^2^ and", id="power-after-slash"),
        pytest.param("index (weight/height^2^) was", id="power-in-a-quotient"),
        pytest.param("peak VO^2^max was seen", id="index-within-a-word"),
        pytest.param("inflow of Ca^2+^ ions", id="charge"),
        pytest.param("most CD8^+^ cells", id="plus"),
        pytest.param("of these cells^99^ and", id="beyond-the-list"),
        pytest.param("value of R^2^ was", id="statistic"),
        pytest.param("^1^Department of oncology, ^2^Institute of physics", id="addresses"),
        pytest.param("Jane Roe^1^, Adam Poe^2,3^ and Bo Moe^1^", id="authors"),
    ],
)
def test_find_markers_leaves_other_superscripts(text):
    assert cited(text) == []


BY_RAISED = [raised("many cells^1^ and^2^ more^3^")]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param([], True, id="three"),
        pytest.param([raised("a [1] b [2] c [3] d [4]")], False, id="more-brackets"),
        pytest.param([raised("as shown^[1]^ and known^[2]^")], True, id="raised-brackets"),
        pytest.param([raised("(Roe 2011; Roe, 2011; Roe 2011); Roe (2011)")], False, id="by-name"),
    ],
)
def test_cites_by_superscript_weighs_them_against_other_ways(others, expected):
    references = [Reference(n, f"Roe J. T. J {2008 + n}.", year=str(2008 + n)) for n in range(1, 5)]

    assert cites_by_superscript([*BY_RAISED, *others], references) is expected


def test_cites_by_superscript_asks_for_three():
    assert not cites_by_superscript([raised("many cells^1^ and^2^")], ())
