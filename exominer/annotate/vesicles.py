"""Text -> words for extracellular vesicles; the RNA-degrading exosome is none."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.annotate.rna_exosome import is_rna_exosome_at, is_rna_exosome_document
from exominer.records import Mention

_H = rf"[{HYPHENS}]"
_SIZE = r"(?:(?:[Ss]mall|[Ll]arge|[Mm]edium)(?:[\s-]sized)?\s)"
_NOUN = (
    rf"(?:{_SIZE}?[Ee]xtracellular\s(?:(?:micro|nano)?vesicles?|particles)"
    rf"|[Ee]xosome(?:{_H}|\s)like\s(?:extracellular\s)?(?:nano)?(?:vesicles?|particles?)"
    rf"|[Ee]xo{_H}?\s?somes?|EXOSOMES?|[Mm]icro{_H}?vesicles?|[Mm]icro{_H}?particles?"
    r"|[Nn]anovesicles?|[Ee]ctosomes?|(?:[Ll]arge\s)?[Oo]ncosomes?|[Ee]xomeres?"
    r"|[Aa]poptotic\s(?:bodies|body|vesicles?)|[Mm]embrane\svesicles)"
)
_SHORT = r"(?:[a-z]{0,3}EVs?|[A-Z]{1,4}EVs|ELVs?|TEXs?|[DI]EXs)"
_CORE = rf"(?:{_NOUN}|{_SHORT}|[Ee][Xx][Oo]s?)(?![A-Za-z0-9])"
_WORD: Final = re.compile(
    rf"(?<![\w])(?:{_NOUN}|[Ee]xosomal(?:ly)?|EXOSOMAL|{_SHORT})(?![A-Za-z0-9])"
    rf"|(?<![\w{HYPHENS}])(?:[Ee]xos|EX[Oo]s|Exo)(?![\w{HYPHENS}])"
)
# "RR-EVs", "radiation-derived exosomes", "ldrEXOs", "Exo-24h": the compound is one name.
_COMPOUND: Final = re.compile(
    rf"(?<![\w{HYPHENS}])(?!(?:non|anti|pre|post|per|inter|pan|pro){_H})(?:"
    rf"(?:[\w+./]{{1,20}}{_H}){{1,4}}{_CORE}"
    rf"|[\w+./]{{2,30}}(?:{_H}[\w+./]{{1,20}}){{0,3}}{_H}"
    rf"derived\s(?:{_NOUN}|{_SHORT})(?![A-Za-z0-9])"
    r"|[A-Za-z]{1,8}(?:EXO|Exo)(?:some)?s?(?!\w)"
    rf"|[Ee]xos?{_H}(?!RNA|DNA|FBS|Quick)[A-Z0-9][A-Za-z0-9]*(?:{_H}[A-Za-z0-9]+)*(?!\w)"
    r")"
)
# Anaphora ("These vesicles", "vesicular miR-9"); the cell's own traffic is another matter.
_BARE: Final = re.compile(
    r"(?<![\w-])(?<!synaptic )(?<!transport )(?<!secretory )(?<!endocytic )(?<!coated )"
    r"(?<!intraluminal )(?<!lipid )(?<!intracellular )(?<!acidic )(?<!cytoplasmic )"
    r"(?<!phospholipid )(?<!autophagic )[Vv]esic(?:les?|ular)(?![\w-])"
    r"(?!\s(?:traffic|transport|fusion|dock|acidif|stomatitis|membrane))"
)
# "particles from cells given 20 Gy (RT-MPs)": plurals in brackets a few words after vesicles.
_NAMED: Final = re.compile(
    rf"(?:{_NOUN}|[Vv]esicles|particles)\b[^.;()]{{0,90}}"
    rf"\(((?:[A-Za-z]{{1,6}}{_H})?[A-Z]{{0,3}}(?:E|EX|Ex|M[PV])s)(?:[,)]|\sand\s)"
)
# "exosome-depleted serum" holds none; "exosome-mediated transfer" is about vesicles.
_ABSENT: Final = re.compile(
    rf"{_H}\s?(?:depleted|free|poor|deficient|deprived|negative|like)\b|\s?(?:Diagnostics|71\b|{_H}[AD]\d)"
)
_SYNTHETIC: Final = re.compile(
    r"(?:PLGA|polymer\w*|polystyrene|chitosan|magnetic|gold|silica|latex|alginate|gelatin)\s$",
    re.IGNORECASE,
)
_OTHER_EV: Final = re.compile(
    r"\bempty[\s-]vectors?\s\(EV|\b[Ee]ntero\s?virus(?:es)?\s\(EV|\bEV71|\belectron[\s-]?volt"
)
_CONTEXT: Final = re.compile(
    rf"exo{_H}?\s?som|xtracellular\s(?:micro|nano)?vesicle|\b[a-z]{{0,3}}EVs\b|oncosome"
    r"|micro-?(?:vesicle|particle)|vesicles (?:shed|released|secreted|isolated|collected|of|from)"
    r"|(?:shed|released|secreted|circulating|plasma|serum|urinary) vesicles",
    re.IGNORECASE,
)


def find_vesicles(text: str) -> Iterator[Mention]:
    """Find vesicle words; none at all in a document about the RNA exosome.

    A compound with a hyphen is one mention ("radiation-derived exosomes", "RR-EVs"); what
    stands before without one is left to others ("serum exosomes").

    Example:
        >>> [found.text for found in find_vesicles("RR-EVs and serum exosomes were mixed.")]
        ['RR-EVs', 'exosomes']
    """
    if _CONTEXT.search(text) is None or is_rna_exosome_document(text):
        return
    taken = 0
    for start, end in sorted(_spans(text), key=lambda span: (span[0], -span[1])):
        if start >= taken:
            taken = end
            yield mention_at(text, start, end, kind="vesicle", source="vesicle")


def find_vesicle_core(compound: str) -> int | None:
    """Where the vesicle word proper starts in a compound; None where it stands alone or first.

    Example:
        >>> "CAF-derived exosomes"[find_vesicle_core("CAF-derived exosomes"):]
        'exosomes'
    """
    match = re.search(rf"(?<=[\s{HYPHENS}]){_CORE}$", compound)
    return match.start() if match else None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    is_ev_other = _OTHER_EV.search(text) is not None
    for name in sorted({match[1] for match in _NAMED.finditer(text)}):
        for match in re.finditer(rf"(?<![\w{HYPHENS}]){re.escape(name[:-1])}s?(?!\w)", text):
            yield match.span()
    for pattern in (_COMPOUND, _WORD, _BARE):
        for match in pattern.finditer(text):
            if is_ev_other and match[0] == "EV":
                continue
            if "some" in match[0].lower() and is_rna_exosome_at(text, *match.span()):
                continue
            before = max(0, match.start() - 15)
            if _SYNTHETIC.search(text, before, match.start()) or _ABSENT.match(text, match.end()):
                continue
            yield match.span()
