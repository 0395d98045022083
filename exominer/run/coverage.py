"""What the documents of a run gave and what was left out of them, counted together."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from exominer.config import IngestConfig
from exominer.dropped import DropReason
from exominer.ingest.coverage import count_dropped, count_printed, has_text
from exominer.records import Document, Page


class Coverage(Struct, frozen=True):
    """Characters of all documents read and left out for each reason, white space aside.

    ``blank`` are the documents that have pages without text, with their number;
    ``above_limit`` those of which more was left out than ``max_dropped_share``, with the
    share.
    """

    n_read: int = 0
    n_dropped: dict[DropReason, int] = msgspec.field(default_factory=dict)
    blank: tuple[tuple[str, int], ...] = ()
    above_limit: tuple[tuple[str, float], ...] = ()


class CoverageCount:
    """Adds up documents in any order."""

    def __init__(self, settings: IngestConfig) -> None:
        self._limit = settings.max_dropped_share
        self._n_read = 0
        self._n_dropped: Counter[DropReason] = Counter()
        self._blank: list[tuple[str, int]] = []
        self._above: list[tuple[str, float]] = []

    def add_document(self, document: Document) -> None:
        """Count a document as it was read."""
        n_dropped = count_dropped(document)
        self.add(document.document, document.text, n_dropped, document.pages)

    def add(
        self,
        document: str,
        text: str,
        n_dropped: Mapping[DropReason, int],
        pages: Iterable[Page],
    ) -> None:
        """Count a document by what is known of it."""
        n_read, total = count_printed(text), sum(n_dropped.values())
        self._n_read += n_read
        self._n_dropped.update(n_dropped)
        if n_blank := sum(not has_text(page) for page in pages):
            self._blank.append((document, n_blank))
        if total > self._limit * (n_read + total):
            self._above.append((document, total / (n_read + total)))

    def total(self) -> Coverage:
        """Give the sums, reasons by how much they took, documents by name."""
        return Coverage(
            self._n_read,
            dict(sorted(self._n_dropped.items(), key=lambda item: (-item[1], item[0]))),
            tuple(sorted(self._blank)),
            tuple(sorted(self._above)),
        )
