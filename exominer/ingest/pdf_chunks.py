"""Lines of a PDF -> chunks: what stands together in one column and one type."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from exominer.ingest.pdf_lines import Line
from exominer.ingest.sections import find_section_kind

LOWER_WORD = re.compile(r"\b[a-z]{2,}\b")
CLOSED = re.compile(r"[.!?:;][\"'”’)\]]*[\d,–\-*\s\[\]]*$")
"""A sentence ends here, superscript citations passed over."""

BULLET = re.compile(r"(?:[•●▪■◆‣∙·◦►\ufffd–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")


NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,4}\.|[A-H]\.)\s+[^\W\d_]")


HEADING_LIKE = re.compile(r"[A-Z\d“\"(].{0,198}[^\s.,;:\ufffe-]")
CAPITALS = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)|]?\s+(?:\|\s+)?)?[^\W\d_]+(?:[\s,&:/’'–-]+[^\W\d_]+)*"
)
CAPITAL_WORD = re.compile(r"\b(?![ACGTUN]+\b)[^\W\d_]{4,}\b")
"""A word that is no sequence of bases."""

LEAST_DISTINCT = 0.5
DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s+(?=[A-Z])")


class Typography(Struct, frozen=True):
    """The type of a paper's running text: size in points, fonts, line distance in ems."""

    size: float
    fonts: frozenset[str]
    leading: float

    def is_body_size(self, line: Line) -> bool:
        """Tell whether a line is as large as the running text, within rounding."""
        return abs(line.size - self.size) <= 0.04 * self.size

    def is_distinct(self, line: Line) -> bool:
        """Tell whether a line is in other fonts than the running text.

        Words that stand out in italics are upright in a heading in italics, so a part of a
        line that looks like a heading may be in a font of the text.
        """
        own = [run.style.font not in self.fonts for run in line.runs]
        if all(own):
            return True
        if not any(own) or not HEADING_LIKE.fullmatch(line.text):
            return False
        ends = [*(run.start for run in line.runs[1:]), len(line.text)]
        n_own = sum(
            end - run.start for run, end, is_own in zip(line.runs, ends, own, strict=True) if is_own
        )
        return n_own >= LEAST_DISTINCT * len(line.text)


class Chunk(Struct, frozen=True):
    """Lines of one column without a break between them."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Give the lines as they stand, split by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Give the type size of the first line, in points."""
        return self.lines[0].size

    @property
    def page(self) -> int:
        """Give the page on which the chunk begins."""
        return self.lines[0].page


def find_typography(lines: Sequence[Line]) -> Typography:
    """Find the type of the running text: that of most sentences before the references."""
    running = [line for line in before_references(lines) if len(LOWER_WORD.findall(line.text)) > 3]
    sizes: Counter[float] = Counter()
    for line in running:
        sizes[round(line.size * 2) / 2] += len(line.text)
    rough = sizes.most_common(1)[0][0] if sizes else 10.0
    near = [line for line in running if abs(line.size - rough) <= 0.3]
    size = Counter(line.size for line in near).most_common(1)[0][0] if near else rough
    fonts: Counter[str] = Counter()
    for line in near:
        ends = [*(run.start for run in line.runs[1:]), len(line.text)]
        for run, end in zip(line.runs, ends, strict=True):
            fonts[run.style.font] += end - run.start
    main = max(fonts.values(), default=0)
    steps = Counter(
        round((above.baseline - below.baseline) / size, 2)
        for above, below in pairwise(near)
        if above.page == below.page and 0.9 < (above.baseline - below.baseline) / size < 2.5
    )
    return Typography(
        size,
        frozenset(font for font, n in fonts.items() if n >= 0.2 * main),
        steps.most_common(1)[0][0] if steps else 1.2,
    )


def before_references(lines: Sequence[Line]) -> Sequence[Line]:
    """Cut at the last heading of a reference list; a review may cite more than it says."""
    headings = [
        i
        for i, line in enumerate(lines)
        if len(line.text) < 40 and find_section_kind(line.text) == "references"
    ]
    return lines[: headings[-1]] if headings and 3 * headings[-1] > len(lines) else lines


def split_chunks(lines: Sequence[Line], typography: Typography) -> Iterator[Chunk]:
    """Split lines, in stream order, where column, type or paragraph changes."""
    current: list[Line] = []
    for line in lines:
        if current and _breaks(current, line, typography):
            yield Chunk(tuple(current))
            current = []
        current.append(line)
    if current:
        yield Chunk(tuple(current))


def column_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Find the right edge of each column: the key is page and rounded left edge.

    Use ``column_key`` for the key. Indented lines lie in the column of their key's
    neighbours, so each line counts for the two keys to its left as well.
    """
    edges: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        page, place = column_key(line)
        for shift in (-1, 0, 1):
            edges[page, place + shift] = max(edges[page, place + shift], line.right)
    return dict(edges)


def column_key(line: Line) -> tuple[int, int]:
    """Give the page and the left edge in steps of 15 points."""
    return line.page, int(line.left // 15)


def stands_below(above: Line, line: Line) -> bool:
    """Tell whether a line stands right below another in its column."""
    step = (above.baseline - line.baseline) / max(above.size, line.size)
    side_by_side = line.left >= above.right or line.right <= above.left
    return above.page == line.page and 0.3 < step < 2.2 and not side_by_side


def is_set_apart(line: Line) -> bool:
    """Tell by words and case alone a line that is a heading in the type of the text."""
    if not HEADING_LIKE.fullmatch(line.text):
        return False
    in_capitals = (
        line.text.isupper()
        and CAPITALS.fullmatch(line.text) is not None
        and CAPITAL_WORD.search(line.text) is not None
    )
    return in_capitals or _names_section(line) or DOTTED.match(line.text) is not None


def _breaks(current: Sequence[Line], line: Line, typography: Typography) -> bool:
    last = current[-1]
    size = max(last.size, line.size)
    step = (last.baseline - line.baseline) / size
    if line.page != last.page or abs(line.size - last.size) > 0.06 * size:
        return True
    if not 0.3 < step < 2.2 or line.left >= last.right or line.right <= last.left:
        return True
    if step > 1.6 * max(typography.leading, 1.1) or _type_changes(current, line, typography):
        return True
    return _starts_paragraph(current, line, step, typography)


def _type_changes(current: Sequence[Line], line: Line, typography: Typography) -> bool:
    """Tell whether a line wholly in a font of its own, a heading, begins or ends."""
    last = current[-1]
    apart = is_set_apart(last), is_set_apart(line)
    if apart[0] != apart[1] and _is_short(current, line, apart[0]):
        return True
    if typography.is_distinct(last) and typography.is_distinct(line):
        if _names_section(last) and not line.text[0].islower():
            return True
        other = (last.text.isupper() and not line.text.isupper()) or NUMBERED.match(line.text)
        return bool(other) or (len(current) <= 2 and not _fonts(last) & _fonts(line))
    if typography.is_distinct(last) == typography.is_distinct(line):
        both_bold = last.style.is_bold, line.style.is_bold
        return both_bold[0] != both_bold[1] and len(last.runs) == len(line.runs) == 1
    return last.runs[-1].style.font != line.runs[0].style.font


def _names_section(line: Line) -> bool:
    return len(line.text.split()) <= 4 and find_section_kind(line.text) is not None


def _is_short(current: Sequence[Line], line: Line, above_is_apart: bool) -> bool:
    """Tell whether the line set apart leaves room on its right that the next word could fill.

    One that opens a paragraph must follow a sentence that has ended.
    """
    last = current[-1]
    if above_is_apart:
        return len(current) <= 2 and last.right < line.right - 2 * line.size
    right = max(each.right for each in current)
    return CLOSED.search(last.text) is not None and line.right < right - 2 * line.size


def _fonts(line: Line) -> set[str]:
    return {run.style.font for run in line.runs}


def _starts_paragraph(
    current: Sequence[Line], line: Line, step: float, typography: Typography
) -> bool:
    """Tell whether a line is indented or set off after a sentence that has ended."""
    last = current[-1]
    closed = CLOSED.search(last.text) is not None
    right = max(each.right for each in current)
    if closed and step > 1.25 * typography.leading:
        return True
    left = min(each.left for each in current[1:] or current)
    indented = 0.7 * line.size < line.left - left < 5 * line.size
    outdented = len(current) > 1 and left - line.left > 0.7 * line.size
    if (closed or right - last.right > 4 * line.size) and (indented or outdented):
        return True
    short = right - last.right > 2.5 * line.size
    return closed and (short or (BULLET.match(line.text) is not None and not indented))
