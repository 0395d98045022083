"""A folder of odd and hostile files, read by a run and by ``ingest``, each with its status."""

import json

import markupsafe
import openpyxl
import pandas as pd
import pytest

from exominer.config import Config, IngestConfig
from exominer.run.account import RunOptions
from exominer.run.extraction import run_extraction
from exominer.run.reading import read_papers
from exominer.run.stages import Stages, find_inputs, read_document
from tests.odd_files import make_odd_files
from tests.run.fake_stages import load_analyser

REAL_READING = Stages(find_inputs, read_document, load_analyser)
CONFIG = Config(ingest=IngestConfig(max_pages=20, timeout_seconds=30, memory_mb=1024))


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd") / "papers"
    folder.mkdir()
    return folder, make_odd_files(folder)


@pytest.fixture(scope="module")
def extracted(odd):
    folder, _ = odd
    out = folder.with_name("extracted")
    options = RunOptions(config=CONFIG, jobs=2)
    return out, run_extraction([str(folder)], out, options, lambda **_: None, stages=REAL_READING)


def read_statuses(out):
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return {file["document"]: file["status"] for file in told["documents"]}


def test_run_extraction_gives_every_odd_file_its_status_and_ends(odd, extracted):
    _, expected = odd
    out, summary = extracted

    assert len(expected) > 100
    assert read_statuses(out) == expected
    assert summary.exit_code == 3
    failed = {failure.document for failure in summary.failures}
    assert failed == {name for name, status in expected.items() if status not in ("ok", "partial")}
    assert all(failure.reason for failure in summary.failures)


def test_run_extraction_reads_the_sound_files_among_odd_ones(odd, extracted):
    _, expected = odd
    out, _ = extracted
    named = set(pd.read_csv(out / "mentions.csv")["document"])

    # The fake analyser finds one effect in every text; a name that a spreadsheet would take
    # for a formula has a quote before it.
    read = {name for name, status in expected.items() if status in ("ok", "partial")}
    assert {name.removeprefix("'") for name in named} == read


def test_run_extraction_names_every_odd_file_in_the_report_and_the_workbook(odd, extracted):
    _, expected = odd
    out, _ = extracted
    report = (out / "report.html").read_text(encoding="utf-8")
    sheet = openpyxl.load_workbook(out / "claims.xlsx")["files"]
    rows = {str(row[0]): row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}

    assert [name for name in expected if str(markupsafe.escape(name)) not in report] == []
    assert {name.removeprefix("'"): status for name, status in rows.items()} == expected


def test_read_papers_gives_every_odd_file_its_status_and_ends(odd):
    folder, expected = odd
    out = folder.with_name("read")

    summary = read_papers([str(folder)], out, RunOptions(config=CONFIG, jobs=2), lambda **_: None)

    failed = {failure.document: failure.status for failure in summary.failures}
    read = {name for name, status in expected.items() if status in ("ok", "partial")}
    assert failed == {n: s for n, s in expected.items() if n not in read} | {}
    assert all((out / f"{name}.json").exists() for name in expected)
    assert summary.exit_code == 3
