import pytest
from msgspec import structs

from exominer.errors import InputError
from exominer.formats.annotated import Argument, Attribute, Span
from exominer.formats.brat import read_brat
from exominer.formats.brat_lines import write_bionlp, write_brat

TEXT = "T and B cells release 😀 vesicles.\nThey slowed growth."
LINES = """T1\tCell 0 1;8 13\tT cells
T2\tVesicle 24 32\tvesicles
T3\tRegulation 39 45\tslowed
T4\tProcess 46 52\tgrowth
E1\tRegulation:T3 Cause:T2 Theme:T4
R1\tOrigin Arg1:T2 Arg2:T1
*\tEquiv T1 T2
A1\tNegation E1
M2\tSpeculation E1
A3\tConfidence T2 high
N1\tReference T4 GO:0040007\tgrowth
#1\tAnnotatorNotes T2\tIs it so?
"""


def write(folder, annotations, text=TEXT, name="a"):
    (folder / f"{name}.ann").write_text(annotations, encoding="utf-8")
    if text is not None:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_read_brat_reads_every_sort_of_line(tmp_path):
    (document,) = read_brat(write(tmp_path, LINES)).documents
    cells, vesicles, _, growth = document.mentions
    event, origin, equal = document.relations

    assert (cells.spans, cells.text) == ((Span(0, 1), Span(8, 13)), "T cells")
    assert (growth.concept_id, growth.name) == ("GO:0040007", "growth")
    assert vesicles.attributes == (
        Attribute("Confidence", "high", "A3"),
        Attribute("AnnotatorNotes", "Is it so?", "#1"),
    )
    assert (event.kind, event.trigger) == ("Regulation", "T3")
    assert event.arguments == (Argument("Cause", "T2"), Argument("Theme", "T4"))
    assert event.attributes == (
        Attribute("Negation", True, "A1"),
        Attribute("Speculation", True, "M2"),
    )
    assert [a.target for a in origin.arguments] == ["T2", "T1"]
    assert (equal.kind, [a.target for a in equal.arguments]) == ("Equiv", ["T1", "T2"])


def test_write_brat_writes_the_lines_that_were_read(tmp_path):
    documents = read_brat(write(tmp_path, LINES)).documents

    write_brat(documents, tmp_path / "out")

    assert {p.name for p in (tmp_path / "out").iterdir()} == {"a.ann", "a.txt"}
    made = (tmp_path / "out" / "a.ann").read_text(encoding="utf-8")
    assert sorted(made.splitlines()) == sorted(LINES.splitlines())


def test_write_bionlp_puts_triggers_and_events_apart(tmp_path):
    documents = read_brat(write(tmp_path, LINES)).documents

    write_bionlp(documents, tmp_path / "out")

    first = (tmp_path / "out" / "a.a1").read_text(encoding="utf-8").splitlines()
    second = (tmp_path / "out" / "a.a2").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in first] == ["T1", "T2", "T4"]
    assert [line.split("\t")[0] for line in second][:2] == ["T3", "E1"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("T1\tCell 0 1\tX", "T1 covers 'T' but the file says 'X'", id="other-words"),
        pytest.param("T1\tCell zero\tT", "kind, start and end are expected", id="no-offsets"),
        pytest.param("A1\tNegation E9", "A1 is about E9, which is not there", id="no-target"),
        pytest.param("A1\tNegation", "cannot parse", id="no-field"),
        pytest.param("R1\tIs a:T1\nR1\tIs a:T1", "R1 stands twice", id="twice"),
        pytest.param("X1\twhat", "unknown sort of line", id="unknown"),
        pytest.param("#1\texominer T1\tno json", "a.ann:1", id="broken-note"),
    ],
)
def test_read_brat_names_the_line_it_cannot_read(tmp_path, line, words):
    with pytest.raises(InputError, match=words):
        read_brat(write(tmp_path, line + "\n"))


def test_read_brat_reads_annotations_without_their_text(tmp_path):
    (document,) = read_brat(write(tmp_path, "T1\tCell 5 10\tcells\n", text=None)).documents

    assert (document.text, document.mentions[0].text) == (None, "cells")


def test_read_brat_reads_a_folder_with_folders_in_it(tmp_path):
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", "T1\tCell 0 1\tT\n", name="b.c")

    assert [d.document for d in read_brat(tmp_path).documents] == ["sub/b.c"]
    assert len(read_brat(tmp_path / "sub" / "b.c.ann").documents) == 1


def test_write_brat_stays_in_its_folder_whatever_a_document_is_called(tmp_path):
    (document,) = read_brat(write(tmp_path, "")).documents
    write_brat([structs.replace(document, document="../../x")], tmp_path / "out")

    assert sorted(p.name for p in (tmp_path / "out").rglob("*.ann"))
    assert not (tmp_path.parent.parent / "x.ann").exists()


def test_write_brat_refuses_two_documents_of_one_name(tmp_path):
    (document,) = read_brat(write(tmp_path, "")).documents

    with pytest.raises(InputError, match=r"two documents go to a\.txt"):
        write_brat([document, document], tmp_path / "out")
