"""Linear models over named features: score them, write them, read them. No pickle, no torch."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from exominer.errors import ModelError

Features = Iterable[str]
Floats = NDArray[np.float64]

MAX_FILE_BYTES = 64 * 2**20
"""A weights file above this is not opened: it may come from anywhere."""


class LinearModel(Struct, frozen=True):
    """A logistic regression; ``rows`` names the row of ``weights`` of each feature.

    ``weights`` has a column per class, one for a yes-or-no question. A feature without a
    row counts nothing.
    """

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def margins(self, features: Features) -> Floats:
        """The sums of the weights of what is present, before they become probabilities.

        Example:
            >>> model = LinearModel(("yes",), {"w=rose": 0}, np.ones((1, 1), np.float32),
            ...     np.zeros(1, np.float32))
            >>> float(model.margins(["w=rose", "unheard of"])[0])
            1.0
        """
        rows = self.rows
        # Sorted, because the order of a set differs between processes and sums with it.
        present = [rows[name] for name in features if name in rows]
        present.sort()
        total = self.weights[present].sum(axis=0, dtype=np.float64)
        return np.asarray(total + self.intercept, dtype=np.float64)

    def probability(self, features: Features) -> float:
        """The probability of a yes, for a model of one column."""
        return float(sigmoid(self.margins(features)[0]))

    def distribution(self, features: Features) -> dict[str, float]:
        """The probability of each class."""
        margins = self.margins(features)
        powers = np.exp(margins - margins.max())
        shares = powers / powers.sum()
        return dict(zip(self.classes, map(float, shares), strict=True))


def rival_chances(margins: Sequence[float]) -> list[float]:
    """How likely rivals for one answer are, by the margins of a model that ranks them.

    The best has the chance that one of the two likeliest is right; a further one has it times
    its likelihood beside the best, for there may be several right ones. Were all counted, the
    many names of a long text, each unlikely, would add up to a likely one. No rivals have no
    chances.

    Example:
        >>> [round(chance, 2) for chance in rival_chances([2.0, 0.0])]
        [0.89, 0.12]
    """
    if not margins:
        return []
    best = max(margins)
    top = max(best, 0.0)
    powers = np.exp(np.array(margins) - top)
    likely = np.sort(powers)[-2:].sum()
    some = float(likely / (likely + np.exp(-top)))
    return [some * float(np.exp(margin - best)) for margin in margins]


def sigmoid(margin: float | Floats) -> Floats:
    """The logistic function, without overflow.

    Example:
        >>> float(sigmoid(0.0))
        0.5
    """
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(margin, -50.0, 50.0))))


def write_models(models: Mapping[str, LinearModel], path: Path) -> None:
    """Write models by name into one compressed file of plain arrays."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, model in models.items():
        ordered = sorted(model.rows, key=model.rows.__getitem__)
        arrays[f"{name}.features"] = _encode(ordered)
        arrays[f"{name}.classes"] = _encode(model.classes)
        arrays[f"{name}.weights"] = model.weights
        arrays[f"{name}.intercept"] = model.intercept
    np.savez_compressed(path, **arrays)


def read_models(path: Path) -> dict[str, LinearModel]:
    """Read what ``write_models`` wrote; nothing in the file is run.

    Raises:
        ModelError: If the file is missing, too large or not such a file.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            found = f"{path.stat().st_size} bytes of weights"
            raise ModelError(str(path), found, f"At most {MAX_FILE_BYTES} are read.")
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            names = sorted({key.rpartition(".")[0] for key in arrays.files})
            return {name: _read_model(name, arrays) for name in names}
    except ModelError:
        raise
    except (OSError, ValueError, KeyError, EOFError) as error:
        found = f"no weights that can be read ({error})"
        raise ModelError(str(path), found, "Restore the file, or train anew.") from error
    except Exception as error:  # zipfile and zlib raise what they like on a damaged file
        found = f"no weights that can be read ({type(error).__name__})"
        raise ModelError(str(path), found, "Restore the file, or train anew.") from error


def _read_model(name: str, arrays: Mapping[str, NDArray[np.float32]]) -> LinearModel:
    features = _decode(arrays[f"{name}.features"])
    classes = tuple(_decode(arrays[f"{name}.classes"]))
    weights = np.asarray(arrays[f"{name}.weights"], dtype=np.float32)
    intercept = np.asarray(arrays[f"{name}.intercept"], dtype=np.float32)
    if weights.shape != (len(features), len(classes)) or intercept.shape != (len(classes),):
        raise ValueError(f"{name}: {weights.shape} weights of {len(features)} features")
    rows = {feature: row for row, feature in enumerate(features)}
    return LinearModel(classes, rows, weights, intercept)


def _encode(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _decode(array: NDArray[np.generic]) -> list[str]:
    text = np.asarray(array, dtype=np.uint8).tobytes().decode()
    return text.split("\n") if text else []
