"""Text -> atoms, the pieces of words that terms are compared by."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from exominer.annotate.recognition import HYPHENS

_ATOM: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+|[α-ωΑ-Ω]|\d+|\+")
_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau",
    "ω": "omega", "ß": "beta", "Α": "alpha", "Β": "beta", "Γ": "gamma", "Δ": "delta",
    "Κ": "kappa",
}  # fmt: skip
_BRITISH: Final = (
    ("tumour", "tumor"), ("haem", "hem"), ("anaem", "anem"), ("leukaem", "leukem"),
    ("ischaem", "ischem"), ("oesoph", "esoph"), ("oedem", "edem"), ("foet", "fet"),
    ("isation", "ization"), ("ising", "izing"), ("signalling", "signaling"),
    ("labelled", "labeled"), ("colour", "color"), ("behaviour", "behavior"), ("paed", "ped"),
    ("fibre", "fiber"), ("modelling", "modeling"), ("ageing", "aging"), ("leuco", "leuko"),
)  # fmt: skip
_SLASHES: Final = frozenset("/∕")
_NO_PLURAL: Final = ("ss", "us", "is", "as", "os")


class Atom(NamedTuple):
    """A run of letters, a run of digits, a Greek letter or a plus sign.

    ``key`` is its form for comparing; it starts or ends a word where no letter or digit
    adjoins it.
    """

    key: str
    start: int
    end: int
    starts_word: bool
    ends_word: bool


def split_atoms(text: str) -> list[Atom]:
    """Split a text into its atoms; everything between two atoms is a gap.

    Example:
        >>> [atom.key for atom in split_atoms("TGF-β1, tumours")]
        ['tgf', 'beta', '1', 'tumor']
    """
    atoms = []
    n_characters = len(text)
    for match in _ATOM.finditer(text):
        start, end = match.span()
        starts = start == 0 or not text[start - 1].isalnum()
        ends = end == n_characters or not text[end].isalnum()
        atoms.append(Atom(atom_key(match[0]), start, end, starts, ends))
    return atoms


@lru_cache(maxsize=65536)
def atom_key(printed: str) -> str:
    """Case, plural, Greek and British spelling levelled.

    Example:
        >>> [atom_key(printed) for printed in ("Tumours", "mRNAs", "apoptosis", "γ", "T")]
        ['tumor', 'mrna', 'apoptosis', 'gamma', 't']
    """
    if printed in _GREEK:
        return _GREEK[printed]
    key = printed.lower()
    for british, american in _BRITISH:
        if british in key:
            key = key.replace(british, american)
    if printed[-1] == "s" and len(key) > 2:
        if printed[-2].isupper():
            return key[:-1]
        if len(key) > 3 and not key.endswith(_NO_PLURAL):
            return key[:-3] + "y" if key.endswith("ies") and len(key) > 4 else key[:-1]
    return key


def is_gap_like(wanted: str, found: str, *, may_open: bool) -> bool:
    """Whether what stands between two atoms is a variant of what the term has there.

    Args:
        wanted: The gap of the term: "", a hyphen, a space, a slash or a dot.
        found: The gap of the text.
        may_open: Whether a space may stand where the term has nothing; false for names
            such as "T24", which "T 24 h" must not match.

    Example:
        >>> is_gap_like("-", "", may_open=False), is_gap_like("", " ", may_open=False)
        (True, False)
    """
    want, have = _gap_kind(wanted), _gap_kind(found)
    if want == have:
        return have != "other" or wanted == found
    if "other" in (want, have):
        return False
    if "slash" in (want, have):
        return {want, have} == {"slash", "hyphen"}
    if want == "none" and have == "space":
        return may_open
    return True


@lru_cache(maxsize=4096)
def _gap_kind(gap: str) -> str:
    if not gap:
        return "none"
    if gap.isspace():
        return "space"
    if gap in _SLASHES:
        return "slash"
    if gap[0] in HYPHENS and gap[0] != "\\" and (len(gap) == 1 or gap[1:].isspace()):
        return "hyphen"
    return "dot" if gap in (".", "_", "'", "’") else "other"
