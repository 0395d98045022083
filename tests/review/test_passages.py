import pytest
from msgspec import structs

from exominer.records import Cell, Document, Page, Section, Table
from exominer.review.decisions import Placed
from exominer.review.paper import open_paper
from exominer.review.passages import (
    claim_passages,
    find_neighbour,
    find_paragraph,
    show_passage,
)
from tests.review.runs import make_outcome, span

OUTCOME = make_outcome()
PAPER = open_paper(OUTCOME)
TEXT = OUTCOME.text
BREAK = TEXT.index("\n\n")
GRID = "Before.\n\nCargo\tEffect\nmiR-9\trose\n\nAfter."
TABLE = Table("T1", "Table 1", 0, 0, 9, 32, (Cell(1, 1, 28, 32),))


def test_claim_passages_show_the_paragraph_with_its_marks():
    claim = OUTCOME.claims[1]
    effect = Placed("effect", *span(TEXT, "raised the migration"))

    (passage,) = claim_passages(PAPER, claim.evidence, [effect])

    assert passage["text"] == TEXT[:BREAK]
    assert passage["placed"] == [effect]
    shown = [(TEXT[m["start"] : m["end"]], m["kind"]) for m in passage["mentions"]]
    assert shown[:3] == [("Exosomes", "vesicle"), ("A549", "cell_line"), ("miR-21", "mirna")]


def test_claim_passages_put_the_paragraph_of_the_effect_first():
    late, early = OUTCOME.claims[2], OUTCOME.claims[0]
    evidence = (*late.evidence, *early.evidence)

    starts = [p["start"] for p in claim_passages(PAPER, evidence, ())]

    assert starts == [BREAK + 2, 0]


def test_find_paragraph_shows_a_table_with_all_its_rows():
    document = Document("a.xml", "", "jats", GRID, tables=(TABLE,))

    assert find_paragraph(document, 28, 32) == (9, 32)


def test_show_passage_names_section_page_and_table():
    layers = Document(
        "a.xml",
        "",
        "jats",
        "",
        tables=(TABLE,),
        sections=(Section("results", "Results", 0, len(GRID)),),
        pages=(Page(3, 0, 8, 8, 0), Page(4, 9, len(GRID), 20, 0)),
    )
    paper = open_paper(structs.replace(OUTCOME, layers=layers, text=GRID, mentions=()))

    passage = show_passage(paper, (9, 32))

    assert (passage["section"], passage["page"], passage["table"]) == ("Results", 4, "Table 1")


@pytest.mark.parametrize(
    ("start", "end", "step", "expected"),
    [
        pytest.param(0, 7, 1, (9, 32), id="on into a table"),
        pytest.param(9, 32, 1, (34, 40), id="on over a table"),
        pytest.param(34, 40, -1, (9, 32), id="back"),
        pytest.param(0, 7, -1, None, id="before the first"),
        pytest.param(34, 40, 1, None, id="after the last"),
    ],
)
def test_find_neighbour_goes_paragraph_by_paragraph(start, end, step, expected):
    document = Document("a.xml", "", "jats", GRID, tables=(TABLE,))

    assert find_neighbour(document, start, end, step=step) == expected


def test_find_paragraph_cuts_what_is_too_long_to_show():
    document = Document("a.txt", "", "text", "x" * 100_000)

    start, end = find_paragraph(document, 50_000, 50_010)

    assert (start, end) == (50_000 - 5995, 50_010 + 5995)


def test_open_paper_of_a_file_that_was_not_read_has_no_text():
    paper = open_paper(structs.replace(OUTCOME, layers=None, text=""))

    assert paper.document.text == ""
