"""The table of abstracts -> texts by PMID; real abstracts are not kept with the annotations."""

import csv
import hashlib
from pathlib import Path

from exominer.errors import InputError


def read_abstracts(path: Path) -> dict[str, str]:
    """Read the columns ``pmid`` and ``abstract`` of a CSV; the first row of a PMID counts.

    Raises:
        InputError: If the file can't be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            missing = {"pmid", "abstract"} - set(rows.fieldnames or ())
            if missing:
                found = f"no column {' and '.join(sorted(missing))}"
                raise InputError(str(path), found, "Give a CSV with pmid and abstract.")
            texts: dict[str, str] = {}
            for row in rows:
                if row["abstract"]:
                    texts.setdefault(row["pmid"].strip(), row["abstract"])
            return texts
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read") from error


def hash_text(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
