"""Headings that run into the first line of their paragraph -> lines of their own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from exominer.ingest.layout import has_finite_verb
from exominer.ingest.pdf_chunks import (
    CLOSED,
    LOWER_WORD,
    NUMBERED,
    Typography,
    before_references,
    stands_below,
)
from exominer.ingest.pdf_lines import Line, Run, main_font
from exominer.ingest.sections import find_caption_label, find_section_kind

MOST_WORDS = 25
MOST_LINES = 3
LEAST_ALIKE = 3
"""Paragraphs that open alike before an unclear opening is taken for a heading."""

MOST_LABEL_WORDS = 8
MARK = re.compile(r"\s*([.:?—–|]?)\W*$")


class Lead(Struct, frozen=True):
    """The opening of a paragraph in a type of its own.

    ``first`` and ``last`` are the lines it stands in, ``place`` is where the text begins in
    the last; ``mark`` is what ends it.
    """

    first: int
    last: int
    place: int
    text: str
    mark: str
    style: tuple[str, bool, bool]
    rest: str
    page: int

    @property
    def is_known(self) -> bool:
        """Tell whether its words name a section."""
        return (
            len(self.text.split()) <= MOST_LABEL_WORDS and find_section_kind(self.text) is not None
        )

    @property
    def ends_references(self) -> bool:
        """Tell whether its words name a section that may follow the list of references."""
        return self.is_known and self.mark == ":" and find_section_kind(self.text) == "back"

    @property
    def alike(self) -> tuple[str, bool, bool, str]:
        """Give what headings of one level have in common."""
        return (*self.style, self.mark)


def split_run_in_headings(lines: Sequence[Line], typography: Typography) -> Iterator[Line]:
    """Split "**Cell culture.** Cells were" into two lines, the heading without its mark.

    Such an opening is in another font than the text that follows it. It counts as a heading
    if its words name a section ("Methods:"), if it is bold or numbered and ends with a full
    stop, or if at least three paragraphs open alike. Other labels before a colon stay in
    their text, and after the heading of the reference list all but the back matter's.
    """
    n_before = len(before_references(lines))
    found = list(_find_leads(lines, typography))
    leads = [lead for lead in found if lead.last < n_before or lead.ends_references]
    alike = Counter(lead.alike for lead in leads)
    labels = Counter(lead.alike for lead in leads if lead.is_known)
    places = {
        lead.last: lead.place
        for lead in leads
        if _is_heading(lead, n_alike=alike[lead.alike], n_labels=labels[lead.alike])
    }
    for i, line in enumerate(lines):
        if i in places:
            yield from split_line(line, places[i])
        else:
            yield line


def _is_heading(lead: Lead, *, n_alike: int, n_labels: int) -> bool:
    _, is_bold, _ = lead.style
    opens = lead.rest[:1].isupper() or not lead.rest[:1].isalpha()
    if lead.is_known:
        return (opens or lead.mark == ":") and (is_bold or lead.mark != "")
    if lead.mark == ":":
        return n_labels >= 2 and lead.page <= 2 and len(lead.text.split()) <= MOST_LABEL_WORDS
    if lead.mark:
        numbered = NUMBERED.match(lead.text) is not None
        return is_bold or numbered or n_alike >= LEAST_ALIKE
    return is_bold and opens and n_alike >= LEAST_ALIKE and not has_finite_verb(lead.text)


def _find_leads(lines: Sequence[Line], typography: Typography) -> Iterator[Lead]:
    for i, line in enumerate(lines):
        font = _text_font(lines, i, typography)
        place = next((run.start for run in line.runs if run.style.font == font), 0)
        if not place or find_caption_label(line.text):
            continue
        first = _first_line(lines, i, font)
        if first is None:
            continue
        parts = [each.text for each in lines[first:i]] + [line.text[:place]]
        lead = _make_lead(lines, first, i, place, " ".join(parts))
        if _could_head(lead, line, typography):
            yield lead


def _make_lead(lines: Sequence[Line], first: int, last: int, place: int, text: str) -> Lead:
    found = MARK.search(text)
    mark = found[1] if found else ""
    rest = lines[last].text[place:]
    if not mark and rest[:1] in ":.—":
        mark = rest[0]
    style = lines[first].runs[0].style
    return Lead(
        first,
        last,
        place,
        " ".join(text.split()),
        mark,
        (style.font, style.is_bold, style.is_italic),
        rest.lstrip(":.— "),
        lines[first].page,
    )


def _could_head(lead: Lead, line: Line, typography: Typography) -> bool:
    words = lead.text.split()
    begins = words[0][0].isupper() or words[0][0].isdigit()
    # Small print on a first page ("Copyright:") is the publisher's, not a section.
    is_imprint = lead.page == 1 and find_section_kind(lead.text) == "back"
    least = 0.75 if lead.is_known and not is_imprint else 0.88
    size_fits = least * typography.size < line.size < 1.3 * typography.size
    has_words = re.search(r"[^\W\d_]{3}", lead.text) is not None and len(words) <= MOST_WORDS
    is_caption = find_caption_label(lead.text) != ""
    return begins and size_fits and has_words and not is_caption and len(lead.rest) > 1


def _text_font(lines: Sequence[Line], i: int, typography: Typography) -> str:
    """Give the font in which the paragraph of a line goes on."""
    line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    goes_on = below is not None and stands_below(line, below) and below.left < line.right
    if goes_on and below is not None and abs(below.size - line.size) < 0.06 * line.size:
        return main_font(below)
    last = line.runs[-1].style.font
    in_text = last in typography.fonts or LOWER_WORD.search(line.text[line.runs[-1].start :])
    return last if in_text else ""


def _first_line(lines: Sequence[Line], i: int, font: str) -> int | None:
    """Find the line in which the opening that ends in line ``i`` begins its paragraph."""
    own = lines[i].runs[0].style.font
    for first in range(i, max(-1, i - MOST_LINES), -1):
        above = lines[first - 1] if first else None
        if _starts_paragraph(above, lines[first]):
            return first
        if above is None or not stands_below(above, lines[first]):
            return None
        fonts = {run.style.font for run in above.runs}
        if font in fonts or own not in fonts:
            return None
    return None


def _starts_paragraph(above: Line | None, line: Line) -> bool:
    if above is None or abs(above.size - line.size) > 0.06 * line.size:
        return True
    if CLOSED.search(above.text):
        return True
    step = (above.baseline - line.baseline) / line.size
    if above.page != line.page or step < 0 or above.right <= line.left:
        return False
    return step > 1.8 or above.right < line.right - 4 * line.size


def split_line(line: Line, place: int) -> tuple[Line, Line]:
    """Split a line in two at an offset; the mark that ends the first part is left out.

    Where the parts meet is told from the share of characters, as type is about as wide.
    """
    middle = line.left + (line.right - line.left) * place / max(1, len(line.text))
    rest = line.text[place:]
    place += len(rest) - len(rest.lstrip(":.— "))
    heading = structs.replace(
        line,
        text=line.text[:place].rstrip(" .:—"),
        right=middle,
        style=line.runs[0].style,
        runs=tuple(run for run in line.runs if run.start < place),
        raised=tuple(span for span in line.raised if span[1] <= place),
    )
    inside = max((run for run in line.runs if run.start <= place), key=lambda run: run.start)
    later = [Run(run.start - place, run.style) for run in line.runs if run.start > place]
    remains = structs.replace(
        line,
        text=line.text[place:],
        begins=middle,
        style=inside.style,
        runs=(Run(0, inside.style), *later),
        raised=tuple((a - place, b - place) for a, b in line.raised if a >= place),
    )
    return heading, remains
