"""Text -> methods that isolate vesicles, named by the codes of EV-TRACK."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import mention_at
from exominer.records import Mention

# Codes: dUC differential (ultra)centrifugation, DG density gradient, SEC, UF, TFF, P
# precipitation, IAF immunoaffinity, MF microfluidics, AF4, filtration.
_METHODS: Final[tuple[tuple[str, str], ...]] = (
    (
        "DG",
        r"(?:(?:iodixanol|sucrose|OptiPrep|isopycnic|continuous|discontinuous)\s)*(?:density[\s-])?gradient"
        r"\s(?:ultra)?(?:centrifugation|separation|flotation)|density[\s-]gradients?|sucrose\s(?:cushion|gradient)s?"
        r"|OptiPrep|iodixanol\sgradients?",
    ),
    (
        "dUC",
        r"(?:(?:differential|sequential|serial)\s)?(?:ultra-?centrifug(?:ation|ed|ing))"
        r"|(?:differential|sequential|serial)\scentrifugations?",
    ),
    (
        "SEC",
        r"size[\s-]exclusion(?:\schromatography|\scolumns?)?|qEV(?:\scolumns?)?|gel\sfiltration",
    ),
    ("TFF", r"tangential[\s-]flow[\s-](?:ultra)?filtration"),
    ("AF4", r"asymmetric(?:al)?[\s-]flow[\s-]field[\s-]flow\sfractionation"),
    (
        "UF",
        r"ultra-?filtration|(?:centrifugal|Amicon)\s(?:ultra\s)?filt(?:er|ration)s?(?:\sunits?)?",
    ),
    (
        "P",
        r"(?:polymer|PEG|polyethylene\sglycol)[\s-](?:based\s)?precipitation|ExoQuick(?:-?TCS?)?"
        r"|Total\s[Ee]xosome\s[Ii]solation(?:\s(?:[Rr]eagent|[Kk]it))?|exosome\sprecipitation(?:\s(?:reagent|solution|kit))?"
        r"|miRCURY\sExosome\s\w+\s[Kk]it|precipitation\s(?:kit|reagent|method)s?",
    ),
    ("membrane affinity", r"exoEasy(?:\s[A-Z]\w+)*|ExoRNeasy|membrane[\s-]affinity(?:\s\w+)?"),
    (
        "IAF",
        r"immuno-?affinity(?:[\s-](?:capture|isolation|purification|chromatography))?|immuno-?capture"
        r"|immuno-?magnetic\s(?:beads?|capture|isolation|separation)|immuno-?isolation|MACSPlex",
    ),
    ("MF", r"microfluidic(?:s|\s(?:chip|device|isolation|platform)s?)?"),
)
_PATTERNS: Final = tuple(
    (code, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE))
    for code, pattern in _METHODS
)


def find_isolation_methods(text: str) -> Iterator[Mention]:
    """Find isolation methods; ``name`` is the code of the method.

    Example:
        >>> text = "Exosomes were ultracentrifuged, then passed over ExoQuick."
        >>> [(found.text, found.name) for found in find_isolation_methods(text)]
        [('ultracentrifuged', 'dUC'), ('ExoQuick', 'P')]
    """
    for code, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield mention_at(
                text, *match.span(), kind="isolation_method", source="isolation", name=code
            )
