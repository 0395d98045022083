"""A paragraph to its sentences, by rules for the prose of biomedical papers."""

import re
from collections.abc import Iterator

_STOP = re.compile(
    r"(?P<stop>[.!?…]+)"
    r"(?P<close>[)\]}”’\"'»]*)"
    # A superscript citation that lost its height: "in these cells.12,13 The".
    r"(?P<glued>(?<=[a-z)\]”\"][.!?])\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[^\sa-z]))?"
    # A citation after the stop belongs to the sentence before it: "in these cells. [12] The".
    r"(?P<cited>(?:\s?\[\d[\d,;\s–-]*\](?=\s+[^\sa-z]|\s*$))+)?"
    r"(?P<gap>\s+|$)"
)
_BULLET = re.compile(r"\s+(?=[•▪■●◦‣]\s)")
_LAST_WORD = re.compile(r"(?:(?<=\s)(?P<before>[^\s()]+)\s)?(?P<word>[^\s(\[{“\"‘]*)$")
_NEVER_LAST = re.compile(
    r"a\.k\.a|approx|ca|cf|chap|chr|cv|dept|dr|drs|e\.g|eg|eq|eqn|eqs|esp|excl|"
    r"fig|figs|i\.e|ie|incl|mr|mrs|ms|nos|nr|p|ph|pp|prof|ref|refs|resp|ssp|"
    r"st|subsp|supp|suppl|tab|univ|var|ver|viz|vol|vs"
)
_RARELY_LAST = re.compile(
    r"acad|al|biol|cat|chem|co|conc|corp|ed|eds|etc|exp|inc|int|jr|ltd|med|nat|natl|"
    r"mt|no|proc|res|sci|soc|sp|spp|sr|str|temp|trans"
)
_UNITS = re.compile(r"d|h|hr|hrs|in|max|min|mins|mo|mos|sec|secs|wk|wks|yr|yrs")
_BEFORE_NAME = re.compile(r"and|by|for|from|in|of|thank|thanks|the|to|with")
_STARTERS = re.compile(
    r"a|after|all|also|although|an|and|another|approximately|as|at|because|both|but|by|cells|"
    r"conversely|data|despite|due|during|each|finally|first|for|from|furthermore|"
    r"given|hence|here|how|however|if|importantly|in|indeed|interestingly|it|its|"
    r"moreover|most|nevertheless|no|nonetheless|notably|of|on|once|one|our|overall|"
    r"previous|previously|recent|recently|results|several|similarly|since|so|some|studies|"
    r"subsequently|such|taken|that|the|their|then|there|therefore|these|they|this|"
    r"those|three|thus|to|together|two|under|unlike|upon|using|we|what|when|"
    r"where|whereas|whether|while|with|within|you"
)
_MOST_CHARACTERS = 20_000
_MOST_WORDS = re.compile(r"(?:\S++\s++){2000}")
# A tokeniser peels off brackets one by one, each time looking at the rest.
_LONG_WORD = re.compile(r"\S{1000}")
_LAST_GAP = re.compile(r"\s(?=\S*\Z)")
_NOTHING = "\N{NULL}"
# Names that begin a sentence in lower case: miR-21, p53, siRNA, c-Myc, hTERT, α-SMA, let-7a.
_SMALL_NAME = re.compile(
    r"[α-ω]|[a-z]{1,4}-?(?:[A-Z]|\d)|[a-z]{5,8}-[A-Z]+\d|[a-z]{1,6}(?:-[a-z]{1,3})?-?\d|(?:hsa|mmu|rno)-|[a-z]-[A-Z]|"
    r"(?:mi|si|sh|m|t|r|ln?c|circ|sn|sno|pi|nc|ds|ss|c|mt|cf|g)[RD]NAs?\b|ex vivo"
)
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]")
# "a. Cells ...", "b-f: Cells ...", "(b, c') Cells ...", "(ii) cells ...", and a caption's key:
# "os, outer segment", "+/+, wild-type".
_PANEL = re.compile(
    r"\(?[a-h][.)]\s+[^\sa-z]|[a-h](?:[–-][a-h])?:\s"
    r"|\([a-z]['’]?(?:\s?[–,-]\s?[a-z]['’]?)*,?\)\s|\([ivx]{1,4}\)\s"
    r"|[a-z]{1,4}, [a-z]|n\s?=|[+−-]/[+−-],"
)
_ENUMERATION = re.compile(r"(?:\d{1,3}|[a-z](?:[–,-][a-z])?)\)?", re.IGNORECASE)
# "This includes: 1). Cells ..."; behind a word it closes a bracket ("see Fig. 2).").
_LISTED = re.compile(r"[:;]\s(?:\d{1,2}|[A-Ha-h])\)\.$")
_GLUED_END = re.compile(r"[a-z)\]”\"][.!?]\d{1,3}(?:[,–-]\d{1,3})*$")
# A stop without a space before a common word, or before any that goes on in lower case.
_GLUED_STARTER = re.compile(
    r"(?:(?<=[a-z]{3}[.?!])|(?<=[a-z]{3}\)[.?!]))"
    r"(?=(?:The|We|In|These|This|However|Moreover|Furthermore|It|Our|To)\s|[A-Z][a-z]+\s[a-z]{2,}\s)"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Split a paragraph; offsets count from its start.

    Sentences are in order, carry no white space at their ends and together cover all that
    is not white space. A stop ends a sentence unless its word is an abbreviation or an initial,
    or what follows goes on in lower case and is no name of a gene or RNA. A citation after the
    stop belongs to the sentence before it.

    Example:
        >>> text = "Exosomes (Fig. 2) carry miR-21. miR-21 was taken up at 5 Gy [91]. It rose."
        >>> [text[start:end] for start, end in split_sentences(text)]
        ['Exosomes (Fig. 2) carry miR-21.', 'miR-21 was taken up at 5 Gy [91].', 'It rose.']
    """
    ends = sorted({*_find_ends(text), *(match.start() for match in _BULLET.finditer(text))})
    sentences = []
    start = 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if stripped := piece.strip():
            first = start + piece.index(stripped[0])
            sentences.append((first, first + len(stripped)))
        start = end
    return sentences


def cut_sentence(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what is too long for a sentence: a list, or a text that has lost its stops.

    A piece has 2,000 words, 20,000 characters and no word of more than 1,000 of them, so that a
    parser can take it. It ends at white space, or within such a word.

    Returns:
        The pieces in order; the sentence itself where it is short enough.

    Example:
        >>> cut_sentence("word " * 3000, 0, 14999)
        [(0, 9999), (10000, 14999)]
    """
    pieces = []
    while (cut := _find_cut(text, start, end)) < end:
        pieces.append((start, start + len(text[start:cut].rstrip())))
        while text[cut].isspace():
            cut += 1
        start = cut
    return [*pieces, (start, end)]


def _find_cut(text: str, start: int, end: int) -> int:
    """Where the first piece ends, ``end`` if there is but one."""
    limit = min(start + _MOST_CHARACTERS, end)
    found = (_MOST_WORDS.match(text, start, limit), _LONG_WORD.search(text, start, limit))
    if ends := [match.end() for match in found if match]:
        return min(ends)
    gap = _LAST_GAP.search(text, start, limit) if limit < end else None
    return gap.end() if gap else end


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends where a sentence can end, whatever follows.

    Example:
        >>> ends_sentence("It rose [12]."), ends_sentence("reported by Lee et al.")
        (True, False)
    """
    tail = text.rstrip()[-80:]
    if _GLUED_END.search(tail):
        return True
    for match in _STOP.finditer(tail):
        if match.end() == len(tail):
            last = _LAST_WORD.search(tail, 0, match.start())
            before, word = (last["before"] or "", last["word"]) if last else ("", "")
            return match["stop"] not in (".", "…") or _can_end(before, word, "Xx")
    return False


def _find_ends(text: str) -> Iterator[int]:
    start = 0
    for match in _STOP.finditer(text):
        if _is_end(text, match, start):
            start = match.end("gap")
            yield match.start("gap")
    yield from (match.start() for match in _GLUED_STARTER.finditer(text))


def _is_end(text: str, match: re.Match[str], start: int) -> bool:
    """Tell whether the stop of ``match`` ends the sentence that begins at ``start``."""
    following = text[match.end() : match.end() + 40]
    if not following:
        return True
    if _LISTED.search(text, max(start, match.start() - 8), match.end("close")):
        return False
    if not _can_begin(following):
        return False
    if match["glued"] or match["stop"] not in (".", "…"):
        return True
    last = _LAST_WORD.search(text, max(start, match.start() - 50), match.start())
    before, word = (last["before"] or "", last["word"]) if last else ("", "")
    if not text[start : match.start() - len(word)].strip(' •("“‘'):
        before = _NOTHING
    return _can_end(before, word, following)


def _can_begin(following: str) -> bool:
    first = following.lstrip("([{“‘\"'«")[:1]
    if first.isupper() or first.isdigit():
        return True
    if first.islower():
        return bool(_SMALL_NAME.match(following.lstrip("(“‘\"'")) or _PANEL.match(following))
    return first not in ".,;:)]}.–—-=<>+±×/&%" or bool(_PANEL.match(following))


def _can_end(before: str, word: str, following: str) -> bool:
    """Tell whether a sentence can end with ``word`` and a full stop, ``before`` preceding it."""
    small = word.casefold()
    next_word = re.split(r"[\s,;:.)]", following, maxsplit=1)[0]
    is_initial = len(next_word) == 1 and following[1:2] == "."
    starts = next_word[:1].isupper() and bool(_STARTERS.fullmatch(next_word.casefold()))
    starts = starts and not is_initial
    if len(word) > 1 and word.isalpha() and word.isupper() and not following[0].isdigit():
        return True  # "MS." is no "Ms."
    if _NEVER_LAST.fullmatch(small) or (before == _NOTHING and _ENUMERATION.fullmatch(word)):
        return False
    if _UNITS.fullmatch(small):
        return starts or before[-1:].isdigit()
    if len(word) == 1 and word.isupper():
        # "NF-kappa B." ends, "in A. Smith" does not.
        last = before.rsplit("-", maxsplit=1)[-1]
        is_plain = last.isalpha() and last.islower()
        return starts or (is_plain and not _BEFORE_NAME.fullmatch(before))
    if _RARELY_LAST.fullmatch(small) or _DOTTED.fullmatch(small):
        return starts
    return not (small == "0" and following[0].isdigit())
