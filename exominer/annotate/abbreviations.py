"""Sentences -> abbreviations with their long forms, by scispaCy's detector (Schwartz-Hearst)."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import spacy
from scispacy.abbreviation import AbbreviationDetector, filter_matches, find_abbreviation
from spacy.language import Language

from exominer.annotate.recognition import HYPHENS
from exominer.records import Abbreviation

_EDGES: Final = re.compile(
    r"^(?:the|a|an|and|or|of|in|by|with|from|these|their|called)\s", re.IGNORECASE
)
_BAD_LONG: Final = re.compile(r"[\[\];:()]|\bet al\b")
_WORD_BEFORE: Final = re.compile(
    rf"(?<![\w{HYPHENS}])(?!anti|non|pre|post)[\w{HYPHENS}/]+[{HYPHENS}]$"
)
# "termed Exo-24h": the detector wants the letters of the name in the long form.
_TERMED: Final = re.compile(
    r"\b(?:termed|called|named|designated|abbreviated\sas|referred\sto\sas|denoted(?:\sas)?"
    r"|defined\sas)\s[“\"'‘]?"
    rf"(?P<short>(?=\S*[A-Z])[A-Za-z0-9][\w+/]*(?:[{HYPHENS}][\w+]+)*)"
)
_VESICLES: Final = re.compile(
    r"\b(?:exosomes?|(?:extracellular\s)?vesicles?|s?EVs|microvesicles?|microparticles?)\b",
    re.IGNORECASE,
)

# The matcher tries every pair of an opening and a closing bracket; the longest sentences of
# real papers have some dozens.
_MOST_BRACKETS: Final = 200


@cache
def _detector() -> tuple[Language, AbbreviationDetector]:
    nlp = spacy.blank("en")
    return nlp, AbbreviationDetector(nlp)


def find_abbreviations(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Abbreviation, ...]:
    """Find the definitions in stretches of a text, each on its own.

    Args:
        text: The document's text.
        spans: Start and end of what is read: sentences, captions, headings. One with more than
            200 brackets is a formula or garbage, and its brackets are not looked at.

    Returns:
        One abbreviation per short form, its first definition, in the order of the text.
        ``long`` has its white space levelled.

    Example:
        >>> text = "Cancer-associated fibroblasts (CAFs) grew."
        >>> [(a.short, a.long) for a in find_abbreviations(text, [(0, len(text))])]
        [('CAFs', 'Cancer-associated fibroblasts')]
    """
    found: dict[str, Abbreviation] = {}
    for start, end in spans:
        sentence = text[start:end]
        pairs = list(_detect(sentence)) if 0 < sentence.count("(") <= _MOST_BRACKETS else []
        for short, long in (*pairs, *_find_termed(sentence)):
            abbreviation = Abbreviation(
                short=sentence[slice(*short)],
                long=" ".join(sentence[slice(*long)].split()),
                start=start + short[0],
                end=start + short[1],
                long_start=start + long[0],
                long_end=start + long[1],
            )
            if is_definition(abbreviation.short, abbreviation.long):
                found.setdefault(abbreviation.short, abbreviation)
    return tuple(sorted(found.values(), key=lambda abbreviation: abbreviation.start))


def is_definition(short: str, long: str) -> bool:
    """Whether a pair may be a definition: a name with a capital, and no citation or list.

    Example:
        >>> is_definition("MSCs", "mesenchymal stem cells"), is_definition("12", "twelve")
        (True, False)
    """
    if not any(letter.isupper() for letter in short) or len(short) >= 2 * len(long):
        return False
    return short.lower() != long.lower() and _BAD_LONG.search(long) is None


def _detect(sentence: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Short and long form of each definition in brackets, as offsets of the sentence."""
    nlp, detector = _detector()
    doc = nlp.make_doc(sentence)
    inside = [(key, start + 1, end - 1) for key, start, end in detector.matcher(doc)]
    for long_candidate, short_candidate in filter_matches(inside, doc):
        short, long = find_abbreviation(long_candidate, short_candidate)
        if long is None or not len(long):
            continue
        skipped = match.end() if (match := _EDGES.match(long.text)) else 0
        start = long.start_char + skipped
        # The tokeniser splits hyphens: "DC-derived exosomes", not "derived exosomes".
        if before := _WORD_BEFORE.search(sentence, 0, start):
            start = before.start()
        yield (short.start_char, short.end_char), (start, long.end_char)


def _find_termed(sentence: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Names given to vesicles; the long form is the sentence's first vesicle word."""
    for match in _TERMED.finditer(sentence):
        head = _VESICLES.search(sentence, 0, match.start())
        if head and len(match["short"]) > 2:
            yield match.span("short"), head.span()
