"""Overlapping mentions of several recognisers -> disjoint ones."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Final

from exominer.records import Mention

# Grammars know the shape of their names; a short form that the document defines is as good.
# A shape or a role alone says less than a table, the model guesses. Others rank as grammars.
_RANKS: Final = {"lexicon": 1.0, "cell_shape": 2.0, "cell_role": 2.0, "model": 3.0}
_NAMES: Final = frozenset({"gene_or_protein", "chemical"})


def resolve_overlaps(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Keep of overlapping mentions the one that is known best, then the longer.

    A protein of the model that holds more words than a term of the lexicon inside it
    ("RNA helicase A") is kept instead of the term. Ties are broken by kind and name, so that
    the result does not depend on the order of the input.

    Returns:
        Disjoint mentions sorted by ``(start, end)``; resolving them again changes nothing.

    Example:
        >>> from exominer.annotate.recognition import mention_at
        >>> cell = mention_at("MCF7 cells", 0, 10, kind="cell_type", source="model")
        >>> line = mention_at("MCF7 cells", 0, 4, kind="cell_line", source="lexicon")
        >>> [mention.text for mention in resolve_overlaps([cell, line])]
        ['MCF7']
    """
    spans: list[tuple[int, int]] = []
    kept: list[Mention] = []
    for mention in _by_preference(list(mentions)):
        span = (mention.start, mention.end)
        place = bisect_left(spans, span)
        is_clear_before = place == 0 or spans[place - 1][1] <= mention.start
        is_clear_after = place == len(spans) or spans[place][0] >= mention.end
        if is_clear_before and is_clear_after and mention.start < mention.end:
            insort(spans, span)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: (mention.start, mention.end)))


def _by_preference(mentions: list[Mention]) -> list[Mention]:
    terms = sorted((m.start, m.end, m.kind in _NAMES) for m in mentions if m.source == "lexicon")

    def preference(mention: Mention) -> tuple[float, int, int, int, tuple[str, ...], float]:
        rank = _RANKS.get(mention.source, 0.0)
        if mention.source == "model" and mention.kind in _NAMES and _holds_term(mention, terms):
            rank = _RANKS["lexicon"] - 0.5
        # "Resistance to radiation" is a trait of cells, no exposure of them.
        if mention.kind == "effect_process" and "radia" in mention.text.lower():
            rank = 0.0
        length = mention.end - mention.start
        # Among equals the one that says more: a concept, a written-out name.
        said = -(bool(mention.concept_id) + bool(mention.name))
        words = (mention.kind, mention.name, mention.concept_id, mention.source, mention.mention_id)
        return rank, -length, mention.start, said, words, -mention.score

    return sorted(mentions, key=preference)


def _holds_term(mention: Mention, terms: list[tuple[int, int, bool]]) -> bool:
    """Whether a term is part of a longer name: its head only if the term is a name itself.

    "RNA helicase" is no RNA, but "oncogenic mRNAs" are mRNAs.
    """
    place = bisect_left(terms, (mention.start, mention.start, False))
    for start, end, is_name in terms[place : place + 4]:
        is_shorter = end - start < mention.end - mention.start
        is_inside = start >= mention.start and (end < mention.end or (is_name and is_shorter))
        if is_inside and end <= mention.end:
            return True
    return False
