"""JSON lines in and out of records: one object a line, UTF-8."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from exominer.errors import InputError

Record = TypeVar("Record")


def read_jsonl(path: Path, record_type: type[Record]) -> Iterator[Record]:
    """Read the records of a file in order; blank lines are passed over.

    Raises:
        InputError: If a line is not JSON or lacks a field, with file and line number.
    """
    decoder = msgspec.json.Decoder(record_type)
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(
            str(path), error.strerror or "cannot be read", "Check the path."
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            expected = f"Expected one {record_type.__name__} object a line."
            raise InputError(f"{path}:{number}", str(error), expected) from error


def write_jsonl(records: Iterable[object], path: Path) -> int:
    """Write one object a line, fields in the order of the record; return how many."""
    encoder = msgspec.json.Encoder()
    n_records = 0
    with path.open("wb") as file:
        for record in records:
            file.write(encoder.encode(record) + b"\n")
            n_records += 1
    return n_records
