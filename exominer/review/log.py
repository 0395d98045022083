"""Decisions in the run's SQLite: one table to which entries are only ever added."""

import sqlite3
from datetime import UTC, datetime

import msgspec
from msgspec import structs

from exominer.review.decisions import Decision

_COLUMNS = Decision.__struct_fields__
_JSON = ("shown", "corrected", "placed")
_CREATE = """
CREATE TABLE IF NOT EXISTS decisions (
    decision_id INTEGER PRIMARY KEY AUTOINCREMENT, who TEXT NOT NULL, at TEXT NOT NULL,
    action TEXT NOT NULL, claim_id TEXT NOT NULL, document TEXT NOT NULL,
    sha256 TEXT NOT NULL, shown TEXT NOT NULL, corrected TEXT NOT NULL, placed TEXT NOT NULL,
    undoes INTEGER REFERENCES decisions
);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER IF NOT EXISTS decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
"""


class DecisionLog:
    """The decisions about a run, in the order in which they were taken.

    Each is on the disk when ``append`` returns. The connection is one of a ledger; a later
    run into the same folder leaves the table alone.

    Example:
        >>> log = DecisionLog(sqlite3.connect(":memory:"))
        >>> entry = Decision(decision_id=0, who="Ada", at="", action="complete", claim_id="",
        ...                  document="a.txt", sha256="")
        >>> log.append(entry).decision_id, len(log.read())
        (1, 1)
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # A decision is a person's work: it outlives also a loss of power.
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_CREATE)

    def append(self, decision: Decision) -> Decision:
        """Save a decision; its number and time are given here."""
        timed = structs.replace(decision, at=datetime.now(UTC).isoformat(timespec="seconds"))
        values = [
            msgspec.json.encode(value).decode() if name in _JSON else value
            for name, value in zip(_COLUMNS, structs.astuple(timed), strict=True)
        ]
        marks = ", ".join("?" * (len(_COLUMNS) - 1))
        with self._connection:
            cursor = self._connection.execute(
                f"INSERT INTO decisions ({', '.join(_COLUMNS[1:])}) VALUES ({marks})", values[1:]
            )
        return structs.replace(timed, decision_id=cursor.lastrowid or 0)

    def read(self) -> tuple[Decision, ...]:
        """Give every entry in order."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM decisions ORDER BY decision_id"
        return tuple(map(_decode, self._connection.execute(query)))


def _decode(row: tuple[object, ...]) -> Decision:
    fields = {
        name: msgspec.json.decode(str(value)) if name in _JSON else value
        for name, value in zip(_COLUMNS, row, strict=True)
    }
    return msgspec.convert(fields, Decision)
