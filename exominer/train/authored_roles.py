"""Role fillers of an authored claim -> the mentions that they point to."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from exominer.cargo_types import CARGO_KINDS
from exominer.records import AuthoredKind, MentionKind, RelationKind
from exominer.train.authored import AuthoredClaim
from exominer.train.authored_anchors import (
    Span,
    choose_nearest,
    find_occurrences,
    parse_marked,
)

Placed = Mapping[Span, tuple[AuthoredKind, str]]

_CELLS: Final = frozenset({"cell_type", "cell_line", "tissue", "disease", "organism"})
ROLE_KINDS: Final[dict[RelationKind, frozenset[str]]] = {
    "cargo": CARGO_KINDS,
    "donor": _CELLS,
    "recipient": _CELLS,
    "target": _CELLS | CARGO_KINDS | {"effect_process", "chemical", "fluid"},
    "pathway": frozenset({"pathway", "gene_or_protein"}),
    "radiation": frozenset({"radiation"}),
    "dose": frozenset({"dose"}),
}
"""The kinds of mention that a filler may be part of or end in."""

NEW_KINDS: Final[dict[RelationKind, MentionKind]] = {
    "cargo": "dna_rna_class",
    "donor": "cell_type",
    "recipient": "cell_type",
    "target": "effect_process",
    "pathway": "pathway",
    "radiation": "radiation",
    "dose": "dose",
}
"""What a filler becomes that is no mention by the guideline ("recipient cells")."""


_TAIL: Final = re.compile(r"(?:\s(?:cells?|cell lines?|lines?))?")


class Filler(Struct, frozen=True):
    """A filler as authored and the span that the relation points to."""

    role: RelationKind
    surface: str
    span: Span
    is_mention: bool


class FillerError(Exception):
    """A filler can't be placed; the message says why."""


def list_fillers(claim: AuthoredClaim) -> list[tuple[RelationKind, str]]:
    """Roles with their fillers as authored, cue and process left out."""
    named: list[tuple[RelationKind, Sequence[str]]] = [
        ("cargo", claim.cargo),
        ("donor", claim.donor),
        ("recipient", claim.recipient),
        ("target", [claim.target] if claim.target else []),
        ("pathway", [claim.pathway] if claim.pathway else []),
    ]
    if claim.radiation is not None:
        named.append(("radiation", [claim.radiation.modality]))
        named.append(("dose", [claim.radiation.dose] if claim.radiation.dose else []))
    return [(role, value) for role, values in named for value in values]


def place_filler(
    text: str, placed: Placed, filler: tuple[RelationKind, str], *, effect: Span, unit: Span
) -> Filler:
    """Find the mention that a filler means; occurrences that are mentions come first.

    A filler that ends in a mention ("recipient NPC cells") or lies inside one points to that
    mention if its kind suits the role; of any other its head noun becomes a mention.

    Args:
        text: The document's text.
        placed: The mentions, by span.
        filler: The role and the string as authored.
        effect: The span of the claim's effect.
        unit: The sentence or cell around the effect.

    Raises:
        FillerError: If the string is not in the text or lies inside an unsuitable mention.
    """
    role, value = filler
    surface, numbers = parse_marked(value)
    spans = find_occurrences(text, surface)
    if not spans:
        raise FillerError(f"{role} {surface!r} does not occur in the text")
    if numbers:
        if len(numbers) > 1 or not 0 < numbers[0] <= len(spans):
            raise FillerError(f"{role} {value!r}: the text has {len(spans)} occurrences")
        return _settle(text, placed, (role, surface), spans[numbers[0] - 1])
    exact = [s for s in spans if s in placed and placed[s][0] in ROLE_KINDS[role]]
    exact = exact or [s for s in spans if s in placed]
    if exact:
        return Filler(role, surface, choose_nearest(exact, effect, unit), True)
    free = [s for s in spans if _is_open(text, placed, role, s)]
    return _settle(text, placed, (role, surface), choose_nearest(free or spans, effect, unit))


def _is_open(text: str, placed: Placed, role: RelationKind, span: Span) -> bool:
    home = _find_home(text, placed, role, span)
    return home is not None or _find_head(text, placed, span) is not None


def _settle(text: str, placed: Placed, filler: tuple[RelationKind, str], span: Span) -> Filler:
    role, surface = filler
    home = _find_home(text, placed, role, span)
    if home is not None:
        return Filler(role, surface, home, True)
    head = _find_head(text, placed, span)
    if head is not None:
        return Filler(role, surface, head, False)
    crossed = next(v[1] for s, v in placed.items() if s[0] < span[1] and span[0] < s[1])
    raise FillerError(
        f"{role} {surface!r} stands only inside the mention {crossed!r}, which can't fill the "
        "role: list it as a mention of its own, or name another occurrence by @n"
    )


def _find_home(text: str, placed: Placed, role: RelationKind, span: Span) -> Span | None:
    """The mention that a span is, ends in ("ordinary U251 cells": U251) or lies in."""
    if span in placed:
        return span
    suited = [s for s, v in placed.items() if v[0] in ROLE_KINDS[role]]
    heads = [
        s
        for s in suited
        if span[0] <= s[0] and s[1] <= span[1] and _TAIL.fullmatch(text, s[1], span[1])
    ]
    around = [s for s in suited if s[0] <= span[0] and span[1] <= s[1]]
    return next(iter([*heads, *around]), None)


def _find_head(text: str, placed: Placed, span: Span) -> Span | None:
    """The head noun of a filler without the mentions in it: "cells" of "irradiated cells"."""
    start = span[0]
    of = text.find(" of ", *span)
    end = of if of > 0 else span[1]
    inside = sorted(s for s in placed if s[0] < end and start < s[1])
    edges = [start, *(edge for s in inside for edge in s), end]
    for first, last in reversed(list(pairwise(edges))[::2]):
        words = text[first:last].strip(" ,;/-()")
        if words and first < last:
            at = text.index(words, first)
            return at, at + len(words)
    return None
