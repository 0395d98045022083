"""Checksums of folders: which files count is for the caller to say."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Final

from exominer.model_summary import SUMMARY_FILE

DESCRIPTIONS: Final = frozenset({SUMMARY_FILE, "CARD.md"})
"""Files of a model that tell about it and change nothing in what it finds."""


def add_folder(digest: "hashlib._Hash", folder: Path, *, leave_out: Collection[str] = ()) -> None:
    """Feed every file below a folder with its path to a hash, in the order of the paths."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.name not in leave_out:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")


def hash_weights(model_dir: Path) -> str:
    """SHA-256 of a model without what it says of itself, in hexadecimal digits.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "CARD.md").write_text("Good.")
        ...     hash_weights(Path(folder)) == hashlib.sha256().hexdigest()
        True
    """
    digest = hashlib.sha256()
    add_folder(digest, model_dir, leave_out=DESCRIPTIONS)
    return digest.hexdigest()
