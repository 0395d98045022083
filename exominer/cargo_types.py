"""The kind and the words of a mention -> what type of cargo it would be; by name alone."""

import re
from typing import Final

from exominer.records import CargoType, MentionKind

CARGO_KINDS: Final[frozenset[MentionKind]] = frozenset(
    {"gene_or_protein", "mirna", "ncrna", "dna_rna_class", "lipid", "antigen"}
)
"""The kinds of mention that can be cargo."""

_CIRCULAR: Final = re.compile(r"circ|\bciRS|CDR1-?as", re.IGNORECASE)
_SMALL: Final = re.compile(
    r"pi-?R(?:NA)?|t(?:RF|iRNA|sRNA)|tRNA|rRNA|sno|SNOR|vt?RNA|Y[\s-]?RNA|hY\d|7SL|U[1-9]\b|sn?RNA"
)
_LONG: Final = re.compile(r"lnc|linc|long (?:intergenic )?non-?\s?coding", re.IGNORECASE)
_CLASSES: Final[tuple[tuple[re.Pattern[str], CargoType], ...]] = (
    (re.compile(r"\bmi-?RNA|micro\s?-?RNA|\bmiRs?\b|oncomi|antagomi", re.IGNORECASE), "miRNA"),
    (_LONG, "lncRNA"),
    (re.compile(r"circ", re.IGNORECASE), "circRNA"),
    (re.compile(r"\bmRNA|messenger|transcripts?\b", re.IGNORECASE), "mRNA"),
    (re.compile(r"DNA|genom|chromatin", re.IGNORECASE), "DNA"),
    (re.compile(r"RNA"), "RNA"),
)
_BY_KIND: Final[dict[str, CargoType]] = {
    "gene_or_protein": "protein",
    "mirna": "miRNA",
    "lipid": "lipid",
    "antigen": "antigen",
}


def cargo_type(kind: MentionKind, text: str) -> CargoType | None:
    """Type a cargo from its mention's kind and text; None for what is no cargo.

    A named non-coding RNA is a lncRNA unless its name says circular or one of the small
    classes (piR-, tRF-, SNORD), which are plain RNA in the scheme of claims.

    Example:
        >>> cargo_type("ncrna", "hsa_circ_0001649"), cargo_type("ncrna", "H19")
        ('circRNA', 'lncRNA')
        >>> cargo_type("dna_rna_class", "mtDNA"), cargo_type("dose", "2 Gy")
        ('DNA', None)
    """
    if kind == "ncrna":
        if _CIRCULAR.search(text):
            return "circRNA"
        return "RNA" if _SMALL.search(text) and not _LONG.search(text) else "lncRNA"
    if kind == "dna_rna_class":
        return next((type_ for pattern, type_ in _CLASSES if pattern.search(text)), None)
    return _BY_KIND.get(kind)
