"""Lines of one paragraph -> its text, with hyphens settled and superscripts located."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from exominer.ingest.exponents import write_raised
from exominer.ingest.hyphens import Words, keeps_hyphen
from exominer.ingest.pdf_characters import LINE_END_HYPHEN
from exominer.ingest.pdf_lines import Line
from exominer.records import LineBox

ASCENT, DESCENT = 0.8, 0.22
"""How far type reaches above and below its baseline, as a share of its size."""

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top."""

HYPHENS = f"-‐\u00ad{LINE_END_HYPHEN}"


class JoinedText(Struct, frozen=True):
    """A paragraph on one line.

    ``raised`` are the spans of superscripts in it, ``boxes`` its printed lines.
    """

    text: str
    raised: tuple[tuple[int, int], ...] = ()
    boxes: tuple[LineBox, ...] = ()


def join_paragraph(lines: Sequence[Line], words: Words) -> JoinedText:
    """Join the lines of a paragraph: a space between lines, none at a hyphen."""
    text = ""
    raised: list[tuple[int, int]] = []
    boxes: list[LineBox] = []
    for line in lines:
        printed, places = squeeze(line)
        if _ends_in_hyphen(text):
            kept = "-" if keeps_hyphen(text, printed, words) else ""
            text = text[:-1] + kept
        elif text and printed:
            text += " "
        raised += [
            (len(text) + places[start], len(text) + places[end]) for start, end in line.raised
        ]
        boxes.append(make_box(line, len(text), len(text) + len(printed)))
        text += printed
    text = _raise_exponents(_end(text), raised)
    return JoinedText(text, tuple(raised), tuple(_cut_hyphens(boxes)))


def make_box(line: Line, start: int, end: int) -> LineBox:
    """Give the box of a line; the height is that of the type, from its size."""
    left = line.left if line.begins is None else line.begins
    bottom, top = line.baseline - DESCENT * line.size, line.baseline + ASCENT * line.size
    edges = turn_box((left, bottom, line.right, top), line.style.turn)
    return LineBox(start, end, line.page, *edges)


def turn_box(edges: Edges, turn: int) -> Edges:
    """Turn a box from the way its type is read to that of the page."""
    left, bottom, right, top = (round(edge, 1) for edge in edges)
    if turn > 0:
        return -top, left, -bottom, right
    return (bottom, -right, top, -left) if turn < 0 else (left, bottom, right, top)


def _raise_exponents(text: str, raised: Sequence[tuple[int, int]]) -> str:
    for start, end in raised:
        text = text[:start] + write_raised(text[start:end], text[:start]) + text[end:]
    return text


def _cut_hyphens(boxes: Sequence[LineBox]) -> Iterator[LineBox]:
    """End each line where the next begins, whose start shows that a hyphen was left out."""
    for i, box in enumerate(boxes):
        following = boxes[i + 1].start if i + 1 < len(boxes) else box.end
        if box.end > box.start:
            yield structs.replace(box, end=min(box.end, following))


def squeeze(line: Line) -> tuple[str, list[int]]:
    """Collapse white space; also give where each character of the line went."""
    text = " ".join(line.text.split())
    if text == line.text:
        return text, list(range(len(text) + 1))
    text = ""
    places = []
    for character in line.text:
        places.append(len(text))
        if not character.isspace():
            text += character
        elif text and not text.endswith(" "):
            text += " "
    return text.rstrip(), [*places, len(text)]


def _ends_in_hyphen(text: str) -> bool:
    """Tell a hyphen from a dash, which stands after a space."""
    if text.endswith(LINE_END_HYPHEN):
        return True
    return text[-1:] in HYPHENS and text[-2:-1].isalnum() if text else False


def _end(text: str) -> str:
    return re.sub(f"{LINE_END_HYPHEN}", "-", text)
