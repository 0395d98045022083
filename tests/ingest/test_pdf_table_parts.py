"""Rules, words, columns, heads and rows of tables in PDFs, each by itself."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_characters import Character, PageCharacters, Style, open_pdf
from exominer.ingest.pdf_columns import find_gaps, narrow_gaps, place_words
from exominer.ingest.pdf_rules import Rule, Rules, read_rules
from exominer.ingest.pdf_table_head import read_head
from exominer.ingest.pdf_table_rows import group_rows, is_number
from exominer.ingest.pdf_words import Strip, Word, group_strips, read_words

SIZE = 8.0


def strip(baseline, *placed, size=SIZE):
    """Words at their left edges; each letter is half an em wide."""
    words = []
    for start, text in placed:
        left = start
        for part in text.split():
            right = left + 0.5 * size * len(part)
            words.append(Word(part, left, right, baseline, size, is_bold=False))
            left = right + 0.25 * size
    return Strip(tuple(words), baseline)


def rules_of(draw):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    draw(canvas)
    canvas.drawString(20, 20, "text")
    canvas.save()
    with open_pdf(buffer.getvalue()) as pdf:
        return read_rules(pdf, 1)


def rounded(rules):
    """Places in steps of 10 points: a pen is as wide as two."""
    return [tuple(round(value, -1) for value in (r.start, r.end, r.at)) for r in rules]


def test_read_rules_joins_pieces_that_touch():
    def draw(canvas):
        canvas.line(50, 500, 120, 500)
        canvas.line(120, 500, 300, 500)
        canvas.line(320, 500, 400, 500)
        canvas.line(50, 300, 50, 400)

    rules = rules_of(draw)

    assert rounded(rules.horizontal) == [(50, 300, 500), (320, 400, 500)]
    assert rounded(rules.vertical) == [(300, 400, 50)]


def test_read_rules_takes_thin_boxes_and_the_edges_of_shading():
    def draw(canvas):
        canvas.rect(50, 500, 200, 0.5, stroke=0, fill=1)
        canvas.rect(50, 300, 200, 40, stroke=0, fill=1)

    rules = rules_of(draw)

    assert rounded(rules.horizontal) == [(50, 250, 300), (50, 250, 340), (50, 250, 500)]
    assert rules.vertical == ()


def test_read_rules_looks_into_forms_and_follows_their_place():
    def draw(canvas):
        canvas.beginForm("box")
        canvas.line(0, 0, 100, 0)
        canvas.endForm()
        canvas.translate(40, 600)
        canvas.doForm("box")

    assert rounded(rules_of(draw).horizontal) == [(40, 140, 600)]


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [
        # Upwards, the left edge of the page is its top; downwards, its foot.
        pytest.param(1, Rule(300, 400, -50), id="upwards"),
        pytest.param(-1, Rule(-400, -300, 50), id="downwards"),
    ],
)
def test_turn_lays_a_line_along_the_page_across_turned_text(quarter, expected):
    rules = Rules((), (Rule(300, 400, 50),))

    assert rules.turn(quarter).horizontal == (expected,)


def test_read_words_keeps_raised_letters_and_ligatures_in_their_word():
    body, raised = Style(8, "F"), Style(5, "F")
    characters = [
        Character("C", 10, 15, 100, body),
        Character("O", 15, 20, 100, body),
        Character("2", 20, 23, 98, raised),
        Character("f", 26, 30, 100, body),
        Character("i", 26, 30, 100, body),
        Character("t", 30, 33, 100, body),
    ]
    page = PageCharacters(1, 800, 600, tuple(characters))

    assert [word.text for word in read_words(page, 0)] == ["CO2", "fit"]


def test_group_strips_puts_raised_words_with_the_line_below_them():
    words = [
        Word("dose", 10, 30, 100, 8, is_bold=False),
        Word("Gy", 60, 70, 100.4, 8, is_bold=False),
        Word("a", 71, 74, 103, 5, is_bold=False),
        Word("next", 10, 30, 90, 8, is_bold=False),
    ]

    assert [strip.text for strip in group_strips(words)] == ["dose Gy a", "next"]


def test_find_gaps_lets_the_heading_of_a_group_cross():
    strips = [
        strip(100, (10, "A549"), (60, "2 Gy"), (110, "12")),
        strip(90, (10, "Cells of the thyroid gland")),
        strip(80, (10, "HeLa"), (60, "4 Gy"), (110, "15")),
        strip(70, (10, "MCF7"), (60, "6 Gy"), (110, "9")),
    ]

    gaps, is_ruled = find_gaps(strips, ())

    assert len(gaps) == 2
    assert not is_ruled


def test_find_gaps_parts_no_marks_from_the_items_of_a_list():
    strips = [
        strip(100 - 10 * i, (10, f"{i}."), (30, "item of the list"), (130, "12"))
        for i in range(1, 5)
    ]

    assert len(find_gaps(strips, ())[0]) == 1


def test_find_gaps_trusts_vertical_rules_of_the_whole_height():
    strips = [strip(100 - 10 * i, (10, "one two three")) for i in range(3)]
    vertical = [Rule(75, 110, 40.0), Rule(98, 102, 20.0)]

    gaps, is_ruled = find_gaps(strips, vertical)

    assert is_ruled
    assert [gap.middle for gap in gaps] == [40.0]


def test_place_words_parts_cells_that_nearly_touch():
    body = [strip(100 - 10 * i, (10, "A549"), (60, "2 Gy")) for i in range(3)]
    long = strip(60, (10, "a long label"), (60, "4 Gy"))
    gaps, _ = find_gaps(body, ())

    placed = place_words(long, narrow_gaps(gaps, [long], SIZE), SIZE)

    assert [piece.text for piece in placed.pieces] == ["a long label", "4 Gy"]


def read_rows(strips, ruled=()):
    gaps, _ = find_gaps(strips, ())
    placed = [place_words(each, gaps, SIZE) for each in strips]
    rows = group_rows(placed, ruled, SIZE)
    return [[each.strip.text for each in group] for group in rows.groups]


def test_group_rows_parts_by_the_wider_of_two_line_distances():
    strips = [
        strip(100, (10, "cells of the lung"), (110, "12")),
        strip(90, (10, "and the skin")),
        strip(74, (10, "HeLa"), (110, "15")),
        strip(58, (10, "glioma cells of"), (110, "9")),
        strip(48, (10, "the brain")),
        strip(32, (10, "MCF7"), (110, "9")),
    ]

    assert [len(row) for row in read_rows(strips)] == [2, 1, 2, 1]


def test_group_rows_goes_on_where_the_words_do_at_one_line_distance():
    strips = [
        strip(100, (10, "A549"), (60, "slows the repair of"), (160, "12")),
        strip(90, (60, "broken strands")),
        strip(80, (10, "HeLa"), (60, "Raises growth"), (160, "15")),
        strip(70, (10, "Kidney")),
        strip(60, (10, "MCF7"), (60, "Raises uptake"), (160, "9")),
    ]

    assert [len(row) for row in read_rows(strips)] == [2, 1, 1, 1]


def test_group_rows_takes_what_stands_between_rules_for_a_row():
    strips = [
        strip(100, (10, "A549"), (60, "Slows repair")),
        strip(90, (60, "Raises growth")),
        strip(80, (10, "HeLa"), (60, "Raises growth")),
        strip(70, (60, "Slows repair")),
    ]

    assert [len(row) for row in read_rows(strips, ruled=(86.0,))] == [2, 2]


def test_group_rows_parts_numbers_between_rules_that_part_groups():
    strips = [
        strip(100 - 10 * i, (10, name), (60, "12"), (110, f"{i}.5"))
        for i, name in enumerate(("A549", "HeLa", "MCF7", "U251"))
    ]

    assert [len(row) for row in read_rows(strips, ruled=(86.0,))] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12.3 ± 0.4", True, id="with-error"),
        pytest.param("–", True, id="dash"),
        pytest.param("<0.001*", True, id="marked"),
        pytest.param("MCF7", False, id="name"),
        pytest.param("(12", False, id="open-bracket"),
    ],
)
def test_is_number_knows_cells_that_do_not_go_on(text, expected):
    assert is_number(text) is expected


def test_read_head_finds_cells_centred_over_their_columns():
    body = [
        strip(100, (10, "A549"), (60, "12.5"), (110, "15.5"), (160, "12.5"), (210, "15.5")),
        strip(90, (10, "HeLa"), (60, "12.5"), (110, "15.5"), (160, "12.5"), (210, "15.5")),
        strip(80, (10, "MCF7"), (60, "12.5"), (110, "15.5"), (160, "12.5"), (210, "15.5")),
    ]
    columns = [(10, 26), (60, 76), (110, 126), (160, 176), (210, 226)]
    gaps, _ = find_gaps(body, ())
    head = [
        place_words(strip(130, (81, "Lung"), (181, "Skin")), gaps, SIZE),
        place_words(
            strip(120, (10, "Line"), (60, "Low"), (110, "High"), (160, "Low"), (210, "High")),
            gaps,
            SIZE,
        ),
    ]

    cells = read_head(head, columns, (), Words(general={}))

    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in cells] == [
        ("Line", 0, 0, 2, 1),
        ("Lung", 0, 1, 1, 2),
        ("Skin", 0, 3, 1, 2),
        ("Low", 1, 1, 1, 1),
        ("High", 1, 2, 1, 1),
        ("Low", 1, 3, 1, 1),
        ("High", 1, 4, 1, 1),
    ]
