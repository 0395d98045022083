"""What is asked of the reader of pages, and its answer."""

from msgspec import Struct


class PageRequest(Struct, frozen=True):
    """``page`` counts from 1; None looks for the first page with a quote."""

    path: str
    page: int | None
    quotes: tuple[str, ...]
    search: bool = True


class PageImage(Struct, frozen=True):
    """A page as PNG in base64; a box is left, top, width and height as shares of the page."""

    page: int
    n_pages: int
    width: int
    height: int
    boxes: tuple[tuple[float, float, float, float], ...]
    image: str
