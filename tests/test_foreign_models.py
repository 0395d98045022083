"""A recogniser of other people through the commands: named in run.json, kept, compared."""

import csv
import hashlib
import json

import pytest

from tests.foreign_models import make_pipeline, pack_tar
from tests.model_sources.loopback import sends, serving

PATH = "/v1/en_ner_made_up_md-1.2.0.tar.gz"
PAPER = (
    "Exosomes were isolated from glimmer cells after 2 Gy of X-rays. "
    "These exosomes increased the invasion of U251 cells by Zubrin.\n"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foreign") / "m"
    nlp = make_pipeline("ner_made_up_md", ["SO"], n_steps=150, version="1.2.0")
    nlp.to_disk(folder)
    return pack_tar(folder, folder.with_suffix(".tar.gz"), below="en_ner_made_up_md-1.2.0")


@pytest.fixture
def run_cli(tmp_path, monkeypatch, run_command):
    """Run a command line beside two papers; give its exit code, output and errors."""
    (tmp_path / "papers").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "papers" / name).write_text(PAPER + name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXOMINER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "300")
    return run_command


def _mentions(folder):
    with (folder / "mentions.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["kind"], row["text"]) for row in csv.DictReader(file)}


def test_extract_by_a_url_names_the_model_in_run_json_and_needs_the_network_once(
    run_cli, archive, tmp_path
):
    with serving({PATH: sends(archive.read_bytes())}) as (address, asked):
        url = address + PATH
        code, out, err = run_cli("extract", "papers", "--out", "one", "--model", url)

    assert (code, asked) == (0, [PATH])
    assert f"Fetching {url}" in err
    account = json.loads((tmp_path / "one" / "run.json").read_text(encoding="utf-8"))
    named = account["models"]["recogniser"]
    assert (named["name"], named["version"]) == ("en_ner_made_up_md", "1.2.0")
    assert (named["path"], named["source"]) == (url, url)
    assert named["archive_sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert named["labels_left_out"] == ["SO"]
    assert "left out what it labels SO" in out
    assert "learnt with the mentions of exominer-recogniser" in out
    assert {("cell_type", "glimmer cells"), ("gene_or_protein", "Zubrin")} <= _mentions(
        tmp_path / "one"
    )

    # The server is gone: the kept copy is used, by two processes as by one.
    again = run_cli("extract", "papers", "--out", "one", "--model", url)
    run_cli("extract", "papers", "--out", "two", "--model", url, "--jobs", "2")

    assert "2 were done by an earlier run" in again[1]
    for name in ("claims.jsonl", "mentions.csv"):
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_extract_by_an_archive_names_its_path_and_checksum(run_cli, archive, tmp_path):
    assert run_cli("extract", "papers/a.txt", "--out", "o", "--model", archive)[0] == 0

    account = json.loads((tmp_path / "o" / "run.json").read_text(encoding="utf-8"))
    named = account["models"]["recogniser"]
    assert named["source"] == str(archive)
    assert named["archive_sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()


def test_evaluate_compares_a_foreign_recogniser_with_the_shipped_one(run_cli, archive, tmp_path):
    run_cli("extract", "papers/a.txt", "--out", "o")
    gold = {"row": 1, "cargo": [], "donor_cell": ["glimmer"], "recipient_cell": [], "effects": []}
    gold["effects"] = [{"process": "invasion", "direction": "increase"}]
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")

    code, out, err = run_cli(
        "evaluate", "--gold", "gold.jsonl", "--document", "papers/a.txt",
        "--model", "shipped", "--model", archive,
    )  # fmt: skip

    assert (code, err) == (0, "")
    assert str(archive) in out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("extract papers --out o --model en_core_sci_md", "bare name", id="bare-name"),
        pytest.param("evaluate --model en-ner-craft-md", "bare name", id="evaluate"),
        pytest.param(
            "train relations --out o --recogniser en_ner_craft_md", "bare name", id="train"
        ),
        pytest.param("doctor --model ftp://a/b-1.0.tar.gz", "no URL of http", id="doctor"),
        pytest.param(
            "extract papers --out o --model https://127.0.0.1:1/a_b-1.0.tar.gz",
            "can't be fetched",
            id="no-server",
        ),
        pytest.param("extract papers --out o --model cut.tar.gz", "no archive that", id="cut-off"),
    ],
)
def test_a_model_that_is_none_is_one_line_and_nothing_is_written(
    run_cli, archive, tmp_path, line, message
):
    (tmp_path / "cut.tar.gz").write_bytes(archive.read_bytes()[:5000])

    code, out, err = run_cli(*line.split())

    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "o").exists()


def test_doctor_says_that_all_works_or_what_does_not(run_cli, archive, tmp_path):
    code, out, _ = run_cli("doctor", "--model", archive)
    assert code == 0
    assert "en_ner_made_up_md 1.2.0" in out
    assert out.endswith("All that is needed works.\n")

    code, out, _ = run_cli("doctor", "--model", tmp_path / "none")
    assert code == 3
    assert out.endswith("1 thing does not work.\n")
