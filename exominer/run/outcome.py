"""What a run knows of one file once it is done with it."""

import msgspec
from msgspec import Struct

from exominer.dropped import DropReason
from exominer.export.highlights import Highlight
from exominer.export.rows import MentionRow
from exominer.records import Claim, Document, DocumentStatus, Page

READ_STATUSES: frozenset[DocumentStatus] = frozenset({"ok", "partial"})


class Outcome(Struct, frozen=True):
    """A file's status with what was found in it; a line of the ledger.

    ``status`` and ``reason`` are the Document's, or ``crashed`` or ``timeout`` where a
    later stage failed; a file that was not read has neither text nor claims. ``highlights`` run
    beside ``claims``. ``n_dropped`` are the characters left out for each reason. ``layers``
    is the Document without its text and what was left out: sentences, sections, tables.
    ``fingerprint`` is of the settings it was done with.
    """

    document: str
    sha256: str
    fingerprint: str
    status: DocumentStatus
    reason: str = ""
    text: str = ""
    title: str = ""
    pages: tuple[Page, ...] = ()
    n_dropped: dict[DropReason, int] = msgspec.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    highlights: tuple[tuple[Highlight, ...], ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    layers: Document | None = None
    traceback: str = ""
    seconds: float = 0.0

    @property
    def is_read(self) -> bool:
        """Whether the file gave a text, if only in part.

        Example:
            >>> Outcome(document="a.pdf", sha256="", fingerprint="", status="empty").is_read
            False
        """
        return self.status in READ_STATUSES
