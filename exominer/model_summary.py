"""``model.json``, by which a folder says what model it holds: read, checked, written."""

from pathlib import Path
from typing import Final, TypeVar

import msgspec

from exominer.errors import ModelError

SUMMARY_FILE: Final = "model.json"
Summary = TypeVar("Summary")


def read_summary(
    model_dir: Path, record: type[Summary], *, kind: str, layout: int | None = None
) -> Summary:
    """Read what running a model needs to know; the file may say more.

    Args:
        model_dir: The folder of the model.
        record: What to read of the file.
        kind: What the file must name as ``kind``.
        layout: What it must name as ``format``, for models whose files have one.

    Raises:
        ModelError: If the folder or the file is missing, is of another kind or format, or
            lacks what is needed.
    """
    path = model_dir / SUMMARY_FILE
    if not model_dir.is_dir():
        raise ModelError(str(model_dir), "no such folder", "Give the folder of a model.")
    if not path.is_file():
        do = "A model folder is what `exominer train` writes."
        raise ModelError(str(model_dir), f"no {SUMMARY_FILE} in it", do)
    try:
        said = msgspec.json.decode(path.read_bytes(), type=dict[str, object])
        if said.get("kind") != kind:
            found = f"a model of kind {said.get('kind')!r}"
            raise ModelError(str(model_dir), found, f"Give one of kind {kind!r}.")
        if layout is not None and said.get("format") != layout:
            found = f"a model of format {said.get('format')!r}, not {layout}"
            raise ModelError(str(model_dir), found, "Train it anew with this version.")
        return msgspec.convert(said, record)
    except msgspec.MsgspecError as error:
        raise ModelError(str(path), str(error), "Restore the file from where it came.") from error


def write_summary(summary: object, model_dir: Path) -> None:
    """Write ``model.json`` into the folder of a model.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_summary({"kind": "relations"}, Path(folder))
        ...     print(Path(folder, SUMMARY_FILE).read_text(), end="")
        {
          "kind": "relations"
        }
    """
    encoded = msgspec.json.format(msgspec.json.encode(summary), indent=2)
    (model_dir / SUMMARY_FILE).write_bytes(encoded + b"\n")
