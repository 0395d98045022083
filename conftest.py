"""Modules whose examples can't be run without the extra that they import."""

from importlib.util import find_spec

_ADAPTERS = ["exominer/encoders/tagger.py", "exominer/train/transformer_loop.py"]
collect_ignore = [] if find_spec("torch") and find_spec("transformers") else _ADAPTERS
