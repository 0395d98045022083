"""Papers read and written as they were read, without looking for claims."""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from exominer.config import Config
from exominer.errors import InputError
from exominer.ingest.view import write_documents
from exominer.records import Document
from exominer.run.account import Failure
from exominer.run.outcome import READ_STATUSES
from exominer.run.reading_host import ReadingHost
from exominer.run.stages import STAGES, Stages


class ReadingSummary(Struct, frozen=True):
    """Files by status, those that gave no text, and what else there is to say."""

    documents: dict[str, int]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 if every file was read, at least in part; 3 if some were not."""
        return 3 if self.failures else 0


def read_papers(
    inputs: Sequence[str], out_dir: Path, config: Config, *, stages: Stages = STAGES
) -> ReadingSummary:
    """Read papers, each in a process of its own, and write what ``write_documents`` writes.

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

    def read_all() -> Generator[Document, None, None]:
        with closing(ReadingHost(stages.read_document, config.ingest)) as host:
            for paper in listed.inputs:
                document = host.read(paper.path, paper.document)
                counts[document.status] += 1
                if document.status not in READ_STATUSES:
                    failures.append(Failure(paper.document, document.status, document.reason))
                yield document

    with closing(read_all()) as documents:
        write_documents(documents, out_dir)
    return ReadingSummary(dict(sorted(counts.items())), tuple(failures), listed.notes)
