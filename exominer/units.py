"""The stretches of a document that are parsed and judged one by one."""

from exominer.records import Document, Sentence


def reading_units(document: Document) -> tuple[Sentence, ...]:
    """Sentences and non-empty table cells below the header, in order of the text.

    A cell that spans rows is one unit.
    """
    cells = {
        (cell.start, cell.end)
        for table in document.tables
        for cell in table.cells
        if not cell.is_header and cell.end > cell.start
    }
    spans = {(sentence.start, sentence.end) for sentence in document.sentences} | cells
    return tuple(Sentence(start, end) for start, end in sorted(spans))
