"""A file to a Document, whatever it turns out to be."""

import hashlib
from pathlib import Path
from typing import Literal, Protocol, cast

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.records import Document, DocumentStatus

Format = Literal["text", "jats", "pdf"]
_FORMATS: dict[str, Format] = {".txt": "text", ".xml": "jats", ".nxml": "jats", ".pdf": "pdf"}
_HTML_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body")
_SNIFFED = 1024


class Reader(Protocol):
    """Bytes to Document; raises ``DocumentError`` where there is none to be had."""

    def __call__(
        self, data: bytes, *, document: str, sha256: str, settings: IngestConfig
    ) -> Document:
        """Read a file's bytes."""


# The libraries behind a reader take long to import; a run over text should not wait for them.
def _read_text(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    from exominer.ingest.text import read_text  # noqa: PLC0415

    return read_text(data, document=document, sha256=sha256, settings=settings)


def _read_jats(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    from exominer.ingest.jats import read_jats  # noqa: PLC0415

    return read_jats(data, document=document, sha256=sha256, settings=settings)


def _read_pdf(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    from exominer.ingest.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(data, document=document, sha256=sha256, settings=settings)


READERS: dict[str, Reader] = {
    ".txt": _read_text,
    ".xml": _read_jats,
    ".nxml": _read_jats,
    ".pdf": _read_pdf,
}


def read_document(path: Path, *, document: str, settings: IngestConfig) -> Document:
    """Read a file by its ending; a file that can't be read gives a Document that says why.

    Such a Document has no text, a ``status`` other than ``ok`` and a ``reason``; its
    ``sha256`` is that of the bytes, or "" if there were none to be had.

    Args:
        path: A file with an ending of ``READERS``, in any case.
        document: Its name in the run.
        settings: Limits of size and pages.

    Example:
        >>> missing = read_document(Path("no.txt"), document="no.txt", settings=IngestConfig())
        >>> missing.status, missing.reason
        ('corrupt', 'the file cannot be read (No such file or directory)')
    """
    suffix = path.suffix.lower()
    sha256 = ""
    try:
        if suffix not in READERS:
            known = ", ".join(READERS)
            raise DocumentError("corrupt", f"the ending {suffix!r} is none of {known}")
        data = _read_bytes(path, settings)
        sha256 = hashlib.sha256(data).hexdigest()
        _check_content(data, suffix)
        return READERS[suffix](data, document=document, sha256=sha256, settings=settings)
    except DocumentError as error:
        return Document(
            document=document,
            sha256=sha256,
            format=_FORMATS.get(suffix, "text"),
            text="",
            status=cast(DocumentStatus, error.status),
            reason=error.reason,
        )


def _read_bytes(path: Path, settings: IngestConfig) -> bytes:
    try:
        n_megabytes = path.stat().st_size / 2**20
        if n_megabytes > settings.max_file_mb:
            limit = f"the limit max_file_mb is {settings.max_file_mb}"
            raise DocumentError("corrupt", f"the file has {n_megabytes:.0f} MB; {limit}")
        return path.read_bytes()
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror or error})"
        raise DocumentError("corrupt", reason) from error


def _check_content(data: bytes, suffix: str) -> None:
    """Refuse what is another format than its ending says, as far as the first bytes show."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise DocumentError(
            "empty", "the file holds nothing" + (" but white space" if data else "")
        )
    if suffix == ".txt":
        return
    start = data[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    expected = "a PDF" if suffix == ".pdf" else "JATS XML"
    if start.startswith(_HTML_OPENINGS):
        advice = "a web page was saved in its place, download the paper again"
        raise DocumentError("corrupt", f"is HTML, not {expected}; {advice}")
    if suffix == ".pdf" and b"%pdf-" not in start:
        raise DocumentError("corrupt", "is no PDF: it lacks the mark %PDF at its beginning")
    if suffix != ".pdf" and start.startswith(b"%pdf-"):
        raise DocumentError("corrupt", "is a PDF, not JATS XML; give it the ending .pdf")
