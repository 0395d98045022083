from hypothesis import given
from hypothesis import strategies as st

from exominer.evaluate.masking import without_tables
from exominer.records import CitationMark, Document, Section, Sentence, Table

TEXT = "Before [1].\nTable 1 Cargo\nCD9\tA549 [2]\nNote: all.\nAfter [3]."


def span(part):
    start = TEXT.index(part)
    return start, start + len(part)


def make_paper():
    grid, caption = span("CD9\tA549 [2]"), span("Table 1 Cargo")
    return Document(
        document="paper.txt",
        sha256="",
        format="text",
        text=TEXT,
        sections=(
            Section("body", "", 0, span("Before [1].")[1]),
            Section("table", "", caption[0], grid[1]),
            Section("body", "", *span("Note: all.\nAfter [3].")),
        ),
        sentences=tuple(
            Sentence(*span(part))
            for part in ("Before [1].", "Table 1 Cargo", "Note: all.", "After [3].")
        ),
        tables=(Table("T1", "Table 1", *caption, *grid, cells=(), footnote="Note: all."),),
        citations=tuple(
            CitationMark(*span(mark), mark, (number,))
            for number, mark in enumerate(("[1]", "[2]", "[3]"), start=1)
        ),
    )


def test_without_tables_blanks_grid_caption_and_footnote():
    bare = without_tables(make_paper())

    assert (
        bare.text == "Before [1].\n" + " " * 13 + "\n" + " " * 12 + "\n" + " " * 10 + "\nAfter [3]."
    )
    assert bare.tables == ()


def test_without_tables_drops_only_what_stood_there():
    bare = without_tables(make_paper())

    assert [bare.text[s.start : s.end] for s in bare.sentences] == ["Before [1].", "After [3]."]
    assert [bare.text[c.start : c.end] for c in bare.citations] == ["[1]", "[3]"]
    assert [section.kind for section in bare.sections] == ["body", "body"]


def test_without_tables_leaves_a_document_without_tables_alone():
    paper = Document(document="a.txt", sha256="", format="text", text="Text.")

    assert without_tables(paper) == paper


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_without_tables_keeps_length_and_everything_outside(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    table = Table("T1", "", start, start, start, end, cells=())
    paper = Document(document="a.txt", sha256="", format="text", text=text, tables=(table,))

    bare = without_tables(paper).text

    assert len(bare) == len(text)
    assert (bare[:start], bare[end:]) == (text[:start], text[end:])
    assert set(bare[start:end]) <= {" ", "\n"}
