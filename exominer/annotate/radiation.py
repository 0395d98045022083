"""Text -> modality words of radiation; hyphen compounds ("radiation-induced") are none."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.doses import GRAY
from exominer.records import Mention

_H = rf"[{HYPHENS}]"
_ACT = r"(?:ir)?radiations?|exposures?|beams?|radiotherapy|therapy|rays?|photons?"
_GREEK = r"(?:γ|gamma|Gamma)"
_ISOTOPES = (
    rf"(?:137\s?{_H}?Cs|Cs{_H}137|60\s?{_H}?Co|Co{_H}60|(?:131|125|124)\s?{_H}?I|I{_H}(?:131|125)|177Lu"
    rf"|90Y|223Ra|211At|225Ac|192Ir|[Cc]a?esium{_H}137|[Cc]obalt{_H}60|[Ii]odine{_H}1(?:31|25))"
)
_WORDS: Final = (
    rf"(?:[Ss]oft\s)?[XxΧ]\s?{_H}?\s?rays?(?:\s(?:{_ACT}))?",
    rf"[XxΧ]{_H}(?:ir)?radiat(?:ions?|ed)",
    rf"{_GREEK}[\s{HYPHENS}]?\s?(?:rays?|photons?|(?:ir)?radiation|irradiated|IR)(?:\s(?:{_ACT}))?",
    rf"(?:[Pp]roton|[Nn]eutron|[Ee]lectron|[Pp]hoton|(?:[Hh]eavy|[Cc]arbon)[\s{HYPHENS}]ion|[Ii]on|C-ion)"
    rf"[\s{HYPHENS}]?\s?(?:beams?(?:\s(?:irradiation|therapy|radiotherapy))?|(?:ir)?radiations?|therapy|radiotherapy)",
    rf"(?:[Cc]arbon|[Hh]eavy|[Ii]ron){_H}?\s?ions?",
    rf"(?:[Aa]lpha|α|[Bb]eta|β)[\s{HYPHENS}]?(?:particles?|(?:ir)?radiation|emitters?)",
    r"[Nn]eutrons?|[Pp]rotons|HZE",
    rf"{_ISOTOPES}(?:\s(?:{_GREEK}{_H}?\s?)?(?:{_ACT}))?",
    rf"[Rr]adio{_H}?iodine|[Bb]rachytherapy|[Rr]adionuclide therapy|[Rr]adon",
    rf"(?:UV[ABC]?|UV{_H}[ABC]|[Uu]ltra{_H}?violet(?:\s[ABC]\b)?)(?:\s(?:(?:ir)?radiation|light|rays?))?",
    rf"(?:[Nn]ear{_H}?\s?)?[Ii]nfrared(?:\s(?:laser|light|(?:ir)?radiation))+|NIR(?:\slaser|\slight|\sirradiation)+",
    rf"(?:[Ll]ow{_H}?\s?level\s|[Ff]emtosecond\s)?[Ll]aser(?:\s(?:(?:ir)?radiation|light|therapy|treatment|exposure))+",
    rf"[Pp]hoto{_H}?biomodulation(?:\stherapy)?",
    rf"(?:[Ll]ow|[Hh]igh){_H}?\s?(?:dose|LET)\s(?:(?:ionizing|ionising)\s)?(?:(?:ir)?radiation|radiotherapy)",
    rf"(?:[Tt]otal|[Ww]hole|[Pp]artial){_H}?\s?(?:body|brain|thorax|thoracic|lung|abdominal|abdomen|lymphoid)\s?"
    rf"{_H}?\s?(?:\w+\s)?(?:ir)?radi(?:ation|otherapy)",
    r"(?:[Cc]ranial|[Tt]horacic|[Aa]bdominal|[Ff]ocal|[Ff]ractionated|[Aa]cute|[Ss]tereotactic)\s(?:irradiation)",
    r"(?:[Nn]on-)?[Ii]oni[sz]ing\s(?:ir)?radiation|[Ii]oni[sz]ing irradiation",
    r"(?:[Ss]tereotactic\s(?:body\s|ablative\s)?)(?:radiotherapy|radiation therapy|radiosurgery)",
    rf"(?:[Cc]hemo{_H}?)?(?:[Rr]adio{_H}?therap(?:y|ies)|[Rr]adiation\s(?:therapy|treatment))",
    r"[Cc]hemo-?radiation|[Rr]adiosurgery",
    r"[Rr]e-?irradiat(?:ion|ed)|[Ii]rradiat(?:ions?|ed|ing|es?)|[Rr]adiations?|IRRADIATION|RADIATION",
    r"SBRT|SABR|IMRT|VMAT|WBRT|BNCT",
)
_MODALITY: Final = re.compile(
    rf"(?<![\w])(?<![A-Za-zγαβ0-9)]{_H})(?:{'|'.join(_WORDS)})(?!\w)"
    # "Radiation-induced exosomes" are those of exposed cells; other compounds tell of effects.
    rf"(?!{_H}\s?(?!(?:induced|triggered|stimulated)\s(?:exosom|s?EVs|(?:small\s)?extracellular|microv))[A-Za-zα-ω])"
)
# What follows and makes the word a field of study, a device, a method or another science.
_NOT_BEFORE: Final = re.compile(
    r"\s?[-–]?\s?(?:oncolog|biolog|protection|physic|scientist|safety|department|microscop|spectro|spectra|vis\b"
    r"|absor|detect|transillum|cross-?link|diffract|crystal|scatter|scanning|capture|pump|gradient|motive|leak"
    r"|NMR|transfer|coupled|fluorescen|photoelectron|tomogra|film|imag|density|donor|acceptor)",
    re.IGNORECASE,
)
_NOT_AFTER: Final = re.compile(
    r"(?:adaptive|evolutionary|microwave|background|shortwave|longwave|thermal)\s$"
    r"|\b(?:HPLC|chest|dental)[\s-]$",
    re.IGNORECASE,
)
_CONTEXT: Final = re.compile(
    rf"\d\s?{GRAY}\b|[Ii]rradiat|[Rr]adiotherap|[Ii]oni[sz]ing|\b[Rr]adiation\b(?!\soncolog)"
)
_SHORT: Final = re.compile(
    rf"(?<![\w{HYPHENS}/])(?P<short>LDIR|LDRT|LDR|IR|RT|TBI|CRT|CCRT|WBI|FLASH)(?!\w)(?!{_H}\s?[A-Za-z])(?![{HYPHENS}]?q?PCR)"
)
# Per short form: what the document may define it as instead, and what may not stand around it.
_OTHER_SENSE: Final = {
    "IR": re.compile(
        r"(?:insulin|infra-?red|immune|isch[a]?emi|inverted|incidence|inflammat|interventional)"
        r"[^()]{0,40}\(I/?R\)"
        r"|\bIR\b\s?(?:spectr|camera|dye|light|-?\d{3})",
        re.IGNORECASE,
    ),
    "RT": re.compile(
        r"(?:room temperature|reverse[\s-]transcript\w*|retention time)[^()]{0,10}\(RT\)",
        re.IGNORECASE,
    ),
    "TBI": re.compile(r"traumatic brain injur|tick-borne", re.IGNORECASE),
    "CRT": re.compile(r"calreticulin|cardiac resynchron|cathode ray", re.IGNORECASE),
    "CCRT": re.compile(r"(?!)"),
    "LDR": re.compile(r"ligase detection|long[\s-]distance", re.IGNORECASE),
}
_DEFINED: Final = {
    "IR": r"radiation",
    "RT": r"radio|radiation",
    "TBI": r"irradiation|radiation",
    "CRT": r"radio|radiation",
    "CCRT": r"radio|radiation",
    "LDR": r"radiation",
    "WBI": r"irradiation|radiation",
    "LDIR": r"radiation",
    "LDRT": r"radio|radiation",
    "FLASH": r"(?!)",
}
_NOT_RT: Final = re.compile(
    r"(?:\bat|\bq|real[\s-]time)\s?$|\b\d+\s?(?:min|h)\s(?:at\s)?$", re.IGNORECASE
)


def find_radiation(text: str) -> Iterator[Mention]:
    """Find modality words, then the short forms that the text uses for radiation.

    Example:
        >>> text = "After irradiation (IR) with X-rays, IR-induced foci rose."
        >>> [found.text for found in find_radiation(text)]
        ['irradiation', 'X-rays', 'IR']
    """
    for match in _MODALITY.finditer(text):
        if _NOT_BEFORE.match(text, match.end()) or _NOT_AFTER.search(
            text, max(0, match.start() - 30), match.start()
        ):
            continue
        yield mention_at(text, *match.span(), kind="radiation", source="radiation")
    shorts = {short for short in _DEFINED if short in text and is_radiation_short(text, short)}
    for match in _SHORT.finditer(text):
        at_room = match["short"] == "RT" and _NOT_RT.search(
            text, max(0, match.start() - 12), match.start()
        )
        if match["short"] in shorts and not at_room:
            yield mention_at(text, *match.span(), kind="radiation", source="radiation")


def is_radiation_short(text: str, short: str) -> bool:
    """Whether a document uses "IR", "RT" and the like for radiation.

    Its own definition decides; without one, doses in gray or words of irradiation must be
    near enough to be in the same document, and no other sense may be defined.

    Example:
        >>> is_radiation_short("Mice with insulin resistance (IR) got 2 Gy of X-rays.", "IR")
        False
    """
    long = f"(?:{_DEFINED[short]})"
    definition = rf"{long}\w*\s?(?:\w+\s)?\(\s?{short}\s?[);,]|\b{short}\s?\([^)]*{long}"
    if re.search(definition, text, re.IGNORECASE):
        return True
    other = _OTHER_SENSE.get(short)
    if other is not None and other.search(text):
        return False
    if short in ("CRT", "LDR"):
        return False
    return _CONTEXT.search(text) is not None
