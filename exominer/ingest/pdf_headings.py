"""Headings that run into the first line of their paragraph -> lines of their own."""

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from exominer.ingest.pdf_chunks import NUMBERED, Typography
from exominer.ingest.pdf_lines import Line, Run
from exominer.ingest.sections import find_caption_label

MOST_WORDS = 25


def split_run_in_headings(lines: Sequence[Line], typography: Typography) -> Iterator[Line]:
    """Split "**Cell culture.** Cells were" into two lines, the heading without its stop.

    Such a heading is bold or numbered, in another font than the text, and ends with a
    full stop; it may begin on the line above. A label before a colon stays in its text.
    """
    above: Line | None = None
    for line in lines:
        place = _find_split(line, above, typography)
        if place:
            heading, rest = _split_line(line, place)
            yield heading
            yield rest
            above = None
        else:
            yield line
            above = line if _begins_heading(line, above, typography) else None


def _find_split(line: Line, above: Line | None, typography: Typography) -> int:
    """Find where the text begins after a heading; 0 where there is no such place."""
    text_run = next((run for run in line.runs if run.style.font in typography.fonts), None)
    if text_run is None or text_run.start == 0:
        return 0
    lead = line.text[: text_run.start].rstrip()
    if not lead.endswith(".") or len(lead.split()) > MOST_WORDS or find_caption_label(lead):
        return 0
    if above is not None and _fonts(above) & _fonts(line) and above.page == line.page:
        return text_run.start
    words = re.findall(r"[^\W\d_]{3,}", lead)
    return text_run.start if words and _is_marked(line, text_run.start) else 0


def _is_marked(line: Line, end: int) -> bool:
    lead = [run for run in line.runs if run.start < end]
    starts_well = line.text[0].isupper() or line.text[0].isdigit()
    bold = all(run.style.is_bold for run in lead)
    return starts_well and (bold or NUMBERED.match(line.text) is not None)


def _begins_heading(line: Line, above: Line | None, typography: Typography) -> bool:
    if not typography.is_distinct(line) or find_caption_label(line.text):
        return False
    return _is_marked(line, len(line.text)) or (above is not None and len(line.text) > 20)


def _fonts(line: Line) -> set[str]:
    return {run.style.font for run in line.runs}


def _split_line(line: Line, place: int) -> tuple[Line, Line]:
    heading = structs.replace(
        line,
        text=line.text[:place].rstrip().rstrip("."),
        style=line.runs[0].style,
        runs=tuple(run for run in line.runs if run.start < place),
        raised=tuple(span for span in line.raised if span[1] <= place),
    )
    rest_runs = tuple(Run(run.start - place, run.style) for run in line.runs if run.start >= place)
    rest = structs.replace(
        line,
        text=line.text[place:],
        style=rest_runs[0].style,
        runs=rest_runs,
        raised=tuple((a - place, b - place) for a, b in line.raised if a >= place),
    )
    return heading, rest
