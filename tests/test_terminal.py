"""What a command shows at its end."""

from pathlib import Path

import pytest

from exominer.run.account import Failure, RunSummary
from exominer.run.coverage import Coverage
from exominer.run.reading import ReadingSummary
from exominer.terminal import print_reading, print_summary, show_progress

FAILED = Failure("sub/[b].pdf", "encrypted", "it asks for a [password]")


def read_summary(**changes):
    return ReadingSummary(**{"documents": {"ok": 2, "encrypted": 1}, **changes})


def test_print_reading_counts_documents_by_status(capsys):
    print_reading(read_summary(), Path("read"))

    shown = capsys.readouterr().out
    assert "3 documents (1 encrypted, 2 ok)" in shown
    assert "read" in shown
    assert "Not read" not in shown


def test_print_reading_lists_failures_and_notes_with_square_brackets_as_they_are(capsys):
    print_reading(read_summary(failures=(FAILED,), notes=("[x].md is no paper",)), Path("read"))

    shown = capsys.readouterr().out
    assert "sub/[b].pdf" in shown
    assert "it asks for a [password]" in shown
    assert "Note: [x].md is no paper" in shown


def test_print_reading_says_once_what_it_says_of_many_files(capsys):
    notes = tuple(f"{n}.pdf: not read, as the folder holds the XML" for n in range(7))

    print_reading(read_summary(notes=notes), Path("read"))

    line = "Note: 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 2 more: not read, as the folder holds"
    assert line in capsys.readouterr().out


def test_print_reading_warns_of_what_was_left_out(capsys):
    coverage = Coverage(
        n_read=1000,
        n_dropped={"table": 400, "furniture": 100},
        blank=(("b.pdf", 2),),
        above_limit=(("[a].pdf", 0.41),),
    )

    print_reading(read_summary(coverage=coverage), Path("read"))

    # 500 of 1,500 characters are a third.
    shown = capsys.readouterr().out
    assert "1,000 characters read; 500 left out (33.3%): 400 cells of tables that were not" in shown
    assert "Warning: 41% of the characters of [a].pdf are left out" in shown
    assert "Warning: 2 pages of b.pdf without text" in shown


@pytest.mark.parametrize(
    ("document", "status", "named"),
    [
        pytest.param("sub/[b].pdf", "encrypted", True, id="failure"),
        pytest.param("a.pdf", "ok", False, id="success"),
        pytest.param("", "", False, id="start"),
    ],
)
def test_show_progress_names_failures_on_standard_error(capsys, document, status, named):
    with show_progress() as on_progress:
        on_progress(done=1, total=2, document=document, status=status)

    shown = capsys.readouterr()
    assert (f"{document}: {status}" in shown.err) is named
    assert shown.out == ""


@pytest.mark.parametrize(
    ("number", "line"),
    [
        pytest.param(1, "1 document (1 ok), 1 claim\n1 was done by", id="one"),
        pytest.param(2, "2 documents (2 ok), 2 claims\n2 were done by", id="two"),
    ],
)
def test_print_summary_counts_in_words_that_fit(capsys, number, line):
    summary = RunSummary(documents={"ok": number}, n_claims=number, n_mentions=9, n_resumed=number)

    print_summary(summary, Path("out"))

    assert capsys.readouterr().out.startswith(line)
