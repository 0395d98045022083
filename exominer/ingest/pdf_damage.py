"""Packed streams of a PDF that no longer unpack: pdfium leaves out what is in them, silently."""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(?<!endstream\n)(?<!endstream\r\n)")
"""The mark comes first: what a pattern begins with is looked for ten times faster."""

_DICTIONARY = 1000
"""Bytes before a stream within which its dictionary is looked for."""

_PACKED = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_NO_TEXT = re.compile(rb"/Subtype\s*/Image\b|/Length1\b")
"""Pictures, and the programs of fonts, which give their length unpacked."""

_PIECE = 2**16
_MOST_UNPACKED = 2**28
"""Bytes of all streams together; what comes after is not looked at."""


def count_damaged(data: bytes) -> tuple[int, int]:
    r"""Count the packed streams that break off in an error, and all that were looked at.

    Pictures and fonts are passed over, and files whose streams are encrypted.

    Example:
        >>> start = b"<</Filter/FlateDecode>>\nstream\n"
        >>> packed = zlib.compress(b"BT (Vesicles) Tj ET")
        >>> count_damaged(start + packed), count_damaged(start + packed[:2] + b"\xff\xff")
        ((0, 1), (1, 1))
    """
    if b"/Encrypt" in data:
        return 0, 0
    n_damaged = n_streams = 0
    left = _MOST_UNPACKED
    for start in _find_packed(data):
        n_unpacked, is_damaged = _unpack(data, start, left)
        n_streams += 1
        n_damaged += is_damaged
        left -= n_unpacked
        if left <= 0:
            break
    return n_damaged, n_streams


def _find_packed(data: bytes) -> Iterator[int]:
    for mark in _STREAM.finditer(data):
        before = data[max(0, mark.start() - _DICTIONARY) : mark.start()]
        own = before[before.rfind(b" obj") + 1 :]
        if _PACKED.search(own) and not _NO_TEXT.search(own):
            yield mark.end()


def _unpack(data: bytes, start: int, most: int) -> tuple[int, bool]:
    """Unpack a stream without keeping it; give its size, up to ``most``, and if it breaks."""
    unpacker = zlib.decompressobj()
    n_unpacked, packed = 0, b""
    try:
        while not unpacker.eof and n_unpacked < most:
            packed = unpacker.unconsumed_tail or data[start : (start := start + _PIECE)]
            if not packed:
                break
            n_unpacked += len(unpacker.decompress(packed, _PIECE * 16))
    except zlib.error:
        return n_unpacked, True
    return n_unpacked, False
