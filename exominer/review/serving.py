"""The command: a run's folder to a page that is served until Ctrl-C, or to a file."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from getpass import getuser
from pathlib import Path

from waitress.server import create_server

from exominer.errors import InputError
from exominer.export.files import replacing
from exominer.jsonl import write_jsonl
from exominer.review.account import read_account
from exominer.review.annotations import format_annotations
from exominer.review.page_images import PageImages, PaperFiles
from exominer.review.security import make_token
from exominer.review.server import MAX_BODY, create_app
from exominer.review.store import Store
from exominer.run.extraction import LEDGER_NAME
from exominer.run.ledger import connect_ledger

# A browser asks over up to six connections at once.
_THREADS = 8


def find_reviewer(given: str | None) -> str:
    """The name under which decisions are kept: as given, else that of the system's user.

    Raises:
        InputError: If there is none.
    """
    try:
        name = (given if given is not None else getuser()).strip()
    except (OSError, KeyError, ImportError):
        name = ""
    if not name:
        raise InputError("--reviewer", "no name", "Give the name that decisions are kept under.")
    return name


@contextmanager
def open_store(run_dir: Path, reviewer: str) -> Iterator[Store]:
    """Open a run for review, for this process alone.

    Raises:
        InputError: If the folder holds no run, or the run is open elsewhere.
    """
    path = run_dir / LEDGER_NAME
    if not path.is_file():
        found = f"no run, as it has no {LEDGER_NAME}"
        raise InputError(str(run_dir), found, "Name a folder that extract has written.")
    with connect_ledger(path) as connection:
        yield Store(connection, reviewer)


def serve_review(
    run_dir: Path,
    *,
    reviewer: str,
    papers: Sequence[str],
    port: int,
    on_start: Callable[[str], None],
) -> int:
    """Serve the page on loopback until Ctrl-C; return how many decisions hold then.

    Args:
        run_dir: A folder that extract has written.
        reviewer: The name that decisions are kept under.
        papers: Where the PDFs are, before the inputs that the run was given.
        port: 0 for any that is free.
        on_start: Told the address to open, token included.

    Raises:
        InputError: If there is no run, it is open elsewhere, or the port is taken.
    """
    token = make_token()
    with open_store(run_dir, reviewer) as store:
        images = PageImages(PaperFiles([*papers, *read_account(run_dir).inputs]))
        listening = _listen(port)
        port = listening.getsockname()[1]
        app = create_app(store, images, run_dir=run_dir, token=token, port=port)
        server = create_server(
            app,
            sockets=[listening],
            threads=_THREADS,
            ident=None,
            max_request_body_size=2 * MAX_BODY,
        )
        # waitress ends its loop at Ctrl-C by itself, once the requests at work are answered.
        with suppress(KeyboardInterrupt):
            on_start(f"http://127.0.0.1:{port}/?token={token}")
            server.run()
        server.close()
        return len(store.standing())


def export_table(run_dir: Path, path: Path, *, reviewer: str) -> int:
    """Write the claims as they stand after the decisions; return how many rows.

    Args:
        run_dir: A folder that extract has written.
        path: Its suffix names the format.
        reviewer: Who asks; nothing is decided.

    Raises:
        InputError: If the suffix is of no format, or as ``open_store`` does.
    """
    # pandas, which the page does without.
    from exominer.export.tables import WRITERS  # noqa: PLC0415

    write = WRITERS.get(path.suffix.lower().removeprefix("."))
    if write is None:
        known = ", ".join(f".{name}" for name in WRITERS)
        raise InputError(str(path), f"{path.suffix or 'no suffix'} is no table", f"Use {known}.")
    _check_folder(path)
    with open_store(run_dir, reviewer) as store:
        return write(store.standing_claims(least=read_account(run_dir).least_score), path)


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise InputError(str(path), f"no folder {path.parent}", "Make it, or check the path.")


def _listen(port: int) -> socket.socket:
    """Take a port of loopback."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # So that a page that was just ended can be started again at its address.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        found, do = error.strerror or str(error), "Choose another --port."
        raise InputError(f"port {port}", found, do) from error
    return listening


def export_annotations(run_dir: Path, path: Path, *, reviewer: str) -> tuple[int, tuple[str, ...]]:
    """Write what was decided as annotated documents, one a line.

    Returns:
        How many documents, and a line for each decision that could not be placed.

    Raises:
        InputError: As ``open_store`` does, or if there is no folder for the file.
    """
    _check_folder(path)
    with open_store(run_dir, reviewer) as store:
        found = format_annotations(store)
        with replacing(path) as part:
            write_jsonl(found.documents, part)
    return len(found.documents), found.problems
