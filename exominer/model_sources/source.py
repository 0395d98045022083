"""What ``--model`` names -> the folder of the model and where it came from.

The names, in the order in which they are tried: a URL of a version of a spaCy pipeline; one of
the Hugging Face hub, "org/name"; the path of a folder or of an archive. A bare name is
refused: nothing vouches for who holds it.
"""

import hashlib
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from exominer.encoders.folders import find_encoder, is_hub_name
from exominer.errors import ModelError
from exominer.model_sources.archive import Limits, is_archive, unpack
from exominer.model_sources.cache import (
    MODEL_DIR,
    Origin,
    find_cached,
    keep,
    making_entry,
    read_origin,
)
from exominer.model_sources.download import Progress, download
from exominer.model_summary import SUMMARY_FILE

LIMITS: Final = Limits()
SPACY_FILES: Final = ("config.cfg", "meta.json")
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BARE_NAME: Final = re.compile(r"[\w.-]+")
# en_ner_craft_md-0.5.4.tar.gz, en_core_sci_sm-0.5.4-py3-none-any.whl
_VERSIONED: Final = re.compile(
    r"(?P<name>[A-Za-z]\w*)-(?P<version>\d+(?:\.\w+)+)(?:-py3-none-any)?\.(?:tar\.gz|tgz|whl|zip)"
)
_DEPTHS: Final = ("*/", "*/*/", "*/*/*/")
"""Where a published pipeline lies: name-1.0/name/name-1.0/config.cfg, or less of it."""
_EXAMPLE: Final = "https://.../en_ner_bionlp13cg_md-0.5.4.tar.gz"
_DO: Final = (
    "Give a folder that train has written, or a spaCy pipeline as folder, archive or versioned "
    f"URL ({_EXAMPLE}, as scispaCy publishes it)."
)


class ModelSource(Struct, frozen=True):
    """The folder of a model and, of one from an archive, where that came from."""

    folder: Path
    origin: Origin | None = None


def is_spacy_folder(folder: Path) -> bool:
    """Whether a folder is a spaCy pipeline of other people: it lacks our ``model.json``."""
    has_ours = (folder / SUMMARY_FILE).exists()
    return not has_ours and all((folder / name).is_file() for name in SPACY_FILES)


def is_url(name: str) -> bool:
    """Whether a name stands for a place on the network.

    Example:
        >>> is_url("https://example.org/a-1.0.tar.gz"), is_url("models/a-1.0.tar.gz")
        (True, False)
    """
    return _URL.match(name) is not None


def find_source(
    name: str, *, limits: Limits = LIMITS, on_progress: Progress = lambda _n, _total: None
) -> ModelSource:
    """Find the model of a name; a URL is fetched, once, and an archive unpacked.

    Nothing of an archive is run or imported.

    Args:
        name: As typed: a path, a URL or a hub name.
        limits: On what is fetched and unpacked.
        on_progress: Told of each piece that is fetched.

    Raises:
        ModelError: If there is none, or it is not safe or not certain what it is.
    """
    if is_url(name):
        return _find_fetched(name, limits, on_progress)
    if is_hub_name(name):
        return ModelSource(find_encoder(name))
    try:
        path = Path(name).expanduser()
        if name.strip() and path.is_dir():
            return ModelSource(_find_model_dir(path, where=name))
        if name.strip() and path.is_file():
            return _find_unpacked(path, limits)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ModelError(name, f"no model, as it can't be read ({reason})", _DO) from error
    found = "no model: there is no such folder or file"
    if _BARE_NAME.fullmatch(name):
        found += (
            ", and a bare name is not looked up, since anyone may hold it in a package index "
            "(those of scispaCy's models are held by strangers)"
        )
    raise ModelError(name or "--model", found, _DO)


def find_folder(name: str | None) -> Path | None:
    """The folder of the model of a name, as ``find_source`` finds it; None for no name."""
    return find_source(name).folder if name is not None else None


def _find_model_dir(folder: Path, *, where: str) -> Path:
    """The folder itself if it is a model, else the one spaCy pipeline that lies below it."""
    if (folder / SUMMARY_FILE).is_file() or is_spacy_folder(folder):
        return folder
    below = [path.parent for depth in _DEPTHS for path in folder.glob(f"{depth}{SPACY_FILES[0]}")]
    found = [each for each in below if is_spacy_folder(each)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(str(each) for each in found[:3])
        raise ModelError(where, f"several models in it ({names})", "Give the folder of one.")
    lacks = f"no model in it: neither {SUMMARY_FILE} nor {' and '.join(SPACY_FILES)} of spaCy"
    raise ModelError(where, lacks, _DO)


def _find_unpacked(path: Path, limits: Limits) -> ModelSource:
    """The model of an archive, unpacked once for its content."""
    if not is_archive(path.name):
        raise ModelError(str(path), "no model: neither a folder nor an archive", _DO)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    key = f"{re.sub(r'[^A-Za-z0-9_.-]', '_', path.name)[:60]}-{sha256[:12]}"
    entry = find_cached(key)
    if entry is None:
        with making_entry() as folder:
            model_dir = _unpack_model(path, folder, limits, where=str(path))
            source = str(path.absolute())
            entry = keep(model_dir, folder, key, source=source, archive_sha256=sha256)
    return ModelSource(entry / MODEL_DIR, read_origin(entry))


def _find_fetched(url: str, limits: Limits, on_progress: Progress) -> ModelSource:
    """The model of a URL, fetched once."""
    url, name, version = _check_url(url)
    key = f"{name}-{version}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
    entry = find_cached(key)
    if entry is None:
        with making_entry() as folder:
            archive = folder / "archive"
            sha256 = download(url, archive, limits, on_progress)
            model_dir = _unpack_model(archive, folder, limits, where=url)
            _check_version(model_dir, name, version, url)
            entry = keep(model_dir, folder, key, source=url, archive_sha256=sha256)
    return ModelSource(entry / MODEL_DIR, read_origin(entry))


def _check_url(url: str) -> tuple[str, str, str]:
    """The URL with name and version of what it names.

    Raises:
        ModelError: If it is no URL of a version of a pipeline, or holds a password.
    """
    try:
        parts = urlsplit(url)
        host, has_user = parts.hostname, parts.username is not None
    except ValueError as error:
        raise ModelError(url, f"no URL ({error})", _DO) from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ModelError(url, "no URL of http or https with a host", _DO)
    if has_user:
        shown = url.replace(f"{parts.netloc.rpartition('@')[0]}@", "...@")
        found = "a URL with a user or password, which would be written into run.json"
        raise ModelError(shown, found, "Fetch the file yourself and give its path.")
    file_name = unquote(parts.path.rpartition("/")[2])
    match = _VERSIONED.fullmatch(file_name)
    if match:
        return parts._replace(fragment="").geturl(), match["name"], match["version"]
    if is_archive(file_name):
        found = f"{file_name} names no version, so what it gives may change from run to run"
        raise ModelError(url, found, f"Give the URL of a version, such as {_EXAMPLE}.")
    found = f"{file_name or 'the URL'} is no archive (.tar.gz, .whl) of a spaCy pipeline"
    raise ModelError(url, found, f"Give the URL of the file itself, such as {_EXAMPLE}.")


def _unpack_model(archive: Path, folder: Path, limits: Limits, *, where: str) -> Path:
    """Unpack into a folder and give the spaCy pipeline in it."""
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    unpack(archive, unpacked, limits, where=where)
    if next(unpacked.rglob(SUMMARY_FILE), None):
        found = f"an archive with a {SUMMARY_FILE}, as of a model that train has written"
        do = "Unpack it yourself, if you know who made it, and give the folder."
        raise ModelError(where, found, do)
    try:
        return _find_model_dir(unpacked, where=where)
    except ModelError as error:
        # The folder that the error may name is gone by the time it is read.
        found = error.found.replace(f"{unpacked}/", "")
        raise ModelError(where, found, error.do) from error


def _check_version(model_dir: Path, name: str, version: str, url: str) -> None:
    """Refuse a URL whose archive holds another pipeline or version than it says."""
    try:
        meta = msgspec.json.decode((model_dir / "meta.json").read_bytes(), type=dict[str, object])
    except msgspec.MsgspecError as error:
        raise ModelError(url, f"its meta.json can't be read ({error})", _DO) from error
    held = (f"{meta.get('lang')}_{meta.get('name')}", str(meta.get("version")))
    if held != (name, version):
        found = f"the URL names {name} {version}, the archive holds {' '.join(held)}"
        raise ModelError(url, found, "Ask whoever published it; nothing of it was kept.")
