"""Whether a document, or a place in it, means the exosome that degrades RNA."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from exominer.records import Mention

_COMPLEX: Final = re.compile(
    r"\bRNA[\s-]exosomes?|\b(?:nuclear|nucleolar|cytoplasmic|cytosolic|eukaryotic|archaeal)\s(?:RNA\s)?exosomes?\b"
    r"|\bexosome[\s-](?:complex|subunit|component|core|cofactor|co-factor|adaptor|adapter|targeting|ribonuclease|RNase"
    r"|barrel|ring|mutant|mutation|activity|substrate)"
    r"|\b(?:RNA|mRNA)\s(?:surveillance|decay|turnover)\b|exoribonuclease|\bexoRNase|3['′]\s?(?:-|–|to|→)\s?5['′]"
    r"|\bEXOSC\d|\b[Rr][Rr][Pp](?:4|6|4[0-6])p?\b|\bDIS3L?2?\b|\bDis3p?\b|\b[Mm][Tt][Rr]4p?\b|\bMTREX\b|\bTRAMP\b"
    r"|\bSKI(?:2|V2L)?\scomplex|\bNEXT\scomplex|\bPM-?Scl"
)
_VESICLE: Final = re.compile(
    r"extracellular\s(?:micro)?vesicle|\bs?EVs\b|\bexosomes\b|\bmicrovesicle|\bexosomal\s(?:mi|lnc|circ|protein|cargo|marker)"
    r"|\bvesicles?\b|ultracentrifug|\bCD(?:9|63|81)\b|\bTSG101\b|nanoparticle\stracking|\bexosome[\s-](?:secret|releas|uptake|deriv)"
    r"|multivesicular|\bintercellular\scommunication",
    re.IGNORECASE,
)
_NEAR_BEFORE: Final = re.compile(
    r"(?:\bRNA|\bm?RNA[-\s]degrading|\b[Nn]uclear|\b[Nn]ucleolar|\bcytoplasmic|\beukaryotic|\barchaeal)[\s-]$"
)
_NEAR_AFTER: Final = re.compile(
    r"[\s-](?:complex(?:es)?|subunits?|core|co-?factors?|adapt[eo]rs?|targeting|ribonucleases?|RNases?)\b"
)


def is_rna_exosome_document(text: str) -> bool:
    """Whether the exosome of the document is the RNA-degrading complex.

    Words of the complex are weighed against words of vesicles; the plural "exosomes" is a
    word of vesicles, since the complex is "the exosome".

    Example:
        >>> is_rna_exosome_document("The exosome complex and its subunit RRP6 degrade RNA.")
        True
        >>> is_rna_exosome_document("Exosomes held CD63. The RNA exosome is another matter.")
        False
    """
    n_complex = sum(1 for _ in _COMPLEX.finditer(text))
    if not n_complex:
        return False
    return n_complex >= sum(1 for _ in _VESICLE.finditer(text))


def is_rna_exosome_at(text: str, start: int, end: int) -> bool:
    """Whether the words around "exosome" make this one the complex.

    Example:
        >>> text = "the nuclear exosome"
        >>> is_rna_exosome_at(text, 12, 19)
        True
    """
    before = _NEAR_BEFORE.search(text, max(0, start - 20), start)
    return before is not None or _NEAR_AFTER.match(text, end) is not None


def drop_complexes(mentions: Iterable[Mention], text: str) -> Iterator[Mention]:
    """Mentions of a trained model without the complexes that it took for vesicles.

    Example:
        >>> text = "The exosome and its subunit EXOSC3 degrade RNA."
        >>> list(drop_complexes([Mention("", "vesicle", 4, 11, "exosome")], text))
        []
    """
    is_complex = is_rna_exosome_document(text)
    for mention in mentions:
        is_named = mention.kind == "vesicle" and "some" in mention.text.lower()
        if not (is_named and (is_complex or is_rna_exosome_at(text, mention.start, mention.end))):
            yield mention
