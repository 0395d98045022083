import json
import os
import subprocess
import sys

import pytest

from exominer.encoders import folders
from exominer.encoders.folders import check_folder, find_encoder, is_hub_name, is_transformer
from exominer.errors import ModelError


@pytest.fixture
def encoder(tmp_path, monkeypatch):
    """A folder that looks like an encoder's, where the extra is said to be installed."""
    monkeypatch.setattr(folders, "find_spec", lambda _name: object())
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("dmis-lab/biobert-v1.1", True, id="hub"),
        pytest.param("org/name@3f2a91c", True, id="revision"),
        pytest.param("name", False, id="bare"),
        pytest.param("models/missing", False, id="in-a-folder-that-is-here"),
        pytest.param("models/mine", False, id="folder"),
        pytest.param("./org/name", False, id="dot"),
        pytest.param("/org/name", False, id="absolute"),
        pytest.param("a/b/c", False, id="deep"),
        pytest.param("org/..", False, id="up"),
        pytest.param("https://host/name", False, id="url"),
    ],
)
def test_is_hub_name_takes_no_path_for_one(tmp_path, monkeypatch, name, expected):
    (tmp_path / "models" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    assert is_hub_name(name) is expected


def test_is_transformer_knows_a_folder_by_its_config(encoder):
    assert is_transformer(encoder)
    assert not is_transformer(encoder / "missing")


def test_find_encoder_of_a_path_is_the_path(tmp_path):
    assert find_encoder(tmp_path / "missing") == tmp_path / "missing"


def test_check_folder_takes_safetensors(encoder):
    check_folder(encoder)

    (encoder / "model.safetensors").rename(encoder / "a.safetensors")
    (encoder / "model.safetensors.index.json").write_text('{"weight_map": {"w": "a.safetensors"}}')
    check_folder(encoder)


def _only_a_pickle(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _index(weight_map):
    def change(folder):
        (folder / "model.safetensors").unlink()
        index = json.dumps({"weight_map": weight_map})
        (folder / "model.safetensors.index.json").write_text(index)

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(_only_a_pickle, "pytorch_model.bin, a pickle, which can run", id="pickle"),
        pytest.param(_index({"w": "w.bin"}), "names 'w.bin', no safetensors", id="shard-pickle"),
        pytest.param(
            _index({"w": "../w.safetensors"}), "no safetensors file of its", id="shard-up"
        ),
        pytest.param(_index(None), "Expected `object`", id="no-map"),
        pytest.param(
            lambda folder: (folder / "adapter_config.json").write_text("{}"),
            "an adapter",
            id="lora",
        ),
        pytest.param(
            lambda folder: (folder / "config.json").unlink(), "no config.json in it", id="no-config"
        ),
    ],
)
def test_check_folder_says_why_it_refuses(encoder, change, message):
    change(encoder)

    with pytest.raises(ModelError, match=message):
        check_folder(encoder)


@pytest.mark.parametrize("ask", [find_encoder, check_folder])
def test_a_transformer_without_the_extra_says_what_to_install(monkeypatch, ask):
    monkeypatch.setattr(folders, "find_spec", lambda name: None if name == "torch" else object())

    with pytest.raises(ModelError, match=r"needs torch, not .* pip install 'exominer\[transform"):
        ask("org/name")


ASK = "from exominer.encoders.folders import find_encoder; print(find_encoder({name!r}))"


def _ask_offline(name, cache):
    """Ask for a hub name where all but the cache is out of reach."""
    offline = {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(cache), "HF_HOME": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", ASK.format(name=name)],
        env={**os.environ, **offline},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.transformers
def test_find_encoder_offline_takes_a_hub_name_from_the_cache_alone(tmp_path):
    repository = tmp_path / "models--org--name"
    snapshot = repository / "snapshots" / ("a" * 40)
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("a" * 40)

    found = _ask_offline("org/name", tmp_path)
    missing = _ask_offline("org/other", tmp_path)

    assert found.stdout.strip() == str(snapshot)
    assert "ModelError: org/other: no folder here, and not to be had from" in missing.stderr


@pytest.mark.transformers
def test_neither_the_package_nor_its_help_imports_torch():
    code = (
        "import sys, exominer, exominer.cli, exominer.encoders.folders, exominer.config\n"
        "from typer.testing import CliRunner\n"
        "result = CliRunner().invoke(exominer.cli.app, ['--help'])\n"
        "help = CliRunner().invoke(exominer.cli.app, ['train', 'recogniser', '--help'])\n"
        "print(result.exit_code, help.exit_code, {'torch', 'transformers'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "0 0 set()"
