"""Whole papers, as PDF, text and JATS, in each style of citing: marks lead to the right entries."""

import pytest

from exominer.config import IngestConfig
from exominer.ingest.pdf import read_pdf
from exominer.ingest.text import read_text
from exominer.ingest.xml import read_xml
from tests.ingest.pdf_pages import PaperCanvas

SENTENCES = [
    "Vesicles were taken up by most cells of the lung within hours{0} and changed",
    "what these cells did after a dose of 2 Gy{1} of gamma rays from ^137^Cs, given to",
    "10^6^ cells on plates of 5 cm^2^ each. Others saw no such change in mice{2} or in",
    "any other animal that was kept under the same light{3} for as long as that.",
]
TITLES = ["Uptake in lung cells", "Dose and cargo", "Mice without change", "Light and its absence"]
PEOPLE = [
    [("Roe", "J"), ("Poe", "A")],
    [("Doe", "B"), ("Moe", "C"), ("Coe", "D")],
    [("Loe", "E")],
    [("Loe", "E")],
]
YEARS = ["2011", "2012", "2013", "2013"]
LETTERS = ["", "", "a", "b"]


def vancouver(i):
    people = ", ".join(f"{family} {initial}" for family, initial in PEOPLE[i])
    return [f"{people}. {TITLES[i]}.", f"J Test {YEARS[i]};3:{i}1-{i}9. doi:10.1000/t{i}"]


def harvard(i):
    people = ", ".join(f"{family}, {initial}." for family, initial in PEOPLE[i])
    return [f"{people}, {YEARS[i]}{LETTERS[i]}. {TITLES[i]}.", f"J. Test 3, {i}1-{i}9."]


def springer(i):
    people = ", ".join(f"{family} {initial}" for family, initial in PEOPLE[i])
    return [f"{people} ({YEARS[i]}{LETTERS[i]}) {TITLES[i]}.", f"J Test 3:{i}1-{i}9"]


NUMBER_MARKS = [(1,), (1, 2, 3), (2, 4), (4,)]
NAME_MARKS = [(1,), (2,), (3,), (4,)]
NAMES = ["Roe and Poe", "Doe et al.", "Loe", "Loe"]


def number_list(numbers, comma, dash):
    return f"1{dash}3" if numbers == (1, 2, 3) else comma.join(map(str, numbers))


def raised(comma, before="", after=""):
    return [f"^{before}{number_list(n, comma, '-')}{after}^" for n in NUMBER_MARKS]


def bracketed(before, after):
    return [f" {before}{number_list(n, ', ', '-')}{after}" for n in NUMBER_MARKS]


def named(before, after, comma):
    return [
        f" {before}{name}{comma} {year}{letter}{after}"
        for name, year, letter in zip(NAMES, YEARS, LETTERS, strict=True)
    ]


NARRATIVE = [
    " by Roe and Poe (2011)",
    " by Doe et al. (2012)",
    " by Loe (2013a)",
    " by Loe (2013b)",
]
STYLES = {
    "superscript-commas": (raised(","), vancouver, "{}. ", 0),
    "superscript-spaces": (raised(" "), vancouver, "{} ", 0),
    "superscript-brackets": (raised(",", "[", "]"), vancouver, "[{}] ", 0),
    "square": (bracketed("[", "]"), vancouver, "[{}] ", 12),
    "round": (bracketed("(", ")"), vancouver, "({}) ", 0),
    "names-in-brackets": (named("(", ")", ","), harvard, "", 12),
    "names-without-comma": (named("(", ")", ""), springer, "", 12),
    "names-in-square-brackets": (named("[", "]", ","), harvard, "", 0),
    "names-in-the-sentence": (NARRATIVE, harvard, "", 12),
}


@pytest.fixture(params=STYLES)
def style(request):
    return STYLES[request.param]


def expected(marks):
    return NAME_MARKS if "Roe" in marks[0] else NUMBER_MARKS


def set_pdf(marks, entry, label, indent):
    """A paper of one column on one page."""
    canvas = PaperCanvas()
    canvas.start()
    canvas.lines(["Vesicles and their uptake"], font="Times-Bold", size=16)
    canvas.gap()
    canvas.lines(["Introduction"], font="Times-Bold", size=12)
    canvas.lines([sentence.format(*marks) for sentence in SENTENCES])
    canvas.gap()
    canvas.lines(["References"], font="Times-Bold", size=12)
    for i in range(4):
        first, *rest = entry(i)
        canvas.lines([label.format(i + 1) + first], size=8)
        canvas.lines(rest, left=60 + indent, size=8)
    return canvas.data()


def test_read_pdf_resolves_citations_in_every_style(style):
    marks, entry, label, indent = style

    document = read_pdf(
        set_pdf(marks, entry, label, indent),
        document="a.pdf",
        sha256="",
        settings=IngestConfig(),
    )

    assert [reference.title for reference in document.references] == TITLES
    assert [reference.year for reference in document.references] == YEARS
    assert [mark.numbers for mark in document.citations] == expected(marks)
    assert document.warnings == ()


@pytest.mark.parametrize("name", [name for name in STYLES if not name.startswith("super")])
def test_read_text_resolves_citations_in_every_style(name):
    marks, entry, label, _ = STYLES[name]
    body = [sentence.format(*marks).replace("^", "") for sentence in SENTENCES]
    listed = [line for i in range(4) for line in (label.format(i + 1) + entry(i)[0], entry(i)[1])]
    lines = ["Vesicles", "", "Introduction", "", *body, "", "References", "", *listed]

    document = read_text("\n".join(lines).encode(), document="a.txt", sha256="")

    assert [reference.title for reference in document.references] == TITLES
    assert [mark.numbers for mark in document.citations] == expected(marks)


def test_read_jats_resolves_names_that_are_linked_and_those_that_are_not():
    refs = "".join(
        f"<ref id='B{i}'><element-citation><name><surname>{PEOPLE[i][0][0]}</surname>"
        f"<given-names>X</given-names></name><article-title>{TITLES[i]}</article-title>"
        f"<year>{YEARS[i]}{LETTERS[i]}</year></element-citation></ref>"
        for i in range(4)
    )
    body = (
        "<p>As known (<xref ref-type='bibr' rid='B0 B1'>Roe, 2011; Doe, 2012</xref>) it rose.</p>"
        "<p>It fell again (Loe, 2013b; Moe et al., 2014), and (Loe, 2013a) it held.</p>"
        "<p>See <xref ref-type='bibr' rid='B9'>Zoe (1999)</xref>.</p>"
    )
    xml = f"<article><body>{body}</body><back><ref-list>{refs}</ref-list></back></article>"

    document = read_xml(xml.encode(), document="a.xml", sha256="", settings=IngestConfig())

    assert [mark.numbers for mark in document.citations] == [(1, 2), (4,), (), (3,)]
    assert document.warnings == (
        "1 citation has no entry in the reference list: Zoe (1999)",
        "1 citation has no entry in the reference list: Moe et al., 2014",
    )
