"""A mention -> the same with the name and concept that the lexicons know for its words."""

import re
from functools import cache
from typing import Final

import msgspec

from exominer.annotate.atoms import split_atoms
from exominer.annotate.lexicon import TABLES, read_table
from exominer.records import Mention, MentionKind

_TABLE_OF_KIND: Final[dict[MentionKind, str]] = {kind: table for table, kind in TABLES.items()}
_EXTRA_WORDS: Final = re.compile(
    r"\s(?:cells?|cell lines?|proteins?|genes?|pathway|signal(?:l)?ing|levels?)$", re.IGNORECASE
)


def add_concept(mention: Mention) -> Mention:
    """Fill an empty ``name`` and ``concept_id`` from the lexicon of the mention's kind.

    Example:
        >>> from exominer.annotate.recognition import mention_at
        >>> add_concept(mention_at("U-251", 0, 5, kind="cell_line", source="model")).concept_id
        'cellosaurus:CVCL_0021'
    """
    table = _TABLE_OF_KIND.get(mention.kind)
    if table is None or (mention.name and mention.concept_id):
        return mention
    text = mention.name or mention.text
    known = _names_of(table)
    found = known.get(_key(text)) or known.get(_key(_EXTRA_WORDS.sub("", text)))
    if found is None:
        return mention
    name, concept_id = found
    return msgspec.structs.replace(
        mention, name=mention.name or name, concept_id=mention.concept_id or concept_id
    )


def _key(text: str) -> tuple[str, ...]:
    return tuple(atom.key for atom in split_atoms(text))


@cache
def _names_of(table: str) -> dict[tuple[str, ...], tuple[str, str]]:
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    for term, name, concept_id, _ in read_table(table):
        names.setdefault(_key(term), (name, concept_id))
    return names
