"""Claims and mentions to files: JSON lines, CSV and Parquet, written in the order given."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
import pandas as pd

from exominer.export.files import clean_text, defuse_formula, replacing
from exominer.export.rows import (
    CLAIM_COLUMNS,
    MENTION_TYPES,
    MentionRow,
    Value,
    ValueType,
    claim_row,
    explode_claims,
)
from exominer.export.workbook import write_workbook
from exominer.jsonl import write_jsonl
from exominer.records import Claim

Item = TypeVar("Item")

_ROWS_AT_ONCE = 5000
# Nullable integers, so that a page that is not known does not turn the others into 3.0.
_DTYPES: dict[ValueType, str] = {"text": "str", "integer": "Int64", "number": "float64"}
_CLAIM_TYPES: dict[str, ValueType] = {column.name: column.type for column in CLAIM_COLUMNS}


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Split into lists that fit in memory; one empty list where there is nothing."""
    iterator = iter(items)
    batch = list(islice(iterator, _ROWS_AT_ONCE))
    yield batch
    while batch := list(islice(iterator, _ROWS_AT_ONCE)):
        yield batch


def _frame(rows: Sequence[Sequence[Value]], types: dict[str, ValueType]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [() for _ in types]
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=_DTYPES[value_type])
            for (name, value_type), column in zip(types.items(), columns, strict=True)
        }
    )


def _write_csv(rows: Iterable[Sequence[Value]], path: Path, types: dict[str, ValueType]) -> int:
    """Write UTF-8 with a byte order mark, without which Excel garbles Greek letters."""
    n_rows = 0
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        for batch in _batches(rows):
            safe = [
                [defuse_formula(clean_text(v)) if isinstance(v, str) else v for v in row]
                for row in batch
            ]
            _frame(safe, types).to_csv(file, index=False, header=n_rows == 0, lineterminator="\r\n")
            n_rows += len(batch)
    return n_rows


def write_claims_csv(claims: Iterable[Claim], path: Path, *, explode: bool = False) -> int:
    """Write one row a claim, or one a cargo where ``explode``; return how many rows.

    Line ends are CR LF. A text that a spreadsheet would take for a formula has an
    apostrophe before it ("-9a" becomes "'-9a"); the other formats have it as it is.
    """
    chosen = explode_claims(claims) if explode else claims
    return _write_csv((claim_row(claim) for claim in chosen), path, _CLAIM_TYPES)


def write_mentions_csv(rows: Iterable[MentionRow], path: Path) -> int:
    """Write one row a mention, as ``write_claims_csv`` does claims; return how many."""
    values = (msgspec.structs.astuple(row) for row in rows)
    return _write_csv(values, path, MENTION_TYPES)


def write_claims_jsonl(claims: Iterable[Claim], path: Path, *, explode: bool = False) -> int:
    """Write one claim a line with all its fields; ``explode`` leaves one cargo in each."""
    with replacing(path) as part:
        return write_jsonl(explode_claims(claims) if explode else claims, part)


def write_claims_xlsx(
    claims: Iterable[Claim],
    path: Path,
    *,
    explode: bool = False,
    files: Iterable[Sequence[Value]] = (),
) -> int:
    """Write a workbook with one row a claim, or one a cargo; return how many rows.

    ``files`` are rows on the files that the claims come from, see ``write_workbook``.
    """
    chosen = explode_claims(claims) if explode else claims
    with replacing(path) as part:
        return write_workbook((claim_row(claim) for claim in chosen), part, files=files)


def write_claims_parquet(claims: Iterable[Claim], path: Path, *, explode: bool = False) -> int:
    """Write the columns of the CSV with their types; return how many rows."""
    chosen = explode_claims(claims) if explode else claims
    rows = [claim_row(claim) for claim in chosen]
    with replacing(path) as part:
        _frame(rows, _CLAIM_TYPES).to_parquet(part, index=False)
    return len(rows)


WRITERS: dict[str, Callable[..., int]] = {
    "csv": write_claims_csv,
    "xlsx": write_claims_xlsx,
    "jsonl": write_claims_jsonl,
    "parquet": write_claims_parquet,
}
"""``(claims, path, *, explode=False) -> n_rows`` by the name of the format."""
