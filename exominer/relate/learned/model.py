"""A folder of relation models: read, checked, written."""

from importlib import resources
from pathlib import Path
from typing import Final

from msgspec import Struct

from exominer.errors import ModelError
from exominer.linear import LinearModel, read_models
from exominer.model_summary import read_summary
from exominer.relate.learned.claim_context import ROLE_PARTS

KIND: Final = "relations"
WEIGHTS_FILE: Final = "weights.npz"
FORMAT: Final = 3
"""Of features and weights; a folder of another format is refused, since its names mean nothing."""

MODELS: Final = (
    "start", "end", "left", "kind", "direction", "polarity", "exposed", "confidence",
    *ROLE_PARTS,
)  # fmt: skip
_SHIPPED: Final = "models/relations"


class RelationSummary(Struct, frozen=True, kw_only=True):
    """What ``model.json`` says that running the model needs; it may say more.

    ``min_score`` is the default threshold of claims; ``fill`` the least chance of a
    role's best filler and of every further one.
    """

    kind: str
    format: int
    name: str
    version: str
    min_score: float
    fill: dict[str, tuple[float, float]]


class RelationModel(Struct, frozen=True):
    """The models by name, see ``MODELS``, and their summary."""

    summary: RelationSummary
    models: dict[str, LinearModel]


def load_relations(model_dir: Path | None = None) -> RelationModel:
    """Load the relation models of a folder, or those that ship with the package.

    Raises:
        ModelError: If the folder is missing, holds another kind or format of model, or its
            files can't be read.
    """
    if model_dir is None:
        with resources.as_file(resources.files("exominer") / _SHIPPED) as shipped_dir:
            return _load(shipped_dir)
    return _load(model_dir)


def _load(model_dir: Path) -> RelationModel:
    summary = read_summary(model_dir, RelationSummary, kind=KIND, layout=FORMAT)
    models = read_models(model_dir / WEIGHTS_FILE)
    missing = sorted(set(MODELS) - models.keys())
    if missing:
        found = f"{WEIGHTS_FILE} lacks {', '.join(missing)}"
        raise ModelError(str(model_dir), found, "Restore the file, or train anew.")
    return RelationModel(summary, models)
