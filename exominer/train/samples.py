"""What the archive readers give and the training reads: sentences with gold layers."""

from collections.abc import Iterable

from msgspec import Struct


class Word(Struct, frozen=True):
    """A gold token; ``head`` is an index into the words of its sentence, its own for a root."""

    start: int
    end: int
    tag: str
    dep: str
    head: int


class ParsedSentence(Struct, frozen=True):
    """A sentence with its treebank annotation; offsets count characters of ``text``."""

    document: str
    text: str
    words: tuple[Word, ...]


class LabelledSpan(Struct, frozen=True):
    """A gold mention with the corpus's own label."""

    start: int
    end: int
    label: str


class Sample(Struct, frozen=True):
    """A sentence in which every mention of one corpus's labels is marked."""

    document: str
    text: str
    spans: tuple[LabelledSpan, ...]


def text_key(text: str) -> str:
    """Reduce a sentence to its letters and digits, to match it across corpora.

    Example:
        >>> text_key("TGF - beta, type II.") == text_key("TGF-beta type II")
        True
    """
    return "".join(character for character in text.lower() if character.isalnum())


def drop_overlaps(spans: Iterable[LabelledSpan]) -> tuple[LabelledSpan, ...]:
    """Keep the longest of overlapping spans, the earlier of equally long ones.

    Example:
        >>> spans = [LabelledSpan(0, 4, "a"), LabelledSpan(0, 9, "b"), LabelledSpan(9, 12, "a")]
        >>> [(span.start, span.end) for span in drop_overlaps(spans)]
        [(0, 9), (9, 12)]
    """
    kept: list[LabelledSpan] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))
