"""What a result depends on besides the paper: code, word lists, model, libraries, settings."""

import hashlib
import platform
from collections.abc import Collection, Iterable, Mapping
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

import exominer
from exominer.checksums import add_folder, hash_weights
from exominer.config import Config
from exominer.encoders.folders import is_transformer
from exominer.errors import ModelError
from exominer.model_sources.source import find_source, is_spacy_folder
from exominer.model_summary import SUMMARY_FILE

_PACKAGE = Path(exominer.__file__).parent
_FOLDERS = ("ingest", "annotate", "encoders", "relate", "assemble", "export", "run", "lexicons")
_COMMANDS = ("cli", "terminal")
"""Beginnings of the modules beside them that take commands and print."""
_SHIPPED_MODELS = _PACKAGE / "models"
_LIBRARIES = ("spacy", "scispacy", "pypdfium2", "lxml", "msgspec")
_TRANSFORMER_LIBRARIES = ("torch", "transformers", "tokenizers")


class Model(Struct, frozen=True):
    """A model of a run; ``path`` is as given by the user.

    ``summary`` is its ``model.json``, or what is known of a pipeline of other people, which
    runs together with the shipped one.
    """

    path: str
    folder: Path
    summary: dict[str, object]
    is_foreign: bool = False

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the package."""
        return self.folder.resolve().parent == _SHIPPED_MODELS.resolve()

    @property
    def title(self) -> str:
        """Its name and version, by which relations name the recogniser they learnt with."""
        return f"{self.summary.get('name', 'unnamed')} {self.summary.get('version', '')}".strip()


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


def _read_given(name: str) -> Model:
    """Read the model that a user names, with where it came from if others made it."""
    source = find_source(name)
    if not is_spacy_folder(source.folder):
        return read_model(source.folder, path=name)
    # spaCy is not loaded for a run that has nothing to do.
    from exominer.annotate.foreign import read_foreign  # noqa: PLC0415

    origin = msgspec.to_builtins(source.origin) if source.origin else {}
    summary = msgspec.to_builtins(read_foreign(source.folder))
    more = {
        "runs_with": read_model(_SHIPPED_MODELS / "recogniser").title,
        "weights_sha256": hash_weights(source.folder),
        "source": name,
        **origin,
    }
    return Model(name, source.folder, {**summary, **more}, is_foreign=True)


def find_models(names: Iterable[Path | str]) -> dict[str, Model]:
    """Find the models of a run by kind: the shipped ones, each replaced by a given one.

    Args:
        names: Paths and URLs, see ``model_sources``; a URL that was not fetched before is.

    Raises:
        ModelError: If there is no model of a name, or it is of a kind of which none ships or
            that was given before.
    """
    shipped = (
        read_model(file.parent, path=f"shipped: {file.parent.name}")
        for file in sorted(_SHIPPED_MODELS.glob(f"*/{SUMMARY_FILE}"))
    )
    models = {str(model.summary.get("kind")): model for model in shipped}
    known, given = sorted({"recogniser", *models}), set[str]()
    for name in map(str, names):
        model = _read_given(name)
        kind = str(model.summary.get("kind"))
        if kind not in known:
            found = f"a model of kind {kind!r}, of no use here"
            raise ModelError(name, found, f"Kinds in use: {', '.join(known)}.")
        if kind in given:
            raise ModelError(name, f"a second model of kind {kind!r}", "Give one a kind.")
        given.add(kind)
        models[kind] = model
    return models


def note_models(models: Mapping[str, Model]) -> list[str]:
    """What a user should know of the models of a run: a line each, with the name before it."""
    notes = []
    recogniser, relations = models.get("recogniser"), models.get("relations")
    left_out = recogniser.summary.get("labels_left_out") if recogniser else None
    if recogniser and isinstance(left_out, tuple) and left_out:
        labels = ", ".join(left_out)
        notes.append(f"{recogniser.path}: left out what it labels {labels}, as no kind of ours")
    if recogniser and relations and not is_trained_with(relations, recogniser):
        learnt = relations.summary.get("recogniser", "another recogniser")
        notes.append(
            f"{relations.path}: learnt with the mentions of {learnt}, not of this recogniser, so "
            f"claims may be worse and scores off; {advise_training(recogniser)}"
        )
    return notes


def advise_training(recogniser: Model) -> str:
    """What trains relations for a recogniser."""
    which = "" if recogniser.is_shipped else f" --recogniser {recogniser.path}"
    return f"exominer train relations{which} --out DIR trains others, for --model DIR beside it"


def is_trained_with(relations: Model, recogniser: Model) -> bool:
    """Whether a relation model has learnt with the mentions of a recogniser.

    It says so by a checksum of the weights; the shipped ones were made for each other.
    """
    said = relations.summary.get("recogniser_sha256")
    if said is not None:
        return said == hash_weights(recogniser.folder)
    return recogniser.is_shipped and relations.summary.get("recogniser") == recogniser.title


def default_score(models: Mapping[str, Model]) -> float:
    """The threshold of claims that the relation model asks for; 0 where it names none."""
    summary = models["relations"].summary if "relations" in models else {}
    least = summary.get("min_score", 0.0)
    return least if isinstance(least, float) else 0.0


def find_versions(models: Iterable[Model] = ()) -> dict[str, str]:
    """Versions of the program, of Python and of the libraries that shape a result.

    Those that run transformers count where one of the models is one.

    Example:
        >>> sorted(find_versions())[:2]
        ['exominer', 'lxml']
    """
    versions = {"exominer": exominer.__version__, "python": platform.python_version()}
    has_transformer = any(is_transformer(model.folder) for model in models)
    for name in (*_LIBRARIES, *(_TRANSFORMER_LIBRARIES if has_transformer else ())):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "absent"
    return versions


def fingerprint_run(config: Config, models: Collection[Model]) -> str:
    """Hash all that can change what is found in a paper; 16 hexadecimal digits.

    The code and the word lists count by their content, so that an edited lexicon or a
    newer checkout does the papers again. What only chooses among the claims (``min_score``)
    or shows them does not count.
    """
    digest = hashlib.sha256(repr(sorted(find_versions(models).items())).encode())
    for settings in (config.ingest, config.annotate, config.relate):
        digest.update(msgspec.json.encode(settings))
    for path in sorted(_PACKAGE.glob("*.py")):
        if not path.name.startswith(_COMMANDS):
            digest.update(path.name.encode() + path.read_bytes())
    folders = [_PACKAGE / name for name in _FOLDERS]
    for model in models:
        folders += (model.folder, _SHIPPED_MODELS / "recogniser")[: 1 + model.is_foreign]
    for folder in folders:
        add_folder(digest, folder)
    return digest.hexdigest()[:16]
