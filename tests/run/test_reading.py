import json

import pytest

from exominer.config import Config
from exominer.errors import InputError
from exominer.run.account import Failure
from exominer.run.reading import read_papers
from tests.run.fake_stages import FAKE


def test_read_papers_writes_each_document_and_says_what_failed(tmp_path):
    (tmp_path / "papers" / "sub").mkdir(parents=True)
    (tmp_path / "papers" / "sub" / "a.txt").write_text("PLAIN γ", encoding="utf-8")
    (tmp_path / "papers" / "b.txt").write_text("EMPTY")
    (tmp_path / "papers" / "c.md").write_text("no paper")

    summary = read_papers([str(tmp_path / "papers")], tmp_path / "out", Config(), stages=FAKE)

    assert summary.documents == {"empty": 1, "ok": 1}
    assert summary.failures == (Failure("b.txt", "empty", "no text in it"),)
    assert (summary.exit_code, len(summary.notes)) == (3, 1)
    read = json.loads((tmp_path / "out" / "sub" / "a.txt.json").read_text(encoding="utf-8"))
    assert read["text"] == "PLAIN γ"


def test_read_papers_refuses_a_file_as_out_dir(tmp_path):
    (tmp_path / "a.txt").write_text("PLAIN")

    with pytest.raises(InputError, match=r"a\.txt: File exists"):
        read_papers([str(tmp_path / "a.txt")], tmp_path / "a.txt", Config(), stages=FAKE)


def test_read_papers_goes_on_after_a_name_that_cannot_be_written(tmp_path):
    (tmp_path / "papers").mkdir()
    long = "a" * 250 + ".txt"
    for name in (long, "b.txt"):
        (tmp_path / "papers" / name).write_text("PLAIN")

    summary = read_papers([str(tmp_path / "papers")], tmp_path / "out", Config(), stages=FAKE)

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

    summary = read_papers([str(tmp_path / "set.xml")], tmp_path / "out", Config())

    assert summary.documents == {"ok": 2}
    read = json.loads((tmp_path / "out" / "set.xml#2.json").read_text(encoding="utf-8"))
    assert (read["document"], read["text"], read["format"]) == ("set.xml#2", "T2", "pubmed")
