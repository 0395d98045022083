"""The tokenizer of the shipped pipeline: spaCy's English one, cut finer for this literature.

Words are split at every hyphen and slash, as CRAFT's treebank does, so that "exosome-derived"
and "Akt/mTOR" show what they are made of, and a dose is split from its unit ("2Gy").
Nothing here is needed to run a trained model: spaCy stores the rules with it.
"""

from typing import Any

from spacy.lang.char_classes import ALPHA, UNITS
from spacy.language import Language
from spacy.symbols import NORM, ORTH  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_HYPHENS = "-‐‑‒–—―−"
_SIGNS = "/~∼=<>≤≥×→*®™|&"
_UNITS = (
    "cGy|mGy|kGy|Gy|mSv|Sv|kDa|bp|kb|nm|μm|µm|mm|cm|ml|mL|μl|µl|μL|µL|mg|ng|μg|µg|"
    "μM|µM|nM|mM|h|min|d|%|°C|kV|MeV|keV"
)
_PREFIXES = [rf"[{_HYPHENS}{_SIGNS}]", r"\+"]
_SUFFIXES = [
    rf"[{_HYPHENS}{_SIGNS}]",
    r"\+",
    "[′″]",
    rf"(?<=[0-9])(?:{_UNITS})",
    r"(?<=[A-Z′])\.",
]
_INFIXES = [
    rf"[{_HYPHENS}{_SIGNS}·←↔±:;()\[\]{{}}′]",
    rf"(?<=[{ALPHA}0-9\])]),(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}]),(?=[0-9])",
    rf"(?<=[{ALPHA}0-9])\+(?=[{_HYPHENS}/,{ALPHA}0-9+])",
    r"(?<=[0-9])(?=[cmk]?Gy\b)",
    r"\.{2,}|…",
    r"(?<=[a-z])\.(?=[A-Z(])",
]
# English contractions read gene names and units apart ("cos", "im"), so only these are kept.
_KEPT_RULES = ("n't", "'s", "’s", "n’t", "e.g.", "i.e.", "vs.", "cannot", "Dr.", "No.")
_ABBREVIATIONS = (
    *("al.", "Fig.", "Figs.", "fig.", "figs.", "Inc.", "Corp.", "Co.", "Ltd.", "no."),
    *("cf.", "ca.", "approx.", "resp.", "etc.", "sp.", "spp.", "Ref.", "Refs.", "Eq."),
)


def set_tokenizer(nlp: Language) -> Language:
    """Replace the rules of the pipeline's tokenizer, in place, and return the pipeline.

    All hyphens and dashes share the NORM "-", so that a model sees them as one.

    Example:
        >>> import spacy
        >>> nlp = set_tokenizer(spacy.blank("en"))
        >>> [token.text for token in nlp("PD-L1 after 2Gy, Akt/mTOR.")]
        ['PD', '-', 'L1', 'after', '2', 'Gy', ',', 'Akt', '/', 'mTOR', '.']
    """
    tokenizer: Any = nlp.tokenizer  # its type is that of any tokenizer
    defaults = nlp.Defaults
    suffixes = [rule for rule in defaults.suffixes or () if UNITS not in str(rule)]
    tokenizer.prefix_search = compile_prefix_regex([*(defaults.prefixes or ()), *_PREFIXES]).search
    tokenizer.suffix_search = compile_suffix_regex([*_SUFFIXES, *suffixes]).search
    tokenizer.infix_finditer = compile_infix_regex(_INFIXES).finditer
    tokenizer.url_match = None
    tokenizer.rules = {
        text: pieces
        for text, pieces in (defaults.tokenizer_exceptions or {}).items()
        if text.endswith(_KEPT_RULES)
    }
    for abbreviation in _ABBREVIATIONS:
        tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])
    for hyphen in _HYPHENS:
        tokenizer.add_special_case(hyphen, [{ORTH: hyphen, NORM: "-"}])
    return nlp
