"""The commands as typed: what they print, and the exit codes 0, 2, 3 and 130."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exominer import __version__, cli
from exominer.review.deciding import decide_claim
from exominer.review.serving import open_store
from exominer.run.extraction import RunInterruptedError

COMMANDS = sorted(
    command.name or command.callback.__name__ for command in cli.app.registered_commands
)
PAPER = (
    "Exosomes were isolated from A549 cells after 2 Gy of X-rays. "
    "These exosomes increased the invasion of U251 cells.\n"
)
GOLD = {
    "row": 1,
    "cargo": ["miR-9"],
    "donor_cell": ["A549"],
    "recipient_cell": [],
    "effects": [{"process": "invasion", "direction": "increase"}],
}


@pytest.fixture
def folder(tmp_path):
    """Files that a mistaken command may name."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "run.sqlite").write_bytes(b"SQLite format 3" + bytes(200))
    (tmp_path / "notes.md").write_text("No paper.", encoding="utf-8")
    (tmp_path / "unknown.toml").write_text("[ingest]\npages = 7\n", encoding="utf-8")
    (tmp_path / "range.toml").write_text("[ingest]\nmax_pages = 0\n", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    (tmp_path / "odd.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "pubtator.txt").write_text("7|t|Vesicles.\n7|a|They grew.\n", encoding="utf-8")
    (tmp_path / "latin.jsonl").write_bytes(b'{"row": 1, "cargo": ["\xfc"], "effects": []}\n')
    return tmp_path


@pytest.fixture
def run_cli(monkeypatch, run_command, folder):
    """Run a command line beside those files; give its exit code, output and errors."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "120")
    return run_command


def test_version_prints_name_and_version(run_cli):
    assert run_cli("--version") == (0, f"exominer {__version__}\n", "")


def test_help_lists_every_command(run_cli):
    code, out, _ = run_cli("--help")

    assert code == 0
    assert COMMANDS
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_shows_its_example(run_cli, command):
    code, out, _ = run_cli(command, "--help")

    assert code == 0
    assert f"Example: exominer {command} " in out


def test_train_without_a_model_shows_its_help_and_is_wrong_use(run_cli):
    code, out, err = run_cli("train")

    assert (code, err) == (2, "")
    assert "recogniser" in out


def test_no_command_shows_the_help_and_is_wrong_use(run_cli):
    code, out, err = run_cli()

    assert code == 2
    assert "Commands" in out + err


@pytest.mark.parametrize(
    ("line", "named"),
    [
        pytest.param("extrakt papers", "extrakt", id="unknown-command"),
        pytest.param("extract papers --out o --speed 9", "--speed", id="unknown-option"),
        pytest.param("extract papers", "--out", id="option-left-out"),
        pytest.param("extract --out o", "inputs", id="argument-left-out"),
        pytest.param("extract papers --out o --jobs 0", "--jobs", id="jobs-below-one"),
        pytest.param("extract papers --out o --jobs two", "--jobs", id="jobs-no-number"),
        pytest.param("extract papers --out o --min-score 2", "--min-score", id="score-above-one"),
        pytest.param("ingest papers", "--out", id="ingest-option-left-out"),
        pytest.param("evaluate extra", "extra", id="argument-too-many"),
    ],
)
def test_wrong_use_names_what_is_wrong_with_exit_code_2(run_cli, folder, line, named):
    code, out, err = run_cli(*line.split())

    assert code == 2
    assert named in err
    assert out == ""
    assert not (folder / "o").exists()


def test_wrong_use_is_one_line(run_cli):
    _, _, err = run_cli("extract", "papers", "--out", "o", "--jobs", "0")

    assert len(err.splitlines()) == 1
    assert err.startswith("Error: ")
    assert "exominer extract --help" in err


@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_an_empty_name_of_a_folder_is_wrong_use(run_cli, folder, command):
    before = sorted(folder.iterdir())

    code, _, err = run_cli(command, "papers", "--out", "")

    assert (code, len(err.splitlines())) == (2, 1)
    assert "'--out': the name is empty" in err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("extract missing --out o", "missing: no file or folder", id="missing"),
        pytest.param("extract empty --out o", "empty: the folder is empty", id="empty-folder"),
        pytest.param("extract notes.md --out o", "notes.md: .md is not a format", id="format"),
        pytest.param("extract *.pdf --out o", "*.pdf: no file matches", id="glob"),
        pytest.param("extract a.txt papers/a.txt --out o", "two inputs of this name", id="twice"),
        pytest.param("extract a.txt --out notes.md", "notes.md: File exists", id="out-is-a-file"),
        pytest.param("extract a.txt --out o --model missing", "missing: no model", id="no-model"),
        pytest.param("extract a.txt --out o --model empty", "empty: no model", id="empty-model"),
        pytest.param("extract a.txt --out o --config none", "none: cannot be read", id="no-config"),
        pytest.param("extract a.txt --out o --config unknown.toml", "`pages`", id="config-key"),
        pytest.param("extract a.txt --out o --config range.toml", "max_pages", id="config-range"),
        pytest.param("ingest missing --out o", "missing: no file or folder", id="ingest-missing"),
        pytest.param("ingest a.txt --out notes.md", "notes.md: File exists", id="ingest-out"),
        pytest.param("ingest a.txt --out o --config unknown.toml", "`pages`", id="ingest-config"),
        pytest.param("convert missing.xml o", "missing.xml: No such file", id="convert-missing"),
        pytest.param("convert a.txt o", "looks like none of the formats", id="convert-format"),
        pytest.param("convert a.txt o --from word", "no format 'word'", id="convert-from"),
        pytest.param("convert a.txt o --kind x", "'x' has no '='", id="convert-kind"),
        pytest.param("convert pubtator.txt pubtator.txt", "are the same", id="convert-to-itself"),
        pytest.param("train recogniser --out o --no-shipped", "--annotations", id="train-on-none"),
        pytest.param(
            "train relations --out o --annotations none.jsonl", "no document", id="train-on-empty"
        ),
        pytest.param("train curve relations --out notes.md", "notes.md: a file", id="curve-out"),
        pytest.param("review o --table o/a.csv", "no folder o", id="review-table-folder"),
        pytest.param("review o --export o/a.jsonl", "no folder o", id="review-export-folder"),
        pytest.param(
            "review o --export a.jsonl --table a.jsonl", "would be lost", id="review-one-file"
        ),
        pytest.param("evaluate --sources text", "there is no 'text'", id="unknown-sources"),
        pytest.param("evaluate --gold missing", "missing: No such file", id="no-gold"),
        pytest.param("evaluate --gold empty", "empty: Is a directory", id="gold-is-a-folder"),
        pytest.param("evaluate --gold none.jsonl", "the gold file is empty", id="empty-gold"),
        pytest.param("evaluate --gold odd.jsonl", "odd.jsonl:1", id="gold-of-other-kind"),
        pytest.param("evaluate --predicted missing", "missing: No such file", id="no-predicted"),
        pytest.param("evaluate --predicted empty", "claims.jsonl: No such file", id="no-run"),
        pytest.param("evaluate --document none.txt", "none.txt: the file cannot", id="no-paper"),
        pytest.param("evaluate --predicted o --document a.txt", "both given", id="both"),
        pytest.param("evaluate --model missing", "missing: no model", id="evaluate-model"),
        pytest.param("evaluate --model a --model a", "two different ones", id="model-twice"),
        pytest.param("evaluate --predicted o --predicted o", "two different", id="claims-twice"),
        pytest.param("evaluate --split dev", "--split is given", id="split-of-rows"),
        pytest.param("evaluate --second gold.jsonl", "--second is given", id="second-of-rows"),
        pytest.param("evaluate --model shipped --predicted o", "both given", id="model-and-claims"),
        pytest.param("evaluate --config unknown.toml", "`pages`", id="evaluate-config"),
        pytest.param("review missing", "missing: no run", id="review-missing"),
        pytest.param("review empty", "empty: no run", id="review-without-run"),
        pytest.param("review o --table claims.doc", ".doc is no table", id="review-table-format"),
        pytest.param("review odd", "run.sqlite: not a ledger", id="review-of-other-file"),
        pytest.param("review empty --reviewer=", "--reviewer: no name", id="review-by-nobody"),
        pytest.param(
            "evaluate --gold latin.jsonl",
            "latin.jsonl:1",
            id="gold-not-utf8",
        ),
        pytest.param(
            "evaluate --gold gold.jsonl --predicted none.jsonl --out notes.md",
            "notes.md",
            id="evaluate-out",
        ),
    ],
)
def test_errors_a_person_can_mend_are_one_line_and_exit_code_2(run_cli, line, message):
    code, _, err = run_cli(*line.split())

    shown = err.strip().splitlines()
    assert code == 2
    assert len(shown) == 1
    assert shown[0].startswith("Error: ")
    assert message in shown[0]


def test_extract_writes_tables_and_says_what_was_done(run_cli, folder):
    code, out, _ = run_cli("extract", "papers", "--out", "o")

    claims = (folder / "o" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert code == 0
    assert claims
    assert f"1 document (1 ok), {len(claims)} claim" in out
    assert "o/claims.csv" in out
    assert "1 was done by an earlier run" in run_cli("extract", "papers", "--out", "o")[1]


def test_extract_with_a_score_nothing_reaches_writes_no_claim(run_cli):
    code, out, _ = run_cli("extract", "papers", "--out", "o", "--min-score", "1")

    assert code == 0
    assert "0 claims" in out


@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_papers_that_cannot_be_read_are_named_with_exit_code_3(run_cli, folder, command):
    (folder / "papers" / "page.pdf").write_bytes(b"<!DOCTYPE html><html>Log in</html>")

    code, out, _ = run_cli(command, "papers", "--out", "o")

    assert code == 3
    assert "2 documents (1 corrupt, 1 ok)" in out
    assert "page.pdf" in out


def test_ingest_writes_what_was_read(run_cli, folder):
    code, out, _ = run_cli("ingest", "papers", "--out", "o")

    written = json.loads((folder / "o" / "a.txt.json").read_text(encoding="utf-8"))
    assert code == 0
    assert "1 document (1 ok)" in out
    assert written["text"].strip() == PAPER.strip()


def test_review_exports_what_was_decided_of_a_run(run_cli, folder):
    run_cli("extract", "a.txt", "--out", "o")

    code, out, _ = run_cli("review", "o", "--reviewer", "Ada", "--export", "annotations.jsonl")

    assert (code, out) == (0, "0 annotated documents written to annotations.jsonl.\n")
    assert (folder / "annotations.jsonl").read_bytes() == b""


def test_extract_does_not_write_over_files_that_are_no_results(run_cli, folder):
    (folder / "o").mkdir()
    (folder / "o" / "claims.csv").write_text("mine")

    code, _, err = run_cli("extract", "papers", "--out", "o")

    assert code == 2
    assert err.startswith("Error: o: holds claims.csv and no run.sqlite")
    assert (folder / "o" / "claims.csv").read_text() == "mine"


def test_review_writes_the_table_as_a_person_left_it(run_cli, folder):
    (folder / "papers" / "b.txt").write_text(PAPER.replace("U251", "HeLa"), encoding="utf-8")
    run_cli("extract", "papers", "--out", "o")
    with open_store(folder / "o", "Ada") as store:
        first, second = store.ordered("paper")
        decide_claim(store, first.claim.claim_id, "reject")
        decide_claim(store, second.claim.claim_id, "correct", {"study_model": "patient"})

    code, out, _ = run_cli("review", "o", "--table", "corrected.jsonl")

    assert (code, out) == (0, "Rows written to corrected.jsonl: 1.\n")
    claim = json.loads((folder / "corrected.jsonl").read_text(encoding="utf-8"))
    assert claim["study_model"] == "patient"
    assert claim["evidence"][0]["document"] == "b.txt"


def test_extract_into_a_reviewed_folder_keeps_the_decisions(run_cli, folder):
    run_cli("extract", "papers", "--out", "o")
    with open_store(folder / "o", "Ada") as store:
        (claim_id,) = store.entries
        decide_claim(store, claim_id, "correct", {"kind": "uptake"})
    (folder / "papers" / "b.txt").write_text(PAPER + "More.", encoding="utf-8")

    run_cli("extract", "papers", "--out", "o")

    with open_store(folder / "o", "Ada") as store:
        assert sorted(entry.state for entry in store.entries.values()) == ["corrected", "open"]
        assert store.entry(claim_id).current.kind == "uptake"


def test_review_of_a_taken_port_is_one_line(run_cli):
    run_cli("extract", "a.txt", "--out", "o")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run_cli("review", "o", "--port", str(port))

    assert (code, out) == (2, "")
    assert err == f"Error: port {port}: Address already in use. Choose another --port.\n"


def test_convert_writes_another_format_and_counts(run_cli, folder):
    (folder / "a.pubtator").write_text("7|t|U87 grew.\n7\t0\t3\tU87\tCellLine\tC1\n")

    code, out, err = run_cli("convert", "a.pubtator", "out.xml")

    assert (code, err) == (0, "")
    assert out == (
        "pubtator to bioc-xml: 1 document, 1 mention, 0 relations, 0 claims, written to out.xml\n"
    )
    assert b"<text>U87</text>" in (folder / "out.xml").read_bytes()


def test_convert_says_what_was_left_out(run_cli, folder):
    (folder / "a.pubtator").write_text("7|t|U87 grew.\n7\t0\t3\tU87\tCellLine\tC1\n")

    code, out, _ = run_cli("convert", "a.pubtator", "out.jsonl")

    assert code == 0
    assert "no place for it: mentions of the kind 'CellLine'" in out


def test_evaluate_writes_scores_where_a_folder_is_named(run_cli, folder):
    line = "evaluate --gold gold.jsonl --predicted none.jsonl --out scores"

    code, out, _ = run_cli(*line.split())

    assert code == 0
    assert "Scores and a page written to scores." in out
    assert json.loads((folder / "scores" / "scores.json").read_text(encoding="utf-8"))


def interrupt(*_):
    raise RunInterruptedError("o: the run was interrupted. The same command goes on from there.")


def test_an_interruption_is_exit_code_130(run_cli, monkeypatch):
    monkeypatch.setattr("exominer.run.extraction.run_extraction", interrupt)

    assert run_cli("extract", "papers", "--out", "o")[0] == 130


def test_an_interruption_says_how_to_go_on(run_cli, monkeypatch):
    monkeypatch.setattr("exominer.run.extraction.run_extraction", interrupt)

    _, _, err = run_cli("extract", "papers", "--out", "o")

    assert err == "o: the run was interrupted. The same command goes on from there.\n"


def run_program(*arguments, stdout, **variables):
    """Run the program with its output going to ``stdout``; give its exit code and errors."""
    code = "from exominer.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **variables},
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_behind_the_output_is_one_line_and_exit_code_1():
    with Path("/dev/full").open("w") as full:
        code, err = run_program("--help", stdout=full)

    assert (code, len(err.splitlines())) == (1, 1)
    assert err.startswith("Error: output: ")


def test_a_pipe_that_nobody_reads_is_no_traceback():
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        code, err = run_program("--help", stdout=pipe)

    assert code == 1
    assert "Traceback" not in err
    assert "Exception ignored" not in err


def test_a_name_that_the_terminal_cannot_show_is_written_out(folder):
    paper = folder / "\N{GREEK SMALL LETTER GAMMA}.txt"
    paper.write_bytes(b"\xff\xfe\x00")
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    code, err = run_program(
        "ingest", str(paper), "--out", str(folder / "o"), stdout=subprocess.DEVNULL, **ascii_only
    )

    assert (code, err) == (3, "\\u03b3.txt: corrupt\n")


def test_ingest_that_is_stopped_says_so_in_one_line_and_keeps_what_is_done(folder):
    for number in range(300):
        (folder / "papers" / f"{number}.txt").write_text("Vesicles rose.")
    code = "from exominer.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "ingest", str(folder / "papers"), "--out", str(folder / "o")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        while not (folder / "o" / "0.txt.html").exists():
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=20)

    assert (process.returncode, *said) == (130, "", "Stopped.\n")
    assert 0 < len(list((folder / "o").glob("*.json"))) < 300


def test_a_fault_of_the_program_is_not_taken_for_one_of_the_user(run_cli, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("exominer.run.reading.read_papers", fail)

    with pytest.raises(ZeroDivisionError):
        run_cli("ingest", "papers", "--out", "o")


def test_importing_the_commands_loads_no_heavy_library():
    heavy = {
        "spacy",
        "pandas",
        "numpy",
        "lxml",
        "pypdfium2",
        "openpyxl",
        "pyarrow",
        "jinja2",
        "flask",
    }
    code = "import sys, exominer.cli; print(*sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "exominer.cli" in shown.stdout.split()
    assert heavy & set(shown.stdout.split()) == set()
