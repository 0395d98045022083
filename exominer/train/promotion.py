"""A trained model beside the one in use -> in its place, or set aside with the reason."""

import shutil
from pathlib import Path

import msgspec
from msgspec import Struct

from exominer.errors import InputError
from exominer.model_summary import SUMMARY_FILE, write_summary


class Change(Struct, frozen=True):
    """What the new model gains on the old in F1 for one kind, with its interval.

    The intervals of all kinds hold together with 95 %, see ``compare_models``. ``n_gold``
    items were to be found. Without ``has_a_say`` it is shown and decides nothing.
    """

    kind: str
    measure: str
    old: float
    new: float
    difference: float
    low: float
    high: float
    n_gold: int
    has_a_say: bool = True

    @property
    def is_worse(self) -> bool:
        """Tell whether the loss is beyond noise: the whole interval lies below nought."""
        return self.high < 0


class Trial(Struct, frozen=True):
    """How the new model did: ``n_documents`` were held out from it and the old one.

    ``left_out`` is a line for each annotated document that could not be used.
    """

    compared_with: str
    n_documents: int
    changes: tuple[Change, ...]
    left_out: tuple[str, ...] = ()

    @property
    def worse(self) -> tuple[Change, ...]:
        """Give the kinds that lost beyond noise, of those that have a say."""
        return tuple(change for change in self.changes if change.is_worse and change.has_a_say)


class Promotion(Struct, frozen=True):
    """Whether the new model took its place in ``folder``, or was set aside there."""

    promoted: bool
    forced: bool
    folder: Path


def check_model_folder(out: Path) -> None:
    """Refuse to replace a folder that holds anything but a model.

    Raises:
        InputError: If it is a file, or not empty and without ``model.json``.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / SUMMARY_FILE).exists()):
        found = "a file" if out.is_file() else "a folder with other things than a model"
        raise InputError(str(out), found, "Name a new folder, or that of a model to replace.")


def promote(candidate: Path, out: Path, trial: Trial, *, force: bool) -> Promotion:
    """Move a model folder to ``out`` if no kind got worse beyond noise, or if forced to.

    Otherwise it goes to the folder named like ``out`` with "-refused", and what lay at
    ``out`` stays. The trial and the verdict are written into its ``model.json``.

    Raises:
        InputError: If the folder to replace is no model's.
    """
    promoted = force or not trial.worse
    forced = force and bool(trial.worse)
    folder = out if promoted else out.with_name(f"{out.name}-refused")
    check_model_folder(folder)
    summary = msgspec.json.decode((candidate / SUMMARY_FILE).read_bytes(), type=dict[str, object])
    verdict = {"promoted": promoted, "forced": forced, **msgspec.to_builtins(trial)}
    summary["trial"] = verdict
    write_summary(summary, candidate)
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(candidate, folder)
    return Promotion(promoted, forced, folder)
