"""What speaks for an effect's kind, direction and polarity."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.records import Polarity
from exominer.relate.arguments import Arguments, find_arguments, find_triggers
from exominer.relate.assertion import read_polarity
from exominer.relate.learned.documents import DocumentView
from exominer.relate.learned.sentences import SentenceView
from exominer.relate.phrases import phrase_direction

_CUE: Final = re.compile(
    r"^(?:not|n't|no|nor|neither|never|none|without|fail\w*|unable|hardly|barely|scarcely|lack\w*"
    r"|absence|unchanged|unaltered|unaffected|may|might|could|would|can|possib\w*|potential\w*"
    r"|putative\w*|presum\w*|likely|unlikely|perhaps|probabl\w*|suggest\w*|propos\w*|hypothes\w*"
    r"|speculat\w*|postulat\w*|assum\w*|thought|believ\w*|predict\w*|impl\w*|appear\w*|seem\w*"
    r"|suspect\w*|whether|if|wonder\w*|conceiv\w*|indicat\w*|show\w*|demonstrat\w*|found|only|but)$"
)
_DENIAL: Final = re.compile(
    r"^(?:not|n't|no|nor|neither|never|none|without|fail\w*|unable|hardly|barely|scarcely|absence"
    r"|unchanged|unaltered|unaffected|unimpaired|untouched|indistinguishable|independent|unlikely)$"
)
_NO_HEDGE: Final = frozenset({"can", "show", "shows", "showed", "found", "only", "but", "if"})
_MODALS: Final = frozenset({"may", "might", "could", "would", "can", "not", "n't", "no"})


def rule_arguments(sentence: SentenceView, start: int, end: int) -> Arguments | None:
    """How the grammar of the rules reads the first trigger in a phrase."""
    for trigger, reading in find_triggers(sentence.tree):
        if start <= trigger <= end:
            return find_arguments(sentence.tree, trigger, reading)
    return None


def frame_features(view: DocumentView, number: int, start: int, end: int) -> set[str]:
    """What all three questions, and exposure, are decided by; each model weighs it for itself."""
    s = view.sentences[number]
    arguments = rule_arguments(s, start, end)
    found = set(_phrase_features(s, start, end))
    found.update(_assertion_features(s, start, end, arguments))
    found.update(_rule_features(view, s, start, end))
    found.update(_around_features(view, number, start))
    return found


def _phrase_features(s: SentenceView, i: int, j: int) -> Iterator[str]:
    tree, inside = s.tree, range(i, j + 1)
    yield from (f"begins {s.stems[i]}", f"begins {s.lower[i]}", f"begins {tree.tokens[i].tag}")
    yield f"begins {s.lower[i]} {s.word(i + 1)}"
    sequence = [f"{r[0].sort} {r[0].direction}" for x in inside if (r := s.readings[x])]
    yield from (f"reads {reading}" for reading in sequence)
    yield f"reads all {' '.join(sequence[:3])}"
    yield from (f"first reads {r.pos} {r.sort} {r.direction}" for r in s.readings[i])
    for x in inside:
        if tree.tokens[x].pos in {"VERB", "NOUN", "ADJ", "ADV", "DET", "ADP", "AUX"}:
            yield f"in {s.stems[x]}"
    yield from (f"pair {s.stems[x]} {s.word(x + 1)}" for x in inside if x < j)
    yield from (f"part {part}" for part in s.parts_in(inside))
    for x in range(max(i - 4, 0), i):
        yield from (f"left {s.lower[x]}", f"left{x - i} {s.lower[x]}")
    yield from (f"right {s.word(x)}" for x in range(j + 1, j + 4))
    subject, reached, dep = s.subject(i)
    if subject is not None:
        yield from (f"subject {s.parts[subject]} {dep} {reached}", f"subject {s.stems[subject]}")
        yield from (f"subject has {part}" for part in s.parts_in(tree.noun_phrase(subject)))
        yield from (f"subject has {s.stems[x]}" for x in tree.noun_phrase(subject))
        yield f"subject {s.parts[subject]} {s.sort(i)}"


def _assertion_features(
    s: SentenceView, i: int, j: int, arguments: Arguments | None
) -> Iterator[str]:
    tree = s.tree
    if arguments is not None:
        polarity: Polarity = read_polarity(tree, arguments)[0]
        yield from (f"grammar {polarity}", f"grammar {phrase_direction(tree, arguments)}")
        yield f"grammar {arguments.reading.sort} {arguments.passive}"
    climb = [i, *tree.ancestors(i)][:6]
    for step, index in enumerate(climb):
        for child in tree.children(index):
            if _CUE.match(s.lower[child]) and child not in range(i + 1, j + 1):
                yield from (f"cue {s.lower[child]} {min(step, 3)}", f"cue {s.stems[child]}")
        if step and _CUE.match(s.lower[index]):
            yield from (f"under {s.stems[index]} {min(step, 3)}", f"under {s.stems[index]}")
    for x, word in enumerate(s.lower):
        if _CUE.match(word):
            side = "in" if i <= x <= j else "left" if x < i else "right"
            yield f"{side} cue {s.stems[x]}"
            if side == "left":
                between = s.lower[x:i]
                broken = bool({",", ";", "but", "and", "whereas", "while"} & set(between))
                yield f"cue {s.stems[x]} {min((i - x) // 3, 3)} {broken}"
    if i and s.lower[i - 1] in _MODALS:
        yield f"just behind {s.lower[i - 1]}"


def _rule_features(view: DocumentView, s: SentenceView, i: int, j: int) -> Iterator[str]:
    for first, last, frame in view.rules_in(s):
        if first <= j and i <= last:
            yield from (f"rule {frame.kind}", f"rule {frame.direction}", f"rule {frame.polarity}")
            yield f"rule {frame.exposed}"
            return
    yield "no rule"


def _around_features(view: DocumentView, number: int, i: int) -> Iterator[str]:
    s = view.sentences[number]
    yield from (f"sentence has {word}" for word in s.words)
    for part in ("vesicle", "molecule", "cell", "disease", "organism", "fluid", "radiation"):
        places = [x for x, p in enumerate(s.parts) if p == part]
        yield f"{part} {any(x < i for x in places)} {any(x > i for x in places)}"
    patients = "patient" in s.lower or "patients" in s.lower
    yield f"patients {patients}"
    yield f"first {number == 0}"


def is_cue(word: str, polarity: Polarity) -> bool:
    """Whether a lower-case word can deny, or can hedge.

    Example:
        >>> is_cue("not", "negated"), is_cue("not", "speculative"), is_cue("may", "speculative")
        (True, False, True)
    """
    if polarity == "negated":
        return _DENIAL.match(word) is not None
    return _CUE.match(word) is not None and not _DENIAL.match(word) and word not in _NO_HEDGE
