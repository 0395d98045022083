import hashlib
import json
import sys

import pytest

from exominer.errors import ModelError
from exominer.model_sources.archive import Limits
from exominer.model_sources.cache import find_cache_dir, list_cached
from exominer.model_sources.source import find_folder, find_source
from tests.foreign_models import LABELS, make_pipeline, pack_tar, pack_wheel
from tests.model_sources.loopback import sends, serving

NAME = "en_ner_craft_md-0.5.4"
URL_PATH = f"/v0.5.4/{NAME}.tar.gz"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("EXOMINER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A spaCy pipeline as scispaCy has them."""
    path = tmp_path_factory.mktemp("made") / NAME
    make_pipeline("ner_craft_md", LABELS["ner_craft_md"]).to_disk(path)
    return path


@pytest.fixture
def archive(tmp_path, folder):
    return pack_tar(folder, tmp_path / f"{NAME}.tar.gz", below=f"{NAME}/en_ner_craft_md/{NAME}")


def test_find_source_takes_a_folder_as_it_is(folder):
    source = find_source(str(folder))

    assert (source.folder, source.origin) == (folder, None)


def test_find_source_finds_the_pipeline_in_an_unpacked_archive(tmp_path, folder):
    below = tmp_path / "unpacked" / NAME / "en_ner_craft_md"
    below.mkdir(parents=True)
    (below / NAME).symlink_to(folder)

    assert find_source(str(tmp_path / "unpacked")).folder == below / NAME


def test_find_source_takes_a_folder_of_ours_before_what_lies_below_it(tmp_path):
    (tmp_path / "model.json").write_text("{}")

    assert find_folder(str(tmp_path)) == tmp_path
    assert find_folder(None) is None


def test_find_source_unpacks_an_archive_once_and_keeps_its_checksum(archive, folder, cache):
    first = find_source(str(archive))
    inode = (first.folder / "config.cfg").stat().st_ino
    second = find_source(str(archive))

    assert first == second
    assert (second.folder / "config.cfg").stat().st_ino == inode
    assert (first.folder / "meta.json").read_bytes() == (folder / "meta.json").read_bytes()
    assert first.origin.source == str(archive)
    assert first.origin.archive_sha256 == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert [path.name for path in cache.iterdir()] == [first.folder.parent.name]


def test_find_source_unpacks_a_wheel_and_runs_nothing_of_it(tmp_path, folder):
    path = pack_wheel(folder, tmp_path / f"{NAME}.whl", below=f"en_ner_craft_md/{NAME}")

    source = find_source(str(path))

    assert (source.folder / "config.cfg").is_file()
    assert not list(source.folder.rglob("*.py"))
    assert "en_ner_craft_md" not in sys.modules


def test_find_source_fetches_a_url_once(archive):
    content = archive.read_bytes()
    with serving({URL_PATH: sends(content)}) as (address, asked):
        source = find_source(address + URL_PATH)
    again = find_source(address + URL_PATH)  # the server is gone

    assert asked == [URL_PATH]
    assert source == again
    assert source.origin.source == address + URL_PATH
    assert source.origin.archive_sha256 == hashlib.sha256(content).hexdigest()
    assert [origin for _, origin in list_cached()] == [source.origin]


def test_find_source_refuses_a_kept_copy_that_has_changed(archive):
    (find_source(str(archive)).folder / "tokenizer").write_bytes(b"other")

    with pytest.raises(ModelError, match=r"has changed since it was made\. Delete this folder"):
        find_source(str(archive))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("/v1/en_ner_craft_md.tar.gz", "names no version", id="no-version"),
        pytest.param("/en_core_web_sm-any-py3-none-any.whl", "names no version", id="any-version"),
        pytest.param("/latest/en_ner_craft_md", "is no archive", id="no-archive"),
        pytest.param("", "the URL is no archive", id="no-path"),
        pytest.param("/v0.5.4/en_ner_craft_md-0.5.4.exe", "is no archive", id="program"),
    ],
)
def test_find_source_asks_no_server_for_what_it_refuses(path, message):
    with serving({}) as (address, asked), pytest.raises(ModelError, match=message):
        find_source(address + path)

    assert asked == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        pytest.param("ftp://example.org/a-1.0.tar.gz", "no URL of http", id="ftp"),
        pytest.param("file:///tmp/a-1.0.tar.gz", "no URL of http", id="file"),
        pytest.param("https:///a-1.0.tar.gz", "no URL of http", id="no-host"),
        pytest.param("https://[1/a-1.0.tar.gz", "no URL", id="no-address"),
    ],
)
def test_find_source_refuses_other_urls(url, message):
    with pytest.raises(ModelError, match=message):
        find_source(url)


def test_find_source_does_not_repeat_a_password():
    with pytest.raises(ModelError, match="a user or password") as raised:
        find_source("https://me:secret@example.org/a-1.0.tar.gz")

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "version"), [("ner_craft_md", "0.5.3"), ("ner_other_md", "0.5.4")]
)
def test_find_source_refuses_another_pipeline_than_the_url_names(tmp_path, cache, name, version):
    make_pipeline(name, version=version).to_disk(tmp_path / "m")
    content = pack_tar(tmp_path / "m", tmp_path / "m.tar.gz").read_bytes()

    with serving({URL_PATH: sends(content)}) as (address, _):
        found = rf"names en_ner_craft_md 0\.5\.4, the archive holds en_{name} {version}"
        with pytest.raises(ModelError, match=found):
            find_source(address + URL_PATH)

    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("name", ["en_core_sci_md", "en-ner-craft-md", "transformers"])
def test_find_source_refuses_a_bare_name_and_says_why(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ModelError, match="anyone may hold it in a package index") as raised:
        find_source(name)

    assert "versioned URL" in str(raised.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: path / "none" / "m", "no such folder or file", id="absent"),
        pytest.param(lambda path: path, "no model in it", id="empty-folder"),
        pytest.param(lambda path: (path / "paper.pdf", b"%PDF"), "neither a folder", id="a-file"),
        pytest.param(lambda path: (path / "m.tar.gz", b""), "no archive that", id="empty-file"),
        pytest.param(lambda _: "", "--model: no model", id="no-name"),
        pytest.param(lambda _: "a\0b", "no model", id="odd-name"),
        pytest.param(lambda _: "m" * 5000, "no model", id="long-name"),
    ],
)
def test_find_source_says_what_is_no_model(tmp_path, make, message):
    made = make(tmp_path)
    if isinstance(made, tuple):
        made, content = made
        made.write_bytes(content)

    with pytest.raises(ModelError, match=message):
        find_source(str(made))


def test_find_source_says_that_an_archive_holds_no_model(tmp_path, cache):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "weights.bin").write_bytes(b"x")

    with pytest.raises(ModelError, match="no model in it") as raised:
        find_source(str(pack_tar(tmp_path / "m", tmp_path / "m.tar.gz")))

    assert str(cache) not in str(raised.value)
    assert list(cache.iterdir()) == []


def test_find_source_says_that_a_folder_holds_several_models(tmp_path, folder):
    for name in ("a", "b"):
        (tmp_path / name).symlink_to(folder)

    with pytest.raises(ModelError, match="several models in it"):
        find_source(str(tmp_path))


def test_find_source_refuses_an_archive_that_passes_for_a_model_of_ours(tmp_path):
    path = tmp_path / "m"
    make_pipeline("m").to_disk(path)
    (path / "model.json").write_text(json.dumps({"kind": "recogniser"}))

    with pytest.raises(ModelError, match=r"an archive with a model\.json"):
        find_source(str(pack_tar(path, tmp_path / "m.tar.gz")))


def test_find_source_refuses_an_archive_that_grows(archive, cache):
    with pytest.raises(ModelError, match="MB when unpacked"):
        find_source(str(archive), limits=Limits(max_unpacked_bytes=1000))

    assert list(cache.iterdir()) == []


def test_find_source_says_that_the_cache_cannot_be_written(archive, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("EXOMINER_CACHE", str(tmp_path / "file"))

    with pytest.raises(ModelError, match=r"can't be written .* EXOMINER_CACHE"):
        find_source(str(archive))


def test_find_cache_dir_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.delenv("EXOMINER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert find_cache_dir() == tmp_path / "exominer" / "models"
