"""One page of a PDF as a picture with the place of quotes on it: a program of its own.

PDFs come from strangers, so the page that shows one runs this as a process with limits:
a JSON request on standard input, a JSON answer on standard output.
"""

import base64
import ctypes
import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from exominer.config import IngestConfig
from exominer.review.page_records import PageImage, PageRequest
from exominer.run.isolation import limit_resources

_WIDTH = 1000
_MAX_HEIGHT = 2400
_MAX_PAGES_SEARCHED = 200
_SHORTEST_PIECE = 24
_SHORTEST_QUOTE = 4
# Fractions of the page are whole numbers for pdfium, so they are of this many parts.
_PARTS = 100_000


class Skeleton(NamedTuple):
    """Letters and digits of a text, folded, and the character that each comes from."""

    text: str
    origins: list[int]


def find_skeleton(characters: Sequence[str]) -> Skeleton:
    r"""Leave out what a PDF and a text may differ in: spaces, line ends, hyphens, ligatures.

    Example:
        >>> find_skeleton("proli-\nferation of ﬁve").text
        'proliferationoffive'
    """
    letters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(characters):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isalnum():
                letters.append(letter)
                origins.append(place)
    return Skeleton("".join(letters), origins)


def find_pieces(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Find a quote, or the halves of it that stand apart, as over the end of a page.

    A quote of a few letters counts only where it is the only one of its kind.

    Example:
        >>> list(find_pieces("a" * 30 + "FOOTER" + "b" * 30, "a" * 30 + "b" * 30))
        [(0, 30), (36, 66)]
    """
    if len(quote) < _SHORTEST_QUOTE:
        return
    place = text.find(quote)
    if place >= 0:
        if len(quote) >= _SHORTEST_PIECE or text.find(quote, place + 1) < 0:
            yield place, place + len(quote)
    elif len(quote) >= 2 * _SHORTEST_PIECE:
        yield from find_pieces(text, quote[: len(quote) // 2])
        yield from find_pieces(text, quote[len(quote) // 2 :])


def _read_skeleton(textpage: pypdfium2.PdfTextPage) -> Skeleton:
    n_characters = textpage.count_chars()
    return find_skeleton(
        [chr(pdfium.FPDFText_GetUnicode(textpage, i)) for i in range(n_characters)]
    )


def _find_characters(skeleton: Skeleton, quotes: Sequence[str]) -> list[int]:
    found: set[int] = set()
    for quote in quotes:
        for first, last in find_pieces(skeleton.text, find_skeleton(quote).text):
            found.update(skeleton.origins[first:last])
    return sorted(found)


def _place(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page as shares from its top left, whatever its rotation and crop."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _PARTS, _PARTS, 0, x, y, across, down)
    return across.value / _PARTS, down.value / _PARTS


def _box_lines(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, characters: Sequence[int]
) -> list[tuple[float, float, float, float]]:
    """One box for each run of characters on a line."""
    lines: list[list[float]] = []
    for character in characters:
        left, bottom, right, top = textpage.get_charbox(character, loose=True)
        (x1, y1), (x2, y2) = _place(page, left, top), _place(page, right, bottom)
        here = [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]
        middle = (here[1] + here[3]) / 2
        if lines and lines[-1][1] <= middle <= lines[-1][3] and here[0] - lines[-1][2] < 0.05:
            last = lines[-1]
            lines[-1] = [
                min(last[0], here[0]),
                min(last[1], here[1]),
                max(last[2], here[2]),
                max(last[3], here[3]),
            ]
        else:
            lines.append(here)
    return [
        (round(x1, 5), round(y1, 5), round(x2 - x1, 5), round(y2 - y1, 5))
        for x1, y1, x2, y2 in lines
    ]


def _candidates(request: PageRequest, n_pages: int) -> list[int]:
    """Pages to look at, the likeliest first; a sentence may go on over the end of its page."""
    if request.page is None:
        return list(range(1, min(n_pages, _MAX_PAGES_SEARCHED) + 1))
    page = min(max(request.page, 1), n_pages)
    around = (page, page + 1, page - 1) if request.search else (page,)
    return [number for number in around if 1 <= number <= n_pages]


def read_page(request: PageRequest) -> PageImage:
    """Render the page with most of the quotes' characters and say where they stand."""
    with pypdfium2.PdfDocument(request.path) as document:
        candidates = _candidates(request, len(document))
        best, number = list[int](), candidates[0]
        for candidate in candidates:
            textpage = document[candidate - 1].get_textpage()
            found = _find_characters(_read_skeleton(textpage), request.quotes)
            if len(found) > len(best):
                best, number = found, candidate
            if best and sum(len(find_skeleton(q).text) for q in request.quotes) <= len(best):
                break
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / max(width, 1), _MAX_HEIGHT / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        file = io.BytesIO()
        picture.save(file, format="PNG", compress_level=4)
        return PageImage(
            page=number,
            n_pages=len(document),
            width=picture.width,
            height=picture.height,
            boxes=tuple(_box_lines(page, page.get_textpage(), best)),
            image=base64.b64encode(file.getvalue()).decode(),
        )


def main() -> None:
    """Answer the request on standard input; what goes wrong is a line on standard error."""
    limit_resources(IngestConfig(timeout_seconds=30, memory_mb=2048))
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=PageRequest)
    try:
        sys.stdout.buffer.write(msgspec.json.encode(read_page(request)))
    except (pypdfium2.PdfiumError, MemoryError, OSError, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
