"""PDF bytes -> characters of each page in the order of the file, through pypdfium2.

This module and ``pdf_rules`` alone touch pypdfium2, which must not be called from threads.
"""

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from exominer.errors import DocumentError
from exominer.ingest.pdf_symbols import find_symbols

LINE_END_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at the end of a line."""


SYMBOL_BULLETS = {0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF06E}
"""Where symbol fonts keep their bullets, in the private area of Unicode."""


SUBSET = re.compile(r"^[A-Z]{6}\+|(?<=.)\+\w{1,3}$")
BOLD = re.compile(r"bold|black|heavy|demi|[-.]bd|\.b\b", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|slant|-it\b|\.i\b|-bdit", re.IGNORECASE)
BOLD_WEIGHT = 600
LONGEST_NAME = 256
ITALIC_FLAG, FORCE_BOLD = 1 << 6, 1 << 18

INVISIBLE = {*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2065), 0xFEFF}


class Style(Struct, frozen=True):
    """How a run of characters is set: size in points, name of the font, quarter turns.

    ``turn`` is 1 for text that reads upwards, -1 for text that reads downwards. The name is
    without the marks that producers add where they split a font into several.
    """

    size: float
    font: str
    turn: int = 0
    is_bold: bool = False
    is_italic: bool = False


@lru_cache(maxsize=4096)
def make_style(size: float, font: str, *, turn: int = 0, weight: int = 0, flags: int = 0) -> Style:
    """Tell bold and italic by name, weight and flags: each producer keeps another of them.

    Example:
        >>> make_style(10.0, "ABCDEF+Times-BoldItalic").is_bold, make_style(9.0, "A+20").font
        (True, 'A')
    """
    name = SUBSET.sub("", font)
    return Style(
        size,
        name,
        turn,
        is_bold=weight >= BOLD_WEIGHT or bool(flags & FORCE_BOLD) or BOLD.search(name) is not None,
        is_italic=bool(flags & ITALIC_FLAG) or ITALIC.search(name) is not None,
    )


PLAIN = Style(1.0, "")


class Character(Struct, frozen=True, gc=False):
    """One character and its place in points; ``baseline`` grows upwards.

    Places of turned text are those it has when the page is turned for reading. There are
    so many that the garbage collector, which they cannot need, would take a tenth of the time.
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


def _call_directly(
    function: "ctypes._FuncPointer", result: type, *arguments: type
) -> Callable[..., int]:
    """Give a function of pdfium that takes addresses as numbers.

    It is called for every character, and checking the types of pointers takes as long as the call.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_get_unicode = _call_directly(
    pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int
)
_get_box = _call_directly(
    pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_get_object = _call_directly(
    pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int
)


def _characters(page: pdfium.FPDF_TEXTPAGE) -> Iterator[Character]:
    reader = _StyleReader(page)
    style, symbols, baseline = PLAIN, reader.symbols, 0.0
    address = high = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    box_address = ctypes.addressof(box)
    handle = ctypes.cast(page, ctypes.c_void_p).value
    for i in range(pdfium.FPDFText_CountChars(page)):
        code = _get_unicode(handle, i)
        # Letters beyond the first plane come as two halves.
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        _get_box(handle, i, box_address)
        place = _get_object(handle, i)
        # Spaces and line ends that pdfium adds belong to no object of the page.
        if place and place != address:
            # All characters of an object stand on one baseline.
            pdfium.FPDFText_GetCharOrigin(page, i, x, y)
            address = place
            style = reader.read(i, address)
            symbols, baseline = reader.symbols, y.value
        text = chr(code) if 0x20 <= code < 0x200B else _clean(code)
        if style.turn:
            yield from (_turn(each, box, x.value, style) for each in text)
        elif len(text) == 1:
            if symbols:
                text = symbols.get(text, text)
            yield Character(text, box.left, box.right, baseline, style)
        else:
            for each in text:
                yield Character(each, box.left, box.right, baseline, style)


def _turn(text: str, box: pdfium.FS_RECTF, x: float, style: Style) -> Character:
    if style.turn > 0:
        return Character(text, box.bottom, box.top, -x, style)
    return Character(text, -box.top, -box.bottom, x, style)


class _StyleReader:
    """The styles of a page's text objects; equal ones are one object, quick to compare."""

    def __init__(self, page: pdfium.FPDF_TEXTPAGE) -> None:
        self.symbols: Mapping[str, str] = {}
        self._page = page
        self._by_address: dict[int, Style] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(LONGEST_NAME)
        self._flags = ctypes.c_int()

    def read(self, i: int, address: int) -> Style:
        """Give the style of the object at an address, to which a character belongs."""
        style = self._by_address.get(address)
        if style is None:
            style = self._by_address[address] = self._read(i)
        self.symbols = find_symbols(style.font)
        return style

    def _read(self, i: int) -> Style:
        page, matrix, name, flags = self._page, self._matrix, self._name, self._flags
        pdfium.FPDFText_GetMatrix(page, i, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        pdfium.FPDFText_GetFontInfo(page, i, name, LONGEST_NAME, flags)
        return make_style(
            round(pdfium.FPDFText_GetFontSize(page, i) * scale, 2),
            name.value.decode("utf-8", "replace"),
            turn=(1 if matrix.b > 0 else -1) if abs(matrix.b) > abs(matrix.a) else 0,
            weight=pdfium.FPDFText_GetFontWeight(page, i),
            flags=flags.value,
        )


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
