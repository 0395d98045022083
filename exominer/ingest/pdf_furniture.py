"""Lines of a PDF that belong to the page, not to the paper: running heads, page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence

from exominer.ingest.pdf_lines import Line
from exominer.ingest.sections import find_caption_label

MARGIN = 0.1
"""Share of the page's height at top and bottom in which running heads stand."""

LEAST_SHARE = 0.25
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,5}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
CONTINUED = re.compile(
    r"\W*continued\W+(?:on|from)(?:\W+the)?\W+(?:next|previous|following) page\W*", re.IGNORECASE
)


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """Find what repeats at the top or bottom of pages, and what is set sideways.

    Lines repeat if they are alike but for their digits, on two pages and a quarter of all
    at least. A bare number in the margin is a page number unless other words share its
    line, as in a table.
    """
    found: set[Line] = set()
    seen: dict[str, list[Line]] = defaultdict(list)
    for lines, height in zip(pages, heights, strict=True):
        upright = [line for line in lines if not line.style.turn]
        if 2 * sum(len(line.text) for line in upright) > sum(len(line.text) for line in lines):
            found |= {line for line in lines if line.style.turn}
        for line in lines:
            if CONTINUED.fullmatch(line.text):
                found.add(line)
            elif _in_margin(line, height) and not find_caption_label(line.text):
                seen[_mask(line.text)].append(line)
    for alike in seen.values():
        on_pages = {line.page for line in alike}
        if len(on_pages) >= max(2, LEAST_SHARE * len(pages)):
            found |= set(alike)
    for lines, height in zip(pages, heights, strict=True):
        found |= {line for line in lines if _is_page_number(line, lines, found, height)}
    return found


def _in_margin(line: Line, height: float) -> bool:
    return not line.style.turn and not MARGIN * height < line.baseline < (1 - MARGIN) * height


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()).casefold())


def _is_page_number(line: Line, lines: Sequence[Line], furniture: set[Line], height: float) -> bool:
    if not (_in_margin(line, height) and PAGE_NUMBER.fullmatch(line.text)):
        return False
    return not any(
        abs(other.baseline - line.baseline) < 0.5 * line.size
        for other in lines
        if other is not line and other not in furniture
    )
