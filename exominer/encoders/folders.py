"""The name of a model -> its folder: a local one, or one of the Hugging Face hub, downloaded.

Nothing here imports torch or transformers, and a hub name is all that leads to the network.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import msgspec

from exominer.errors import ModelError

FORMAT: Final = 1
"""Of ``model.json`` and what lies beside it."""

CONFIG_FILE: Final = "config.json"
_WEIGHTS: Final = "model.safetensors"
_INDEX: Final = "model.safetensors.index.json"
_HUB_NAME: Final = re.compile(r"([A-Za-z0-9][\w.-]*)/[A-Za-z0-9][\w.-]*(?:@[A-Za-z0-9][\w.-]*)?")
# What is downloaded: no weights that are pickles, and no code.
_WANTED: Final = ("*.json", "*.safetensors", "*.txt", "*.model", "*.md", "LICENSE*")
_NEEDED: Final = ("torch", "transformers")


def is_hub_name(name: str | Path) -> bool:
    """Whether a name is one of the hub, "org/name" or "org/name@revision", and no path here.

    A name whose first part is a folder here is a path, though what it names be missing: a
    slip of the pen must not go out to the network.

    Example:
        >>> is_hub_name("dmis-lab/biobert-v1.1"), is_hub_name("./models/mine"), is_hub_name("mine")
        (True, False, False)
    """
    match = _HUB_NAME.fullmatch(str(name))
    return match is not None and not Path(name).exists() and not Path(match[1]).exists()


def is_transformer(name: str | Path) -> bool:
    """Whether a name is one of the hub, or a folder with the ``config.json`` of an encoder."""
    return is_hub_name(name) or (Path(name) / CONFIG_FILE).is_file()


def check_extra(name: str | Path) -> None:
    """Refuse a transformer where the extra is not installed.

    Raises:
        ModelError: It names what to install.
    """
    absent = [package for package in _NEEDED if find_spec(package) is None]
    if absent:
        found = f"a transformer needs {' and '.join(absent)}, not installed here"
        raise ModelError(str(name), found, "Install them: pip install 'exominer[transformers]'.")


def find_encoder(name: str | Path) -> Path:
    """The folder of a model; that of a hub name is downloaded unless the cache has it.

    With ``HF_HUB_OFFLINE=1`` only the cache is looked at.

    Raises:
        ModelError: If the extra is missing, or the hub or the cache does not have it.
    """
    if not is_hub_name(name):
        return Path(name)
    check_extra(name)
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - part of the extra
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError  # noqa: PLC0415

    repository, _, revision = str(name).partition("@")
    try:
        folder = snapshot_download(
            repository, revision=revision or None, allow_patterns=list(_WANTED)
        )
    except (OSError, HfHubHTTPError, HFValidationError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        found = f"no folder here, and not to be had from the Hugging Face hub ({reason})"
        do = "Check the name and the network, or give the path of a folder."
        raise ModelError(str(name), found, do) from error
    return Path(folder)


def check_folder(folder: Path) -> None:
    """Refuse a folder whose weights are not plain numbers, or that is no encoder's.

    Raises:
        ModelError: It says what was found and why it is refused.
    """
    check_extra(folder)
    where = str(folder)
    if not (folder / CONFIG_FILE).is_file():
        do = "Give the folder of a Hugging Face encoder, or of a model that train has written."
        raise ModelError(where, f"no {CONFIG_FILE} in it", do)
    if (folder / "adapter_config.json").exists():
        raise ModelError(where, "an adapter to another model", "Merge the two and give that.")
    if not (folder / _WEIGHTS).is_file() and not (folder / _INDEX).is_file():
        pickles = sorted(path.name for path in folder.glob("*.bin"))
        found = f"no {_WEIGHTS} in it"
        if pickles:
            found += f", only {', '.join(pickles)}, a pickle, which can run code when it is loaded"
        raise ModelError(where, found, "Give one with safetensors, or save it anew as such.")
    _check_shards(folder)


def _check_shards(folder: Path) -> None:
    path = folder / _INDEX
    if (folder / _WEIGHTS).is_file() or not path.is_file():
        return
    try:
        index = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        shards = set(msgspec.convert(index.get("weight_map"), dict[str, str]).values())
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(str(path), str(error), "Restore the file from where it came.") from error
    strange = sorted(s for s in shards if Path(s).name != s or not s.endswith(".safetensors"))
    if strange:
        found = f"it names {strange[0]!r}, no safetensors file of its folder"
        raise ModelError(str(path), found, "Give one with safetensors, or save it anew as such.")
