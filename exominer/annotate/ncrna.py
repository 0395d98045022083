"""Text -> named long, circular and small non-coding RNAs."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.records import Mention

_H = rf"[{HYPHENS}]"
_CIRCULAR = (
    rf"(?:(?:hsa|mmu|rno)[_{HYPHENS}])?[cC]irc(?:RNAs?)?[_{HYPHENS}\s]?(?:RNA[_{HYPHENS}]?)?\d{{4,8}}"
    rf"|(?:(?:hsa|mmu|rno)[_{HYPHENS}])[cC]irc[_{HYPHENS}]?[A-Z][A-Za-z0-9]+"
    rf"|[cC]irc(?:{_H}|_)?(?!RNAs?\b)[A-Z][A-Za-z0-9]*[A-Z0-9](?:{_H}\d{{1,2}}(?!\d))?"
    r"|[cC]irc[-_][A-Z][A-Za-z0-9]+"
    r"|ciRS-?7|CDR1-?as"
)
# Symbols with a shape of their own: intergenic, antisense, host genes, small RNAs.
_SHAPED = (
    rf"LINC[{HYPHENS}]?\d{{4,5}}|linc{_H}(?:R[oO]R|p21|[A-Z][A-Za-z0-9-]+)|lincRNA{_H}[A-Za-z0-9]+"
    rf"|[lL]nc(?:RNA)?{_H}(?!RNA)[A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*(?:{_H}\d+)?"
    rf"|[A-Z][A-Z0-9]{{1,9}}{_H}AS\d|(?:MIR|miR)\d{{1,4}}[A-Z]?\d?HG|LOC\d{{6,9}}|SNHG\d{{1,2}}|SNORD\d+[A-Z]?"
    rf"|SNORA\d+[A-Z]?|piR{_H}(?:hsa{_H})?\d+|hsa_piR_\d+|piRNA{_H}\d+"
    rf"|(?:tRF|tiRNA|tsRNA)s?{_H}(?!like|derived)[A-Za-z0-9]+(?:{_H}[A-Za-z0-9]+)*|vtRNA\d-\d"
)
_KNOWN = (
    rf"HOTAIR|HOTAIRM1|HOTTIP|MALAT{_H}?1|NEAT{_H}?1|UCA1|H19|XIST|MEG3|MEG8|GAS5|PVT1|TUG1|CCAT[12]"
    r"|CDKN2B-AS1|ANRIL|BANCR|BCAR4|ZFAS1|CRNDE|DANCR|HULC|PCAT\d{1,2}|PCA3|PCGEM1|TINCR|NORAD|FENDRR"
    r"|HCP5|HOXA11-AS|HOXA-AS[23]|CASC\d{1,2}|SPRY4-IT1|PANDAR?|SOX2-?OT|KCNQ1OT1|TERRA|lncARSR"
    r"|LUCAT1|PTENP1|AFAP1-AS1|BACE1-AS|FTX|JPX|TSIX|MIAT|HIF1A-AS[12]|NKILA|PTTG3P|ROR1-AS1|SAMMSON"
    r"|EPB41L4A-AS1|DLEU[127]|FAL1|GUARDIN|LET|MEG9|PRNCR1|SRA1|SCHLAP1|TP53TG1|TUSC7|UFC1|WT1-AS"
    r"|ZEB2NAT|RMRP|BC200|BCYRN1|NRON|THRIL|lncRNA-p21|PINT|MEXIS|CYTOR|EGOT|FIRRE|GHET1|HAND2-AS1"
)
_NAMED: Final = re.compile(rf"(?<![\w{HYPHENS}/.])(?:{_CIRCULAR}|{_SHAPED}|{_KNOWN})(?!\w)")
_AFTER_CLASS: Final = re.compile(
    r"\b(?P<class>(?:lnc|linc|circ|pi)RNAs?|long (?:intergenic )?non-?\s?coding RNAs?"
    r"|circular RNAs?)"
    rf"(?:\s\((?:lnc|circ|linc)RNAs?\))?[\s,]\s?(?P<name>(?=[A-Za-z0-9.-]*[A-Z0-9][A-Za-z0-9.-]*[A-Z0-9])"
    rf"[A-Z][A-Za-z0-9]*(?:[{HYPHENS}.][A-Za-z0-9]+)*)(?![\w])"
)
_CLASS_NAME: Final = re.compile(r"R?NAs?$|^[A-Z]+s$|^(?:EV|EVs|PCR|RT|II|III|IV|ID|DNA|RNA)$")
_AMBIGUOUS: Final = frozenset({"LET", "PINT", "FTX", "UFC1", "FAL1", "GUARDIN", "FIRRE", "MIAT"})
_AMBIGUOUS_CONTEXT: Final = re.compile(r"(?:lnc|linc)\s?RNA|non-?coding", re.IGNORECASE)


def find_ncrnas(text: str) -> Iterator[Mention]:
    """Find named non-coding RNAs that are no microRNAs.

    A symbol that only the class word before it marks as one ("lncRNA ABC1") carries that
    word in its ``name``.

    Example:
        >>> [(found.text, found.name) for found in find_ncrnas("circ-XYZ1 and lncRNA QRS2")]
        [('circ-XYZ1', ''), ('QRS2', 'lncRNA QRS2')]
    """
    may_be_ambiguous = _AMBIGUOUS_CONTEXT.search(text) is not None
    for match in _NAMED.finditer(text):
        if match[0] not in _AMBIGUOUS or may_be_ambiguous:
            yield mention_at(text, *match.span(), kind="ncrna", source="ncrna")
    for match in _AFTER_CLASS.finditer(text):
        symbol = match["name"]
        if _NAMED.fullmatch(symbol) or _CLASS_NAME.search(symbol):
            continue
        name = f"{_class_word(match['class'])} {symbol}"
        yield mention_at(text, *match.span("name"), kind="ncrna", source="ncrna", name=name)


def _class_word(printed: str) -> str:
    if "circ" in printed:
        return "circRNA"
    return "piRNA" if printed.startswith("pi") else "lncRNA"
