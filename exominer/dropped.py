"""Pieces of a paper that are not in the text that was read of it, and why."""

from typing import Literal

from msgspec import Struct

DropReason = Literal[
    "furniture",
    "fragment",
    "table",
    "picture",
    "repeated",
    "front matter",
    "other article",
    "supplement",
]
"""``furniture`` is what belongs to the page, ``fragment`` words that make no running text
(in figures, of author lines), ``picture`` a table that is one, ``repeated`` what its page
holds twice, ``front matter`` what the source marks as such, ``supplement`` what only points
to files."""

REASONS: dict[DropReason, str] = {
    "furniture": "running heads and page numbers",
    "fragment": "words of figures and other scraps",
    "table": "cells of tables that were not understood",
    "picture": "tables that are pictures",
    "repeated": "text that its page holds twice",
    "front matter": "notes and keywords",
    "other article": "letters and replies",
    "supplement": "supplementary files",
}
"""How each reason is said to a user."""


class Dropped(Struct, frozen=True):
    """A piece of the source that was left out; ``start`` is where it stood in the text."""

    text: str
    reason: DropReason
    start: int
    page: int | None = None
