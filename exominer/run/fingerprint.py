"""What a result depends on besides the paper: code, word lists, model, libraries, settings."""

import hashlib
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

import exominer
from exominer.config import Config
from exominer.errors import ModelError
from exominer.model_summary import SUMMARY_FILE

_PACKAGE = Path(exominer.__file__).parent
_FOLDERS = ("ingest", "annotate", "relate", "assemble", "export", "run", "lexicons")
_COMMANDS = ("cli", "terminal")
"""Beginnings of the modules beside them that take commands and print."""
_SHIPPED_MODELS = _PACKAGE / "models"
_LIBRARIES = ("spacy", "scispacy", "pypdfium2", "lxml", "msgspec")


class Model(Struct, frozen=True):
    """A model of a run; ``summary`` is its ``model.json``, ``path`` as given by the user."""

    path: str
    folder: Path
    summary: dict[str, object]


def read_model(folder: Path, *, path: str = "") -> Model:
    """Read what a model folder says of itself.

    Raises:
        ModelError: If the folder or its ``model.json`` is missing or not JSON.
    """
    try:
        summary = msgspec.json.decode((folder / SUMMARY_FILE).read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError) as error:
        found = f"no model folder, as it has no {SUMMARY_FILE} that can be read"
        raise ModelError(str(folder), found, "Name a folder that train has written.") from error
    return Model(path or str(folder), folder, summary)


def find_models(folders: Iterable[Path]) -> dict[str, Model]:
    """Find the models of a run by kind: the shipped ones, each replaced by a given one.

    Raises:
        ModelError: If a folder is no model, or of a kind of which none ships or that was
            given before.
    """
    shipped = (
        read_model(file.parent, path=f"shipped: {file.parent.name}")
        for file in sorted(_SHIPPED_MODELS.glob(f"*/{SUMMARY_FILE}"))
    )
    models = {str(model.summary.get("kind")): model for model in shipped}
    known, given = sorted({"recogniser", *models}), set[str]()
    for folder in folders:
        model = read_model(folder)
        kind = str(model.summary.get("kind"))
        if kind not in known:
            found = f"a model of kind {kind!r}, of no use here"
            raise ModelError(str(folder), found, f"Kinds in use: {', '.join(known)}.")
        if kind in given:
            raise ModelError(str(folder), f"a second model of kind {kind!r}", "Give one a kind.")
        given.add(kind)
        models[kind] = model
    return models


def default_score(models: Mapping[str, Model]) -> float:
    """The threshold of claims that the relation model asks for; 0 where it names none."""
    summary = models["relations"].summary if "relations" in models else {}
    least = summary.get("min_score", 0.0)
    return least if isinstance(least, float) else 0.0


def find_versions() -> dict[str, str]:
    """Versions of the program, of Python and of the libraries that shape a result.

    Example:
        >>> sorted(find_versions())[:2]
        ['exominer', 'lxml']
    """
    versions = {"exominer": exominer.__version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "absent"
    return versions


def _add_folder(digest: "hashlib._Hash", folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")


def fingerprint_run(config: Config, models: Iterable[Model]) -> str:
    """Hash all that can change what is found in a paper; 16 hexadecimal digits.

    The code and the word lists count by their content, so that an edited lexicon or a
    newer checkout does the papers again. What only chooses among the claims (``min_score``)
    or shows them does not count.
    """
    digest = hashlib.sha256(repr(sorted(find_versions().items())).encode())
    for settings in (config.ingest, config.annotate, config.relate):
        digest.update(msgspec.json.encode(settings))
    for path in sorted(_PACKAGE.glob("*.py")):
        if not path.name.startswith(_COMMANDS):
            digest.update(path.name.encode() + path.read_bytes())
    for folder in (*(_PACKAGE / name for name in _FOLDERS), *(model.folder for model in models)):
        _add_folder(digest, folder)
    return digest.hexdigest()[:16]
