"""What a transformer was made of -> ``model.json`` and ``CARD.md`` of its folder."""

import hashlib
import re
from importlib import metadata, resources
from pathlib import Path
from string import Template
from typing import Final

import msgspec
from msgspec import Struct

import exominer
from exominer.config import TransformerConfig
from exominer.encoders.folders import FORMAT, is_hub_name
from exominer.model_summary import SUMMARY_FILE, read_summary, write_summary
from exominer.records import MentionKind

NAME: Final = "exominer-transformer"
_LIBRARIES: Final = ("torch", "transformers", "tokenizers", "safetensors")
# The head of a model card: YAML between two lines of dashes.
_LICENCE: Final = re.compile(r"\A---\n(?:.*\n)*?license:[ \t]*(\S+)[ \t]*\n", re.MULTILINE)
_MOST_READ: Final = 20_000
_WITH_SHIPPED: Final = "Other kinds are found by the shipped recognisers and the grammars."
_ALONE: Final = "Other kinds are found by the grammars alone."


class Base(Struct, frozen=True):
    """The encoder that training started from.

    ``name`` is as given, of a local folder its last part; ``revision`` is the commit of a
    hub name. ``licence`` is what its card names. ``weights`` are file names with their
    SHA-256.
    """

    name: str
    revision: str
    licence: str
    weights: dict[str, str]


class TransformerCard(Struct, frozen=True, kw_only=True):
    """The content of ``model.json``; ``validation_f1`` is strict, of the weights kept."""

    kind: str = "recogniser"
    format: int = FORMAT
    name: str = NAME
    version: str = exominer.__version__
    architecture: str
    n_parameters: int
    kinds: dict[str, dict[str, MentionKind]]
    with_shipped: bool
    base: Base
    data: dict[str, str]
    seed: int
    settings: TransformerConfig
    libraries: dict[str, str] = msgspec.field(
        default_factory=lambda: {name: metadata.version(name) for name in _LIBRARIES}
    )
    n_sentences: int
    n_mentions: int
    n_steps: int
    validation_f1: float | None


def describe_base(name: Path, folder: Path) -> Base:
    """Say where the weights come from and what their card says of their licence."""
    weights = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.safetensors"))
    }
    from_hub = is_hub_name(name)
    return Base(
        name=str(name) if from_hub else folder.resolve().name,
        revision=folder.name if from_hub else "",
        licence=_find_licence(folder),
        weights=weights,
    )


class _Trained(Struct):
    """Of a model's summary, what it started from."""

    base: Base


def _find_licence(folder: Path) -> str:
    """The licence that the card of a base names, or that of the base of a trained folder."""
    if (folder / SUMMARY_FILE).is_file():
        return read_summary(folder, _Trained, kind="recogniser", layout=FORMAT).base.licence
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8", errors="replace") if card.is_file() else ""
    match = _LICENCE.match(text[:_MOST_READ])
    return match[1] if match else "not named in its folder"


def write_transformer_card(card: TransformerCard, model_dir: Path) -> None:
    """Write ``model.json``, and ``CARD.md`` after ``configs/transformer_card.md``."""
    write_summary(card, model_dir)
    template = resources.files("exominer.train") / "configs" / "transformer_card.md"
    labels = card.kinds["transformer"].items()
    text = Template(template.read_text(encoding="utf-8")).substitute(
        msgspec.structs.asdict(card),
        base_name=card.base.name,
        revision=f", revision `{card.base.revision}`" if card.base.revision else "",
        licence=card.base.licence,
        weights=_format_checksums(card.base.weights),
        checksums=_format_checksums(card.data) or "| none named | |",
        labels="\n".join(f"| {label} | {kind} |" for label, kind in labels),
        others=_WITH_SHIPPED if card.with_shipped else _ALONE,
        versions=", ".join(f"{name} {version}" for name, version in card.libraries.items()),
        validation=_format_validation(card.validation_f1),
        how=", ".join(f"{k} {v}" for k, v in msgspec.structs.asdict(card.settings).items()),
        parameters=f"{card.n_parameters:,}",
    )
    (model_dir / "CARD.md").write_text(text, encoding="utf-8")


def _format_checksums(checksums: dict[str, str]) -> str:
    return "\n".join(f"| {name} | `{sha}` |" for name, sha in checksums.items())


def _format_validation(f1: float | None) -> str:
    if f1 is None:
        return "No documents were there to stop by: the weights are those of the last step."
    return f"Strict F1 on the documents to stop by, which is no held-out score: {100 * f1:.1f}."
