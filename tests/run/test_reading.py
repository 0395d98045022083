import json

import pytest

from exominer.errors import InputError
from exominer.run.account import Failure, RunOptions
from exominer.run.coverage import Coverage
from exominer.run.reading import read_papers
from tests.run.fake_stages import FAKE


def read(papers, out, progress=lambda **_: None, **options):
    return read_papers([str(papers)], out, RunOptions(**options), progress, stages=FAKE)


def test_read_papers_writes_each_document_and_says_what_failed(tmp_path):
    (tmp_path / "papers" / "sub").mkdir(parents=True)
    (tmp_path / "papers" / "sub" / "a.txt").write_text("PLAIN γ", encoding="utf-8")
    (tmp_path / "papers" / "b.txt").write_text("EMPTY")
    (tmp_path / "papers" / "c.md").write_text("no paper")

    summary = read(tmp_path / "papers", tmp_path / "out")

    assert summary.documents == {"empty": 1, "ok": 1}
    assert summary.failures == (Failure("b.txt", "empty", "no text in it"),)
    assert (summary.exit_code, len(summary.notes)) == (3, 1)
    written = json.loads((tmp_path / "out" / "sub" / "a.txt.json").read_text(encoding="utf-8"))
    assert written["text"] == "PLAIN γ"


def test_read_papers_refuses_a_file_as_out_dir(tmp_path):
    (tmp_path / "a.txt").write_text("PLAIN")

    with pytest.raises(InputError, match=r"a\.txt: File exists"):
        read(tmp_path / "a.txt", tmp_path / "a.txt")


def test_read_papers_goes_on_after_a_name_that_cannot_be_written(tmp_path):
    (tmp_path / "papers").mkdir()
    long = "a" * 250 + ".txt"
    for name in (long, "b.txt"):
        (tmp_path / "papers" / name).write_text("PLAIN")

    summary = read(tmp_path / "papers", tmp_path / "out")

    assert summary.documents == {"not written": 1, "ok": 1}
    assert [(f.document, f.status) for f in summary.failures] == [(long, "not written")]
    assert "too long" in summary.failures[0].reason
    assert (tmp_path / "out" / "b.txt.json").exists()


def test_read_papers_writes_each_record_of_a_set(tmp_path):
    records = "".join(
        f"<PubmedArticle><PMID>{i}</PMID><ArticleTitle>T{i}</ArticleTitle></PubmedArticle>"
        for i in (1, 2)
    )
    (tmp_path / "set.xml").write_text(f"<PubmedArticleSet>{records}</PubmedArticleSet>")

    out = tmp_path / "out"
    summary = read_papers([str(tmp_path / "set.xml")], out, RunOptions(), lambda **_: None)

    assert summary.documents == {"ok": 2}
    written = json.loads((out / "set.xml#2.json").read_text(encoding="utf-8"))
    assert (written["document"], written["text"], written["format"]) == (
        "set.xml#2",
        "T2",
        "pubmed",
    )


def test_read_papers_side_by_side_tells_its_progress_and_orders_failures(tmp_path):
    (tmp_path / "papers").mkdir()
    for number, content in enumerate(("ABORT", "PLAIN", "EMPTY", "PLAIN", "RAISE")):
        (tmp_path / "papers" / f"{number}.txt").write_text(content)
    told = []

    summary = read(tmp_path / "papers", tmp_path / "out", lambda **call: told.append(call), jobs=2)

    assert [f.document for f in summary.failures] == ["0.txt", "2.txt", "4.txt"]
    assert [call["done"] for call in told] == [0, 1, 2, 3, 4, 5]
    assert {call["document"] for call in told[1:]} == {f"{n}.txt" for n in range(5)}


def test_read_papers_adds_up_what_was_read(tmp_path):
    (tmp_path / "papers").mkdir()
    for name in "ab":
        (tmp_path / "papers" / f"{name}.txt").write_text("PLAIN text")

    # Nine characters that are no blank in each of the two.
    assert read(tmp_path / "papers", tmp_path / "out").coverage == Coverage(n_read=18)


def test_read_papers_says_which_pdf_was_read_in_place_of_its_xml(tmp_path):
    (tmp_path / "papers").mkdir()
    for name, content in (
        ("a.xml", "EMPTY"),
        ("a.pdf", "PLAIN"),
        ("b.xml", "PLAIN γ"),
        ("b.pdf", "X"),
    ):
        (tmp_path / "papers" / name).write_text(content, encoding="utf-8")

    summary = read(tmp_path / "papers", tmp_path / "out")

    assert summary.documents == {"ok": 2}
    assert [note[:15] for note in summary.notes] == ["a.pdf: read in ", "b.pdf: not read"]
    names = {path.name for path in (tmp_path / "out").glob("*.json")}
    assert names == {"a.pdf.json", "b.xml.json"}
