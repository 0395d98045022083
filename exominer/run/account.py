"""What a run is asked for and what it tells at its end."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from exominer.config import Config
from exominer.dropped import DropReason
from exominer.records import DocumentStatus
from exominer.run.coverage import Coverage
from exominer.run.outcome import READ_STATUSES

EXIT_FAILURES = 3
"""Exit code of a run that finished with documents that could not be read."""


_MOST_NAMED = 5


def group_notes(notes: Iterable[str]) -> list[str]:
    """Put notes that say the same of several files together, naming the first five.

    Example:
        >>> group_notes(["a.pdf: not read", "b.md: no paper", "c.pdf: not read"])
        ['a.pdf, c.pdf: not read', 'b.md: no paper']
    """
    names: dict[str, list[str]] = {}
    for note in notes:
        name, _, said = note.partition(": ")
        names.setdefault(said, []).append(name)
    return [f"{_list_names(listed)}: {said}" for said, listed in names.items()]


def _list_names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


class RunOptions(Struct, frozen=True, kw_only=True):
    """What the user asks of a run.

    ``min_score`` overrides the one of the config; ``radiation_only`` leaves out claims
    without radiation; ``explode`` gives the CSV and the workbook one row a cargo;
    ``models`` are paths and URLs of models that replace the shipped one of their kind.
    """

    jobs: int = 1
    models: tuple[Path | str, ...] = ()
    config: Config = msgspec.field(default_factory=Config)
    min_score: float | None = None
    radiation_only: bool = False
    explode: bool = False


class Failure(Struct, frozen=True):
    """A file that gave no claims because of what it is or what went wrong with it."""

    document: str
    status: str
    reason: str


class RunSummary(Struct, frozen=True, kw_only=True):
    """What a person wants to hear at the end of a run.

    ``n_resumed`` documents were finished by an earlier run and not done again.
    """

    documents: dict[str, int]
    n_claims: int
    n_mentions: int
    n_resumed: int = 0
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    coverage: Coverage = Coverage()

    @property
    def exit_code(self) -> int:
        """0 if every file was read, at least in part; 3 if the run finished without some.

        The others of the program are 2 for wrong use or input and 130 for an interrupted
        run, which are errors and have no summary.

        Example:
            >>> RunSummary(documents={"ok": 2}, n_claims=0, n_mentions=0).exit_code
            0
        """
        return EXIT_FAILURES if self.failures else 0


class RunAccount(Struct, frozen=True, kw_only=True):
    """What run.json tells of the run itself; only here are times."""

    versions: dict[str, str]
    models: dict[str, dict[str, object]]
    inputs: tuple[str, ...]
    options: RunOptions
    started: str
    finished: str = ""
    n_resumed: int = 0
    notes: tuple[str, ...] = ()


class PageEntry(Struct, frozen=True):
    """Characters of a page kept in the text and left out of it, white space aside."""

    page: int
    n_read: int
    n_dropped: int
    has_text: bool


class FileEntry(Struct, frozen=True, kw_only=True):
    """What run.json tells of a file; ``seconds`` are those of its last doing.

    ``n_characters`` is the length of its text; ``n_read`` and ``n_dropped``, the latter by
    reason, count what is no white space.
    """

    document: str
    sha256: str
    status: DocumentStatus
    reason: str
    title: str
    n_characters: int
    n_read: int
    n_dropped: dict[DropReason, int]
    n_claims: int
    n_mentions: int
    seconds: float
    warnings: tuple[str, ...]
    pages: tuple[PageEntry, ...]

    @property
    def is_read(self) -> bool:
        """Whether the file gave a text, if only in part."""
        return self.status in READ_STATUSES
