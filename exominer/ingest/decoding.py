"""Bytes of a text file to clean characters."""

import re
import unicodedata

from exominer.errors import DocumentError
from exominer.ingest.signatures import check_signature

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MOST_CONTROLS = 0.001
_WITH_NUL = "holds NUL bytes; it is no text file, or UTF-16 without its mark"
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|\u00ad(?!\s*\n)")
_LIGATURES = re.compile(r"[\ufb00-\ufb06]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Decode a text file and put its white space and ligatures into one form.

    A byte-order mark decides; else UTF-8, else Windows-1252 with a warning. Line ends
    become newlines, every kind of space a plain one; form feeds, tabs and soft hyphens at a
    line's end stay, since they carry layout.

    Returns:
        The text, and warnings for the user.

    Raises:
        DocumentError: ``empty`` if there is nothing but white space, ``corrupt`` if this
            is another kind of file.

    Example:
        >>> decode_text("\ufeff5\u00a0Gy of \ufb01ltered X-rays\r\n".encode())
        ('5 Gy of filtered X-rays\n', ())
    """
    if not data.strip():
        raise DocumentError("empty", "the file holds nothing but white space")
    check_signature(data, expected="text")
    text, warnings = _decode(data)
    n_controls = len(_CONTROLS.findall(text))
    if "\x00" in text:
        raise DocumentError("corrupt", _WITH_NUL)
    if n_controls > _MOST_CONTROLS * len(text):
        raise DocumentError("corrupt", f"holds {n_controls} control characters; it is no text file")
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    text = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _SPACES.sub(" ", text)))
    if not text.strip():
        raise DocumentError("empty", "the file holds nothing but white space")
    return text, warnings


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                reason = f"its byte-order mark says {encoding}, but byte {error.start} is not"
                raise DocumentError("corrupt", reason) from error
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise DocumentError("corrupt", _WITH_NUL) from error
        encoding, warning = "cp1252", f"byte {error.start} is not UTF-8; read as Windows-1252"
    try:
        return data.decode(encoding), (warning,)
    except UnicodeDecodeError:
        return data.decode("latin-1"), (warning.replace("Windows-1252", "Latin-1"),)
