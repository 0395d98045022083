"""Where the words of mentions stand in a text that differs from the one they were found in.

What was added or cut moves all mentions after it by as much. So of all places that have the
words, those are taken that move each mention as the one before it was moved, in as far as
they can; a mention that would have to move away from its neighbours is left without a place.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from exominer.formats.annotated import Span, TextMention, cut_text

SKIP_COST = 60
"""Characters by which the move may change for a mention's sake, rather than leave it out."""

BEAM = 60
"""Ways to place the mentions so far that are followed further."""

MOST_PLACES = 30
"""Of the places of a word, the nearest to where one of those ways expects it."""

_LOOSE = {"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "µ": "μ"}


class _Way(Struct, frozen=True):
    """The mentions so far with their places, from the last back; ``shift`` is of the last."""

    cost: int
    shift: int
    first: int
    places: "tuple[tuple[Span, ...], _Way | None]" = ((), None)


def find_places(mentions: Sequence[TextMention], text: str) -> list[tuple[Span, ...]]:
    """Find the pieces of each mention in the text, () for one without a place.

    Words are found in spite of case, dashes, quotes and white space; mentions keep their
    order.

    Args:
        mentions: In the order of their places in the other text.
        text: To find them in.

    Example:
        >>> spans = (Span(0, 3),), (Span(10, 13),)
        >>> found = [TextMention("T1", "", place, "EVs") for place in spans]
        >>> find_places(found, "So on. EVs rose, EVs fell.")
        [(Span(start=7, end=10),), (Span(start=17, end=20),)]
    """
    words = _Words(text)
    ways = [_Way(0, 0, 0)]
    for mention in mentions:
        following = [_Way(way.cost + SKIP_COST, way.shift, way.first, ((), way)) for way in ways]
        for spans in words.find(mention, [way.shift for way in ways]):
            following.append(_best_way(ways, mention, spans, words.count_unlike(mention, spans)))
        ways = sorted(_unlike(following), key=lambda way: way.cost)[:BEAM]
    return _trace(min(ways, key=lambda way: way.cost))


def _best_way(
    ways: Sequence[_Way], mention: TextMention, spans: tuple[Span, ...], extra: int
) -> _Way:
    """Go on by a place from the way that it costs least from."""
    start = spans[0].start
    shift = start - mention.spans[0].start
    costs = [way.cost + _cost_of_move(way, start, shift) for way in ways]
    cost = min(costs)
    return _Way(cost + extra, shift, start, (spans, ways[costs.index(cost)]))


def _cost_of_move(way: _Way, start: int, shift: int) -> int:
    """A title put before all is likelier than words within, so the first move is cheaper."""
    if start < way.first:
        return 10**6
    move = abs(shift - way.shift)
    return move // 2 if way.places[1] is None else move


def _unlike(ways: Sequence[_Way]) -> Iterator[_Way]:
    """Of ways that end alike give the cheapest."""
    best: dict[tuple[int, int], _Way] = {}
    for way in ways:
        key = (way.shift, way.first)
        if key not in best or way.cost < best[key].cost:
            best[key] = way
    return iter(best.values())


def _trace(way: _Way) -> list[tuple[Span, ...]]:
    places = []
    while (before := way.places[1]) is not None:
        places.append(way.places[0])
        way = before
    return places[::-1]


class _Words:
    """A text in which words are found in spite of case, dashes, quotes and white space."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._loose, self._places = _loosen(text)

    def count_unlike(self, mention: TextMention, spans: tuple[Span, ...]) -> int:
        """Count what is unlike a mention: other characters, and letters right beside it."""
        start, end = spans[0].start, spans[-1].end
        beside = (self._text[start - 1 : start], self._text[end : end + 1])
        return (cut_text(self._text, spans) != mention.text) + sum(b.isalnum() for b in beside)

    def find(self, mention: TextMention, shifts: Sequence[int]) -> list[tuple[Span, ...]]:
        """Find the places of all pieces of a mention, nearest first to an expected one."""
        pieces = _split(mention)
        firsts = self._find_piece(pieces[0]) if pieces else []
        expected = {mention.spans[0].start + shift for shift in shifts} if pieces else set()
        firsts.sort(key=lambda span: min(abs(span.start - place) for place in expected))
        found = (self._find_rest(span, mention, pieces) for span in firsts[:MOST_PLACES])
        return [spans for spans in found if spans]

    def _find_rest(
        self, first: Span, mention: TextMention, pieces: Sequence[str]
    ) -> tuple[Span, ...]:
        """Find the further pieces, each nearest to where the one before it leads to."""
        spans = [first]
        for piece, old, last in zip(pieces[1:], mention.spans[1:], mention.spans, strict=False):
            expected = spans[-1].end + old.start - last.end
            after = [span for span in self._find_piece(piece) if span.start >= spans[-1].end]
            if not after:
                return ()
            spans.append(min(after, key=lambda span: abs(span.start - expected)))
        return tuple(spans)

    def _find_piece(self, piece: str) -> list[Span]:
        loose, _ = _loosen(piece)
        if not loose:
            return []
        return [
            Span(self._places[m.start()], self._places[m.start() + len(loose) - 1] + 1)
            for m in re.finditer(f"(?={re.escape(loose)})", self._loose)
        ]


def _split(mention: TextMention) -> list[str]:
    """Cut the joined text of a mention into its pieces again."""
    pieces, start = [], 0
    for span in mention.spans:
        pieces.append(mention.text[start : start + span.end - span.start])
        start += span.end - span.start + 1
    return pieces


def _loosen(text: str) -> tuple[str, list[int]]:
    """Give the text without case and white space, and where each of its characters stands."""
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", _LOOSE.get(character, character)).casefold()
        for each in plain:
            if not each.isspace():
                pieces.append(_LOOSE.get(each, each))
                places.append(place)
    return "".join(pieces), places
