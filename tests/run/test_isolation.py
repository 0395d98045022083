"""Every limit on reading is hit, in a run of two workers and by ``ingest``."""

import pytest

from exominer.config import Config, IngestConfig
from exominer.run.account import RunOptions
from exominer.run.extraction import run_extraction
from exominer.run.isolation import describe_exit
from exominer.run.reading import read_papers
from tests.run.fake_stages import FAKE

PAPERS = {
    "a.txt": ("SLEEP", "timeout", "took more than 1 seconds; raise timeout_seconds"),
    "b.txt": ("GREEDY", "crashed", "more than 1500 MB of memory; raise memory_mb"),
    "c.txt": ("FLOOD", "crashed", "more than 64 MB of text were read from it"),
    "d.txt": ("ABORT", "crashed", "was ended by SIGABRT"),
    "e.txt": ("RAISE", "crashed", "ValueError: a bug in a reader"),
    "f.txt": ("PLAIN", "ok", ""),
    "g.txt": ("SLEEP", "timeout", "took more than 1 seconds"),
    "h.txt": ("PLAIN", "ok", ""),
}
LIMITS = IngestConfig(timeout_seconds=1.0, memory_mb=1500)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("limits") / "papers"
    folder.mkdir()
    for name, (content, _, _) in PAPERS.items():
        (folder / name).write_text(content)
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_limits_end_the_reading_of_one_file_and_not_the_run(papers, tmp_path, command, jobs):
    options = RunOptions(jobs=jobs, config=Config(ingest=LIMITS))
    run = {"extract": run_extraction, "ingest": read_papers}[command]

    summary = run([str(papers)], tmp_path / "out", options, lambda **_: None, stages=FAKE)

    failures = {f.document: f for f in summary.failures}
    failing = {name: case for name, case in PAPERS.items() if case[1] != "ok"}
    assert {name: f.status for name, f in failures.items()} == {n: c[1] for n, c in failing.items()}
    assert [n for n, (_, _, words) in failing.items() if words not in failures[n].reason] == []
    assert (summary.documents["ok"], summary.exit_code) == (2, 3)


@pytest.mark.parametrize(
    ("exit_code", "words"),
    [(-9, "was ended by SIGKILL"), (-250, "was ended by signal 250"), (3, "exit code 3")],
)
def test_describe_exit_names_signals(exit_code, words):
    assert words in describe_exit(exit_code)
