"""What a recogniser is, and how it makes a mention of a stretch of text."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from exominer.records import Mention, MentionKind

Recogniser = Callable[[str], Iterable[Mention]]
"""Text of a document -> its mentions in any order, without ids; they may overlap."""

LEXICONS_DIR: Final = Path(__file__).resolve().parents[1] / "lexicons"
HYPHENS: Final = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
"""For a character class: the hyphen and what is set for it, U+2010 to U+2014 and minus."""


def mention_at(  # noqa: PLR0913  (offsets, kind and the three strings that describe it)
    text: str,
    start: int,
    end: int,
    *,
    kind: MentionKind,
    source: str,
    name: str = "",
    concept_id: str = "",
) -> Mention:
    """Make the mention of ``text[start:end]``.

    Example:
        >>> mention_at("of H19.", 3, 6, kind="ncrna", source="ncrna").text
        'H19'
    """
    return Mention(
        mention_id="",
        kind=kind,
        start=start,
        end=end,
        text=text[start:end],
        source=source,
        name=name,
        concept_id=concept_id,
    )
