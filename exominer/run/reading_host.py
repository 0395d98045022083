"""The process that starts a child for every file: it has no threads and no model to copy."""

import contextlib
import importlib
import multiprocessing
from collections import deque
from collections.abc import Generator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path

import msgspec

from exominer.config import IngestConfig
from exominer.errors import InputError
from exominer.ingest.inputs import Input
from exominer.records import Document
from exominer.run.alternatives import read_paper
from exominer.run.isolation import (
    Reader,
    describe_exit,
    exit_on_signal,
    failed_document,
    on_terminate,
    read_isolated,
    start_process,
    stop_process,
)

_LIBRARIES = {
    ".txt": "exominer.ingest.text",
    ".xml": "exominer.ingest.xml",
    ".nxml": "exominer.ingest.xml",
    ".json": "exominer.ingest.bioc",
    ".pdf": "exominer.ingest.pdf",
}


def _load_libraries(path: Path) -> None:
    """Load what the reader would load, once and for all children to share."""
    with contextlib.suppress(ImportError, KeyError):
        importlib.import_module(_LIBRARIES[path.suffix.lower()])


def _host(line: Connection, read: Reader, settings: IngestConfig) -> None:
    def read_file(paper: Input) -> Document:
        _load_libraries(paper.path)
        return read_isolated(
            paper.path, document=paper.document, settings=settings, read=read, part=paper.part
        )

    on_terminate(exit_on_signal)
    line.send_bytes(b"ready")
    while True:
        try:
            found = read_paper(line.recv(), read_file)
            line.send_bytes(msgspec.msgpack.encode(found))
        except (EOFError, OSError):
            return


class ReadingHost:
    """Reads files one at a time, each in a child of the host process; close it after use.

    ``line`` is ready to be read when ``take`` would not have to wait.
    """

    def __init__(self, read: Reader, settings: IngestConfig) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, far_end = context.Pipe()
        self._paper = Input("", Path())
        self._process = context.Process(target=_host, args=(far_end, read, settings))
        start_process(self._process)
        far_end.close()
        self._is_ready = False

    def read(self, paper: Input) -> Document:
        """Read a paper; what goes wrong is the status of the Document.

        Raises:
            InputError: If the host did not start; nothing can be read then.
        """
        self.give(paper)
        return self.take()

    def give(self, paper: Input) -> None:
        """Hand over a paper to read.

        Raises:
            InputError: If the host did not start; nothing can be read then.
        """
        if not self._is_ready:
            self._await_start()
        self._paper = paper
        with contextlib.suppress(OSError):
            self.line.send(paper)

    def take(self) -> Document:
        """Wait for the Document of the file that was handed over."""
        try:
            return msgspec.msgpack.decode(self.line.recv_bytes(), type=Document)
        except (EOFError, OSError):
            self.close()
            reason = f"the process that starts the readers {describe_exit(self._process.exitcode)}"
            return failed_document(self._paper.path, self._paper.document, "crashed", reason)

    @property
    def is_alive(self) -> bool:
        """Whether it can read another file."""
        return self._process.is_alive()

    def _await_start(self) -> None:
        try:
            self._is_ready = self.line.recv_bytes() == b"ready"
        except (EOFError, OSError) as error:
            self.close()
            do = "A script that calls run_extraction does so under if __name__ == '__main__':"
            raise InputError("reading", "the process for it did not start", do) from error

    def close(self) -> None:
        """Stop the host and the child at work, if any."""
        self.line.close()
        stop_process(self._process)


def read_side_by_side(
    papers: Sequence[Input], read: Reader, settings: IngestConfig, *, n_hosts: int
) -> Generator[Document]:
    """Read files with several hosts, each file in a child; give them as they are done.

    A host that dies takes one file with it and is replaced. All are stopped when the
    iterator is exhausted or closed.

    Raises:
        InputError: If no host can be started.
    """
    waiting = deque(papers)
    busy: dict[object, ReadingHost] = {}

    def start_next(host: ReadingHost) -> None:
        if waiting:
            paper = waiting.popleft()
            host = host if host.is_alive else ReadingHost(read, settings)
            busy[host.line] = host
            host.give(paper)
        else:
            host.close()

    try:
        for _ in range(min(n_hosts, len(papers))):
            start_next(ReadingHost(read, settings))
        while busy:
            for line in wait([host.line for host in busy.values()]):
                host = busy.pop(line)
                yield host.take()
                start_next(host)
    finally:
        for host in busy.values():
            host.close()
