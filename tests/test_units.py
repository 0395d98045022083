from exominer.records import Cell, Document, Sentence, Table
from exominer.units import reading_units

TEXT = "Cargo\tRef\nmiR-9\t\nA sentence."


def build(*cells):
    table = Table("T1", "", 0, 0, 0, 16, cells)
    return Document("a", "0", "text", TEXT, sentences=(Sentence(17, 28),), tables=(table,))


def test_reading_units_are_sentences_and_filled_cells_below_the_header_in_text_order():
    document = build(Cell(0, 0, 0, 5, True), Cell(1, 0, 10, 15), Cell(1, 1, 16, 16))

    found = [TEXT[unit.start : unit.end] for unit in reading_units(document)]

    assert found == ["miR-9", "A sentence."]


def test_reading_units_give_a_cell_that_spans_rows_once():
    document = build(Cell(1, 0, 10, 15), Cell(2, 0, 10, 15))

    assert reading_units(document) == (Sentence(10, 15), Sentence(17, 28))
