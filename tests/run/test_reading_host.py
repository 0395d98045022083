from contextlib import closing
from pathlib import Path

import pytest

from exominer.config import IngestConfig
from exominer.ingest.inputs import Input
from exominer.run.reading_host import ReadingHost
from tests.run.fake_stages import read_document

SETTINGS = IngestConfig(timeout_seconds=1.0, memory_mb=2048)


@pytest.fixture(scope="module")
def host():
    with closing(ReadingHost(read_document, SETTINGS)) as started:
        yield started


@pytest.fixture
def read(host, tmp_path):
    def read_content(content):
        path = tmp_path / "a.txt"
        path.write_text(content, encoding="utf-8")
        return host.read(Input("sub/a.txt", path))

    return read_content


def test_reading_host_gives_the_document_of_the_reader(read):
    document = read("PLAIN γ-rays")

    assert (document.document, document.text) == ("sub/a.txt", "PLAIN γ-rays")


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        pytest.param("SLEEP", "timeout", "took more than 1 seconds", id="hangs"),
        pytest.param("ABORT", "crashed", "SIGABRT", id="aborts"),
        pytest.param("GREEDY", "crashed", "more than 2048 MB of memory", id="takes all memory"),
        pytest.param("FLOOD", "crashed", "more than 64 MB of text", id="gives too much"),
        pytest.param("RAISE", "crashed", "ValueError: a bug in a reader", id="raises"),
        pytest.param("EMPTY", "empty", "no text in it", id="says it is empty"),
    ],
)
def test_reading_host_turns_failures_into_a_status(read, content, status, reason):
    document = read(content)

    assert document.status == status
    assert reason in document.reason
    assert document.text == ""


def test_reading_host_reads_on_after_a_crash(read):
    assert read("ABORT").status == "crashed"
    assert read("PLAIN").status == "ok"


def test_reading_host_that_died_says_so_instead_of_waiting(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_text("PLAIN")
    with closing(ReadingHost(read_document, SETTINGS)) as host:
        assert host.read(Input("a.pdf", path)).status == "ok"
        host._process.kill()
        document = host.read(Input("a.pdf", path))

        assert (document.status, document.format) == ("crashed", "pdf")
        assert "SIGKILL" in document.reason
        assert not host.is_alive


def test_reading_host_reports_a_file_that_is_gone(host):
    assert "FileNotFoundError" in host.read(Input("gone.txt", Path("gone.txt"))).reason
