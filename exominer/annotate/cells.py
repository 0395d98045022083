"""Text -> cells: noun phrases of modifiers and a cell noun, and cell lines by their shape."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from exominer.annotate.lexicon import read_table
from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.records import Mention

_TOKEN: Final = re.compile(rf"[A-Za-z0-9α-ωΑ-Ω⁺⁻+]+(?:[{HYPHENS}/'’][A-Za-z0-9α-ω+⁺]+)*[+⁺]?")
_SPLIT: Final = re.compile(rf"[{HYPHENS}]")
_MARKER: Final = re.compile(
    r"(?:CD\d+[a-zR]{0,2}(?:\+|⁺|-|⁻|hi|lo|high|low|neg|pos)?)+|[A-Z]\w*[+⁺]"
)
_CELL: Final = re.compile(r"[Cc]ells?|CELLS?")
_CELL_NOUN: Final = re.compile(
    r"[a-z]*(?:blast|cyte|phage|phil|glia|progenitor|neurone?|platelet|organoid|sphere)s?",
    re.IGNORECASE,
)
_NOT_A_CELL: Final = frozenset({"bacteriophage", "bacteriophages", "phage", "phages", "prophage"})
_LINE_SHAPE: Final = re.compile(
    rf"(?=[^+]*\d)(?=[^+]*[A-Z])[A-Z0-9][A-Za-z0-9]*(?:[{HYPHENS}/.][A-Za-z0-9]+){{0,3}}"
)
_AFTER_LINE: Final = re.compile(
    rf"\bcell\slines?,?\s\(?(?P<line>{_LINE_SHAPE.pattern})(?![\w{HYPHENS}])"
)
_NO_LINE: Final = re.compile(
    r"(?:CD|IL|Th|G|M|S|p|PD|HPV|HLA|H2|HIF|CXC|CC|TGF|miR|SIRT|Fig|Day|Ki|[TPBN]\d)[-\d]"
    r"|\d+(?:st|nd|rd|th|[A-Z]|-\w+)?$|\d+(?:h|d|Gy|nM|µM)\b|[A-Z]?\d[+-]?$|COVID|SARS|\d+[Dd]$"
    rf"|.*[{HYPHENS}][a-z]{{4,}}$"
)
_DISEASE_DONOR: Final = re.compile(
    rf"(?<![\w{HYPHENS}])(?P<disease>(?:[A-Za-z]+\s)?(?:[Tt]umou?r|[Cc]ancer|[a-z]*carcinoma"
    r"|[Mm]elanoma|[Gg]lio(?:blasto)?ma"
    rf"|[a-z]*sarcoma|[Ll]ymphoma|[Ll]euk[a]?emia|[Mm]yeloma|[a-z]*blastoma|[Hh]epatoma))"
    rf"(?=[{HYPHENS}](?:derived|secreted|released|EVs|exo)"
    r"|\s(?:exosom|s?EVs?\b|(?:small\s)?extracellular\sves|microves))"
)


class Word(NamedTuple):
    """A word with its offsets and, in lower case, the parts between its hyphens."""

    text: str
    start: int
    end: int
    parts: tuple[str, ...]


def find_cells(text: str) -> Iterator[Mention]:
    """Find cell phrases, roles ("recipient cells", source ``cell_role``) and cell lines.

    A phrase starts at its first modifier that says what the cell is or in which state; a
    word of exposure ("irradiated") is never part of it but of the name of a bare role.

    Example:
        >>> found = find_cells("hypoxic ovarian cancer cells and XY-12 cells")
        >>> [(cell.text, cell.kind) for cell in found]
        [('hypoxic ovarian cancer cells', 'cell_type'), ('XY-12', 'cell_line')]
    """
    words = _split_words(text)
    for position, word in enumerate(words):
        head_end = _head_end(word)
        if head_end is not None:
            yield from _phrases(text, words, position, head_end)
    for match in _AFTER_LINE.finditer(text):
        if not _NO_LINE.match(match["line"]):
            span = match.span("line")
            yield mention_at(text, *span, kind="cell_line", source="cell_shape")
    for match in _DISEASE_DONOR.finditer(text):
        start = match.start("disease")
        first = match["disease"].split()[0]
        if first != match["disease"] and first.lower() not in _modifiers():
            start += len(first) + 1
        name = f"{' '.join(text[start : match.end('disease')].split())} cells"
        yield mention_at(
            text, start, match.end("disease"), kind="cell_type", source="cells", name=name
        )


def _split_words(text: str) -> list[Word]:
    return [
        Word(match[0], match.start(), match.end(), tuple(_SPLIT.split(match[0].lower())))
        for match in _TOKEN.finditer(text)
    ]


def _head_end(word: Word) -> int | None:
    """Where the cell noun ends in a word that is one, or starts with one and a hyphen."""
    first = word.parts[0]
    if len(word.parts) > 1 and not set(word.parts[1:]) <= _words("tail"):
        last = word.parts[-1]
        is_noun = last not in _NOT_A_CELL and _CELL_NOUN.fullmatch(last) is not None
        is_cell = _CELL.fullmatch(last) and set(word.parts[:-1]) <= _modifiers_lower() - {"cell"}
        return word.end if is_noun or is_cell else None
    if _CELL.fullmatch(first) or (first not in _NOT_A_CELL and _CELL_NOUN.fullmatch(first)):
        return word.start + len(first)
    return None


def _phrases(text: str, words: list[Word], position: int, end: int) -> Iterator[Mention]:
    word = words[position]
    is_cell = _CELL.fullmatch(text[word.start : end]) is not None
    after = words[position + 1] if position + 1 < len(words) else None
    is_followed = after is not None and text[end : after.start].isspace()
    if is_cell and is_followed and after is not None and after.text.lower() in _words("disease"):
        return
    first = _first_modifier(text, words, position)
    used = [found.text for found in words[first:position]]
    if is_cell and is_followed and after is not None and after.text in ("line", "lines"):
        end = after.end
    if is_cell and not [found for found in used if found.lower() not in _words("role")]:
        yield from _roles(text, words, position, end)
        yield from _shaped_lines(text, words, position)
        return
    yield mention_at(text, words[first].start, end, kind="cell_type", source="cells")


def _first_modifier(text: str, words: list[Word], position: int) -> int:
    """Index of the word that opens the phrase; ``position`` itself without modifiers."""
    first = position
    while first > 0 and text[words[first - 1].end : words[first].start].isspace():
        before = words[first - 1]
        joins = before.text == "and" and first > 1 and words[first - 2].text in _joined_before()
        if not (joins or is_modifier(before)):
            break
        first -= 1
    while first < position and words[first].text.lower() in ("and", "high", "low", "cell", "type"):
        first += 1
    return first


def is_modifier(word: Word) -> bool:
    """Whether a word may stand in a cell phrase before the noun."""
    known = _modifiers()
    if word.text.lower() in _words("role only"):
        return False
    if word.text in known or (len(word.text) > 2 and word.text.lower() in known):
        return True
    if _MARKER.fullmatch(word.text):
        return True
    if "/" in word.text:
        return all(part in known for part in word.text.lower().split("/"))
    # "miR-9-enriched": the microRNA is a mention of its own.
    is_mirna = word.parts[0] in ("mir", "mirna", "microrna")
    if len(word.parts) < 2 or is_mirna or word.parts[-1] in _words("exposure"):
        return False
    return word.parts[-1] in _words("compound") or all(
        part in known or part == "and" for part in word.parts
    )


def _roles(text: str, words: list[Word], position: int, end: int) -> Iterator[Mention]:
    first = position
    while first > 0 and text[words[first - 1].end : words[first].start].isspace():
        if words[first - 1].text.lower() not in _words("role"):
            break
        first -= 1
    before = words[first - 1] if first else None
    adjoins = before is not None and text[before.end : words[first].start].isspace()
    if before is not None and adjoins and before.parts[-1] == "irradiated":
        name = text[before.start : end]
    elif first < position:
        name = ""
    else:
        return
    start = words[first].start
    yield mention_at(text, start, end, kind="cell_type", source="cell_role", name=name)


def _shaped_lines(text: str, words: list[Word], position: int) -> Iterator[Mention]:
    """Unknown names in front of "cells", also in a list: "SQ1, SQ2 and XY-12 cells"."""
    at = position - 1
    follower = words[position].start
    while at >= 0 and re.fullmatch(
        r"\s|,\s|/|\sand\s|,\sand\s|\sor\s", text[words[at].end : follower]
    ):
        word = words[at]
        if word.text in ("and", "or"):
            at -= 1
            continue
        if _LINE_SHAPE.fullmatch(word.text) is None or _NO_LINE.match(word.text):
            return
        yield mention_at(text, word.start, word.end, kind="cell_line", source="cell_shape")
        follower = word.start
        at -= 1


@cache
def _words(use: str) -> frozenset[str]:
    """The words of the table for one use.

    ``tail`` ends a word that starts with a cell ("CAF-derived"), ``compound`` a modifier
    ("LMP1-positive"), ``exposure`` one that is left out; after "cell", ``disease`` makes the
    noun no cell; ``role`` says what a cell does in the experiment, not what it is.
    """
    return frozenset(term for term, name, *_ in read_table("cell_words") if name == use)


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(term for term, *_ in read_table("cell_modifiers"))


@cache
def _modifiers_lower() -> frozenset[str]:
    return frozenset(term.lower() for term in _modifiers())


def _joined_before() -> frozenset[str]:
    return frozenset({"head", "Head", "stem", "Stem"})
