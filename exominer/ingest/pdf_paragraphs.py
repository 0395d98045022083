"""Lines of one paragraph -> its text, with hyphens settled and superscripts located."""

import re
from collections.abc import Sequence

from msgspec import Struct

from exominer.ingest.hyphens import Words, keeps_hyphen
from exominer.ingest.pdf_characters import LINE_END_HYPHEN
from exominer.ingest.pdf_lines import Line

HYPHENS = f"-‐\u00ad{LINE_END_HYPHEN}"


class JoinedText(Struct, frozen=True):
    """A paragraph on one line; ``raised`` are the spans of superscripts in it."""

    text: str
    raised: tuple[tuple[int, int], ...] = ()


def join_paragraph(lines: Sequence[Line], words: Words) -> JoinedText:
    """Join the lines of a paragraph: a space between lines, none at a hyphen."""
    text = ""
    raised: list[tuple[int, int]] = []
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
        text += printed
    return JoinedText(_end(text), tuple(raised))


def squeeze(line: Line) -> tuple[str, list[int]]:
    """Collapse white space; also give where each character of the line went."""
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
