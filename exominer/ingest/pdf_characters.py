"""PDF bytes -> characters of each page in the order of the file, through pypdfium2.

This module and ``pdf_rules`` alone touch pypdfium2, which must not be called from threads.
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from exominer.errors import DocumentError

LINE_END_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at the end of a line."""


SYMBOL_BULLETS = {0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF06E}
"""Where symbol fonts keep their bullets, in the private area of Unicode."""


INVISIBLE = {*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2065), 0xFEFF}


class Style(Struct, frozen=True):
    """How a run of characters is set: size in points, name of the font, quarter turns.

    ``turn`` is 1 for text that reads upwards, -1 for text that reads downwards.
    """

    size: float
    font: str
    turn: int = 0

    @property
    def is_bold(self) -> bool:
        """Tell a bold font by its name, the one thing that all producers keep."""
        name = self.font.lower()
        return any(word in name for word in ("bold", "black", "heavy", "semibold", "-bd", ".b"))


class Character(Struct, frozen=True):
    """One character and its place in points; ``baseline`` grows upwards.

    Places of turned text are those it has when the page is turned for reading.
    """

    text: str
    left: float
    right: float
    baseline: float
    style: Style


class PageCharacters(Struct, frozen=True):
    """The characters of a page, line ends among them, and its height in points."""

    number: int
    height: float
    width: float
    characters: tuple[Character, ...]


@contextmanager
def open_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for ``read_page``.

    Raises:
        DocumentError: ``encrypted`` or ``corrupt``.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("encrypted", "the PDF asks for a password") from error
        reason = "starts as a PDF, but is cut off, damaged or without pages"
        raise DocumentError("corrupt", reason) from error
    try:
        yield pdf
    finally:
        pdf.close()


def read_page(pdf: pypdfium2.PdfDocument, number: int) -> PageCharacters:
    """Read a page, counted from 1.

    Raises:
        DocumentError: ``corrupt`` if the page cannot be loaded.
    """
    try:
        page = pdf[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DocumentError("corrupt", f"page {number} cannot be loaded") from error
    try:
        width, height = page.get_size()
        return PageCharacters(number, height, width, tuple(_characters(text.raw)))
    finally:
        text.close()
        page.close()


def _characters(page: pdfium.FPDF_TEXTPAGE) -> Iterator[Character]:
    styles: dict[int, Style] = {}
    high = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, i)
        # Letters beyond the first plane come as two halves.
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(page, i, box)
        pdfium.FPDFText_GetCharOrigin(page, i, x, y)
        place = pdfium.FPDFText_GetTextObject(page, i)
        address = ctypes.addressof(place.contents) if place else 0
        style = styles.get(address)
        if style is None or not address:
            style = styles[address] = _style(page, i)
        for text in _clean(code):
            yield _place(text, box, (x.value, y.value), style)


def _place(text: str, box: pdfium.FS_RECTF, origin: tuple[float, float], style: Style) -> Character:
    if style.turn > 0:
        return Character(text, box.bottom, box.top, -origin[0], style)
    if style.turn < 0:
        return Character(text, -box.top, -box.bottom, origin[0], style)
    return Character(text, box.left, box.right, origin[1], style)


def _clean(code: int) -> str:
    """Give the letters of a ligature, nothing for an invisible mark, else one character."""
    if code == 0x02:
        return LINE_END_HYPHEN
    if code in SYMBOL_BULLETS:
        return "•"
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", chr(code))
    if code in INVISIBLE:
        return ""
    is_control = code < 0x20 and code not in (0x09, 0x0A, 0x0D)
    return "\ufffd" if is_control or 0xD800 <= code < 0xE000 else chr(code)


def _style(page: pdfium.FPDF_TEXTPAGE, i: int) -> Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(page, i, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    length = pdfium.FPDFText_GetFontInfo(page, i, None, 0, None)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFText_GetFontInfo(page, i, buffer, length, None)
    name = buffer.value.decode("utf-8", "replace")
    return Style(
        round(pdfium.FPDFText_GetFontSize(page, i) * scale, 2),
        name.split("+", 1)[-1],
        (1 if matrix.b > 0 else -1) if abs(matrix.b) > abs(matrix.a) else 0,
    )
