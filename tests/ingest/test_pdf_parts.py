"""The steps from characters to blocks, each by itself."""

import pytest

from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_characters import (
    LINE_END_HYPHEN,
    Character,
    PageCharacters,
    Style,
    make_style,
)
from exominer.ingest.pdf_chunks import Chunk, Typography, split_chunks
from exominer.ingest.pdf_furniture import find_furniture
from exominer.ingest.pdf_headings import split_run_in_headings
from exominer.ingest.pdf_joins import join_pieces
from exominer.ingest.pdf_levels import find_heading_sections
from exominer.ingest.pdf_lines import Run, read_lines
from exominer.ingest.pdf_paragraphs import join_paragraph
from exominer.ingest.pdf_roles import Piece
from tests.ingest.pdf_pages import BODY, make_line

BOLD = make_style(10, "Times-Bold")
SMALL = Style(6, "Times-Roman")
TYPE = Typography(10, frozenset({"Times-Roman"}), 1.2)


def characters(text, *, left=60.0, baseline=700.0, style=BODY):
    width = 0.5 * style.size
    return [
        Character(letter, left + i * width, left + (i + 1) * width, baseline, style)
        for i, letter in enumerate(text)
    ]


def lines_of(*parts):
    page = PageCharacters(1, 842, 595, tuple(c for part in parts for c in part))
    return read_lines(page)


def test_read_lines_keeps_a_superscript_in_its_line_whatever_line_ends_stand_around_it():
    (line,) = lines_of(
        characters("cells"),
        characters("12", left=85, baseline=703.5, style=SMALL),
        characters("\r\n", left=91),
        characters(", and", left=91.2),
    )

    assert (line.text, line.raised) == ("cells12, and", ((5, 7),))


@pytest.mark.parametrize(
    ("second", "texts"),
    [
        pytest.param(characters("two", baseline=688), ["one", "two"], id="below"),
        pytest.param(characters("two", left=300), ["one", "two"], id="next-column"),
        pytest.param(characters(" two", left=75), ["one two"], id="same-line"),
        pytest.param(
            characters("two", left=75, style=Style(10, "Times-Roman", 1)),
            ["one", "two"],
            id="turned",
        ),
    ],
)
def test_read_lines_splits_at_jumps(second, texts):
    assert [line.text for line in lines_of(characters("one"), second)] == texts


def test_read_lines_ends_a_line_at_its_hyphen():
    lines = lines_of(characters(f"re{LINE_END_HYPHEN}"), characters("spond", left=75))

    assert [line.text for line in lines] == [f"re{LINE_END_HYPHEN}", "spond"]


def test_find_furniture_finds_repeated_heads_and_page_numbers_only():
    pages = [
        [
            make_line(f"J Test 2011, 1:{page}", top=820, page=page),
            make_line("Cells grew.", page=page),
            make_line(str(page), top=20, page=page),
            make_line("Table 1", top=800, page=page),
        ]
        for page in (1, 2, 3)
    ]

    found = find_furniture(pages, [842.0] * 3)

    assert {line.text for line in found} == {
        "J Test 2011, 1:1", "J Test 2011, 1:2", "J Test 2011, 1:3", "1", "2", "3",
    }  # fmt: skip


def test_find_furniture_leaves_a_number_in_the_margin_that_shares_its_line():
    row = [make_line("A549", top=790), make_line("42", left=400, top=790, width=10)]

    assert find_furniture([row], [842.0]) == set()


def test_split_chunks_breaks_at_an_indented_line_after_a_full_stop():
    texts = ["One began.", "Two went", "on."]
    lefts = [60, 70, 60]
    lines = [
        make_line(text, left=left, top=700 - 12 * i)
        for i, (text, left) in enumerate(zip(texts, lefts, strict=True))
    ]

    assert [chunk.text for chunk in split_chunks(lines, TYPE)] == ["One began.", "Two went\non."]


def pieces(*lines, role="body"):
    return [Piece(Chunk((line,)), role) for line in lines]


EDGES = {(1, 4): 300.0, (1, 20): 560.0, (2, 4): 300.0}


@pytest.mark.parametrize(
    ("first", "second", "n_passages"),
    [
        pytest.param("was seen in", "cells of both kinds.", 1, id="goes-on"),
        pytest.param("was seen.", "Cells of both kinds.", 2, id="sentence-ended"),
        pytest.param("was seen in", "MCF7 cells.", 1, id="full-line-before-a-name"),
        pytest.param("grew in O.", "sanctum extract.", 1, id="abbreviated-genus"),
        pytest.param("was seen:", "1. first of all", 2, id="list"),
        pytest.param("seen before.12", "Cells of both", 2, id="stop-and-superscript"),
    ],
)
def test_join_pieces_joins_what_breaks_off_in_the_next_column(first, second, n_passages):
    passages = join_pieces(
        pieces(make_line(first, top=100), make_line(second, left=310, top=740)), EDGES
    )

    assert len(passages) == n_passages


def test_join_pieces_passes_over_a_caption_and_a_box_with_a_heading():
    broken, rest = make_line("was seen in", top=100), make_line("all cells.", page=2)
    between = [
        *pieces(make_line("Fig. 1 Growth"), role="caption"),
        *pieces(make_line("Key points"), role="heading"),
    ]

    passages = join_pieces([*pieces(broken), *between, *pieces(rest)], EDGES)

    assert [passage.role for passage in passages] == ["body", "caption", "heading"]
    assert [line.text for line in passages[0].lines] == ["was seen in", "all cells."]


def test_join_pieces_keeps_sections_apart_where_the_last_line_is_short():
    broken = make_line("as follows", top=100, width=60)
    heading = pieces(make_line("Results", left=310), role="heading")

    passages = join_pieces(
        [*pieces(broken), *heading, *pieces(make_line("cells grew.", left=310))], EDGES
    )

    assert len(passages) == 3


def test_join_paragraph_moves_superscripts_with_the_text():
    lines = [
        make_line(f"The sub{LINE_END_HYPHEN}"),
        make_line("sequent  dose3", raised=((13, 14),)),
    ]

    joined = join_paragraph(lines, Words("subsequent", general={}))

    assert joined.text == "The subsequent dose3"
    ((start, end),) = joined.raised
    assert joined.text[start:end] == "3"


def mixed_line(text, n_bold, **place):
    line = make_line(text, **place)
    runs = (Run(0, BOLD), Run(n_bold, BODY))
    return type(line)(
        line.text, line.page, line.left, line.right, line.baseline, BODY, runs, line.raised
    )


def test_split_run_in_headings_takes_a_bold_title_off_its_paragraph():
    lines = [mixed_line("Cell culture. Cells were grown", 14), make_line("in flasks.", top=688)]

    texts = [line.text for line in split_run_in_headings(lines, TYPE)]

    assert texts == ["Cell culture", "Cells were grown", "in flasks."]


@pytest.mark.parametrize(
    ("text", "n_bold"),
    [
        pytest.param("Arm A of two: Cells were grown", 13, id="label-before-a-colon"),
        pytest.param("Figure 1. Cells were grown", 10, id="caption"),
        pytest.param("p53 and others were seen", 4, id="bold-word"),
    ],
)
def test_split_run_in_headings_leaves_other_bold_beginnings(text, n_bold):
    line = mixed_line(text, n_bold)

    assert list(split_run_in_headings([line], TYPE)) == [line]


def test_find_heading_sections_knows_rank_by_type():
    main, sub = make_style(12, "Times-Bold"), make_style(10, "Times-Italic")
    headings = [
        ("Introduction", main), ("Methods", main), ("Cells", sub), ("Ethics approval", sub),
        ("Results", main), ("Uptake", sub), ("Outlook on cargo", main), ("Discussion", main),
        ("Funding", sub), ("References", sub),
    ]  # fmt: skip

    kinds = find_heading_sections([(text, make_line(text, style=s)) for text, s in headings])

    assert kinds == [
        "introduction", "methods", "methods", "methods", "results", "results", "body",
        "discussion", "back", "references",
    ]  # fmt: skip


def test_find_heading_sections_leaves_all_open_without_two_main_headings():
    assert find_heading_sections([("Results", make_line("Results"))]) == [None]
