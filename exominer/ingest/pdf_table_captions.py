"""Lines of a page -> captions of tables, with all lines of each."""

from collections.abc import Iterator

from msgspec import Struct

from exominer.ingest.pdf_chunks import CLOSED, LOWER_WORD, Typography
from exominer.ingest.pdf_lines import Line
from exominer.ingest.pdf_roles import CAPTION_START
from exominer.ingest.pdf_rules import Rules
from exominer.ingest.pdf_words import Word
from exominer.ingest.sections import find_caption_label

LONGEST_CAPTION = 10
MOST_CAPTIONS = 30
"""On a page; more are a list of tables, or made to wear a reader out."""


class Frame(Struct, frozen=True):
    """What of a page has one turn: lines in stream order, words and rules."""

    lines: tuple[Line, ...]
    words: tuple[Word, ...]
    rules: Rules


class Caption(Struct, frozen=True):
    """A table's label and the lines of its caption."""

    label: str
    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        """Give the left edge in points."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Give the right edge in points."""
        return max(line.right for line in self.lines)

    @property
    def bottom(self) -> float:
        """Give the lowest baseline."""
        return min(line.baseline for line in self.lines)


def find_captions(frame: Frame, typography: Typography) -> list[Caption]:
    """Find lines that begin with a table's label and are set off or punctuated as captions."""
    found = []
    taken: set[int] = set()
    for i, line in enumerate(frame.lines):
        above = frame.lines[i - 1] if i else None
        if i in taken or (above and _is_mid_sentence(above, line, typography)):
            continue
        if is_caption(line, typography, "tab"):
            places = list(_caption_lines(frame, i, typography))
            taken |= set(places)
            label = find_caption_label(line.text)
            found.append(Caption(label, tuple(frame.lines[j] for j in places)))
    return found if len(found) <= MOST_CAPTIONS else []


def _is_mid_sentence(above: Line, line: Line, typography: Typography) -> bool:
    """Tell the end of a sentence, "... given in / Table 1.", from a caption."""
    step = (above.baseline - line.baseline) / line.size
    stacked = 0 < step < 1.4 * typography.leading and abs(above.left - line.left) < 3 * line.size
    running = is_body_line(above, typography) and is_body_line(line, typography)
    return stacked and running and not CLOSED.search(above.text)


def starts_caption(text: str) -> bool:
    """Tell, without looking at the type, whether a line can begin a table's caption."""
    return find_caption_label(text).lower().startswith("tab")


def is_caption(line: Line, typography: Typography, noun: str = "") -> bool:
    """Tell whether a line begins with a label of that noun and is no sentence about it."""
    label = find_caption_label(line.text)
    if not label or not label.lower().startswith(noun):
        return False
    set_off = not typography.is_body_size(line) or line.runs[0].style.font not in typography.fonts
    rest = line.text[len(label) :]
    return CAPTION_START.match(rest) is not None or (set_off and not LOWER_WORD.match(rest.strip()))


def _caption_lines(frame: Frame, first: int, typography: Typography) -> Iterator[int]:
    """Follow the lines of a caption in the stream, up to a rule, a gap or another type."""
    yield first
    last = start = frame.lines[first]
    for i in range(first + 1, min(first + LONGEST_CAPTION, len(frame.lines))):
        line = frame.lines[i]
        step = last.baseline - line.baseline
        beside = abs(step) < 0.3 * last.size and 0 < line.left - last.right < 6 * last.size
        below = 0.3 * last.size < step < 1.7 * max(last.size, line.size)
        if not beside and not (below and _goes_on(frame, start, last, line)):
            return
        if below and _is_row_of_cells(frame, line, typography):
            return
        yield i
        last = line


def _goes_on(frame: Frame, start: Line, last: Line, line: Line) -> bool:
    ruled = any(
        line.baseline + 0.3 * line.size < rule.at < last.baseline
        and rule.start < last.right
        and rule.end > last.left
        and rule.length > 0.5 * max(last.right - last.left, line.right - line.left)
        for rule in frame.rules.horizontal
    )
    if ruled or find_caption_label(line.text):
        return False
    sizes = abs(line.size - last.size) <= 0.06 * last.size
    label_alone = last is start and len(start.text) <= len(find_caption_label(start.text)) + 2
    fonts = {run.style.font for run in last.runs} & {run.style.font for run in line.runs}
    return label_alone or (sizes and bool(fonts))


def _is_row_of_cells(frame: Frame, line: Line, typography: Typography) -> bool:
    """Tell whether other lines, not those of a column of text, stand right of a line."""
    return any(
        abs(other.baseline - line.baseline) < 0.3 * line.size
        and line.right < other.left < line.right + 25 * line.size
        and not (is_body_line(other, typography) and len(LOWER_WORD.findall(other.text)) > 2)
        for other in frame.lines
    )


def is_body_line(line: Line, typography: Typography) -> bool:
    """Tell whether a line is set as the running text is."""
    return typography.is_body_size(line) and any(
        run.style.font in typography.fonts for run in line.runs
    )
