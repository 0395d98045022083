"""What an annotation tool knows of a text: the records that all formats are read to.

Wider than ``records.AnnotatedDocument``, which holds what the stages need: kinds are any
words, mentions may be in pieces, relations have any number of arguments, among them other
relations, and attributes are whatever a tool says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from exominer.records import Claim


class Span(Struct, frozen=True, order=True):
    """A stretch of the text."""

    start: int
    end: int


class Attribute(Struct, frozen=True):
    """Something said of a mention, relation or document: any JSON value, True for a flag.

    ``id`` is that of the line in formats that number them; it is no part of what is said.
    """

    name: str
    value: Any = True
    id: str = ""


class TextMention(Struct, frozen=True):
    """A mention; the pieces of its ``text`` are joined by blanks."""

    mention_id: str
    kind: str
    spans: tuple[Span, ...]
    text: str
    concept_id: str = ""
    name: str = ""
    attributes: tuple[Attribute, ...] = ()


class Argument(Struct, frozen=True):
    """The id of a mention or relation that fills a role, or of a concept in any place."""

    role: str
    target: str
    is_concept: bool = False


class TextRelation(Struct, frozen=True):
    """A relation or event; ``trigger`` is the mention that expresses an event."""

    relation_id: str
    kind: str
    arguments: tuple[Argument, ...]
    trigger: str = ""
    attributes: tuple[Attribute, ...] = ()


class TextPassage(Struct, frozen=True):
    """A part of the text that a format keeps apart; ``offset`` is where the file puts it."""

    start: int
    end: int
    offset: int = 0
    attributes: tuple[Attribute, ...] = ()


class AnnotatedText(Struct, frozen=True):
    """A document with its annotations; ``text`` is None where it has to be joined.

    ``sha256`` is of the text that the annotations were made on, "" if nobody says.
    """

    document: str
    text: str | None
    sha256: str = ""
    passages: tuple[TextPassage, ...] = ()
    mentions: tuple[TextMention, ...] = ()
    relations: tuple[TextRelation, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    claims: tuple[Claim, ...] = ()

    def attribute(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        """Give the value of the first attribute of a name, or None."""
        return next((a.value for a in self.attributes if a.name == name), None)


class Reading(Struct, frozen=True):
    """What a file or folder holds, and a line for each thing that was not taken over."""

    documents: tuple[AnnotatedText, ...]
    notes: tuple[str, ...] = ()


class Conversion(Struct, frozen=True):
    """What was converted, how often, and what was not."""

    source: str
    target: str
    n_documents: int
    n_mentions: int
    n_relations: int
    n_claims: int
    notes: tuple[str, ...] = ()


def cut_text(text: str, spans: Sequence[Span]) -> str:
    """Give the pieces of a mention's text, joined by blanks.

    Example:
        >>> cut_text("T and B cells", (Span(0, 1), Span(8, 13)))
        'T cells'
    """
    return " ".join(text[span.start : span.end] for span in spans)


def choose_spans(pieces: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """Give the pieces of a mention unless a tool that knows only its ends has moved them."""
    is_same = pieces and (pieces[0].start, pieces[-1].end) == (start, end)
    return pieces if is_same else (Span(start, end),)


def count_lost(lost: Mapping[str, int]) -> list[str]:
    """Give a line for each thing that a format has no place for.

    Example:
        >>> count_lost({"claims": 2, "tokens": 0})
        ['left out, as the format has no place for it: claims (2)']
    """
    why = "left out, as the format has no place for it"
    return [f"{why}: {what} ({n})" for what, n in lost.items() if n]
