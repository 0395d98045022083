import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from exominer.config import AnnotateConfig, AssembleConfig, Config, IngestConfig
from exominer.errors import InputError
from exominer.run.account import RunOptions
from exominer.run.extraction import RunInterruptedError, run_extraction
from exominer.run.ledger import open_ledger
from tests.run.fake_stages import FAKE

TABLES = ("claims.jsonl", "claims.csv", "claims.xlsx", "mentions.csv", "report.html")
CONFIG = Config(ingest=IngestConfig(timeout_seconds=20), assemble=AssembleConfig(min_score=0.0))
PAPERS = {
    "b.txt": "PLAIN MIR and MIR",
    "a.txt": "PLAIN MIR γ",
    "sub/c.txt": "PLAIN without",
    "sub/d.txt": "EMPTY",
}
CRASHING = {"e.txt": "ABORT", "f.txt": "PLAIN BUG"}


def write_papers(papers, contents):
    for name, content in contents.items():
        path = papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return papers


@pytest.fixture
def papers(tmp_path):
    return write_papers(tmp_path / "papers", PAPERS)


class Progress:
    """Notes what was done, and is a Ctrl-C after ``stop_after`` papers."""

    def __init__(self, stop_after=None):
        self.calls = []
        self.stop_after = stop_after

    def __call__(self, *, done, total, document, status):
        self.calls.append((done, total, document, status))
        if len(self.documents) == self.stop_after:
            raise KeyboardInterrupt

    @property
    def documents(self):
        return [document for _, _, document, _ in self.calls if document]


def run(papers, out, progress=None, **options):
    options = RunOptions(**{"config": CONFIG, **options})
    return run_extraction([str(papers)], out, options, progress or Progress(), stages=FAKE)


def read_tables(out):
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in TABLES}


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    return folder / "out", run(write_papers(folder / "papers", PAPERS), folder / "out")


@pytest.fixture
def finished(first_run, tmp_path):
    """The folder of a finished run, and its summary; the test may change the folder."""
    shutil.copytree(first_run[0], tmp_path / "out")
    return first_run[1]


@pytest.fixture(scope="module")
def crashed_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crashed")
    write_papers(folder / "papers", {**PAPERS, **CRASHING})
    return folder, run(folder / "papers", folder / "out")


def test_run_extraction_counts_and_says_what_failed(crashed_run):
    summary = crashed_run[1]

    # Of the three papers read, one has two cargo mentions, one has one, each an effect.
    assert summary.documents == {"crashed": 2, "empty": 1, "ok": 3}
    assert (summary.n_claims, summary.n_mentions) == (3, 6)
    assert [(f.document, f.status) for f in summary.failures] == [
        ("e.txt", "crashed"),
        ("f.txt", "crashed"),
        ("sub/d.txt", "empty"),
    ]
    assert summary.exit_code == 3


def test_run_extraction_keeps_the_traceback_in_the_ledger_alone(crashed_run):
    out, summary = crashed_run[0] / "out", crashed_run[1]
    failure = next(f for f in summary.failures if f.document == "f.txt")
    with open_ledger(out / "run.sqlite") as ledger:
        outcome = next(o for o in ledger.outcomes() if o.document == "f.txt")

    assert failure.reason == "KeyError: 'a bug in a later stage'"
    assert "Traceback" in outcome.traceback
    assert "Traceback" not in (out / "run.json").read_text(encoding="utf-8")


def test_run_extraction_writes_claims_in_order_of_document(first_run):
    lines = (first_run[0] / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line)["evidence"][0]["document"] for line in lines]

    assert documents == ["a.txt", "b.txt", "b.txt"]


def test_run_extraction_tells_every_file_in_run_json(first_run):
    out, summary = first_run
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))

    assert [file["document"] for file in told["documents"]] == sorted(PAPERS)
    assert told["counts"] == {"documents": summary.documents, "claims": 3, "mentions": 6}
    assert told["documents"][0]["warnings"] == ["a warning"]
    assert {"exominer", "python", "spacy"} <= set(told["versions"])


def test_run_extraction_tries_again_only_what_failed_by_chance(crashed_run):
    papers, out = crashed_run[0] / "papers", crashed_run[0] / "out"
    progress = Progress()

    run(papers, out, progress)

    assert progress.calls[0] == (4, 6, "", "")
    assert progress.documents == ["e.txt", "f.txt"]


def test_run_extraction_does_nothing_twice(papers, finished, first_run, tmp_path):
    progress = Progress()

    again = run(papers, tmp_path / "out", progress)

    assert progress.calls == [(4, 4, "", "")]
    assert (again.n_resumed, again.n_claims) == (4, finished.n_claims)
    assert read_tables(tmp_path / "out") == read_tables(first_run[0])


@pytest.mark.usefixtures("finished")
def test_run_extraction_does_a_changed_file_again(papers, tmp_path):
    (papers / "a.txt").write_text("PLAIN MIR MIR MIR")
    progress = Progress()

    summary = run(papers, tmp_path / "out", progress)

    assert progress.documents == ["a.txt"]
    assert summary.n_claims == 5


@pytest.mark.usefixtures("finished")
def test_run_extraction_does_all_again_under_settings_that_change_results(papers, tmp_path):
    progress = Progress()

    run(papers, tmp_path / "out", progress, config=Config(ingest=IngestConfig(max_pages=7)))

    assert len(progress.documents) == len(PAPERS)


@pytest.mark.usefixtures("finished")
def test_run_extraction_drops_papers_that_are_gone(papers, tmp_path):
    (papers / "b.txt").unlink()
    progress = Progress()

    summary = run(papers, tmp_path / "out", progress)

    assert progress.documents == []
    assert summary.n_claims == 1
    assert summary.notes == ("b.txt: no longer among the inputs",)
    assert "b.txt" not in (tmp_path / "out" / "claims.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize(
    ("options", "n_claims"),
    [
        # Of the three claims one is scored 0.25, and that one alone names radiation.
        pytest.param({"min_score": 0.5}, 2, id="by score"),
        pytest.param({"radiation_only": True}, 1, id="with radiation"),
        pytest.param({"radiation_only": True, "min_score": 0.5}, 0, id="none left"),
    ],
)
def test_run_extraction_chooses_claims_without_doing_papers_again(
    papers, tmp_path, options, n_claims
):
    progress = Progress()

    summary = run(papers, tmp_path / "out", progress, **options)

    assert progress.documents == []
    assert summary.n_claims == n_claims


def test_run_extraction_notes_two_files_of_one_content(papers, tmp_path):
    (papers / "z.txt").write_text(PAPERS["b.txt"])

    summary = run(papers, tmp_path / "out")

    assert summary.notes == ("z.txt: the same content as b.txt; its claims are listed twice",)


@pytest.mark.usefixtures("finished")
def test_run_extraction_with_two_workers_writes_the_same_bytes(papers, tmp_path):
    run(papers, tmp_path / "two", jobs=2)

    assert read_tables(tmp_path / "two") == read_tables(tmp_path / "out")


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize("jobs", [1, 2])
def test_run_extraction_goes_on_after_an_interruption(papers, tmp_path, jobs):
    out, rest = tmp_path / "stopped", Progress()
    with pytest.raises(RunInterruptedError, match="same command"):
        run(papers, out, Progress(stop_after=2), jobs=jobs)

    run(papers, out, rest)

    assert rest.calls[0][0] in (1, 2)
    assert read_tables(out) == read_tables(tmp_path / "out")


@pytest.mark.parametrize(
    ("jobs", "number"),
    [
        pytest.param("1", signal.SIGKILL, id="killed"),
        pytest.param("2", signal.SIGINT, id="Ctrl-C with two workers"),
    ],
)
def test_run_extraction_goes_on_where_a_signal_stopped_it(tmp_path, jobs, number):
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in "abc":
        (papers / f"{name}.txt").write_text(f"PLAIN SLOW MIR {name}")
    program = [sys.executable, str(Path(__file__).with_name("fake_run.py"))]
    with subprocess.Popen(
        [*program, str(papers), str(tmp_path / "out"), jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout.readline() == "started\n"
        assert process.stdout.readline().endswith(".txt\n")
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.kill()
        said = process.communicate(timeout=20)[1]
    rest = Progress()

    summary = run(papers, tmp_path / "out", rest, config=Config())

    assert 1 <= rest.calls[0][0] < 3
    assert summary.documents == {"ok": 3}
    assert (process.returncode, len(said.splitlines())) == (
        (130, 1) if number == signal.SIGINT else (-9, 0)
    )


def test_run_extraction_refuses_a_folder_that_another_run_writes(papers, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with open_ledger(out / "run.sqlite"), pytest.raises(InputError, match="another run"):
        run(papers, out)


def test_run_extraction_refuses_to_run_with_no_process(papers, tmp_path):
    with pytest.raises(InputError, match="Give 1 or more"):
        run(papers, tmp_path / "out", jobs=0)


def test_run_extraction_refuses_a_file_as_out_dir(papers, tmp_path):
    (tmp_path / "out").write_text("a file")

    with pytest.raises(InputError, match="out"):
        run(papers, tmp_path / "out")


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_extraction_goes_on_after_a_paper_that_takes_too_long(tmp_path, jobs):
    papers = {"a.txt": "PLAIN HANG MIR", "b.txt": "PLAIN MIR", "c.txt": "PLAIN MIR MIR"}
    config = structs.replace(CONFIG, annotate=AnnotateConfig(timeout_seconds=0.5))

    summary = run(
        write_papers(tmp_path / "papers", papers), tmp_path / "out", jobs=jobs, config=config
    )

    (failure,) = summary.failures
    assert (failure.document, failure.status) == ("a.txt", "timeout")
    assert "more than 0.5 seconds; raise timeout_seconds under [annotate]" in failure.reason
    assert (summary.documents, summary.n_claims) == ({"ok": 2, "timeout": 1}, 3)


@pytest.mark.usefixtures("finished")
def test_run_extraction_does_a_paper_again_whose_outcome_no_longer_decodes(papers, tmp_path):
    out, progress = tmp_path / "out", Progress()
    connection = sqlite3.connect(out / "run.sqlite")
    connection.execute("UPDATE documents SET claims = '[{}]' WHERE document = 'a.txt'")
    connection.commit()
    connection.close()

    summary = run(papers, out, progress)

    assert progress.documents == ["a.txt"]
    assert summary.n_claims == 3


def test_run_extraction_tells_of_names_that_are_no_text(papers, tmp_path):
    odd = papers.with_name("odd\udcff")
    papers.rename(odd)

    run(odd, tmp_path / "out")

    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["inputs"] == [str(tmp_path / "odd") + "\\xff"]


@pytest.mark.parametrize("score", [float("nan"), 1.5])
def test_run_extraction_refuses_a_score_that_is_none(papers, tmp_path, score):
    with pytest.raises(InputError, match="--min-score"):
        run(papers, tmp_path / "out", min_score=score)


def test_run_extraction_does_only_the_new_records_of_a_set_that_grew(tmp_path):
    def write_set(*numbers):
        records = "".join(f"<PubmedArticle><PMID>{i}</PMID>MIR</PubmedArticle>" for i in numbers)
        (tmp_path / "set.xml").write_text(f"<PubmedArticleSet>{records}</PubmedArticleSet>")

    write_set(1, 2)
    first, second = Progress(), Progress()
    run(tmp_path / "set.xml", tmp_path / "out", first)
    write_set(3, 1, 2)
    summary = run(tmp_path / "set.xml", tmp_path / "out", second)

    assert first.documents == ["set.xml#1", "set.xml#2"]
    assert second.documents == ["set.xml#3"]
    assert (summary.documents, summary.n_claims) == ({"ok": 3}, 3)


def test_run_extraction_reads_the_pdf_of_a_broken_xml_until_that_is_mended(tmp_path):
    pair = {"a.xml": "ABORT", "a.pdf": "PLAIN MIR"}
    papers, out = write_papers(tmp_path / "papers", pair), tmp_path / "out"
    first, again, mended = Progress(), Progress(), Progress()

    summary = run(papers, out, first)
    run(papers, out, again)
    write_papers(papers, {"a.xml": "PLAIN MIR and MIR"})
    last = run(papers, out, mended)

    assert (first.documents, again.documents, mended.documents) == (["a.pdf"], [], ["a.xml"])
    assert summary.documents == last.documents == {"ok": 1}
    assert "a.pdf: read in place of its XML" in "\n".join(summary.notes)
    assert "in place of" not in "\n".join(last.notes)
    with open_ledger(out / "run.sqlite") as ledger:
        assert [outcome.document for outcome in ledger.outcomes()] == ["a.xml"]
