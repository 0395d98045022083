"""The user's cache of models that were fetched or unpacked, each with where it came from."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from exominer.checksums import hash_weights
from exominer.errors import ModelError

ORIGIN_FILE: Final = "origin.json"
MODEL_DIR: Final = "model"
_VARIABLE: Final = "EXOMINER_CACHE"


class Origin(Struct, frozen=True, kw_only=True):
    """Where a kept model came from, by ``source`` (a URL or path) and SHA-256 of the archive.

    ``weights_sha256`` is that of its files as unpacked, so that a change is noticed.
    """

    source: str
    archive_sha256: str
    weights_sha256: str
    fetched: str
    n_bytes: int


def find_cache_dir() -> Path:
    """The folder for models; ``EXOMINER_CACHE`` names another. It may not be there yet.

    Raises:
        ModelError: If the user has no home.
    """
    if given := os.environ.get(_VARIABLE):
        return Path(given).absolute() / "models"
    try:
        home = Path.home()
    except RuntimeError as error:
        do = f"Name a folder for fetched models in the variable {_VARIABLE}."
        raise ModelError("cache", "the user has no home folder", do) from error
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "exominer" / "models"


def read_origin(entry: Path) -> Origin | None:
    """Where the model of an entry of the cache came from; None if the entry is none."""
    try:
        return msgspec.json.decode((entry / ORIGIN_FILE).read_bytes(), type=Origin)
    except (OSError, msgspec.MsgspecError):
        return None


def list_cached() -> list[tuple[Path, Origin]]:
    """The models of the cache in the order of their names."""
    entries = sorted(path.parent for path in find_cache_dir().glob(f"*/{ORIGIN_FILE}"))
    return [(entry, origin) for entry in entries if (origin := read_origin(entry))]


def find_cached(key: str) -> Path | None:
    """The entry of a key, if it is there and as it was made.

    Raises:
        ModelError: If its files have changed since.
    """
    entry = find_cache_dir() / key
    origin = read_origin(entry)
    if origin is None:
        return None
    if hash_weights(entry / MODEL_DIR) != origin.weights_sha256:
        found = f"the kept copy of {origin.source} has changed since it was made"
        raise ModelError(str(entry), found, "Delete this folder; it is then made anew.")
    return entry


@contextmanager
def making_entry() -> Iterator[Path]:
    """An empty folder beside the entries, which is gone at the end.

    Raises:
        ModelError: If the cache can't be written, or the disk is full.
    """
    base = find_cache_dir()
    try:
        base.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=base, prefix=".new-") as folder:
            yield Path(folder)
    except OSError as error:
        found = f"can't be written ({error.strerror or error})"
        do = f"Check the room on the disk, or name another folder in {_VARIABLE}."
        raise ModelError(str(base), found, do) from error


def keep(model_dir: Path, making: Path, key: str, *, source: str, archive_sha256: str) -> Path:
    """Move a model into the cache; if another process was faster, its copy stays.

    Args:
        model_dir: Below ``making``.
        making: The folder that ``making_entry`` gave.
        key: The name of the entry.
        source: Where the archive came from.
        archive_sha256: Of the archive.

    Returns:
        The entry.
    """
    origin = Origin(
        source=source,
        archive_sha256=archive_sha256,
        weights_sha256=hash_weights(model_dir),
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        n_bytes=sum(path.stat().st_size for path in model_dir.rglob("*") if path.is_file()),
    )
    made, entry = making / "entry", making.parent / key
    made.mkdir()
    model_dir.rename(made / MODEL_DIR)
    (made / ORIGIN_FILE).write_bytes(msgspec.json.encode(origin))
    try:
        made.replace(entry)
    except OSError:
        if read_origin(entry) is None:
            shutil.rmtree(entry)
            made.replace(entry)
    return entry
