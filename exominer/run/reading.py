"""Papers read and written as they were read, without looking for claims."""

import errno
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from exominer.errors import InputError
from exominer.ingest.inputs import note_alternatives
from exominer.ingest.view import write_documents
from exominer.records import Document
from exominer.run.account import EXIT_FAILURES, Failure, RunOptions
from exominer.run.coverage import Coverage, CoverageCount
from exominer.run.outcome import READ_STATUSES
from exominer.run.reading_host import read_side_by_side
from exominer.run.stages import STAGES, Stages

# Another paper may have a name that can be written; a full disk would stop it as well.
_ABOUT_THE_NAME = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)


class ReadingSummary(Struct, frozen=True):
    """Files by status, those that gave no text, what was left out, what else there is to say."""

    documents: dict[str, int]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    coverage: Coverage = Coverage()

    @property
    def exit_code(self) -> int:
        """0 if every file was read, at least in part; 3 if some were not."""
        return EXIT_FAILURES if self.failures else 0


def read_papers(
    inputs: Sequence[str],
    out_dir: Path,
    options: RunOptions,
    on_progress: Callable[..., None],
    *,
    stages: Stages = STAGES,
) -> ReadingSummary:
    """Read papers, each in a process of its own, and write what ``write_documents`` writes.

    A paper whose name is too long to write beside it is one that failed, "not written".

    Args:
        inputs: Folders, files and patterns as typed.
        out_dir: Made where it is missing.
        options: Its ``jobs`` and the limits of its config count here.
        on_progress: Called as ``(done=, total=, document=, status=)``, at the start and
            after each paper.
        stages: Other functions in place of the package's, for tests.

    Raises:
        InputError: If there is nothing to read or ``out_dir`` cannot be written.
    """
    listed = stages.find_inputs(inputs)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(out_dir), error.strerror or "not writable", "Check --out.") from error
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    read: set[str] = set()
    total, settings = len(listed.inputs), options.config.ingest
    coverage = CoverageCount(settings)
    on_progress(done=0, total=total, document="", status="")
    reading = read_side_by_side(listed.inputs, stages.read_document, settings, n_hosts=options.jobs)
    with closing(reading):
        for document in reading:
            failure = _write(document, out_dir)
            status = failure.status if failure else document.status
            counts[status] += 1
            failures += [failure] if failure else []
            coverage.add_document(document)
            read.add(document.document)
            on_progress(done=counts.total(), total=total, document=document.document, status=status)
    notes = (*note_alternatives(listed.inputs, read), *listed.notes)
    ordered = sorted(failures, key=lambda failure: failure.document)
    return ReadingSummary(dict(sorted(counts.items())), tuple(ordered), notes, coverage.total())


def _write(document: Document, out_dir: Path) -> Failure | None:
    """Write a document; say why it gave none, if so."""
    try:
        write_documents([document], out_dir)
    except InputError as error:
        cause = error.__cause__
        if not (isinstance(cause, OSError) and cause.errno in _ABOUT_THE_NAME):
            raise
        return Failure(document.document, "not written", error.found)
    if document.status in READ_STATUSES:
        return None
    return Failure(document.document, document.status, document.reason)
