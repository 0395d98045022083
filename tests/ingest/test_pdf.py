import pytest

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.pdf import read_pdf
from tests.ingest.pdf_pages import LEFT, RIGHT, PaperCanvas
from tests.odd_files import make_pdf

FILLER = [
    "Cells were grown in flasks and then taken to the source,",
    "where each of them was given the dose that was planned",
    "for the day, while the others were kept in the same room",
    "and for the same time, so that all of them had cooled to",
    "the same degree before the medium of each was collected.",
]


def read(data, **settings):
    return read_pdf(data, document="a.pdf", sha256="", settings=IngestConfig(**settings))


def kinds(document):
    return [(s.kind, s.title) for s in document.sections]


@pytest.fixture(scope="module")
def paper():
    """Two pages in two columns, with all that stands between a sentence's halves."""
    page = PaperCanvas()
    page.start()
    page.lines(["Vesicles carry what the dose", "leaves behind"], size=20, font="Helvetica-Bold")
    page.gap()
    page.lines(["Jane Roe^1^, Ann Poe^2^ and Tim Doe^1,2^"], size=11)
    page.gap()
    page.lines(["Abstract"], font="Helvetica-Bold", size=12)
    page.lines(FILLER, size=8.5)
    page.gap()
    page.lines(["1. Introduction"], font="Helvetica-Bold", size=12)
    page.lines([*FILLER, *FILLER, "It was held that bystander cells, as they are called, re-"])
    page.start(560)
    page.lines(["spond to the vesicles of their neighbours^1,2^ and not only"], left=RIGHT)
    page.lines(["to what these secrete^3–5^ into the medium. One dose of 10^6^"], left=RIGHT)
    page.lines([*FILLER, "At first this was seen in no more than two lines, and in"], left=RIGHT)
    page.gap(24)
    page.lines(["Figure 1. Uptake over time. Bars are means of three."], left=RIGHT, size=8)
    page.at("J Test 2011, 1:17", LEFT, 800)
    page.at("1", 300, 30)
    page.next_page()
    page.start()
    page.lines(["neither of them after a low dose."])
    page.gap()
    page.lines(["2. Methods"], font="Helvetica-Bold", size=12)
    page.gap()
    page.lines(["2.1. Cells"], font="Helvetica-Oblique", size=10)
    page.lines(FILLER)
    page.gap()
    page.lines(["3. Results"], font="Helvetica-Bold", size=12)
    page.lines([*FILLER, "This is how it was found^4^ again."])
    page.gap()
    page.lines(["Table 1. Growth after each of the doses"], size=8)
    page.rule(60, 240)
    page.lines(["Cell line", "A549", "HeLa"], size=8)
    page.rule(60, 240)
    page.gap(30)
    page.lines(["References"], font="Helvetica-Bold", size=12)
    entries = [
        f"{i}. Roe J. Title of entry {i} in a list. J Test. 2011;{i}:1-9." for i in range(1, 8)
    ]
    page.lines(entries, size=8)
    page.at("J Test 2011, 1:18", LEFT, 800)
    page.at("2", 300, 30)
    return read(page.data())


def test_read_pdf_joins_paragraphs_over_columns_captions_and_pages(paper):
    assert "cells, as they are called, respond to the vesicles" in paper.text
    assert "and in neither of them after a low dose." in paper.text


def test_read_pdf_finds_title_sections_and_caption(paper):
    assert paper.title == "Vesicles carry what the dose leaves behind"
    found = kinds(paper)
    for expected in [
        ("abstract", "Abstract"),
        ("introduction", "1. Introduction"),
        ("caption", "Figure 1"),
        ("methods", "2. Methods"),
        ("methods", "2.1. Cells"),
        ("results", "3. Results"),
        ("references", "References"),
    ]:
        assert expected in found


def dropped(document, reason):
    return {piece.text for piece in document.dropped if piece.reason == reason}


def test_read_pdf_drops_and_lists_heads_page_numbers_and_authors(paper):
    assert "J Test 2011" not in paper.text.split("References")[0]
    assert {"J Test 2011, 1:17", "J Test 2011, 1:18", "1", "2"} <= dropped(paper, "furniture")
    assert any("Jane Roe" in piece for piece in dropped(paper, "fragment"))


def test_read_pdf_marks_superscripts_that_cite_and_no_exponents(paper):
    assert [mark.numbers for mark in paper.citations] == [(1, 2), (3, 4, 5), (4,)]
    assert all(paper.text[m.start : m.end] == m.text for m in paper.citations)


def test_read_pdf_splits_the_reference_list(paper):
    assert [reference.number for reference in paper.references] == list(range(1, 8))
    assert paper.references[2].year == "2011"


def test_read_pdf_says_which_table_was_not_understood(paper):
    assert "Table 1 on page 2 was not understood" in paper.warnings[0]
    assert "A549" not in paper.text
    assert any("A549" in piece for piece in dropped(paper, "table"))


def test_read_pdf_counts_what_was_read_of_each_page(paper):
    assert [page.number for page in paper.pages] == [1, 2]
    assert paper.pages[0].n_read > 500
    assert all(page.n_dropped > 0 for page in paper.pages)
    assert paper.pages[1].end == len(paper.text)


def test_read_pdf_reads_the_first_pages_of_many_and_says_so():
    document = read(make_pdf([FILLER] * 5), max_pages=3)

    assert document.status == "partial"
    assert document.reason == "only the first 3 of 5 pages were read"
    assert len(document.pages) == 3


def test_read_pdf_calls_a_mostly_scanned_file_partial():
    document = read(make_pdf([FILLER, ["1"], ["2"]]))

    assert document.status == "partial"
    assert document.reason == "2 of 3 pages have no text layer"


def test_read_pdf_names_a_page_without_text():
    document = read(make_pdf([FILLER, FILLER, ["3"]]))

    assert document.status == "ok"
    assert "no text on page 3" in document.warnings


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(b"%PDF-1.4 and no more", "corrupt", "cut off", id="cut-off"),
        pytest.param(make_pdf([["1"], ["2"]]), "no_text_layer", "OCR", id="no-text"),
    ],
)
def test_read_pdf_refuses_what_it_cannot_read(data, status, words):
    with pytest.raises(DocumentError, match=words) as caught:
        read(data)

    assert caught.value.status == status


@pytest.mark.shared
def test_read_pdf_reads_as_many_references_as_the_xml_of_a_real_paper(shared):
    papers = sorted((shared / "pdfs").glob("*.pdf"))[-2:]
    assert papers

    for paper in papers:
        n_references = paper.with_suffix(".xml").read_text(encoding="utf-8").count("<ref ")
        assert len(read(paper.read_bytes()).references) == n_references
