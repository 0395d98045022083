"""Tables set on pages of a PDF, read back cell by cell."""

import pypdfium2
import pytest

from exominer.config import IngestConfig
from exominer.ingest.pdf import read_pdf
from exominer.line_boxes import find_boxes
from tests.ingest.pdf_pages import LEFT, RIGHT, PaperCanvas

FILLER = [
    "Cells were grown in flasks and then taken to the source,",
    "where each of them was given the dose that was planned",
    "for the day, while the others were kept in the same room",
    "and for the same time, so that all of them had cooled to",
    "the same degree before the medium of each was collected.",
]
LEFTS = [60, 120, 180, 240]
HEAD = ["Cell line", "Dose", "Uptake", "Viability"]
BODY = [
    ["A549", "2 Gy", "12.1", "91 %"],
    ["U251 glioma\ncells", "4 Gy", "15.8", "80 %"],
    ["HeLa", "6 Gy", "9.4", "77 %"],
    ["MCF7", "8 Gy", "8.0", "71 %"],
]
CAPTION = "Table 1. Uptake of vesicles after each of the doses"


def read(page):
    return read_pdf(page.data(), document="a.pdf", sha256="", settings=IngestConfig())


def rows(document, place=0):
    table = document.tables[place]
    text = document.text[table.start : table.end]
    return [line.split("\t") for line in text.split("\n")]


def joined(cells):
    return [[cell.replace("\n", " ") for cell in row] for row in cells]


def start_page():
    page = PaperCanvas()
    page.start()
    page.lines(["1. Results"], font="Helvetica-Bold", size=12)
    page.lines([*FILLER, *FILLER])
    page.gap()
    return page


def set_table(page, *, ruled, body=BODY, lefts=LEFTS, caption=CAPTION):
    page.lines([caption], left=lefts[0], size=8)
    right = lefts[-1] + 60
    if ruled:
        page.rule(lefts[0], right)
    page.rows([HEAD], lefts, font="Helvetica-Bold")
    if ruled:
        page.rule(lefts[0], right)
    page.rows(body, lefts)
    if ruled:
        page.rule(lefts[0], right)


@pytest.mark.parametrize("ruled", [pytest.param(True, id="ruled"), pytest.param(False, id="bare")])
def test_read_pdf_reads_a_table_and_goes_on_with_the_text_below(ruled):
    page = start_page()
    set_table(page, ruled=ruled)
    page.gap(20)
    page.lines(FILLER)
    page.start(700)
    page.lines([*FILLER, *FILLER, *FILLER, *FILLER], left=RIGHT)

    document = read(page)

    assert rows(document) == [HEAD, *joined(BODY)]
    assert document.text.count("Cells were grown in flasks") == 7
    assert document.warnings == ()
    table = document.tables[0]
    assert document.text[table.caption_start : table.caption_end] == CAPTION
    assert [cell.is_header for cell in table.cells[:5]] == [True] * 4 + [False]


def test_read_pdf_is_surer_of_a_table_between_rules():
    confidences = []
    for ruled in (True, False):
        page = start_page()
        set_table(page, ruled=ruled)
        confidences.append(read(page).tables[0].confidence)

    assert 0.4 <= confidences[1] < confidences[0] <= 1


def test_read_pdf_reads_a_table_beside_a_column_of_text():
    page = start_page()
    height = page.height
    set_table(page, ruled=True)
    page.start(height)
    page.lines([line.replace("Cells", "Slices") for line in FILLER], left=RIGHT)

    document = read(page)

    assert rows(document) == [HEAD, *joined(BODY)]
    assert "Slices were grown in flasks and then taken to the source" in document.text


def test_read_pdf_reads_a_table_above_its_caption():
    page = start_page()
    page.rule(60, 300)
    page.rows([HEAD], LEFTS)
    page.rule(60, 300)
    for row in BODY:
        page.rows([row], LEFTS)
        page.rule(60, 300)
    page.lines([CAPTION], size=8)
    page.gap(20)
    page.lines(FILLER)

    document = read(page)

    assert rows(document) == [HEAD, *joined(BODY)]
    assert document.text.count("Cells were grown in flasks") == 3


def test_read_pdf_reads_a_table_that_stands_sideways():
    page = start_page()
    page.lines([*FILLER, *FILLER])
    page.next_page()
    page.canvas.translate(500, 0)
    page.canvas.rotate(90)
    page.start(300)
    set_table(page, ruled=True)

    document = read(page)

    assert rows(document) == [HEAD, *joined(BODY)]


def letters(text):
    """Sorted, as pdfium gives the lines of a turned cell in any order."""
    return sorted("".join(text.split()))


def place_sideways(page):
    page.next_page()
    page.canvas.translate(500, 0)
    page.canvas.rotate(90)
    page.start(300)


def place_upside_down(page):
    page.next_page()
    page.canvas.translate(100, 700)
    page.canvas.rotate(-90)
    page.start(300)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(PaperCanvas.gap, id="upright"),
        pytest.param(place_sideways, id="from-below"),
        pytest.param(place_upside_down, id="from-above"),
    ],
)
def test_read_pdf_gives_each_cell_the_box_that_holds_its_words(place):
    page = start_page()
    place(page)
    set_table(page, ruled=True)
    data = page.data()

    document = read_pdf(data, document="a.pdf", sha256="", settings=IngestConfig())

    printed = []
    with pypdfium2.PdfDocument(data) as pdf:
        for cell in document.tables[0].cells:
            (box,) = find_boxes(document, cell.start, cell.end)
            text = pdf[box.page - 1].get_textpage()
            inside = text.get_text_bounded(box.left, box.bottom, box.right, box.top)
            printed.append(letters(inside))
    assert printed == [letters(cell) for row in [HEAD, *BODY] for cell in row]


def test_read_pdf_gives_cells_of_a_later_part_their_own_page():
    page = start_page()
    set_table(page, ruled=True, body=BODY[:2])
    page.next_page()
    page.start()
    set_table(page, ruled=True, body=BODY[2:], caption="Table 1. Cont.")

    document = read(page)

    boxes = [find_boxes(document, cell.start, cell.end) for cell in document.tables[0].cells]
    assert [box.page for (box,) in boxes] == [1] * 12 + [2] * 8


def test_read_pdf_puts_the_parts_of_a_table_together():
    page = start_page()
    set_table(page, ruled=True, body=BODY[:2])
    page.next_page()
    page.start()
    set_table(page, ruled=True, body=BODY[2:], caption="Table 1. Cont.")
    page.gap()
    page.lines(FILLER)

    document = read(page)

    assert len(document.tables) == 1
    assert rows(document) == [HEAD, *joined(BODY)]
    assert [piece.text for piece in document.dropped] == ["Table 1. Cont.", " ".join(HEAD)]


def test_read_pdf_lists_a_repeated_head_whose_cells_stand_close():
    lefts = [60, 106, 138, 180]
    page = start_page()
    set_table(page, ruled=True, lefts=lefts, body=BODY[2:])
    page.next_page()
    page.start()
    set_table(page, ruled=True, lefts=lefts, body=BODY[2:], caption="Table 1. Cont.")

    document = read(page)

    assert rows(document) == [HEAD, *BODY[2:], *BODY[2:]]
    assert [piece.text for piece in document.dropped] == ["Table 1. Cont.", " ".join(HEAD)]


def test_read_pdf_reads_a_table_whose_rules_stop_between_columns():
    page = start_page()
    page.lines([CAPTION], size=8)
    for row in (HEAD, *BODY):
        page.rule(60, 110)
        for left in LEFTS[1:]:
            page.canvas.line(left, page.height, left + 50, page.height)
        page.rows([row], LEFTS)
    page.rule(60, 110)
    for left in LEFTS[1:]:
        page.canvas.line(left, page.height, left + 50, page.height)

    assert rows(read(page)) == [HEAD, *joined(BODY)]


def test_read_pdf_lets_a_head_cell_span_its_columns():
    page = start_page()
    page.lines([CAPTION], size=8)
    page.rule(60, 300)
    page.rows([["Cell line", "", "Irradiated", ""]], [60, 120, 150, 240])
    page.canvas.line(120, page.height - 3, 230, page.height - 3)
    page.rows([["", "Uptake", "Viability", "Notes"]], LEFTS, gap=6)
    page.rule(60, 300)
    page.rows([["A549", "12.1", "91 %", "none"], ["HeLa", "9.4", "77 %", "few"]], LEFTS)
    page.rule(60, 300)

    table = read(page).tables[0]

    places = {(cell.row, cell.column): cell.start for cell in table.cells if cell.is_header}
    assert places[0, 1] == places[0, 2]
    assert places[0, 0] == places[1, 0]
    assert places[1, 1] != places[1, 2]


def test_read_pdf_carries_a_cell_down_where_rules_leave_it_open():
    page = start_page()
    page.lines([CAPTION], size=8)
    page.rule(60, 300)
    page.rows([HEAD], LEFTS)
    page.rule(60, 300)
    page.rows([BODY[0]], LEFTS)
    page.rule(118, 300)
    page.rows([["", *BODY[2][1:]]], LEFTS)
    page.rule(60, 300)
    page.rows([BODY[3]], LEFTS)
    page.rule(60, 300)

    document = read(page)

    names = {
        cell.row: document.text[cell.start : cell.end]
        for cell in document.tables[0].cells
        if cell.column == 0
    }
    assert names == {0: "Cell line", 1: "A549", 2: "A549", 3: "MCF7"}
    assert rows(document)[2] == ["", *BODY[2][1:]]


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param("EV: extracellular vesicle; IR: ionizing radiation.", id="colons"),
        pytest.param("EV extracellular vesicle; IR ionizing radiation", id="nothing-between"),
    ],
)
def test_read_pdf_keeps_small_print_below_a_table_as_its_footnote(printed):
    page = start_page()
    set_table(page, ruled=True)
    page.lines([printed], size=7)
    page.gap(20)
    page.lines(FILLER)

    document = read(page)

    table = document.tables[0]
    assert table.footnote == printed
    assert table.abbreviations == (
        ("EV", "extracellular vesicle"),
        ("IR", "ionizing radiation"),
    )
    assert ("back", printed) in [
        (section.kind, document.text[section.start : section.end]) for section in document.sections
    ]


def test_read_pdf_centres_short_cells_on_long_ones():
    page = start_page()
    page.lines([CAPTION], size=8)
    page.rule(60, 300)
    page.rows([["Cell line", "Cargo", "Dose"]], [60, 120, 260])
    page.rule(60, 300)
    for name, first, second, dose in (
        ("A549", "flavonoids, terpenoids, and", "phenolic compounds", "2 Gy"),
        ("HeLa", "alkaloids, glycosides, and", "tannins of the leaves", "4 Gy"),
        ("MCF7", "saponins, proteins and other", "compounds of the roots", "6 Gy"),
    ):
        page.rows([["", first, ""]], [60, 120, 260], gap=0)
        height = page.height
        page.height += 4.8
        page.rows([[name, "", dose]], [60, 120, 260], gap=0)
        page.height = height
        page.rows([["", second, ""]], [60, 120, 260], gap=0)
    page.rule(60, 300)

    assert rows(read(page))[1:] == [
        ["A549", "flavonoids, terpenoids, and phenolic compounds", "2 Gy"],
        ["HeLa", "alkaloids, glycosides, and tannins of the leaves", "4 Gy"],
        ["MCF7", "saponins, proteins and other compounds of the roots", "6 Gy"],
    ]


def test_read_pdf_takes_no_text_for_a_table():
    page = start_page()
    page.lines(["Table 1. This is how a sentence can begin that is"])
    page.lines([*FILLER, *FILLER])

    document = read(page)

    assert document.tables == ()
    assert document.text.count("Cells were grown in flasks") == 4


def test_read_pdf_takes_the_end_of_a_sentence_for_no_caption():
    page = start_page()
    page.lines([*FILLER[:3], "and the results of this and all the others are given in", "Table 1."])
    page.gap()
    page.lines(FILLER)

    document = read(page)

    assert document.warnings == ()
    assert "are given in Table 1." in document.text


def test_read_pdf_names_a_table_of_one_column_that_it_leaves_out():
    page = start_page()
    page.lines([CAPTION], size=8)
    page.rule(LEFT, 300)
    page.rows([["Vesicles"], ["Exosomes"], ["Exomeres"]], [60])
    page.rule(LEFT, 300)
    page.gap(20)
    page.lines(FILLER)

    document = read(page)

    assert document.tables == ()
    assert document.warnings[0].startswith("Table 1 on page 1 was not understood")
    assert "Exomeres" not in document.text
    assert "Exomeres" in next(piece.text for piece in document.dropped if piece.reason == "table")
    assert CAPTION in document.text


@pytest.mark.shared
def test_read_pdf_recovers_the_tables_of_a_real_paper(shared):
    paper = shared / "pdfs" / "PMC7937420.pdf"

    document = read_pdf(paper.read_bytes(), document="a.pdf", sha256="", settings=IngestConfig())

    shapes = [(len(table), len(table[0])) for table in (rows(document, i) for i in range(7))]
    assert len(document.tables) == 7
    assert shapes == [(30, 4), (7, 3), (21, 5), (6, 4), (21, 3), (10, 5), (27, 4)]
