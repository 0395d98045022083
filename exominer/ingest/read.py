"""A file to a Document, whatever it turns out to be."""

import hashlib
from pathlib import Path
from typing import Protocol, cast

from msgspec import structs

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.coverage import find_coverage_warnings
from exominer.ingest.parts import Part
from exominer.ingest.signatures import Kind, check_signature
from exominer.records import Document, DocumentFormat, DocumentStatus

FORMATS: dict[str, DocumentFormat] = {
    ".txt": "text",
    ".xml": "jats",
    ".nxml": "jats",
    ".json": "bioc",
    ".pdf": "pdf",
}
"""What a file that could not be read is taken for, by its ending."""


EXPECTED: dict[str, Kind] = {".pdf": "pdf", ".xml": "xml", ".nxml": "xml", ".json": "json"}


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


def _read_xml(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    from exominer.ingest.xml import read_xml  # noqa: PLC0415

    return read_xml(data, document=document, sha256=sha256, settings=settings)


def _read_json(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    from exominer.ingest.bioc import read_bioc_json  # noqa: PLC0415

    return read_bioc_json(data, document=document, sha256=sha256, settings=settings)


def _read_pdf(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    from exominer.ingest.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(data, document=document, sha256=sha256, settings=settings)


READERS: dict[str, Reader] = {
    ".txt": _read_text,
    ".xml": _read_xml,
    ".nxml": _read_xml,
    ".json": _read_json,
    ".pdf": _read_pdf,
}


def read_document(
    path: Path, *, document: str, settings: IngestConfig, part: Part | None = None
) -> Document:
    """Read a file by its ending; a file that can't be read gives a Document that says why.

    Such a Document has no text, a ``status`` other than ``ok`` and a ``reason``; its
    ``sha256`` is that of the bytes, or "" if there were none to be had.

    Args:
        path: A file with an ending of ``READERS``, in any case.
        document: Its name in the run.
        settings: Limits of size and pages, and of what may be left out without a warning.
        part: The paper to read of a file of several; ``sha256`` is then of its bytes.

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
        data = _read_bytes(path, settings, part)
        sha256 = hashlib.sha256(data).hexdigest()
        _check_content(data, suffix)
        read = READERS[suffix](data, document=document, sha256=sha256, settings=settings)
        warnings = (*read.warnings, *find_coverage_warnings(read, settings))
        return structs.replace(read, warnings=warnings)
    except DocumentError as error:
        return Document(
            document=document,
            sha256=sha256,
            format=FORMATS.get(suffix, "text"),
            text="",
            status=cast(DocumentStatus, error.status),
            reason=" ".join(error.reason.split()),
        )


def _read_bytes(path: Path, settings: IngestConfig, part: Part | None) -> bytes:
    try:
        limit = settings.max_file_mb * 2**20
        if part is not None and part.end - part.start <= limit:
            return part.read(path)
        # Not by its size alone, which is 0 for some files of the system and may grow.
        with path.open("rb") as file:
            data = file.read(limit + 1)
        if part is None and len(data) <= limit:
            return data
        n_bytes = part.end - part.start if part else max(path.stat().st_size, len(data))
    except (OSError, ValueError) as error:
        reason = f"the file cannot be read ({getattr(error, 'strerror', None) or error})"
        raise DocumentError("corrupt", reason) from error
    found = f"the file has {n_bytes / 2**20:.1f} MB"
    raise DocumentError("corrupt", f"{found}; the limit max_file_mb is {settings.max_file_mb}")


def _check_content(data: bytes, suffix: str) -> None:
    """Refuse what holds nothing or is another kind of file than its ending says."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise DocumentError(
            "empty", "the file holds nothing" + (" but white space" if data else "")
        )
    if suffix != ".txt":
        check_signature(data, expected=EXPECTED[suffix])
