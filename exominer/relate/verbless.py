"""Gives a clause that was parsed without a verb the past tense that stands in it.

"X-rays raised exosome secretion" is sometimes read as one long noun phrase. A clause has a
verb, so a word of change in the past, after a noun and with a noun behind it, is taken for it.
"""

from collections.abc import Iterator, Sequence

from msgspec import structs

from exominer.records import Token
from exominer.relate.effect_words import find_reading

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SEPARATORS = frozenset(
    """, ; : ( ) while whereas but which that because although though when if since unless who
    whose where""".split()
)
NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADV"})


def restore_verbs(tokens: Sequence[Token], *, first: int) -> tuple[Token, ...]:
    """Tokens of one sentence in which verbless clauses have a verb where there is a candidate.

    Args:
        tokens: The sentence's tokens with document-wide heads.
        first: Index of the first of them in the document.
    """
    mended = list(tokens)
    for start, end in _clauses(tokens):
        if any(_is_finite(tokens, index, first) for index in range(start, end)):
            continue
        verb = _find_candidate(tokens, start, end)
        if verb is not None:
            _promote(mended, verb, (start, end), first)
    return tuple(mended)


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Stretches of three or more tokens between separators."""
    start = 0
    for index in range(len(tokens) + 1):
        if index == len(tokens) or tokens[index].text.lower() in SEPARATORS:
            if index - start >= 3:
                yield start, index
            start = index + 1


def _is_finite(tokens: Sequence[Token], index: int, first: int) -> bool:
    token = tokens[index]
    if token.tag in FINITE:
        return token.dep != "amod"
    passive = any(t.head == first + index and t.dep == "auxpass" for t in tokens)
    return token.tag == "VBN" and (passive or token.dep in {"ROOT", "conj", "relcl", "ccomp"})


def _find_candidate(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """The first past form of a word of change with a noun before and a noun behind."""
    for index in range(start + 1, end - 1):
        token = tokens[index]
        form = token.text.lower()
        reading = find_reading(form, "verb", "change", "cause", "grow", "target")
        is_past = form != (reading.word if reading else form) and not form.endswith(("ing", "s"))
        follows = tokens[index - 1].pos in NOMINAL and tokens[index + 1].text not in {"-", "by"}
        if reading is not None and is_past and follows and token.dep != "acl":
            return index
    return None


def _promote(tokens: list[Token], verb: int, clause: tuple[int, int], first: int) -> None:
    """Make a token the verb: the phrase before it its subject, the noun behind its object."""
    start, end = clause
    tokens[verb] = structs.replace(
        tokens[verb], pos="VERB", tag="VBD", dep="ROOT", head=first + verb
    )
    nouns = [i for i in range(verb + 1, end) if tokens[i].pos in {"NOUN", "PROPN"}]
    last = next((i for i in nouns if i + 1 not in nouns), None)
    subject = _top_noun(tokens, start, verb, first)
    if subject is not None:
        tokens[subject] = structs.replace(tokens[subject], dep="nsubj", head=first + verb)
    between = any(tokens[i].pos == "ADP" for i in range(verb + 1, last)) if last else True
    if last is not None and not between:
        tokens[last] = structs.replace(tokens[last], dep="dobj", head=first + verb)
        for index in range(verb + 1, last):
            if not verb < tokens[index].head - first <= last:
                tokens[index] = structs.replace(tokens[index], dep="compound", head=first + last)


def _top_noun(tokens: Sequence[Token], start: int, verb: int, first: int) -> int | None:
    """The noun of the clause before the verb that no other word before the verb governs."""
    for index in range(start, verb):
        above = tokens[index].head - first
        is_top = not start <= above < verb or above == index
        if tokens[index].pos in {"NOUN", "PROPN", "PRON"} and is_top:
            return index
    return None
