"""Mentions of a trained model -> those that can be what their kind says."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from exominer.annotate.recognition import HYPHENS
from exominer.records import Mention

_EDGE: Final = re.compile(rf"^[\s{HYPHENS},;:.()/]+|[\s{HYPHENS},;:(/]+$")
# Generic nouns, methods and statistics that recognisers of every corpus tag now and then.
_NOTHING: Final = re.compile(
    r"(?:the\s)?(?:cells?|cell lines?|tissues?|bod(?:y|ies)|samples?|patients?|proteins?|genes?"
    r"|molecules?|factors?|cytokines?|receptors?|antibod(?:y|ies)|lipids?|vesicles?|cargos?|cargoes"
    r"|media|medium|supernatants?|controls?|groups?|levels?|pathways?|complex(?:es)?|signal(?:l)?ing"
    r"|chromatin|genomes?|transcripts?|subunits?)"
    r"|(?:sc|small\s|ch)?(?:RNA|DNA|ChIP)-?seq(?:uencing)?|(?:q?RT-)?q?PCR|ELISA|Western\sblot\w*|FACS|MTT|CCK-8"
    r"|[pPnN]\s?[=<>].*|[IVX]+|\d[\d.,]*\s?\w{0,2}|\W*",
    re.IGNORECASE,
)
_VESICLE_HEAD: Final = re.compile(r"\b(?:exosom\w+|s?EVs?|vesicles?(?:\s\w+)?)$", re.IGNORECASE)
_NO_VESICLES: Final = frozenset({"gene_or_protein", "cell_type", "chemical", "cell_line"})


def drop_noise(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Trim punctuation at the edges and drop what is no name at all.

    A vesicle noun is never the head of a protein or a cell: the grammar decides on it.

    Example:
        >>> from exominer.annotate.recognition import mention_at
        >>> texts = ("cells", "UVB-", "MEK1", "CAF exosomes")
        >>> found = [mention_at(t, 0, len(t), kind="cell_type", source="model") for t in texts]
        >>> [mention.text for mention in drop_noise(found)]
        ['UVB', 'MEK1']
    """
    for mention in mentions:
        head = _EDGE.match(mention.text)
        start = head.end() if head else 0
        text = _EDGE.sub("", mention.text)
        is_vesicle = mention.kind in _NO_VESICLES and _VESICLE_HEAD.search(text) is not None
        if len(text) < 2 or is_vesicle or _NOTHING.fullmatch(text):
            continue
        if text.count("(") != text.count(")") or "\x00" in text:
            continue
        yield msgspec.structs.replace(
            mention, start=mention.start + start, end=mention.start + start + len(text), text=text
        )
