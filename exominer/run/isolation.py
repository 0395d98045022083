"""A file read in a process of its own, so that no file can take the run with it."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import msgspec

from exominer.config import IngestConfig
from exominer.ingest.parts import Part
from exominer.ingest.read import FORMATS
from exominer.records import Document, DocumentStatus

Reader = Callable[..., Document]
"""``(path, *, document, settings, part) -> Document``, a function of a module by its name."""

# A book has 2 MB of text; what reads as more than this is an archive bomb or not a paper.
_MAX_OUTPUT_BYTES = 64 * 2**20
_SECONDS_TO_DIE = 2.0


def _child_context() -> BaseContext:
    """Forking takes milliseconds where starting Python anew takes half a second."""
    known = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in known else "spawn")


def limit_resources(settings: IngestConfig) -> None:
    """Bound memory, files and time; where there are no rlimits only the parent looks on."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    n_bytes = settings.memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_OUTPUT_BYTES, _MAX_OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # If the parent is killed, nobody else stops a reader that hangs.
    signal.setitimer(signal.ITIMER_REAL, settings.timeout_seconds + _SECONDS_TO_DIE)


def _serve_read(sender: Connection, read: Callable[[], Document], settings: IngestConfig) -> None:
    """The child: send the Document, or the line that says why there is none."""
    on_terminate(signal.SIG_DFL)
    # Libraries in C warn on stdout and stderr, over the progress bar.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    limit_resources(settings)
    try:
        message = b"+" + msgspec.msgpack.encode(read())
    except MemoryError:
        limit = f"reading it takes more than {settings.memory_mb} MB of memory"
        message = f"-{limit}; raise memory_mb under [ingest] in the config file".encode()
    except Exception as error:  # noqa: BLE001 - whatever a reader raises is about this file
        message = f"-{type(error).__name__}: {error}".encode(errors="replace")
    if len(message) > _MAX_OUTPUT_BYTES:
        message = f"-more than {_MAX_OUTPUT_BYTES // 2**20} MB of text were read from it".encode()
    sender.send_bytes(message)


def failed_document(path: Path, document: str, status: DocumentStatus, reason: str) -> Document:
    """A Document that says why the file gave none."""
    return Document(
        document=document,
        sha256="",
        format=FORMATS.get(path.suffix.lower(), "text"),
        text="",
        status=status,
        reason=reason,
    )


def start_process(process: BaseProcess) -> None:
    """Start a process that Ctrl-C does not reach: who started it is told, and stops it.

    Signals blocked here are blocked there from its first instruction; ignoring them in its
    own code would come too late for a Ctrl-C while Python starts. The process calls
    ``on_terminate`` to hear of its end.
    """
    if sys.platform == "win32":
        process.start()
        return
    # Starting the tracker unblocks the signals, so it has to be there before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        process.start()
    finally:
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        except BaseException:
            # A signal that waited is raised here, when nobody else knows the process yet.
            if process.pid is not None:
                stop_process(process)
            raise


def on_terminate(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    """Set what SIGTERM does in a process of ``start_process``."""
    signal.signal(signal.SIGTERM, handler)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def exit_on_signal(_number: int, _frame: FrameType | None) -> None:
    """Leave by SystemExit, which stops the children on the way, unlike the default."""
    sys.exit(143)


def stop_process(process: BaseProcess) -> None:
    """End a process that was started, by force if it takes more than two seconds."""
    if process.is_alive():
        process.terminate()
        process.join(_SECONDS_TO_DIE)
    if process.is_alive():
        process.kill()
    process.join()


def describe_exit(exit_code: int | None) -> str:
    """Name how a process ended.

    Example:
        >>> describe_exit(-6), describe_exit(1)
        ('was ended by SIGABRT', 'ended with exit code 1')
    """
    if exit_code is not None and exit_code < 0:
        try:
            return f"was ended by {signal.Signals(-exit_code).name}"
        except ValueError:
            return f"was ended by signal {-exit_code}"
    return f"ended with exit code {exit_code}"


def read_isolated(
    path: Path, *, document: str, settings: IngestConfig, read: Reader, part: Part | None = None
) -> Document:
    """Read a file in a child process under the limits of ``settings``.

    A child that dies gives a Document of status ``crashed``, one that takes longer than
    ``timeout_seconds``, its start included, of status ``timeout``; nothing is raised for
    what a file does. ``sha256`` is empty where the child could not tell. To be called
    from a process without threads, as that of a ``ReadingHost`` is.
    """
    context = _child_context()
    receiver, sender = context.Pipe(duplex=False)
    bound = partial(read, path, document=document, settings=settings, part=part)
    process = context.Process(  # type: ignore[attr-defined]
        target=_serve_read, args=(sender, bound, settings), daemon=True
    )
    try:
        start_process(process)
        sender.close()
        if not receiver.poll(settings.timeout_seconds):
            limit = f"reading it took more than {settings.timeout_seconds:g} seconds"
            reason = f"{limit}; raise timeout_seconds under [ingest] in the config file"
            return failed_document(path, document, "timeout", reason)
        message = receiver.recv_bytes(_MAX_OUTPUT_BYTES)
    except (EOFError, OSError):
        process.join(_SECONDS_TO_DIE)
        cause = f"is the file damaged, or does it take more than {settings.memory_mb} MB of memory?"
        reason = f"the process that read it {describe_exit(process.exitcode)}; {cause}"
        return failed_document(path, document, "crashed", reason)
    finally:
        receiver.close()
        if process.pid is not None:
            stop_process(process)
    if message.startswith(b"-"):
        return failed_document(path, document, "crashed", message[1:].decode(errors="replace"))
    return msgspec.msgpack.decode(message[1:], type=Document)
