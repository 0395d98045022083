"""The words of an effect: a contiguous phrase with the verb and what it changes."""

from exominer.records import Direction
from exominer.relate.arguments import Arguments, find_particle, predicate_verb
from exominer.relate.effect_words import find_reading
from exominer.relate.syntax import SentenceTree

INTENSE = frozenset(
    """significant marked substantial considerable excess high strong pronounced robust extensive
    severe""".split()
)
"""Adjectives that make "showed damage" a rise."""

MAX_GAP_TOKENS = 6
"""A subject further than this from its verb stays out of the phrase."""


MAX_COMPLEMENT_TOKENS = 8
"""Longer phrases after a verb without object are circumstances, no part of the effect."""


def effect_indices(tree: SentenceTree, arguments: Arguments, *, with_subject: bool) -> list[int]:
    """Token indices from the verb to the end of its object, as one run.

    Modals, "did not" and other auxiliaries before an active verb stay out, as in the
    annotation guideline; for a passive or intransitive verb the auxiliaries are kept and,
    ``with_subject``, the subject too ("blood counts had risen").
    """
    trigger = arguments.trigger
    if arguments.reading.pos == "noun":
        named = [i for i in tree.noun_phrase(trigger) if tree.tokens[i].dep != "det"]
        return list(range(named[0], named[-1] + 1))
    first, last = trigger, trigger
    particle = find_particle(tree, trigger)
    last = max([last, *tree.children(trigger, "prt"), *([particle] if particle else [])])
    after = [theme for theme in arguments.themes if theme > trigger]
    before = [theme for theme in arguments.themes if theme < trigger]
    if after:
        last = max(last, *(tree.noun_phrase(theme)[-1] for theme in after))
        last = max(last, *(_clause_end(tree, theme) for theme in after))
    if before and not after:
        first = _auxiliary_start(tree, arguments)
        subject = tree.noun_phrase(before[-1])
        if with_subject and first - subject[-1] <= MAX_GAP_TOKENS:
            first = subject[0]
    if arguments.reading.sort == "cause" and after:
        infinitives = tree.children(trigger, "xcomp") + [
            i for theme in after for i in tree.children(theme, "acl", "relcl")
        ]
        last = max([last, *(_infinitive_end(tree, i) for i in infinitives)])
    adverbs = [i for i in tree.children(trigger, "advmod") if i == last + 1]
    last = max([last, *adverbs])
    if before and not after:
        last = max(last, _complement_end(tree, trigger, last))
    return list(range(first, last + 1))


def _complement_end(tree: SentenceTree, trigger: int, last: int) -> int:
    """The end of the phrase right after a verb without object ("rose with dose")."""
    for preposition in tree.children(trigger, "prep"):
        word = tree.tokens[preposition].text.lower()
        if preposition == last + 1 and word not in {"by", "via", "through"}:
            objects = tree.children(preposition, "pobj")
            ends = [tree.noun_phrase(i)[-1] for i in objects]
            return max((end for end in ends if end - last <= MAX_COMPLEMENT_TOKENS), default=0)
    return 0


def _clause_end(tree: SentenceTree, theme: int) -> int:
    """The last token of a clausal object ("let cells survive irradiation")."""
    if tree.tokens[theme].dep not in {"ccomp", "xcomp"}:
        return theme
    objects = tree.children(theme, "dobj", "acomp", "attr", "prt")
    return max([theme, *(tree.noun_phrase(i)[-1] for i in objects)])


def _infinitive_end(tree: SentenceTree, verb: int) -> int:
    """The end of "to differentiate into macrophages" after "induced monocytes"; 0 if none."""
    if "to" not in tree.words(tree.children(verb, "aux")):
        return 0
    prepositions = tree.children(verb, "prep")
    objects = [
        *tree.children(verb, "dobj"),
        *(o for p in prepositions for o in tree.children(p, "pobj")),
    ]
    return max([verb, *(tree.noun_phrase(i)[-1] for i in objects[:1])])


def _auxiliary_start(tree: SentenceTree, arguments: Arguments) -> int:
    trigger = arguments.trigger
    holder = predicate_verb(tree, trigger, arguments.reading)
    kept = [i for i in tree.children(trigger, "auxpass", "aux", "advmod") if i < trigger]
    kept = [i for i in kept if tree.tokens[i].text.lower() not in _LEFT_OUT]
    if holder < trigger and tree.tokens[holder].pos in {"AUX", "VERB"}:
        kept.append(holder)
    run = trigger
    while run - 1 in kept or (run - 1 >= 0 and tree.tokens[run - 1].dep in {"advmod", "auxpass"}):
        run -= 1
    return run


_LEFT_OUT = frozenset({"may", "might", "could", "can", "did", "does", "do", "would", "should"})


def is_compared(tree: SentenceTree, noun: int) -> bool:
    """Whether "more", "larger" and the like stand with a noun or in its place."""
    words = tree.words([noun, *tree.children(noun, "amod", "advmod", "nummod", "quantmod")])
    return any(find_reading(word, "adjective", "state") for word in words)


def phrase_direction(tree: SentenceTree, arguments: Arguments) -> Direction:
    """The direction of what changes: the verb's, or that of its object's own word of change.

    "caused a decrease in viability" and "showed reduced viability" both decrease.
    """
    reading = arguments.reading
    if reading.sort in {"change", "grow", "protect", "target", "state"}:
        return reading.direction
    for theme in arguments.themes:
        token = tree.tokens[theme]
        shown = reading.sort == "show" and tree.words(tree.children(theme, "amod"))
        if shown and INTENSE & set(shown):
            return "increase"
        noun = find_reading(token.text.lower(), "noun", "change")
        if noun is not None:
            return noun.direction
        for child in tree.children(theme, "amod", "advmod"):
            state = find_reading(tree.tokens[child].text.lower(), "adjective", "state")
            if state is not None:
                return state.direction
    return reading.direction
