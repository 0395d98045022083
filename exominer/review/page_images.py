"""The page of the PDF beside a claim: where the file is, and its picture, made elsewhere."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Semaphore
from typing import Any

import msgspec

import exominer
from exominer.errors import InputError
from exominer.ingest.inputs import find_inputs
from exominer.review.page_records import PageImage, PageRequest
from exominer.run.ledger import DocumentEntry

_SECONDS = 30.0
_MAX_ANSWER = 32 * 2**20
_IMAGES_KEPT = 48
_AT_ONCE = 2


class MissingPageError(Exception):
    """There is no page to show; the message says why, for the person who looks for it."""


class PaperFiles:
    """The files of a run's documents on this machine.

    Names come from the run alone; nothing that the page sends becomes a path.
    """

    def __init__(self, inputs: Iterable[str]) -> None:
        self.inputs = tuple(inputs)
        self._paths: dict[str, Path] = {}
        for argument in self.inputs:
            try:
                found = find_inputs([argument]).inputs
            except InputError:
                continue
            for each in (version for paper in found for version in paper.versions):
                self._paths.setdefault(each.document, each.path)

    def find_pdf(self, document: str) -> Path:
        """The PDF of a document, or the one beside its XML or text.

        Raises:
            MissingPageError: If there is none.
        """
        path = self._paths.get(document)
        if path is None:
            where = ", ".join(self.inputs) or "the inputs of the run"
            found = f"{document} is not found below {where}"
            raise MissingPageError(f"{found}. Start the review with --papers and its folder.")
        if path.suffix.lower() == ".pdf":
            return path
        beside = path.with_suffix(".pdf")
        if not beside.is_file():
            raise MissingPageError(f"{document} was read as text, and no PDF lies beside it.")
        return beside


class PageImages:
    """Pages as pictures, the last ones kept. Each is made by a process of its own."""

    def __init__(self, files: PaperFiles) -> None:
        self._files = files
        self._slots = Semaphore(_AT_ONCE)
        self._make = lru_cache(_IMAGES_KEPT)(self._run_reader)

    def find_page(
        self, about: DocumentEntry, page: int | None, quotes: Sequence[str], *, search: bool
    ) -> dict[str, Any]:
        """The page with the quotes on it, and whether the file is that of the run.

        Raises:
            MissingPageError: If there is no PDF or it cannot be shown.
        """
        path = self._files.find_pdf(about.document)
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise MissingPageError(f"{path.name}: {error.strerror}.") from error
        # Page numbers are those of the run's own file; a PDF beside an XML is searched.
        is_own = about.document.lower().endswith(".pdf")
        number = page if is_own or not search else None
        request = PageRequest(str(path), number, tuple(quotes), search)
        image = self._make(request, sha256)
        has_changed = is_own and sha256 != about.sha256
        return {"file": path.name, "has_changed": has_changed, **msgspec.structs.asdict(image)}

    def _run_reader(self, request: PageRequest, _sha256: str) -> PageImage:
        name = Path(request.path).name
        command = [sys.executable, "-P", "-m", "exominer.review.page_reader"]
        # The package as this process has it, also where it runs from a checkout.
        paths = (str(Path(exominer.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
        try:
            with self._slots:
                done = subprocess.run(
                    command,
                    input=msgspec.json.encode(request),
                    capture_output=True,
                    timeout=_SECONDS,
                    check=False,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
                    # Ctrl-C is for the server, which lets the page be finished.
                    start_new_session=True,
                )
        except subprocess.TimeoutExpired as error:
            found = f"{name}: the page was not drawn within {_SECONDS:g} seconds."
            raise MissingPageError(found) from error
        if done.returncode or len(done.stdout) > _MAX_ANSWER:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            why = said[-1][:200] if said else f"its reader ended with code {done.returncode}"
            raise MissingPageError(f"{name}: the page cannot be drawn ({why}).")
        return msgspec.json.decode(done.stdout, type=PageImage)
