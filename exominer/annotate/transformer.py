"""A folder that holds a transformer -> a pipeline in which it finds the mentions."""

from pathlib import Path

from exominer.annotate.pipeline import ModelSummary, Pipeline
from exominer.config import TransformerConfig
from exominer.encoders.folders import FORMAT, check_folder
from exominer.model_summary import read_summary

_NAME = "transformer"


class TransformerSummary(ModelSummary, frozen=True, kw_only=True):
    """What ``model.json`` says besides.

    ``with_shipped``: the shipped recognisers find the kinds that it does not know.
    """

    with_shipped: bool
    settings: TransformerConfig


def load_transformer(folder: Path, shipped: Pipeline, *, device: str) -> Pipeline:
    """Load a trained transformer, with the tokens, tags and arcs of the shipped pipeline.

    Raises:
        ModelError: If the extra is not installed, or the folder is none that ``exominer
            train recogniser`` has written or can't be loaded.
        ConfigError: If the device is not there.
    """
    check_folder(folder)
    summary = read_summary(folder, TransformerSummary, kind="recogniser", layout=FORMAT)
    from exominer.encoders.tagger import load_tagger  # noqa: PLC0415 - needs the extra

    most = summary.settings.max_tokens
    tagger = load_tagger(folder, device=device, most_tokens=most)
    return shipped.led_by(summary, {_NAME: tagger.find_spans}, alone=not summary.with_shipped)
