"""Abbreviations and resolved mentions -> mentions of every later use of the short forms."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.records import Abbreviation, Mention, MentionKind

_KINDS: Final[frozenset[MentionKind]] = frozenset(
    {
        "gene_or_protein", "mirna", "ncrna", "dna_rna_class", "lipid", "antigen", "cell_type",
        "cell_line", "fluid", "tissue", "disease", "organism", "chemical", "vesicle", "radiation",
        "isolation_method", "effect_process",
    }
)  # fmt: skip
# What no recogniser knows but calls itself a cell.
_CELL_HEAD: Final = re.compile(r"\b(?:cells?|[a-z]+(?:blasts?|cytes?|phages?))$")
# "IR-induced" and "non-EV" are no mentions of radiation or vesicles.
_WHOLE_WORDS: Final = frozenset({"radiation", "vesicle", "effect_process", "isolation_method"})


def find_short_forms(
    text: str,
    abbreviations: Iterable[tuple[str, str, Mention | None]],
    *,
    recognise: Callable[[str], Iterable[Mention]],
) -> Iterator[Mention]:
    """Find the uses of short forms whose long form is a mention.

    Args:
        text: The document's text.
        abbreviations: Short form, long form and the mention in the long form, if any is
            known.
        recognise: Finds mentions in a long form for which none is known.

    Yields:
        Mentions with the kind of the long form's and the long form as ``name``; for an
        isolation method the name stays the code.

    Example:
        >>> from exominer.annotate.radiation import find_radiation
        >>> pairs = [("TBI", "total body irradiation", None)]
        >>> found = find_short_forms("TBI killed, TBI-induced", pairs, recognise=find_radiation)
        >>> [(mention.text, mention.start, mention.name) for mention in found]
        [('TBI', 0, 'total body irradiation')]
    """
    for short, long, known in abbreviations:
        mention = known or head_mention(long, recognise(long))
        kind: MentionKind = mention.kind if mention else "cell_type"
        if kind not in _KINDS or (mention is None and not _CELL_HEAD.search(long)):
            continue
        is_code = mention is not None and kind == "isolation_method"
        is_whole = mention is not None and mention.text == long
        for match in _pattern(short, kind).finditer(text):
            yield mention_at(
                text,
                *match.span(),
                kind=kind,
                source="abbreviation",
                name=mention.name if mention and is_code else long,
                concept_id=mention.concept_id if mention and is_whole else "",
            )


def head_mention(long: str, mentions: Iterable[Mention]) -> Mention | None:
    """The mention that ends where a long form ends, its head; the longest of several.

    Example:
        >>> from exominer.annotate.vesicles import find_vesicles
        >>> long = "tumour-derived exosomes"
        >>> head_mention(long, find_vesicles(long)).kind
        'vesicle'
    """
    heads = [mention for mention in mentions if mention.end == len(long)]
    return max(heads, key=lambda mention: mention.end - mention.start, default=None)


def mention_of_long_form(abbreviation: Abbreviation, mentions: Iterable[Mention]) -> Mention | None:
    """The resolved mention that a long form ends with in the text."""
    for mention in mentions:
        if mention.end == abbreviation.long_end and mention.start < abbreviation.long_end:
            return mention
    return None


def _pattern(short: str, kind: MentionKind) -> re.Pattern[str]:
    stem = re.escape(short[:-1] if short.endswith("s") and short[-2:-1].isupper() else short)
    before = rf"(?<![\w{HYPHENS}/])" if kind in _WHOLE_WORDS else r"(?<!\w)"
    after = rf"(?![\w{HYPHENS}])" if kind in _WHOLE_WORDS else r"(?!\w)"
    if kind == "vesicle":
        after = rf"(?!\w)(?![{HYPHENS}]\w+[{HYPHENS}]?\w*[EO])"
    return re.compile(rf"{before}{stem}s?{after}")
