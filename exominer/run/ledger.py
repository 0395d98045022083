"""The ledger of a run: one SQLite file that holds every finished document."""

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from exominer.errors import InputError
from exominer.records import Claim, DocumentStatus
from exominer.run.outcome import Outcome

_VERSION = 3
_APPLICATION_ID = int.from_bytes(b"exom")
# Where the file format of SQLite has the two numbers: user_version and application_id.
_HEADER = struct.Struct(">16s44xI4xI")
_MAGIC = b"SQLite format 3\0"
# JSON columns hold what is a tuple in an Outcome, so that other programs can read them.
_JSON = ("pages", "n_dropped", "warnings", "claims", "highlights", "mentions", "layers")
_COLUMNS = Outcome.__struct_fields__
_CREATE = """
CREATE TABLE IF NOT EXISTS documents (
    document TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL, title TEXT NOT NULL,
    pages TEXT NOT NULL, n_dropped TEXT NOT NULL, warnings TEXT NOT NULL, claims TEXT NOT NULL,
    highlights TEXT NOT NULL, mentions TEXT NOT NULL, layers TEXT NOT NULL,
    traceback TEXT NOT NULL, seconds REAL NOT NULL
)"""
# These depend on the load of the computer as much as on the file.
_WORTH_ANOTHER_TRY = ("timeout", "crashed")


class DocumentEntry(Struct, frozen=True):
    """What tells one document of a run from another, without its text."""

    document: str
    sha256: str
    status: DocumentStatus
    title: str


class Ledger:
    """The finished documents of a run, saved one transaction each.

    While it is open nobody else can open it; the lock goes with the process, so that a
    killed run leaves none behind. Use ``open_ledger``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def is_finished(self, document: str, sha256: str, fingerprint: str) -> bool:
        """Whether this very file was done with these settings.

        What failed by chance is not, nor what is stored so that it no longer decodes.
        """
        row = self._connection.execute(
            "SELECT sha256, fingerprint, status FROM documents WHERE document = ?", (document,)
        ).fetchone()
        if not row or row[:2] != (sha256, fingerprint) or row[2] in _WORTH_ANOTHER_TRY:
            return False
        try:
            self.find(document)
        except (msgspec.MsgspecError, TypeError):
            return False
        return True

    def save(self, outcome: Outcome) -> None:
        """Put a document in, in place of what was known of it."""
        values = [
            msgspec.json.encode(value).decode() if name in _JSON else value
            for name, value in zip(_COLUMNS, msgspec.structs.astuple(outcome), strict=True)
        ]
        marks = ", ".join("?" * len(_COLUMNS))
        with self._connection:
            self._connection.execute(
                f"INSERT OR REPLACE INTO documents ({', '.join(_COLUMNS)}) VALUES ({marks})",
                values,
            )

    def keep_only(self, documents: set[str]) -> tuple[str, ...]:
        """Take out all other documents; return their names in order."""
        gone = tuple(sorted(self.names() - documents))
        self.forget(gone)
        return gone

    def names(self) -> set[str]:
        """Give the names of all documents."""
        return {row[0] for row in self._connection.execute("SELECT document FROM documents")}

    def forget(self, documents: Iterable[str]) -> None:
        """Take these documents out, where they are in."""
        with self._connection:
            self._connection.executemany(
                "DELETE FROM documents WHERE document = ?", [(name,) for name in documents]
            )

    def outcomes(self) -> Iterator[Outcome]:
        """Give every document, one after the other, sorted by the code points of its name."""
        return self._select("ORDER BY document")

    def claims(self) -> Iterator[tuple[DocumentEntry, tuple[Claim, ...]]]:
        """Give what is known of every document with its claims, sorted as ``outcomes``."""
        decoder = msgspec.json.Decoder(tuple[Claim, ...])
        query = "SELECT document, sha256, status, title, claims FROM documents ORDER BY document"
        for *about, claims in self._connection.execute(query):
            yield DocumentEntry(*about), decoder.decode(claims)

    def find(self, document: str) -> Outcome | None:
        """Give one document, if it is there."""
        return next(self._select("WHERE document = ?", document), None)

    def _select(self, clause: str, *values: str) -> Iterator[Outcome]:
        query = f"SELECT {', '.join(_COLUMNS)} FROM documents {clause}"
        for row in self._connection.execute(query, values):
            fields = {
                name: msgspec.json.decode(value) if name in _JSON else value
                for name, value in zip(_COLUMNS, row, strict=True)
            }
            yield msgspec.convert(fields, Outcome)


def _check_file(path: Path) -> None:
    """Refuse a file that is no ledger, from its first bytes: SQLite would write to look at it."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
    is_ours = len(header) == _HEADER.size and _HEADER.unpack(header) == (
        _MAGIC,
        _VERSION,
        _APPLICATION_ID,
    )
    if header and not is_ours:
        found = "not a ledger of this version of exominer"
        raise InputError(str(path), found, "Choose another folder.")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_CREATE)
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.commit()
    # Only now, as the numbers of a killed run would be in the log and not in the file.
    connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def connect_ledger(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file of a ledger, made where there is none, for this process alone.

    The threads of the process may share the connection if only one uses it at a time.

    Raises:
        InputError: If another run or a review holds it, or the file is no ledger or cannot
            be written.
    """
    try:
        _check_file(path)
        connection = sqlite3.connect(path, timeout=0.2, check_same_thread=False)
        try:
            _prepare(connection)
            yield connection
            # A finished ledger is one plain file, readable also where nothing can be written.
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    except sqlite3.Error as error:
        if "locked" in str(error):
            found = "another run is writing there, or a review has it open"
            do = "Wait for it, or choose another folder."
        else:
            found, do = str(error), "Choose another folder."
        raise InputError(str(path), found, do) from error


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Open the ledger as ``connect_ledger`` does.

    Raises:
        InputError: As ``connect_ledger`` does.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     with open_ledger(Path(folder, "run.sqlite")) as ledger:
        ...         list(ledger.outcomes())
        []
    """
    with connect_ledger(path) as connection:
        yield Ledger(connection)
