import os

import pytest

from exominer.errors import InputError
from exominer.ingest.inputs import find_inputs


def fill(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return folder


def names_of(found):
    return [each.document for each in found.inputs]


def test_find_inputs_scans_a_folder_with_all_below_it_sorted_by_name(tmp_path):
    fill(tmp_path, "b.txt", "sub/deep/c.PDF", "a.XML", "sub/a.nxml")

    found = find_inputs([str(tmp_path)])

    assert names_of(found) == ["a.XML", "b.txt", "sub/a.nxml", "sub/deep/c.PDF"]
    assert found.inputs[3].path == tmp_path / "sub/deep/c.PDF"
    assert found.notes == ()


def test_find_inputs_passes_over_hidden_and_temporary_files(tmp_path):
    fill(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "d.txt~", "~$e.txt", "f.pdf.part", "g.txt.tmp")

    assert names_of(find_inputs([str(tmp_path)])) == ["a.txt"]


def test_find_inputs_takes_the_xml_where_a_folder_holds_both(tmp_path):
    fill(tmp_path, "a.pdf", "a.nxml", "sub/b.PDF", "sub/b.xml", "b.pdf", "c.pdf", "c.txt")

    found = find_inputs([str(tmp_path)])

    assert names_of(found) == ["a.nxml", "b.pdf", "c.pdf", "c.txt", "sub/b.xml"]
    alternatives = {each.document: each.alternative for each in found.inputs if each.alternative}
    assert {name: each.document for name, each in alternatives.items()} == {
        "a.nxml": "a.pdf",
        "sub/b.xml": "sub/b.PDF",
    }


def test_find_inputs_leaves_an_alternative_to_one_paper(tmp_path):
    fill(tmp_path, "a.nxml", "a.pdf", "a.xml", "b.pdf", "b.xml")

    found = find_inputs([str(tmp_path), str(tmp_path / "b.pdf")])

    names = [(each.document, bool(each.alternative)) for each in found.inputs]
    assert names == [("a.nxml", True), ("a.xml", False), ("b.xml", False), ("b.pdf", False)]


def test_find_inputs_reads_a_pdf_that_is_named_beside_its_xml(tmp_path):
    fill(tmp_path, "a.pdf", "a.xml")

    assert names_of(find_inputs([str(tmp_path / "a.pdf")])) == ["a.pdf"]


def test_find_inputs_counts_files_that_are_no_papers(tmp_path):
    fill(tmp_path, "a.txt", "README.md", "notes.md", "LICENSE", "plot.png")

    # 2 .md, 1 .png, 1 LICENSE
    assert find_inputs([str(tmp_path)]).notes == (
        f"{tmp_path}: 4 files are no paper (2 .md, 1 .png, 1 without suffix)",
    )


def test_find_inputs_names_what_a_pattern_matches_by_file_name(tmp_path):
    fill(tmp_path, "one/a.txt", "two/b.txt", "two/c.md")

    found = find_inputs([str(tmp_path / "*" / "*")])

    assert names_of(found) == ["a.txt", "b.txt"]
    assert "1 file is no paper (1 .md)" in found.notes[0]


def test_find_inputs_takes_an_existing_path_for_itself_and_not_for_a_pattern(tmp_path):
    fill(tmp_path, "a[1].txt", "a1.txt")

    assert names_of(find_inputs([str(tmp_path / "a[1].txt")])) == ["a[1].txt"]


def test_find_inputs_refuses_two_inputs_of_one_name(tmp_path):
    fill(tmp_path, "one/a.txt", "two/a.txt")

    with pytest.raises(InputError, match="two inputs of this name") as caught:
        find_inputs([str(tmp_path / "one"), str(tmp_path / "two")])

    assert str(tmp_path / "one/a.txt") in str(caught.value)
    assert str(tmp_path / "two/a.txt") in str(caught.value)


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        pytest.param("missing", "no file or folder of that name", id="missing"),
        pytest.param("", "no file or folder", id="empty-argument"),
        pytest.param("empty", "the folder is empty", id="empty-folder"),
        pytest.param("pictures", "no paper (", id="folder-without-papers"),
        pytest.param("*.pdf", "no file matches", id="pattern-without-match"),
        pytest.param("pictures/*", "1 file matches, none of them a paper", id="pattern-of-others"),
        pytest.param("pictures/a.png", ".png is not a format", id="other-suffix"),
        pytest.param("pipe.txt", "a device or pipe", id="pipe"),
        pytest.param("x" * 300, "cannot be looked at", id="too-long"),
    ],
)
def test_find_inputs_says_what_was_found_and_what_to_do(tmp_path, monkeypatch, argument, words):
    fill(tmp_path, "pictures/a.png")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError) as caught:
        find_inputs([argument])

    assert words in caught.value.found
    assert caught.value.do


def test_find_inputs_refuses_no_arguments():
    with pytest.raises(InputError, match="nothing to read"):
        find_inputs([])


def test_find_inputs_enters_a_folder_once_however_links_lead(tmp_path):
    fill(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)

    assert names_of(find_inputs([str(tmp_path)])) == ["sub/a.txt"]


def test_find_inputs_keeps_a_broken_link_to_fail_later_and_skips_pipes(tmp_path):
    fill(tmp_path, "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")

    assert names_of(find_inputs([str(tmp_path)])) == ["a.txt", "gone.txt"]


def test_find_inputs_tells_names_apart_that_are_no_text(tmp_path):
    for name in (b"a\xff.txt", b"a\xfe.txt", b"\xff.md"):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb"):  # noqa: PTH123 - a path of bytes
            pass

    found = find_inputs([str(tmp_path)])

    assert names_of(found) == ["a\\xfe.txt", "a\\xff.txt"]
    assert all(each.path.exists() for each in found.inputs)


def test_find_inputs_gives_notes_that_can_be_written(tmp_path):
    folder = tmp_path / "odd\udcff"
    fill(folder, "a.txt", "b.md")

    assert "odd\\xff: 1 file is no paper" in find_inputs([str(folder)]).notes[0]


def test_find_inputs_takes_a_paper_named_twice_once(tmp_path):
    paper = tmp_path / "a.txt"
    paper.write_text("Text.")

    found = find_inputs([str(tmp_path), str(paper), str(tmp_path / "*.txt")])

    assert [each.document for each in found.inputs] == ["a.txt"]


@pytest.mark.parametrize(
    "content",
    [
        '{\n  "versions": {\n    "exominer": "0.1.0"',
        '{\n "document": "a.pdf",\n "sha256": "1f"',
    ],
    ids=["account of a run", "paper as it was read"],
)
def test_find_inputs_passes_over_what_an_earlier_run_wrote_among_the_papers(tmp_path, content):
    (tmp_path / "a.txt").write_text("Vesicles rose.")
    (tmp_path / "b.json").write_text('{"source": "PMC", "documents": []}')
    results = tmp_path / "results"
    results.mkdir()
    (results / "run.json").write_text(content)

    found = find_inputs([str(tmp_path)])

    assert [each.document for each in found.inputs] == ["a.txt", "b.json"]
    assert "1 file is no paper (1 .json)" in found.notes[0]
