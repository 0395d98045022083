"""Settings of the seven stages, from a TOML file: one table per stage, unknown keys are errors."""

import re
from operator import attrgetter
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from exominer.errors import ConfigError

# Timers and rlimits overflow far above a day and a terabyte.
Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Megabytes = Annotated[int, Meta(ge=1, le=1_000_000)]
Count = Annotated[int, Meta(ge=1)]
Share = Annotated[float, Meta(ge=0, le=1)]
Device = Annotated[str, Meta(pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")]

_UNKNOWN_KEY = re.compile(r"unknown field .* at `\$\.([\w.]+)`")


class IngestConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits on what a single file may cost: seconds, megabytes of memory and of file, pages.

    A document, or a page of it, of which more than ``max_dropped_share`` of the characters,
    or ``max_dropped_page_share``, is left out of the text is warned of.
    """

    timeout_seconds: Seconds = 120.0
    memory_mb: Megabytes = 4096
    max_file_mb: Megabytes = 200
    max_pages: Count = 1000
    max_dropped_share: Share = 0.25
    max_dropped_page_share: Share = 0.9


class AnnotateConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """``batch_size`` sentences go through the model at once.

    ``timeout_seconds`` of a single paper are those of all stages after reading. A
    transformer runs on ``device``: a GPU if there is one, or what is named.
    """

    batch_size: Count = 128
    timeout_seconds: Seconds = 300.0
    device: Device = "auto"


class RelateConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """``max_sentences_back``: how far "these exosomes" may look for what they stand for."""

    max_sentences_back: Annotated[int, Meta(ge=0)] = 3


class AssembleConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """Claims scored below ``min_score`` are not written; None: the relation model says."""

    min_score: Share | None = None


def with_default_score(settings: AssembleConfig, least: float) -> AssembleConfig:
    """The settings with a threshold, where they leave it to the model.

    Example:
        >>> with_default_score(AssembleConfig(), 0.4).min_score
        0.4
    """
    if settings.min_score is not None:
        return settings
    return msgspec.structs.replace(settings, min_score=least)


class ExportConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """The report shows at most ``report_claims`` claims; the tables always hold all."""

    report_claims: Count = 5000


class TransformerConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """How a transformer is fine-tuned.

    ``epochs`` at most, fewer if ``patience`` of them in a row were no better; ``batch_size``
    sentences at once; ``learn_rate`` at its height, after ``warmup_share`` of all steps.
    Sentences of more sub-tokens than ``max_tokens`` are read in windows. ``device`` as in
    ``[annotate]``.
    """

    epochs: Count = 15
    batch_size: Count = 16
    learn_rate: Annotated[float, Meta(gt=0, le=1)] = 5e-5
    warmup_share: Share = 0.1
    patience: Count = 3
    max_tokens: Annotated[int, Meta(ge=16)] = 512
    device: Device = "auto"


class TrainConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """``seed`` fixes the order of the examples and the initial weights.

    ``folds`` of documents give a relation model its scores and its threshold; fewer take less
    time. ``transformer`` is for a base that is one.
    """

    seed: int = 0
    folds: Annotated[int, Meta(ge=2, le=20)] = 5
    transformer: TransformerConfig = field(default_factory=TransformerConfig)


class EvaluateConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """``resamples`` of the bootstrap, drawn with ``seed``."""

    resamples: Count = 2000
    seed: int = 0


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings; every stage has its table of the same name."""

    ingest: IngestConfig = field(default_factory=IngestConfig)
    annotate: AnnotateConfig = field(default_factory=AnnotateConfig)
    relate: RelateConfig = field(default_factory=RelateConfig)
    assemble: AssembleConfig = field(default_factory=AssembleConfig)
    export: ExportConfig = field(default_factory=ExportConfig)
    train: TrainConfig = field(default_factory=TrainConfig)
    evaluate: EvaluateConfig = field(default_factory=EvaluateConfig)


def parse_config(text: str, *, where: str = "config") -> Config:
    """Parse TOML; what is left out keeps its default.

    Raises:
        ConfigError: If a table or key is unknown, or a value of the wrong type or range.

    Example:
        >>> parse_config("ingest = {max_pages = 50}").ingest.max_pages
        50
    """
    try:
        return msgspec.toml.decode(text, type=Config)
    except msgspec.DecodeError as error:
        raise ConfigError(where, str(error), _name_known(str(error))) from error


def _name_known(message: str) -> str:
    """The keys of the table that has an unknown one, else the tables."""
    if match := _UNKNOWN_KEY.search(message):
        table = attrgetter(match[1])(Config())
        return f"The keys of [{match[1]}] are {', '.join(table.__struct_fields__)}."
    return f"The tables are {', '.join(Config.__struct_fields__)}."


def read_config(path: Path | None) -> Config:
    """Read a config file; without one, the defaults.

    Raises:
        ConfigError: If the file cannot be read or ``parse_config`` rejects it.
    """
    if path is None:
        return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), f"cannot be read ({error})", "Check the path.") from error
    return parse_config(text, where=str(path))
