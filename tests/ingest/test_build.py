from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.dropped import Dropped
from exominer.ingest.blocks import Block, Grid, GridCell, Marker
from exominer.ingest.build import Source, build_document

SOURCE = Source("a.txt", "0" * 64, "text")
WORDS = st.text(alphabet="aB1.[]( \t\nζ", min_size=1, max_size=30)


@st.composite
def grids(draw):
    n_rows, n_columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    cells = tuple(
        GridCell(draw(WORDS), row, column, draw(st.integers(1, 4)), draw(st.integers(1, 4)))
        for row in range(n_rows)
        for column in range(n_columns)
        if draw(st.booleans())
    )
    return Grid("Table 1", cells, caption=draw(WORDS))


@st.composite
def blocks(draw):
    kind = draw(st.sampled_from(["title", "heading", "paragraph", "caption", "table", "dropped"]))
    page = draw(st.none() | st.integers(1, 4))
    if kind == "table":
        return Block("table", "", page=page, grid=draw(grids()))
    text = draw(WORDS)
    bounds = sorted(draw(st.lists(st.integers(0, len(text.strip())), max_size=2, min_size=2)))
    offset = text.index(text.strip())
    markers = (Marker(bounds[0] + offset, bounds[1] + offset, (1,)),) if draw(st.booleans()) else ()
    return Block(kind, text, page=page, markers=markers)


def squeeze(text):
    return "".join(text.split())


@given(st.lists(blocks(), max_size=8))
def test_build_document_keeps_every_character_and_offset(given_blocks):
    document = build_document(given_blocks, source=SOURCE)

    put_in = [block for block in given_blocks if block.kind != "dropped" and block.text.strip()]
    texts = [document.text[section.start : section.end] for section in document.sections]
    assert all(any(block.text.strip() in text for text in texts) for block in put_in)
    for mark in document.citations:
        assert document.text[mark.start : mark.end] == mark.text
    for sentence in document.sentences:
        piece = document.text[sentence.start : sentence.end]
        assert piece == piece.strip() != ""
    ends = [(section.start, section.end) for section in document.sections]
    assert all(before[1] <= after[0] for before, after in pairwise(ends))


@given(grids())
def test_build_document_lays_every_cell_where_its_offsets_say(grid):
    document = build_document([Block("table", "", grid=grid)], source=SOURCE)

    assert len(document.tables) == (1 if grid.cells else 0)
    for table in document.tables:
        assert squeeze(document.text[table.caption_start : table.caption_end]).endswith(
            squeeze(grid.caption)
        )
        placed = {(cell.row, cell.column): cell for cell in table.cells}
        own = {(cell.row, cell.column) for cell in grid.cells}
        spread = [cell for cell in table.cells if (cell.row, cell.column) in own]
        assert placed
        for cell in grid.cells:
            texts = [
                document.text[laid.start : laid.end]
                for laid in spread
                if (laid.row, laid.column) == (cell.row, cell.column)
            ]
            assert " ".join(cell.text.split()) in texts
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in table.cells)


def test_build_document_resumes_a_section_after_a_caption():
    document = build_document(
        [
            Block("heading", "Results"),
            Block("paragraph", "It rose."),
            Block("caption", "Fig. 1 Uptake at 2 Gy"),
            Block("paragraph", "It fell."),
        ],
        source=SOURCE,
    )

    assert [(section.kind, section.title) for section in document.sections] == [
        ("results", "Results"),
        ("caption", "Fig. 1"),
        ("results", "Results"),
    ]
    assert document.text == "Results\n\nIt rose.\n\nFig. 1 Uptake at 2 Gy\n\nIt fell."


def test_build_document_writes_a_spanning_cell_once():
    cells = (
        GridCell("Cargo", 0, 0, is_header=True),
        GridCell("Refs", 0, 1, is_header=True),
        GridCell("miR-9", 1, 0, row_span=2),
        GridCell("[3]", 1, 1),
        GridCell("4-6", 2, 1),
    )

    document = build_document(
        [Block("table", "", grid=Grid("Table 2", cells, caption="Cargo"))], source=SOURCE
    )

    table = document.tables[0]
    assert document.text == "Table 2 Cargo\n\nCargo\tRefs\nmiR-9\t[3]\n\t4-6"
    spanning = [cell for cell in table.cells if cell.column == 0 and cell.row > 0]
    assert [(cell.row, document.text[cell.start : cell.end]) for cell in spanning] == [
        (1, "miR-9"),
        (2, "miR-9"),
    ]
    assert [mark.numbers for mark in document.citations] == [(3,), (4, 5, 6)]


def test_build_document_counts_characters_per_page():
    document = build_document(
        [
            Block("paragraph", "It rose.", page=1),
            Block("dropped", "Page 1", page=1),
            Block("paragraph", "It fell.", page=3),
        ],
        source=SOURCE,
        page_characters=(12, 0, 7, 0),
    )

    # "It rose." is 0-8, the gap 8-10, "It fell." 10-18; pages 2 and 4 have no text.
    found = [(page.start, page.end, page.n_read, page.n_dropped) for page in document.pages]
    assert found == [(0, 10, 7, 5), (10, 10, 0, 0), (10, 18, 7, 0), (18, 18, 0, 0)]
    assert document.dropped == (Dropped("Page 1", "furniture", 8, 1),)


def test_build_document_makes_no_sentences_of_headings_cells_and_references():
    document = build_document(
        [
            Block("title", "A title. Of two sentences."),
            Block("heading", "References"),
            Block("paragraph", "1. Roe J. A paper."),
            Block("table", "", grid=Grid("", (GridCell("It rose.", 0, 0),))),
        ],
        source=SOURCE,
    )

    assert document.sentences == ()
    assert document.title == "A title. Of two sentences."


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        pytest.param((), ["[2]"], id="found-in-text"),
        pytest.param((Marker(5, 6, (7,)),), ["7"], id="given-by-source"),
    ],
)
def test_build_document_prefers_the_citations_of_the_source(markers, expected):
    document = build_document(
        [Block("paragraph", "Rose 7 and [2].", markers=markers)], source=SOURCE
    )

    assert [mark.text for mark in document.citations] == expected


def test_build_document_warns_of_a_paragraph_without_stops():
    text = "dose " * 5000

    document = build_document([Block("paragraph", text)], source=SOURCE, warnings=("odd font",))

    # 5,000 words are two pieces of 2,000 and one of 1,000.
    assert len(document.sentences) == 3
    assert document.warnings[0] == "odd font"
    assert "1 place runs on too long for a sentence" in document.warnings[1]
