"""The commands of the README, run on papers of the demo corpus."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from exominer import cli
from exominer.config import parse_config

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
PAPERS = ("abstract_mcf7_telomeres.txt", "jats_claims_table.xml", "near_miss_rna_exosome.txt")
NOT_RUN = {
    "fetch": "needs the network",
    "review": "serves until it is stopped; tests/review runs it",
    "train": "takes minutes; tests/retraining runs it on little",
}


def find_commands():
    """Command lines of the fenced blocks, without the remark after two spaces."""
    lines = [line for kind, block in BLOCKS if not kind for line in block.splitlines()]
    found = [line.split("  ")[0].strip() for line in lines if line.startswith("exominer ")]
    return [line for line in found if line.split()[1] not in NOT_RUN]


def run(line, monkeypatch):
    monkeypatch.setattr(sys, "argv", shlex.split(line))
    try:
        cli.main()
    except SystemExit as left:
        return left.code or 0
    return 0


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A folder with the files that the README's commands name."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in PAPERS:
        shutil.copy(ROOT / "corpora" / name, papers)
    shutil.copy(ROOT / "corpora" / "review_restated.txt", tmp_path / "review.txt")
    (tmp_path / "annotations").symlink_to(ROOT / "annotations")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_readme_shows_commands():
    assert len(find_commands()) >= 3


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("line", find_commands())
def test_readme_command_ends_well(monkeypatch, capsys, line):
    code = run(line, monkeypatch)

    shown = capsys.readouterr()
    assert code == 0, shown.err
    assert shown.out.strip()


def test_readme_names_the_files_that_a_run_writes(clone, monkeypatch):
    named = re.findall(r"`([\w.]+)`", "".join(re.findall(r"^\| (`.*?) \|", README, re.MULTILINE)))

    (clone / "papers" / PAPERS[1]).unlink()
    run("exominer extract papers/ --out results/", monkeypatch)

    written = {path.name for path in (clone / "results").iterdir()}
    assert len(named) >= 7
    assert set(named) <= written


@pytest.mark.parametrize("text", [block for kind, block in BLOCKS if kind == "toml"])
def test_readme_settings_are_settings(text):
    assert parse_config(text) != parse_config("")
