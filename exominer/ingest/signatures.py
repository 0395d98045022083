"""The first bytes of a file -> what kind of file it is, whatever its name says."""

import re
from typing import Literal

from msgspec import Struct

from exominer.errors import DocumentError

Kind = Literal["pdf", "xml", "html", "json", "text", "other"]

SNIFFED = 4096
_MARKS = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*")
_BEFORE_ROOT = rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*"


EXPECTED: dict[Kind, str] = {
    "pdf": "a PDF",
    "xml": "XML of a paper",
    "json": "BioC JSON",
    "text": "plain text",
}


class Signature(Struct, frozen=True):
    """A kind of file as its first bytes show it, and what a user can do about it."""

    kind: Kind
    name: str
    do: str


_PDF = Signature("pdf", "a PDF", "give it the ending .pdf")
_HTML = Signature(
    "html", "HTML", "a web page was saved in place of the paper, download the paper again"
)
_XML = Signature("xml", "XML", "give it the ending .xml")
_JSON = Signature("json", "JSON", "give it the ending .json")
_SIGNATURES: tuple[tuple[re.Pattern[bytes], Signature], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), signature)
    for pattern, signature in (
        (rb"%PDF-", _PDF),
        (_BEFORE_ROOT + rb"<(?:!doctype\s+html|html|head|body)\b", _HTML),
        (rb"<(?:\?xml\b|!doctype\s+\w|article\b|pmc-articleset\b|pubmedarticle)", _XML),
        (rb"[{\[]\s*[\"{\[]", _JSON),
        (rb"PK\x03\x04", Signature("other", "a word-processor, EPUB or zip file", "")),
        (rb"\xd0\xcf\x11\xe0", Signature("other", "a word-processor file of old", "")),
        (rb"\x1f\x8b", Signature("other", "a gzip archive", "unpack it")),
        (rb"\{\\rtf", Signature("other", "rich text (RTF)", "")),
        (rb"\x04?%!PS", Signature("other", "PostScript", "")),
        (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*", Signature("other", "a picture", "")),
    )
)


def find_signature(data: bytes) -> Signature | None:
    r"""Find what the first bytes show; ``None`` for text and whatever else is not known.

    Example:
        >>> find_signature(b"\x1f\x8b\x08").name
        'a gzip archive'
        >>> find_signature(b"Vesicles rose.")
    """
    start = data[:SNIFFED]
    start = start[_MARKS.match(start).end() :]  # type: ignore[union-attr]
    return next((signature for pattern, signature in _SIGNATURES if pattern.match(start)), None)


def check_signature(data: bytes, *, expected: Kind) -> None:
    """Refuse what is another kind of file than expected, as far as the first bytes show.

    A PDF may have other bytes before its mark, as viewers take it.

    Raises:
        DocumentError: ``corrupt``, with what it is and what to do.
    """
    if expected == "pdf" and b"%PDF-" in data[:1024]:
        return
    found = find_signature(data)
    wanted = EXPECTED[expected]
    # A text may well begin as JSON does: "[1] Roe J".
    if found is not None and found.kind != expected and (found.kind, expected) != ("json", "text"):
        do = found.do or f"save the paper as {wanted}"
        raise DocumentError("corrupt", f"is {found.name}, not {wanted}; {do}")
    if expected == "pdf":
        raise DocumentError("corrupt", "is no PDF: it lacks the mark %PDF at its beginning")
    if expected == "xml" and not _MARKS.sub(b"", data[:SNIFFED], count=1).startswith(b"<"):
        raise DocumentError("corrupt", "is no XML: it begins with something else than a tag")
