import json

import pytest

from exominer.config import AssembleConfig, Config, ExportConfig, IngestConfig, RelateConfig
from exominer.errors import ModelError
from exominer.run.fingerprint import find_models, fingerprint_run, read_model


@pytest.fixture
def make_model(tmp_path):
    def write_model(name, **summary):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "model.json").write_text(json.dumps(summary))
        return folder

    return write_model


@pytest.mark.parametrize(
    ("config", "is_same"),
    [
        pytest.param(Config(), True, id="nothing changed"),
        pytest.param(Config(ingest=IngestConfig(max_pages=3)), False, id="what is read"),
        pytest.param(
            Config(relate=RelateConfig(max_sentences_back=9)), False, id="what is related"
        ),
        pytest.param(Config(assemble=AssembleConfig(0.5)), True, id="what is chosen at the end"),
        pytest.param(Config(export=ExportConfig(9)), True, id="what the report shows"),
    ],
)
def test_fingerprint_run_changes_with_what_can_change_a_result(config, is_same):
    assert (fingerprint_run(config, ()) == fingerprint_run(Config(), ())) is is_same


def test_fingerprint_run_changes_with_any_file_of_a_model(make_model):
    folder = make_model("m", kind="recogniser")
    before = fingerprint_run(Config(), (read_model(folder),))
    (folder / "weights").write_bytes(b"other")

    assert fingerprint_run(Config(), (read_model(folder),)) != before


def test_find_models_puts_a_given_model_in_place_of_the_shipped_one(make_model):
    folder = make_model("mine", kind="recogniser", version="9")

    model = find_models([folder])["recogniser"]

    assert (model.path, model.summary["version"]) == (str(folder), "9")


def test_find_models_refuses_two_of_one_kind(make_model):
    folders = [make_model(name, kind="recogniser") for name in ("one", "two")]

    with pytest.raises(ModelError, match="second model of kind 'recogniser'"):
        find_models(folders)


def test_find_models_refuses_a_kind_that_no_stage_uses(make_model):
    with pytest.raises(ModelError, match="kind 'poet', of no use"):
        find_models([make_model("m", kind="poet")])


def test_find_models_refuses_a_folder_without_summary(tmp_path):
    with pytest.raises(ModelError, match=r"no model in it: neither model\.json nor config\.cfg"):
        find_models([tmp_path])


def test_find_models_refuses_a_summary_that_is_no_json(tmp_path):
    (tmp_path / "model.json").write_text("kind: recogniser")

    with pytest.raises(ModelError, match=r"no model\.json that can be read"):
        find_models([tmp_path])


@pytest.mark.parametrize(
    "folder", ["ingest", "annotate", "relate", "assemble", "export", "run", "lexicons"]
)
def test_fingerprint_run_changes_with_the_code_behind_a_result(tmp_path, monkeypatch, folder):
    monkeypatch.setattr("exominer.run.fingerprint._PACKAGE", tmp_path)
    (tmp_path / folder).mkdir()
    before = fingerprint_run(Config(), ())
    (tmp_path / folder / "rules.py").write_text("CHANGED = True")

    assert fingerprint_run(Config(), ()) != before


@pytest.mark.parametrize(
    ("name", "is_same"), [("cli_train.py", True), ("terminal.py", True), ("records.py", False)]
)
def test_fingerprint_run_passes_over_what_takes_commands_and_prints(
    tmp_path, monkeypatch, name, is_same
):
    monkeypatch.setattr("exominer.run.fingerprint._PACKAGE", tmp_path)
    before = fingerprint_run(Config(), ())
    (tmp_path / name).write_text("CHANGED = True")

    assert (fingerprint_run(Config(), ()) == before) is is_same
