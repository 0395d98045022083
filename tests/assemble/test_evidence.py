"""Where a claim stands and whom it cites."""

import pytest

from exominer.assemble.evidence import Places, build_evidence
from exominer.records import (
    Cell,
    CitationMark,
    Document,
    Mention,
    Page,
    Reference,
    Section,
    Sentence,
    Table,
)

FIRST = "Vesicles slowed growth. "
SECOND = "Glia took them up [2,3]. "
THIRD = "Nothing else changed."
PROSE = FIRST + SECOND + THIRD
CAPTION = "Fig. 1. Growth slowed."
GRID = "Cargo\tRef\nmiR-9\t[4]"
TEXT = f"{PROSE}\n{CAPTION}\n{GRID}"
CAPTION_START = len(PROSE) + 1
GRID_START = CAPTION_START + len(CAPTION) + 1


def span(words):
    return TEXT.index(words), TEXT.index(words) + len(words)


def mark(words, *numbers):
    return CitationMark(*span(words), words, numbers)


def cell(words, row, column):
    return Cell(row, column, *span(words), is_header=row == 0)


def mention(words, number=1):
    return Mention(f"T{number}", "effect", *span(words), words)


GRID_CELLS = (cell("Cargo", 0, 0), cell("Ref", 0, 1), cell("miR-9", 1, 0), cell("[4]", 1, 1))
DOCUMENT = Document(
    "a.txt",
    "0",
    "text",
    TEXT,
    sections=(
        Section("results", "Findings", 0, len(PROSE)),
        Section("caption", "", CAPTION_START, GRID_START - 1),
    ),
    sentences=tuple(Sentence(*span(words.strip())) for words in (FIRST, SECOND, THIRD, CAPTION)),
    tables=(Table("T1", "Table 1", 0, 0, GRID_START, len(TEXT), GRID_CELLS),),
    references=(Reference(2, "Roe. 2020.", "10.1/x", "77"), Reference(4, "Poe. 2019.")),
    citations=(mark("[2,3]", 2, 3), mark("[4]", 4)),
    pages=(Page(6, 0, CAPTION_START, 9, 0), Page(7, CAPTION_START, len(TEXT), 9, 0)),
)
PLACES = Places(DOCUMENT)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        pytest.param("slowed growth", FIRST.strip(), id="sentence"),
        pytest.param("miR-9", "miR-9", id="cell"),
        pytest.param("growth. Glia", "growth. Glia", id="over-two-sentences"),
    ],
)
def test_find_unit_is_the_sentence_or_cell_around_a_span(words, unit):
    assert PLACES.find_unit(*span(words)) == span(unit)


def test_build_evidence_puts_the_effect_first_and_names_each_sentence_once():
    others = [mention("growth", 2), mention("changed", 3), mention("slowed", 4)]

    found = build_evidence(PLACES, mention("took them up"), others)

    assert [each.text for each in found] == [SECOND.strip(), FIRST.strip(), THIRD]
    assert all(TEXT[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("words", "source", "section", "page", "place"),
    [
        pytest.param("slowed", "prose", "Findings", 6, (None, None, None), id="prose"),
        pytest.param("Growth slowed", "caption", "caption", 7, (None, None, None), id="caption"),
        pytest.param("miR-9", "table", "", 7, ("T1", 1, 0), id="table"),
    ],
)
def test_build_evidence_says_where_it_stands(words, source, section, page, place):
    [found] = build_evidence(PLACES, mention(words), [])

    assert (found.document, found.source) == ("a.txt", source)
    assert (found.section, found.page) == (section, page)
    assert (found.table, found.row, found.column) == place


def test_find_section_includes_the_start_and_not_the_end():
    assert PLACES.find_section(0).title == "Findings"
    assert PLACES.find_section(len(PROSE)) is None


def test_find_cell_names_table_row_and_column():
    assert PLACES.find_cell(span("miR-9")[0] + 2) == ("T1", 1, 0)
    assert PLACES.find_cell(0) is None


def test_find_citations_takes_those_of_the_sentence_with_their_references():
    cited = PLACES.find_citations(*span(SECOND.strip()))

    assert [(c.marker, c.number) for c in cited] == [("[2,3]", 2), ("[2,3]", 3)]
    assert (cited[0].reference, cited[0].doi, cited[0].pmid) == ("Roe. 2020.", "10.1/x", "77")
    assert cited[1].reference == ""


def test_find_citations_takes_a_citation_that_comes_a_sentence_late():
    assert [c.number for c in PLACES.find_citations(*span(FIRST.strip()))] == [2, 3]


def test_find_citations_takes_no_citation_from_another_paragraph():
    assert PLACES.find_citations(*span(THIRD)) == ()


def test_find_citations_takes_those_of_the_row_for_a_cell():
    assert [c.number for c in PLACES.find_citations(*span("miR-9"))] == [4]
