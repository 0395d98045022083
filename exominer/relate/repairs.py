"""Mends frequent parser errors: past tenses taken for participles of a noun phrase.

"exosomes enlarged tumor burden" is read as one noun phrase, "exosomes of the cells lowered
survival" as cells with a clause, and in "promoted growth and lowered survival" the second
verb as a modifier of "survival". Each loses a claim.
"""

import re
from collections.abc import Sequence

from msgspec import structs

from exominer.records import Token
from exominer.relate.effect_words import find_reading

PAST = frozenset({"VBD", "VBN"})
REPORT_VERBS = frozenset(
    """show shows showed shown demonstrate demonstrates demonstrated find found report reported
    reveal revealed reveals confirm confirmed observe observed suggest suggests suggested indicate
    indicates indicated prove proved establish established note noted conclude concluded""".split()
)
DENIED = re.compile(r"(?:un|non-?)\w+ed$", re.IGNORECASE)
PARTICLES = frozenset({"up", "down", "off", "on", "back", "about"})
HYPHENS = frozenset({"-", "‐", "‑", "–"})


def repair_tokens(tokens: Sequence[Token], *, first: int) -> tuple[Token, ...]:
    """Tokens of one sentence with misread past tenses made verbs; heads stay document-wide.

    Args:
        tokens: The sentence's tokens.
        first: Index of the first of them in the document.
    """
    mended = list(tokens)
    _unroot_adjective(mended, first)
    _unroot_participle(mended, first)
    for index, token in enumerate(mended):
        if token.dep == "conj" and token.tag in {"VBD", "VBZ", "VBP"}:
            _give_subject(mended, index, first)
    tokens = tuple(mended)
    root = next((i for i, token in enumerate(tokens) if token.head == first + i), None)
    if root is not None and tokens[root].pos in {"NOUN", "PROPN"}:
        _make_finite(mended, root, first)
    for index, token in enumerate(mended):
        if token.dep == "conj" and token.tag in PAST:
            _reattach(mended, index, first)
        if token.dep in {"conj", "ccomp"} and token.pos == "VERB":
            _join_report(mended, index, first)
    for index, token in enumerate(mended):
        noun = token.head - first
        reads_as_change = find_reading(token.text.lower(), "verb") is not None
        if token.dep != "amod" or token.tag not in PAST or not reads_as_change:
            continue
        if not index < noun < len(tokens) or index == 0:
            continue
        if tokens[index - 1].tag in {"NNS", "NNPS"} and tokens[index - 1].text not in HYPHENS:
            _make_clause(mended, index, noun, first)
        elif tokens[index - 1].dep == "cc" and tokens[noun].dep == "conj":
            _make_coordinate(mended, index, noun, first)
    return tuple(mended)


def _unroot_adjective(tokens: list[Token], first: int) -> None:
    """Words such as "unirradiated" and "nonexposed" are adjectives, never a past tense."""
    for index, token in enumerate(tokens):
        if token.dep != "ROOT" or token.tag not in PAST or not DENIED.match(token.text):
            continue
        children = [i for i, t in enumerate(tokens) if t.head == first + index and i > index]
        nouns = [i for i in children if tokens[i].dep == "dobj"]
        verbs = [i for i in children if tokens[i].dep == "conj" and tokens[i].tag == "VBD"]
        if not nouns or not verbs:
            continue
        noun, verb = nouns[0], verbs[0]
        for child, other in enumerate(tokens):
            if other.head == first + index and child not in {noun, verb, index}:
                tokens[child] = structs.replace(other, head=first + verb)
        tokens[index] = structs.replace(token, pos="ADJ", tag="JJ", dep="amod", head=first + noun)
        tokens[noun] = structs.replace(tokens[noun], dep="nsubj", head=first + verb)
        tokens[verb] = structs.replace(tokens[verb], dep="ROOT", head=first + verb)


def _unroot_participle(tokens: list[Token], first: int) -> None:
    """Make the past tense the root of "cells irradiated with 4 Gy increased X"."""
    for index, token in enumerate(tokens):
        children = [i for i, t in enumerate(tokens) if t.head == first + index and i != index]
        helped = any(tokens[i].dep in {"auxpass", "aux", "cc", "dobj"} for i in children)
        if token.dep != "ROOT" or token.tag != "VBN" or helped or index == 0:
            continue
        finite = [i for i in children if i > index and tokens[i].tag == "VBD"]
        noun = index - 1
        if not finite or tokens[finite[0]].dep != "conj" or tokens[noun].pos != "NOUN":
            continue
        verb = finite[0]
        tokens[verb] = structs.replace(tokens[verb], dep="ROOT", head=first + verb)
        for child in children:
            if tokens[child].dep in {"nsubj", "nsubjpass"} or child > verb:
                dep = "nsubj" if child < index else tokens[child].dep
                tokens[child] = structs.replace(tokens[child], dep=dep, head=first + verb)
        tokens[index] = structs.replace(token, dep="acl", head=first + noun)


def _give_subject(tokens: list[Token], verb: int, first: int) -> None:
    """In "X raised a and Y lowered b" the noun before the second verb is its subject."""
    if any(t.head == first + verb and t.dep in {"nsubj", "nsubjpass"} for t in tokens):
        return
    noun = verb - 1
    while noun > 0 and tokens[noun].pos == "ADV":
        noun -= 1
    if noun > 0 and tokens[noun].pos in {"NOUN", "PROPN"} and tokens[noun].dep == "conj":
        tokens[noun] = structs.replace(tokens[noun], dep="nsubj", head=first + verb)


def _make_finite(tokens: list[Token], root: int, first: int) -> None:
    """In a sentence whose root is a noun, a past tense with an object is the main verb."""
    for index in range(root + 1, len(tokens)):
        token = tokens[index]
        has_object = any(t.head == first + index and t.dep == "dobj" for t in tokens)
        particle = index + 1 < len(tokens) and tokens[index + 1].text.lower() in PARTICLES
        if token.dep != "acl" or token.tag not in PAST or not (has_object or particle):
            continue
        if find_reading(token.text.lower(), "verb") is None and not particle:
            continue
        tokens[index] = structs.replace(
            token, pos="VERB", tag="VBD", dep="ROOT", head=first + index
        )
        tokens[root] = structs.replace(tokens[root], dep="nsubj", head=first + index)
        return


def _reattach(tokens: list[Token], verb: int, first: int) -> None:
    """A past tense coordinated with a noun belongs to the verb that governs the noun."""
    noun = tokens[verb].head - first
    if not 0 <= noun < verb or tokens[noun].pos not in {"NOUN", "PROPN"}:
        return
    above = next((i for i in _upwards(tokens, noun, first) if tokens[i].pos == "VERB"), verb)
    if above < verb and find_reading(tokens[verb].text.lower(), "verb") is not None:
        tokens[verb] = structs.replace(tokens[verb], pos="VERB", head=first + above)


def _join_report(tokens: list[Token], verb: int, first: int) -> None:
    """In "it showed that X do a, do b and do c" the later verbs belong to the first of X."""
    head = tokens[verb].head - first
    if not 0 <= head < verb or tokens[head].text.lower() not in REPORT_VERBS:
        return
    own = [t for t in tokens if t.head == first + verb]
    if any(t.dep in {"nsubj", "nsubjpass", "mark"} for t in own):
        return
    reported = [
        i
        for i in range(head + 1, verb)
        if tokens[i].head == first + head
        and tokens[i].dep == "ccomp"
        and any(t.head == first + i and t.dep in {"nsubj", "nsubjpass"} for t in tokens)
    ]
    if reported:
        top = first + reported[-1]
        tokens[verb] = structs.replace(tokens[verb], dep="conj", head=top)


def _make_clause(tokens: list[Token], verb: int, noun: int, first: int) -> None:
    """The participle takes the noun's place, the noun before it becomes its subject."""
    top = tokens[noun]
    is_root = top.head == first + noun
    head = first + verb if is_root else top.head
    tokens[verb] = structs.replace(tokens[verb], pos="VERB", tag="VBD", dep=top.dep, head=head)
    tokens[noun] = structs.replace(top, dep="dobj", head=first + verb)
    subject = _phrase_head(tokens, verb - 1, noun, first)
    tokens[subject] = structs.replace(tokens[subject], dep="nsubj", head=first + verb)
    for index in range(subject):
        if tokens[index].head == first + noun:
            tokens[index] = structs.replace(tokens[index], head=first + verb)


def _phrase_head(tokens: Sequence[Token], index: int, noun: int, first: int) -> int:
    """The token left of the verb that hangs on the noun, found upwards from ``index``."""
    seen = set()
    while tokens[index].head != first + noun and index not in seen:
        seen.add(index)
        above = tokens[index].head - first
        if not 0 <= above < noun or above == index:
            break
        index = above
    return index


def _upwards(tokens: Sequence[Token], index: int, first: int) -> list[int]:
    """A token and those above it, up to the root, the sentence's edge or the start of a ring."""
    found: list[int] = []
    while 0 <= index < len(tokens) and index not in found:
        found.append(index)
        index = tokens[index].head - first
    return found


def _make_coordinate(tokens: list[Token], verb: int, noun: int, first: int) -> None:
    """The participle is coordinated with the verb that governs the first object."""
    governors = (i for i in _upwards(tokens, noun, first)[1:] if tokens[i].dep != "conj")
    governor = next(governors, None)
    above = tokens[governor].head - first if governor is not None else -1
    if not 0 <= above < verb or tokens[above].pos != "VERB":
        return
    form = tokens[above].text.lower()
    if find_reading(form, "verb", "change", "cause", "protect", "target") is None:
        return
    tokens[verb] = structs.replace(
        tokens[verb], pos="VERB", tag=tokens[above].tag, dep="conj", head=first + above
    )
    tokens[noun] = structs.replace(tokens[noun], dep="dobj", head=first + verb)
