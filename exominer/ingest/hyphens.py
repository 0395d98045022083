"""Hyphens at line ends: joined or kept, by what the document and common usage show."""

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Begun in the middle of a word, these would take the square of its length.
_LEFT = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?=[-‐\u00ad\ufffe]$)")
_BROKEN = re.compile(r"(?<!\S)\S*[-‐\u00ad\ufffe]\s*\n\s*\S*")
_RIGHT = re.compile(r"[^\W\d_]+")
_GREEK = re.compile(r"[α-ω]")
_LEAST_OF_COMPOUND = 4
_HYPHENS = "-‐\u00ad\ufffe\u0002"
"""Hyphen-minus, hyphen, soft hyphen, and two marks that PDF libraries give for one."""
# Words that are added with a hyphen to whatever stands before or after them.
_TAILS = re.compile(
    r"(?:induced|derived|mediated|dependent|independent|related|associated|specific|based|treated"
    r"|positive|negative|resistant|sensitive|containing|bearing|deficient|exposed|irradiated"
    r"|driven|linked|bound|coated|loaded|enriched|targeted|stimulated|activated|infiltrating"
    r"|regulated|expressing|producing|presenting|labell?ed|matched|term|wide|free|like|type)"
)
_HEADS = re.compile(r"(?:non|self|quasi|ex|well|cross|half|semi|all|so)")


class Words:
    """How often words occur, with and without hyphens, in a document and in general.

    Hyphenated words are counted pair by pair: "time-to-onset" counts "time-to" and
    "to-onset".
    """

    def __init__(self, text: str = "", *, general: Mapping[str, int] | None = None) -> None:
        self.counts = count_words([text])
        self.general = load_words() if general is None else general

    def find_winner(self, joined: str, hyphenated: str) -> str | None:
        """Return the form that is more common, in the document if it has either."""
        for counts in (self.counts, self.general):
            n_joined, n_hyphenated = counts.get(joined, 0), counts.get(hyphenated, 0)
            if n_joined != n_hyphenated:
                return joined if n_joined > n_hyphenated else hyphenated
        return None

    def is_word(self, word: str) -> bool:
        """Tell whether a word stands by itself in the document or in general."""
        return word in self.counts or word in self.general


def count_words(texts: Iterable[str]) -> Counter[str]:
    r"""Count words and hyphenated pairs in lower case; what is broken at a line end is left out.

    Example:
        >>> sorted(count_words(["Cell-free tests; cell-\nbased"]).items())
        [('cell', 1), ('cell-free', 1), ('free', 1), ('tests', 1)]
    """
    counts: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.findall(_BROKEN.sub(" ", text).casefold()):
            parts = word.split("-")
            for part in parts:
                counts[part] += 1
            for pair in pairwise(parts):
                counts["-".join(pair)] += 1
    return counts


@cache
def load_words() -> Mapping[str, int]:
    """Load the shipped word list: in how many papers each word occurs; its head says which."""
    packed = files("exominer").joinpath("lexicons/words.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {word: int(count) for word, count in rows}


def keeps_hyphen(left: str, right: str, words: Words) -> bool:
    """Tell whether the hyphen that ends ``left`` is the word's own.

    It is, before a digit, a capital or a Greek letter ("miR-/23a", "PD-/L1") and after a
    capital or digit ("IL-/dependent"). Otherwise the more common of both forms wins; where
    neither occurs, a hyphen is kept between two words that occur alone and at a word that
    is usually added with one ("-induced").

    Args:
        left: Text up to and with the hyphen; its last word counts.
        right: What follows on the next line.
        words: Evidence.

    Example:
        >>> words = Words("tumours, tumour and bearing", general={})
        >>> keeps_hyphen("in tu-", "mours of", words), keeps_hyphen("a tumour-", "bearing", words)
        (False, True)
    """
    left = left[left.rfind(" ") + 1 :]
    first, second = _LEFT.search(left), _RIGHT.match(right)
    if first is None or second is None:
        return True
    head, tail = first.group(), second.group()
    in_capitals = head.isupper() and tail.isupper() and len(head) > 1 < len(tail)
    is_name = head[-1].isupper() or not tail.islower() or _GREEK.match(tail)
    if is_name and not in_capitals:
        return True
    head, tail = head.casefold(), tail.casefold()
    winner = words.find_winner(head + tail, f"{head}-{tail}")
    if winner is not None:
        return "-" in winner
    if _TAILS.fullmatch(tail) or _HEADS.fullmatch(head):
        return True
    is_chain = left[: first.start()].endswith("-") or right[second.end() :].startswith("-")
    n_least = 1 if is_chain else _LEAST_OF_COMPOUND
    is_compound = words.is_word(head) and words.is_word(tail)
    return is_compound and min(len(head), len(tail)) >= n_least


def join_lines(lines: Sequence[str], words: Words) -> str:
    """Join the lines of a paragraph: a space between lines, none at a hyphen.

    Example:
        >>> join_lines(["The sub-", "sequent dose-", "dependent"], Words("subsequent", general={}))
        'The subsequent dose-dependent'
    """
    text = ""
    for line in (" ".join(line.split()) for line in lines):
        if not text or not line:
            text += line
        elif _ends_in_hyphen(text):
            text = text[:-1] + ("-" if keeps_hyphen(text, line, words) else "") + line
        else:
            text += f" {line}"
    return text


def _ends_in_hyphen(text: str) -> bool:
    """A dash after a space is punctuation."""
    return text[-1] in _HYPHENS and text[-2:-1].isalnum()
