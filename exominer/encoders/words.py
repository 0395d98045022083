"""A text -> what an encoder reads: windows of sub-tokens, and the words with their places.

Nothing is cut off: a text that is too long for the encoder is read in windows that overlap,
and each word is looked up in the window that shows most of what surrounds it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

Offsets = tuple[int, int]
"""Start and end in characters of the text."""

_OVERLAP_SHARE = 4


class EncodedText(Struct, frozen=True):
    """A text as windows of model inputs, each a list of numbers by the name of the input.

    ``words`` are runs of letters and digits, or single other characters, in order. The tag
    of a word is read at ``places``, the window and the position in it of its first
    sub-token.
    """

    windows: tuple[dict[str, list[int]], ...]
    words: tuple[Offsets, ...]
    places: tuple[tuple[int, int], ...]


def encode_text(text: str, tokenizer: "PreTrainedTokenizerFast", *, size: int) -> EncodedText:
    """Cut a text into windows of at most ``size`` sub-tokens, special ones included.

    A quarter of a window is repeated in the next. Sub-tokens that begin within a word
    belong to it; one that runs over the end of a word, as those of SentencePiece may, ends
    it there, too.

    Args:
        text: One sentence, as a rule; white space should be plain spaces.
        tokenizer: A fast one, which knows the offsets of its sub-tokens.
        size: More than the special sub-tokens of a window and their overlap.
    """
    cut = tokenizer(
        text,
        truncation=True,
        max_length=size,
        stride=size // _OVERLAP_SHARE,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    names = [name for name in tokenizer.model_input_names if name in cut]
    inputs = zip(*(cut[name] for name in names), strict=True)
    windows = tuple(dict(zip(names, row, strict=True)) for row in inputs)
    ends: dict[int, int] = {}
    best: dict[int, tuple[int, tuple[int, int]]] = {}
    for number, (offsets, special) in enumerate(
        zip(cut["offset_mapping"], cut["special_tokens_mask"], strict=True)
    ):
        for place, start, end in _read_pieces(text, offsets, special):
            ends[start] = max(end, ends.get(start, end))
            seen = min(place, len(offsets) - place)
            if start not in best or seen > best[start][0]:
                best[start] = seen, (number, place)
    words = _join_pieces(text, ends)
    return EncodedText(windows, words, tuple(best[start][1] for start, _ in words))


def _read_pieces(
    text: str, offsets: Sequence[Offsets], special: Sequence[int]
) -> list[tuple[int, int, int]]:
    """The sub-tokens of a window: position, start and end, without white space before them.

    Of several that share a character, as those of bytes do, the first is kept.
    """
    pieces: list[tuple[int, int, int]] = []
    for place, ((start, end), is_special) in enumerate(zip(offsets, special, strict=True)):
        start += len(text[start:end]) - len(text[start:end].lstrip())  # noqa: PLW2901
        if is_special or start >= end or (pieces and pieces[-1][1] == start):
            continue
        pieces.append((place, start, end))
    return pieces


def _join_pieces(text: str, ends: dict[int, int]) -> tuple[Offsets, ...]:
    """Join sub-tokens, given by start and end, to the words they are pieces of."""
    words: list[Offsets] = []
    for start in sorted(ends):
        if words and is_inside_word(text, start):
            words[-1] = words[-1][0], max(words[-1][1], ends[start])
        else:
            words.append((start, ends[start]))
    return tuple(words)


def is_inside_word(text: str, offset: int) -> bool:
    """Whether letters or digits stand on both sides of an offset.

    Example:
        >>> [is_inside_word("TGF-β1", offset) for offset in (0, 1, 3, 4, 5)]
        [False, True, False, False, True]
    """
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()
