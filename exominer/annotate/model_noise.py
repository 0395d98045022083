"""Mentions of a trained model -> those that can be what their kind says."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from exominer.annotate.recognition import HYPHENS
from exominer.records import Abbreviation, Mention

_HEAD_EDGE: Final = re.compile(rf"^(?:[\s{HYPHENS},;:.()\[\]/]+|(?:the|a|an|these|other)\s)+")
_TAIL_EDGE: Final = re.compile(
    rf"(?:[\s{HYPHENS},;:(\[/]+"
    rf"|[{HYPHENS}](?:containing|dependent|independent|mediated|induced|bearing|expressing|positive"
    r"|negative|deficient|bound|specific|associated|derived|related|treated|loaded|enriched))+$"
)
# Generic nouns, methods and statistics that recognisers of every corpus tag now and then.
_NOTHING: Final = re.compile(
    r"(?:cells?|cellular|cell lines?|cell surface|surface|membranes?|tissues?|bod(?:y|ies)|samples?"
    r"|patients?|proteins?|genes?|molecules?|factors?|(?:pro)?(?:inflammatory\s)?(?:cyto|chemo)kines?"
    r"|receptors?|ligands?|antibod(?:y|ies)|antigens?|lipids?|vesicles?|endosom(?:es?|al)|cargos?"
    r"|cargoes|media|medium|supernatants?|controls?|groups?|levels?|pathways?|complex(?:es)?"
    r"|signal(?:l)?ing|chromatin|genomes?|transcripts?|subunits?|formation|development|expansion"
    r"|(?:co-?stimulatory|adhesion)\smolecules|(?:main|pro-?inflammatory|growth)\sfactors"
    r"|vaccines?|drugs?|scientists?|heat|stroma|dysfunction|prognosis|[pe][ao]racrine|endocrine)"
    r"|(?:sc|small\s|ch)?(?:RNA|DNA|ChIP)-?seq(?:uencing)?|(?:q?RT-)?q?PCR|ELISA|Western\sblot\w*"
    r"|FACS|MTT|CCK-8|UV[ABC]?|R-loops?|(?:ir)?radiat(?:ion|ed)|radiotherapy"
    r"|[pPnN]\s?[=<>].*|[IVX]+|\d[\d.,]*\s?\w{0,2}|(?:Fig|Table|Ref)[.s]?\s?\w*|\W*",
    re.IGNORECASE,
)
_VESICLE_HEAD: Final = re.compile(
    r"\b(?:exosom\w+|s?EVs?|(?:micro)?vesicles?(?:\s\w+){0,2})$", re.IGNORECASE
)
_NO_VESICLES: Final = frozenset({"gene_or_protein", "cell_type", "chemical", "cell_line"})
_MOLECULES: Final = frozenset({"gene_or_protein", "chemical", "dna_rna_class"})
# A short form with such a long form is no molecule, whatever it looks like.
_NO_MOLECULE: Final = re.compile(
    r"(?:environment|bod(?:y|ies)|vesicles?|patterns?|carcinoma|cancer|tumou?rs?|gliomas?|sarcoma"
    r"|lymphoma|leuk[a]?emia|melanoma|blastoma|diseases?|syndrome|injury|failure|therapy|treatment"
    r"|imaging|tomography|resonance|microscopy|spectrometry|chromatography|analys[ie]s|assay"
    r"|sequencing|reaction|effects?|response|survival|rates?|score|index|ratio|time|inhibitors?"
    r"|blockade|breaks?|repair|damage|mice|patients|cells?|society|committee|trial|study|system)$",
    re.IGNORECASE,
)


def drop_noise(
    mentions: Iterable[Mention], abbreviations: Iterable[Abbreviation] = ()
) -> Iterator[Mention]:
    """Trim what is no part of a name at its edges and drop what is no name at all.

    A vesicle noun is never the head of a protein or a cell: the grammar decides on it. A
    short form that the document defines as anything but a molecule is none.

    Example:
        >>> from exominer.annotate.recognition import mention_at
        >>> texts = ("cells", "MEK1-dependent", "MEK1", "CAF exosomes")
        >>> found = [mention_at(t, 0, len(t), kind="cell_type", source="model") for t in texts]
        >>> [mention.text for mention in drop_noise(found)]
        ['MEK1', 'MEK1']
    """
    no_molecules = {a.short.rstrip("s") for a in abbreviations if _NO_MOLECULE.search(a.long)}
    for mention in mentions:
        head = _HEAD_EDGE.match(mention.text)
        start = head.end() if head else 0
        text = _TAIL_EDGE.sub("", mention.text[start:])
        is_vesicle = mention.kind in _NO_VESICLES and _VESICLE_HEAD.search(text) is not None
        is_defined = mention.kind in _MOLECULES and text.rstrip("s") in no_molecules
        if len(text) < 2 or is_vesicle or is_defined or _NOTHING.fullmatch(text):
            continue
        if text.count("(") == text.count(")") and text.count("[") == text.count("]"):
            start += mention.start
            yield msgspec.structs.replace(mention, start=start, end=start + len(text), text=text)
