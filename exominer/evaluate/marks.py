"""A sentence and what two sides say of it to pieces that can be coloured."""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from exominer.evaluate.judgements import Item
from exominer.evaluate.system import Mistake


class Piece(Struct, frozen=True):
    """A run of text under the same marks: "gold", "predicted", both, or none."""

    text: str
    marks: str


def cut_pieces(mistake: Mistake) -> tuple[Piece, ...]:
    """Cut the sentence of an error where a mark begins or ends.

    Example:
        >>> gold = Item("mirna", 4, 9, "miR-9")
        >>> error = Mistake("A", "not found", "", gold, None, "The miR-9 rose.", 0)
        >>> [(piece.text, piece.marks) for piece in cut_pieces(error)]
        [('The ', ''), ('miR-9', 'gold'), (' rose.', '')]
    """
    spans = [*_spans("gold", mistake.gold), *_spans("predicted", mistake.predicted)]
    length = len(mistake.sentence)
    placed = [
        (name, max(start - mistake.start, 0), min(end - mistake.start, length))
        for name, start, end in spans
    ]
    placed = [span for span in placed if span[1] < span[2]]
    cuts = sorted({0, length, *(edge for _, *edges in placed for edge in edges)})
    return tuple(
        Piece(
            mistake.sentence[a:b],
            " ".join(dict.fromkeys(name for name, start, end in placed if start <= a and b <= end)),
        )
        for a, b in pairwise(cuts)
    )


def _spans(name: str, item: Item | None) -> Iterable[tuple[str, int, int]]:
    if item is not None:
        yield (name, item.start, item.end)
        yield from ((f"{name} filler", start, end) for start, end in item.also)
