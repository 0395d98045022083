"""The caption of a table -> where its table lies: between rules, above running text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from exominer.ingest.pdf_chunks import LOWER_WORD, Typography
from exominer.ingest.pdf_lines import Line
from exominer.ingest.pdf_rules import Rule
from exominer.ingest.pdf_table_captions import Caption, Frame, is_body_line, is_caption
from exominer.ingest.pdf_words import Strip, group_strips
from exominer.ingest.sections import find_section_kind

COLUMN_GAP = 11.0
"""Points; the white space between two columns of text is wider."""

EDGE = 8.0
"""Points by which the rules of one table may differ at their ends."""

CONTINUED_MARK = re.compile(r"\W*continued\W*", re.IGNORECASE)
FEWEST_STRIPS = 2


class Region(Struct, frozen=True):
    """Where a table lies, its strips and what stands in small print below it.

    ``wide`` are heights of rules as wide as the table, from the top, the first and the
    last of them its edges where it has edges; ``is_closed`` tells of a rule at its end.
    """

    left: float
    right: float
    strips: tuple[Strip, ...]
    notes: tuple[Strip, ...]
    wide: tuple[float, ...]
    partial: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    is_closed: bool


def find_region(
    frame: Frame, caption: Caption, captions: Sequence[Caption], typography: Typography
) -> Region | None:
    """Find the table below a caption, or above it if rules are there and none below."""
    above = _find_above(frame, caption, captions, typography)
    if above is not None and not _rules_below(frame, caption):
        return above
    return _find_below(frame, caption, typography) or above


def _find_below(frame: Frame, caption: Caption, typography: Typography) -> Region | None:
    size = caption.lines[0].size
    floor = caption.bottom
    if ruled := _rules_below(frame, caption):
        top = max(ruled, key=lambda rule: (round(rule.length / EDGE), rule.at))
        left, right = top.start, top.end
    else:
        left, right = _find_sides(frame, caption, typography)
    stop = _find_stop(frame, floor, left, right, typography)
    return _cut_region(frame, (left, right), (floor - 0.1 * size, stop), typography)


def _rules_below(frame: Frame, caption: Caption) -> list[Rule]:
    size, floor = caption.lines[0].size, caption.bottom
    near = [r for r in frame.rules.horizontal if floor - 6 * size < r.at < floor + 0.2 * size]
    return [rule for rule in _bridge(near) if _faces(rule, caption)]


def _bridge(rules: Sequence[Rule]) -> list[Rule]:
    """Join rules of one height over gaps that part columns of a table, not of a page."""
    bridged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at), rule.start)):
        last = bridged[-1] if bridged else None
        if last and abs(rule.at - last.at) < 1.5 and 0 <= rule.start - last.end <= COLUMN_GAP:
            bridged[-1] = Rule(last.start, rule.end, last.at)
        else:
            bridged.append(rule)
    return bridged


def _faces(rule: Rule, caption: Caption) -> bool:
    overlap = min(rule.end, caption.right) - max(rule.start, caption.left)
    least = min(rule.length, caption.right - caption.left)
    return rule.length > 60 and overlap > 0.5 * least


def _find_sides(frame: Frame, caption: Caption, typography: Typography) -> tuple[float, float]:
    """Take the column of the caption, or the width of the page if no text is beside the table."""
    others = [
        *_prose_lines(frame, typography),
        *(line for line in frame.lines if is_caption(line, typography)),
    ]
    top = caption.lines[0].baseline + caption.lines[0].size
    near = [line for line in others if top - 200 < line.baseline < top]
    beside = [line for line in near if line.left > caption.right or line.right < caption.left]
    left = min((line.left for line in frame.lines), default=caption.left)
    right = max((line.right for line in frame.lines), default=caption.right)
    for line in beside:
        if line.left > caption.right:
            right = min(right, line.left - 5)
        else:
            left = max(left, line.right + 5)
    return min(left, caption.left), max(right, caption.right)


def _prose_lines(frame: Frame, typography: Typography, *, any_size: bool = False) -> list[Line]:
    """Find lines of running text: three or more of its type, one under the other, long.

    With ``any_size``, text in another type counts as well: a list of references.
    """
    body = [line for line in frame.lines if is_body_line(line, typography)]
    widths = [line.right - line.left for line in body if len(LOWER_WORD.findall(line.text)) > 3]
    if not widths:
        return []
    full = sorted(widths)[int(0.9 * (len(widths) - 1))]
    stacks: list[list[Line]] = []
    for line in frame.lines if any_size else body:
        last = stacks[-1][-1] if stacks else None
        if last is not None and _is_stacked(last, line, typography):
            stacks[-1].append(line)
        else:
            stacks.append([line])
    return [
        line
        for stack in stacks
        if len(stack) > 2 and median(each.right - each.left for each in stack) > 0.8 * full
        for line in stack
    ]


def _is_stacked(last: Line, line: Line, typography: Typography) -> bool:
    step = (last.baseline - line.baseline) / line.size
    near = 0.7 * typography.leading < step < 1.3 * typography.leading
    alike = abs(last.size - line.size) < 0.06 * line.size
    return near and alike and abs(last.left - line.left) < 3 * line.size


def _find_stop(
    frame: Frame, floor: float, left: float, right: float, typography: Typography
) -> float:
    """Find the height below which a table cannot go: running text or another caption."""
    stops = [
        line.baseline + line.size
        for line in _prose_lines(frame, typography)
        if line.baseline < floor and _inside(line, left, right)
    ]
    stops += [
        line.baseline + 0.9 * line.size
        for line in frame.lines
        if line.baseline < floor - line.size
        and _inside(line, left, right)
        and (
            is_caption(line, typography)
            or (find_section_kind(line.text) == "references" and _is_alone(line, frame.lines))
        )
    ]
    return max(stops, default=float("-inf"))


def _is_alone(line: Line, lines: Sequence[Line]) -> bool:
    """Tell a heading from the head of a column, which has others beside it."""
    return not any(
        other is not line
        and abs(other.baseline - line.baseline) < 0.3 * line.size
        and len(other.text) < 40
        for other in lines
    )


def _inside(line: Line, left: float, right: float) -> bool:
    overlap = min(line.right, right) - max(line.left, left)
    return overlap > 0.5 * (line.right - line.left)


def _cut_region(
    frame: Frame,
    sides: tuple[float, float],
    heights: tuple[float, float],
    typography: Typography,
) -> Region | None:
    left, right = sides
    top, bottom = heights
    words = [
        word
        for word in frame.words
        if left - 4 < word.middle < right + 4 and bottom < word.baseline < top
    ]
    strips = group_strips(words)
    if len(strips) < FEWEST_STRIPS:
        return None
    inner = [rule for rule in frame.rules.horizontal if bottom - 2 < rule.at < top + 80]
    wide = _wide_rules(inner, left, right)
    end, is_closed = _find_end(strips, [at for at in wide if at < top + 12])
    body = [strip for strip in strips if strip.baseline > end]
    rest = [strip for strip in strips if strip.baseline <= end]
    if not is_closed:
        loose = [
            line.baseline + 0.5 * line.size
            for line in _prose_lines(frame, typography, any_size=True)
            if _inside(line, left, right) and bottom < line.baseline < top
        ]
        floor = max(loose, default=bottom)
        body, rest = _cut_at_gap([strip for strip in body if strip.baseline > floor])
        while body and _is_heading_below(body):
            body.pop()
    if len(body) < FEWEST_STRIPS:
        return None
    floor = body[-1].baseline
    return Region(
        left,
        right,
        tuple(body),
        tuple(_note_strips(rest, floor, typography)),
        tuple(at for at in wide if end - 3 <= at <= top + 12),
        tuple(
            rule
            for rule in inner
            if floor < rule.at < top
            and rule.start > left - 4
            and rule.end < right + 4
            and not any(abs(rule.at - at) < 1 for at in wide)
        ),
        tuple(
            rule
            for rule in frame.rules.vertical
            if left - 4 < rule.at < right + 4 and rule.start < top and rule.end > floor
        ),
        is_closed,
    )


def _is_heading_below(strips: Sequence[Strip]) -> bool:
    """Tell whether the last strip is larger than the others, or bold and set off."""
    last, above = strips[-1], strips[:-1]
    if not above or _is_row(last):
        return False
    size = median(word.size for strip in above for word in strip.words)
    step = above[-1].baseline - last.baseline
    bold = all(word.is_bold for word in last.words) and step > 1.6 * size
    return bold or last.words[0].size > 1.05 * size


def _wide_rules(rules: Sequence[Rule], left: float, right: float) -> list[float]:
    """Find the heights at which rules, in one piece or several, cross the whole table."""
    heights: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: -rule.at):
        if rule.end < left - EDGE or rule.start > right + EDGE or rule.length > right - left + 40:
            continue
        if heights and heights[-1][0].at - rule.at < 1.5:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    return [
        row[0].at
        for row in heights
        if sum(min(r.end, right) - max(r.start, left) for r in row) > 0.9 * (right - left)
    ]


def _find_end(strips: Sequence[Strip], wide: Sequence[float]) -> tuple[float, bool]:
    """Find the rule that ends the table: the lowest, unless rows go on below the second."""
    used = [
        at
        for above, at in pairwise([float("inf"), *wide])
        if any(at < strip.baseline < above for strip in strips)
    ]
    while len(used) > 2 and not any(
        used[-1] < strip.baseline < used[-2] and _is_row(strip) for strip in strips
    ):
        used.pop()
    if not used:
        return float("-inf"), False
    below = [strip for strip in strips if strip.baseline < used[-1]]
    n_rows = sum(_is_row(strip) for strip in below[:12])
    inside = [strip for strip in strips if strip.baseline > used[-1]]
    if len(used) == 1 and n_rows >= 2 and len(inside) <= max(4, len(below)):
        return float("-inf"), False
    return used[-1], True


def _is_row(strip: Strip) -> bool:
    """Tell whether white space parts a strip, as it parts cells."""
    return len(strip.runs(1.1 * strip.words[0].size)) > 1


def _cut_at_gap(strips: Sequence[Strip]) -> tuple[list[Strip], list[Strip]]:
    """End a table without a closing rule where white space is wider than within it."""
    for i, (above, below) in enumerate(pairwise(strips)):
        step = above.baseline - below.baseline
        if i > 0 and step > 3.2 * below.words[0].size:
            return list(strips[: i + 1]), list(strips[i + 1 :])
    return list(strips), []


def _note_strips(strips: Sequence[Strip], floor: float, typography: Typography) -> Iterator[Strip]:
    """Follow the small print below a table until a gap or larger type."""
    last = floor
    size = strips[0].words[0].size if strips else 0.0
    for strip in strips:
        own = median(word.size for word in strip.words)
        if last - strip.baseline > 2.6 * own or own > 0.97 * typography.size:
            return
        if last != floor and last - strip.baseline > 1.7 * own:
            return
        if abs(own - size) > 0.12 * size:
            return
        last = strip.baseline
        if not CONTINUED_MARK.fullmatch(strip.text):
            yield strip


def _find_above(
    frame: Frame, caption: Caption, captions: Sequence[Caption], typography: Typography
) -> Region | None:
    """Find a table between rules that ends right above its caption."""
    ceiling = max(line.baseline for line in caption.lines)
    size = caption.lines[0].size
    within = [
        rule
        for rule in frame.rules.horizontal
        if ceiling + 0.5 * size < rule.at < ceiling + 6 * size
    ]
    near = [rule for rule in _bridge(within) if _faces(rule, caption)]
    if not near:
        return None
    last = max(near, key=lambda rule: (round(rule.length / EDGE), -rule.at))
    bounds = [
        line.baseline
        for line in _prose_lines(frame, typography)
        if line.baseline > last.at and _inside(line, last.start, last.end)
    ]
    bounds += [
        other.bottom for other in captions if other is not caption and other.bottom > last.at
    ]
    roof = min(bounds, default=float("inf"))
    same = _wide_rules(
        [rule for rule in frame.rules.horizontal if last.at - 2 < rule.at < roof],
        last.start,
        last.end,
    )
    if len(same) < 2:
        return None
    sides = last.start, last.end
    return _cut_region(frame, sides, (same[0], last.at - 1), typography)
