"""Pages laid out as journals do, through the whole reader."""

import re
from difflib import SequenceMatcher

import pypdfium2
import pytest

from exominer.config import IngestConfig
from exominer.ingest.pdf import read_pdf
from tests.ingest.pdf_pages import LEFT, RIGHT, PaperCanvas

TEXT = [
    "Cells were grown in flasks and then taken to the source,",
    "where each of them was given the dose that was planned",
    "for the day, while the others were kept in the same room",
    "and for the same time, so that all of them had cooled to",
    "the same degree before the medium of each was collected.",
]
BOLD, ITALIC = "Times-Bold", "Times-Italic"


def read(page):
    return read_pdf(page.data(), document="a.pdf", sha256="", settings=IngestConfig())


def headings(document):
    return [
        section.title
        for section in document.sections
        if section.kind not in ("title", "caption", "table")
        and document.text[section.start : section.end].startswith(section.title)
        and section.title
    ]


def begin_paper():
    page = PaperCanvas()
    page.start()
    page.lines(["Vesicles carry what the dose leaves behind"], size=20, font=BOLD)
    page.gap(30)
    page.lines(["Abstract"], font=BOLD, size=12)
    page.lines(TEXT)
    page.gap()
    return page


def run_in(page, lead, text, *, font):
    """A paragraph that opens in another font."""
    page.lines([lead], font=font)
    width = page.canvas.stringWidth(f"{lead} ", font, 10)
    page.height += 12
    page.lines([text], left=LEFT + width)
    page.lines(TEXT)


@pytest.mark.parametrize(
    ("leads", "font"),
    [
        pytest.param(["Cell culture.", "Uptake assay.", "Sorting."], BOLD, id="bold-with-stop"),
        pytest.param(["Cell culture.", "Uptake assay.", "Sorting."], ITALIC, id="italic-with-stop"),
        pytest.param(["Cell culture", "Uptake assay", "Sorting runs"], BOLD, id="bold-without"),
    ],
)
def test_read_pdf_gives_run_in_headings_blocks_of_their_own(leads, font):
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    for lead in leads:
        run_in(page, lead, "All of it was done.", font=font)

    found = headings(read(page))

    assert [title for title in found if title not in ("Abstract", "Methods")] == [
        lead.rstrip(".") for lead in leads
    ]


def test_read_pdf_leaves_names_in_italics_that_open_paragraphs():
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    for name in ("Escherichia coli", "Danio rerio", "Mus musculus", "Rattus rattus"):
        run_in(page, name, "was kept cool.", font=ITALIC)

    assert headings(read(page)) == ["Abstract", "Methods"]


@pytest.mark.parametrize(
    ("printed", "title", "font"),
    [
        pytest.param(
            "MATERIALS AND METHODS", "MATERIALS AND METHODS", "Times-Roman", id="capitals"
        ),
        pytest.param("M E T H O D S", "METHODS", "Helvetica", id="letter-spaced"),
        pytest.param(
            "2.1.1. Cells of the lung", "2.1.1. Cells of the lung", "Times-Roman", id="plain"
        ),
        pytest.param("Cells of the lung.", "Cells of the lung.", BOLD, id="with-a-stop"),
        pytest.param("2.1 | Cells of the lung", "2.1 | Cells of the lung", BOLD, id="bar"),
    ],
)
def test_read_pdf_finds_headings_of_the_size_of_the_text(printed, title, font):
    page = begin_paper()
    page.lines(TEXT)
    page.lines([printed], font=font)
    page.lines(TEXT)

    assert headings(read(page)) == ["Abstract", title]


def test_read_pdf_finds_headings_in_small_capitals():
    page = begin_paper()
    page.height -= 12
    place = LEFT
    for word in ("Effects", "On", "Cells"):
        for letters, size in ((word[0], 10), (word[1:].upper() + " ", 7.5)):
            page.canvas.setFont("Times-Roman", size)
            page.canvas.drawString(place, page.height, letters)
            place += page.canvas.stringWidth(letters, "Times-Roman", size)
    page.lines(TEXT)

    assert headings(read(page)) == ["Abstract", "EFFECTS ON CELLS"]


def test_read_pdf_keeps_lines_of_bases_in_their_paragraph():
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    primers = ["GAPDH: (5'-GTGACCCTCGTGACCCGTAA-3'); (5'-CCACTGCAAGTGCC-3');", "GTTACCACTCTTGGAACC"]
    page.lines([*TEXT[:4], "the same primers for both of the genes were used in each;"])
    page.lines([*primers, "as the forward ones, in all of the cells of both lines."])

    assert f"in each; {' '.join(primers)} as the forward ones" in read(page).text


def test_read_pdf_takes_the_numbers_of_lines_off_a_manuscript():
    page = begin_paper()
    page.next_page()
    page.start()
    for number, line in enumerate(TEXT * 4, start=17):
        page.at(str(number), LEFT - 25, page.height - 24)
        page.gap(12)
        page.lines([line])

    document = read(page)

    assert "the source, where each of them was given the dose" in document.text
    assert not re.search(r"\d", document.text)
    assert {str(number) for number in range(17, 37)} <= {piece.text for piece in document.dropped}


def test_read_pdf_reads_columns_that_the_file_prints_line_by_line():
    page = begin_paper()
    page.next_page()
    page.start()
    for left_line, right_line in zip(TEXT * 3, reversed(TEXT * 3), strict=True):
        page.lines([left_line])
        page.height += 12
        page.lines([right_line], left=RIGHT)

    text = read(page).text

    assert text.count(" ".join(TEXT)) == 4


def test_read_pdf_drops_marks_set_sideways_in_the_margin():
    page = begin_paper()
    page.lines(["Results"], font=BOLD, size=12)
    page.lines(TEXT)
    page.canvas.saveState()
    page.canvas.translate(585, 150)
    page.canvas.rotate(90)
    page.canvas.setFont("Helvetica", 6)
    page.canvas.drawString(0, 0, "Downloaded from an archive by some library")
    page.canvas.restoreState()

    document = read(page)

    assert "Downloaded" not in document.text
    assert any("Downloaded" in piece.text for piece in document.dropped)


def test_read_pdf_writes_exponents_of_ten_and_keeps_isotopes_together():
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    page.lines([*TEXT, "In all 10^6^ cells and 10^–3^ of them saw a ^137^Cs source,"])
    page.lines(["a ^60^Co source, 5 cm^2^ of foil and Ca^2+^ in the medium."])

    document = read(page)

    assert "10⁶ cells and 10⁻³ of them" in document.text
    assert "a 137Cs source, a 60Co source, 5 cm2 of foil and Ca2+" in document.text
    assert not document.citations


def test_read_pdf_calls_the_parts_of_an_abstract_without_heading_abstract():
    page = PaperCanvas()
    page.start()
    page.lines(["Vesicles carry what the dose leaves behind"], size=20, font=BOLD)
    page.gap(30)
    for label in ("Background:", "Results:"):
        run_in(page, label, "All of it was done.", font=BOLD)
    for title in ("Introduction", "Methods", "Results"):
        page.gap()
        page.lines([title], font=BOLD, size=12)
        page.lines(TEXT)

    kinds = [(section.kind, section.title) for section in read(page).sections]

    assert kinds[1:] == [
        ("abstract", "Background"), ("abstract", "Results"), ("introduction", "Introduction"),
        ("methods", "Methods"), ("results", "Results"),
    ]  # fmt: skip


def letters(text):
    return re.sub(r"[\W_\ufffe]", "", text)


def test_read_pdf_gives_every_printed_line_the_box_it_stands_in():
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    run_in(page, "Cell culture.", "All of it was done.", font=BOLD)
    page.start(560)
    page.lines(
        [*TEXT, "At last the cells were taken out of what they had been in and re-"], left=RIGHT
    )
    page.lines(["turned to the flasks."], left=RIGHT)
    page.gap(24)
    page.lines(["Figure 1. Uptake over time. Bars are means."], left=RIGHT, size=8)
    data = page.data()

    document = read_pdf(data, document="a.pdf", sha256="", settings=IngestConfig())

    with pypdfium2.PdfDocument(data) as pdf:
        printed = pdf[0].get_textpage()
        for box in document.line_boxes:
            inside = printed.get_text_bounded(
                box.left - 1, box.bottom + 1, box.right + 1, box.top - 1
            )
            expected = letters(document.text[box.start : box.end])
            # Where a run-in heading ends is told from the share of characters.
            assert SequenceMatcher(None, letters(inside), expected).ratio() > 0.85
    covered = {i for box in document.line_boxes for i in range(box.start, box.end)}
    assert {i for i, letter in enumerate(document.text) if not letter.isspace()} <= covered
    assert "and returned to the flasks." in document.text


def test_read_pdf_keeps_the_numbers_of_a_reference_list_that_stand_apart():
    page = begin_paper()
    page.next_page()
    page.start()
    page.lines(["References"], font=BOLD, size=12)
    for number in range(1, 11):
        page.at(str(number), LEFT - 25, page.height - 12)
        page.lines(["Roe J. A report on vesicles and", "their uptake. J Test 2011;3:4."])

    document = read(page)

    assert [reference.number for reference in document.references] == list(range(1, 11))


@pytest.mark.parametrize(
    "loose",
    [
        pytest.param("Electroporation-mediated A549 uptake", id="three-words"),
        pytest.param("after irradiation. The vesicles", id="four-words"),
    ],
)
def test_read_pdf_keeps_the_words_of_a_loose_line_in_their_sentence(loose):
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    page.justified([*TEXT[:3], loose, *TEXT[3:]])

    document = read(page)

    assert f"in the same room {loose} and for the same time" in document.text
    assert document.dropped == ()


def test_read_pdf_ends_the_references_at_a_label_of_the_back_matter():
    page = begin_paper()
    page.lines(["Methods"], font=BOLD, size=12)
    page.lines(TEXT)
    page.lines(["References"], font=BOLD, size=12)
    page.lines(["1. Roe A. Vesicles of cells. J Dose 2010;1:1-9."])
    page.lines(["2. Poe B. Doses for cells. J Dose 2011;2:10-19."])
    page.gap()
    page.lines(["Conflict of Interest Statement:"], font=BOLD)
    width = page.canvas.stringWidth("Conflict of Interest Statement: ", BOLD, 10)
    page.height += 12
    page.lines(["The writers say"], left=LEFT + width)
    page.lines(["that they have none of any kind, and nobody paid for it."])

    document = read(page)

    assert len(document.references) == 2
    assert "writers" not in document.references[1].text
    assert [(s.kind, s.title) for s in document.sections][-2:] == [
        ("references", "References"),
        ("back", "Conflict of Interest Statement"),
    ]
