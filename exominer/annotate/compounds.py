"""Vesicle compounds that name a cell or a cargo -> the vesicle word, the rest left to others."""

from collections.abc import Iterable
from typing import Final

import msgspec

from exominer.annotate.vesicles import find_vesicle_core
from exominer.records import Mention

_NAMED_IN_COMPOUND: Final = frozenset(
    {
        "cell_type", "cell_line", "fluid", "tissue", "disease", "organism",
        "mirna", "ncrna", "gene_or_protein", "antigen", "dna_rna_class",
    }
)  # fmt: skip


def split_compounds(mentions: Iterable[Mention]) -> list[Mention]:
    """Cut "MSC-EVs" down to "EVs" where another mention is found in what stands before.

    The donor or the cargo is then a mention of its own; "radiation-derived exosomes" and
    "RR-EVs" stay whole.

    Example:
        >>> from exominer.annotate.recognition import mention_at
        >>> text = "CAF-derived exosomes"
        >>> whole = mention_at(text, 0, 20, kind="vesicle", source="vesicle")
        >>> cell = mention_at(text, 0, 3, kind="cell_type", source="lexicon")
        >>> [mention.text for mention in split_compounds([whole, cell])]
        ['exosomes', 'CAF']
    """
    found = list(mentions)
    named = [m for m in found if m.kind in _NAMED_IN_COMPOUND and _is_sure(m)]
    starts = {mention.start for mention in named}
    ends = {mention.end for mention in named}
    return [
        _cut(mention, starts, ends) if mention.kind == "vesicle" else mention for mention in found
    ]


def _is_sure(mention: Mention) -> bool:
    """A model calls the free part of a compound ("RR-EVs") a protein too readily."""
    return mention.source != "model" or mention.kind in ("cell_type", "cell_line")


def _cut(mention: Mention, starts: set[int], ends: set[int]) -> Mention:
    core = find_vesicle_core(mention.text)
    if core is None:
        return mention
    prefix = range(mention.start, mention.start + core)
    # "cell" alone is the end of a longer name that starts before ("stem cell-derived EVs").
    is_cell = mention.text.lower().startswith(("cell-", "cell\u2010", "cell\u2011"))
    if not is_cell and not any(at in starts or at + 1 in ends for at in prefix):
        return mention
    return msgspec.structs.replace(
        mention, start=mention.start + core, text=mention.text[core:], name=""
    )
