"""Rows of a claims table to effects, each cell in its slot."""

import pytest

from exominer.records import AnnotatedDocument, Cell, Document, Mention, Table
from exominer.relate.table_rows import ROW_SCORE, read_slots, relate_tables

HEADER = ["EV cargo", "Donor cells", "Recipient cells", "Effect", "Dose"]
ROW = ["miR-9; HSP70", "neurons", "glia", "Slows growth, raises mortality", "2 Gy"]
KINDS = {"miR-9": "mirna", "neurons": "cell_type", "2 Gy": "dose", "EV": "vesicle"}


def build_table(*rows, kinds=KINDS, confidence=1.0):
    """A document that is one grid; the first row is the header, mentions are known words."""
    text, cells = "", []
    for number, row in enumerate(rows):
        for column, word in enumerate(row):
            text += "\t" if column else "\n" if number else ""
            cells.append(Cell(number, column, len(text), len(text) + len(word), not number))
            text += word
    table = Table("T1", "Table 1", 0, 0, 0, len(text), tuple(cells), confidence=confidence)
    mentions = [
        Mention(f"M{start}", kind, start, start + len(word), word)
        for word, kind in kinds.items()
        for start in range(len(text))
        if text.startswith(word, start)
    ]
    ordered = tuple(sorted(mentions, key=lambda mention: mention.start))
    return AnnotatedDocument(Document("a.xml", "0", "jats", text, tables=(table,)), (), ordered)


def read_row(effect):
    return {(kind, mention.text) for kind, mention in effect.fillers}


def test_relate_tables_gives_an_effect_for_each_clause_of_the_effect_cell():
    found = relate_tables(build_table(HEADER, ROW), first_number=4)

    assert [(row.effect.mention_id, row.effect.text) for row in found] == [
        ("E4", "Slows growth"),
        ("E5", "raises mortality"),
    ]
    assert [row.frame.direction for row in found] == ["decrease", "increase"]
    assert [row.frame.effect for row in found] == ["E4", "E5"]
    assert {row.frame.exposed for row in found} == {"donor"}


def test_relate_tables_fills_each_role_from_its_column():
    found = relate_tables(build_table(HEADER, ROW), first_number=1)

    # HSP70 and glia are no mentions of the document: they are added from the cells.
    expected = {
        ("cargo", "miR-9"),
        ("cargo", "HSP70"),
        ("donor", "neurons"),
        ("recipient", "glia"),
        ("dose", "2 Gy"),
    }
    assert [read_row(row) for row in found] == [expected, expected]


def test_relate_tables_does_not_mind_the_order_of_the_columns():
    order = [3, 4, 0, 2, 1]
    turned = build_table([HEADER[i] for i in order], [ROW[i] for i in order])

    here = relate_tables(build_table(HEADER, ROW), first_number=1)
    there = relate_tables(turned, first_number=1)

    assert [read_row(row) for row in there] == [read_row(row) for row in here]


def test_relate_tables_holds_every_offset():
    annotated = build_table(HEADER, ROW, ROW)

    found = relate_tables(annotated, first_number=1)

    assert len(found) == 4
    for row in found:
        for mention in (row.effect, *(filler for _, filler in row.fillers)):
            assert annotated.document.text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("nothing", ["", "-", "–", "n/a", "Not reported"])
def test_relate_tables_fills_nothing_from_a_cell_that_says_nothing(nothing):
    found = relate_tables(build_table(HEADER, [*ROW[:2], nothing, *ROW[3:]]), first_number=1)

    assert found
    assert all("recipient" not in dict(row.fillers) for row in found)


def test_relate_tables_scores_a_reconstructed_table_lower():
    found = relate_tables(build_table(HEADER, ROW, confidence=0.5), first_number=1)

    assert {row.frame.score for row in found} == {ROW_SCORE * 0.5}


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        pytest.param(
            (["Cargo", *HEADER[1:]], ROW), {"miR-9": "mirna"}, id="no-word-about-vesicles"
        ),
        pytest.param((["EV", "Diameter"], ["E1", "90 nm"]), KINDS, id="no-effect"),
    ],
)
def test_relate_tables_passes_other_tables_over(rows, kinds):
    assert relate_tables(build_table(*rows, kinds=kinds), first_number=1) == []


def test_read_slots_gives_the_slot_of_each_column_or_none_at_all():
    claims = build_table(HEADER, ROW).document
    other = build_table(["Weekday", "Visits"], ["Monday", "7"]).document

    assert read_slots(claims, claims.tables[0]) == (
        "cargo",
        "donor",
        "recipient",
        "effect",
        "dose",
    )
    assert read_slots(other, other.tables[0]) is None
