"""From a word of change to its arguments: what acts, what changes, by which means, where."""

from typing import get_args

from msgspec import Struct

from exominer.relate.effect_words import EffectWord, WordSort, find_reading
from exominer.relate.repairs import HYPHENS
from exominer.relate.syntax import SUBJECT_DEPS, SentenceTree

MEANS_WORDS = frozenset({"via", "through", "by", "with"})
"""Prepositions whose object is the means when the verb has another subject."""

SETTING_WORDS = frozenset({"in", "after", "upon", "following", "on", "under", "during"})
"""Prepositions of a setting: "migrated faster in the presence of", "after treatment with"."""

OBJECT_PREPOSITIONS = {
    "lead": ("to",),
    "contribute": ("to",),
    "result": ("in",),
    "give": ("to",),
    "protect": ("from", "against"),
    "shield": ("from", "against"),
    "spare": ("from",),
    "sensitize": ("to",),
    "associate": ("with",),
    "correlate": ("with",),
    "relate": ("to",),
    "link": ("to", "with"),
    "differentiate": ("into",),
}
"""Prepositions that introduce what the verb brings about."""


UNCOMPARED = frozenset({"abundant", "rich", "scarce", "pronounced"})
"""Adjectives that say a change only when they are compared ("more abundant")."""

TRIGGER_SORTS: tuple[WordSort, ...] = tuple(s for s in get_args(WordSort) if s != "part")


class Arguments(Struct, frozen=True):
    """Token indices of the heads of a trigger's arguments, in text order."""

    trigger: int
    reading: EffectWord
    passive: bool
    agents: tuple[int, ...]
    themes: tuple[int, ...]
    means: tuple[int, ...]
    places: tuple[int, ...]


def is_passive(tree: SentenceTree, verb: int) -> bool:
    """Whether a verb form is passive: an auxiliary, a passive subject or a bare participle."""
    if tree.children(verb, "auxpass", "nsubjpass", "csubjpass"):
        return True
    token = tree.tokens[verb]
    if token.tag != "VBN" or tree.children(verb, "aux", "nsubj"):
        return False
    if token.dep == "conj":
        return is_passive(tree, tree.heads[verb])
    return token.dep in {"acl", "amod", "advcl"} and not tree.children(verb, "dobj")


def find_triggers(tree: SentenceTree) -> list[tuple[int, EffectWord]]:
    """Verbs and predicative adjectives that can carry a claim, in text order.

    Participles inside a hyphen compound ("radiation-induced") and attributive ones
    ("increased apoptosis") describe a noun and are no triggers of their own.
    """
    found = []
    for index, token in enumerate(tree.tokens):
        reading = _trigger_reading(tree, index)
        if reading is None or (index and tree.tokens[index - 1].text in HYPHENS):
            continue
        if token.dep not in {"amod", "compound"}:
            found.append((index, reading))
    return found


def _trigger_reading(tree: SentenceTree, index: int) -> EffectWord | None:
    token = tree.tokens[index]
    form = token.text.lower()
    if token.pos in {"VERB", "AUX"}:
        if form in {"has", "have", "had"} and token.dep in {"aux", "auxpass"}:
            return None
        if _plays_part(tree, index):
            return find_reading(form, "verb", "part")
        phrasal = find_particle(tree, index)
        if phrasal is not None:
            form = f"{form} {tree.tokens[phrasal].text.lower()}"
        reading = find_reading(form, "verb", *TRIGGER_SORTS)
        if reading is not None and reading.sort == "change" and not _takes_object(tree, index):
            return find_reading(form, "verb", "grow") or reading
        return reading
    if token.pos == "NOUN" and token.dep in {"attr", "pobj", "oprd", "conj"}:
        return find_reading(form, "noun", "mark") if _is_predicate_noun(tree, index) else None
    if token.pos in {"ADJ", "ADV"} and token.dep in {"acomp", "attr", "oprd", "conj", "ROOT"}:
        reading = find_reading(form, "adjective", "state")
        return reading if form not in UNCOMPARED or _is_compared(tree, index) else None
    return None


def _is_compared(tree: SentenceTree, index: int) -> bool:
    adverbs = tree.words(tree.children(index, "advmod"))
    return bool({"more", "most", "less", "least", "highly", "significantly"} & set(adverbs))


def find_particle(tree: SentenceTree, verb: int) -> int | None:
    """The "up" of "step up" where the lexicon has the phrasal verb."""
    form = tree.tokens[verb].text.lower()
    for child in (*tree.children(verb, "prt", "advmod", "prep"), verb + 1):
        if verb < child < len(tree):
            phrase = f"{form} {tree.tokens[child].text.lower()}"
            if find_reading(phrase, "verb") is not None:
                return child
    return None


def _plays_part(tree: SentenceTree, verb: int) -> bool:
    """Whether "take part", "play a role" or "are involved" is said with "in" something."""
    form = tree.tokens[verb].text.lower()
    if tree.tokens[verb].dep == "acl":
        return False
    if form.startswith(("involv", "implicat", "participat")):
        return bool(_objects_of(tree, verb, {"in"}))
    objects = tree.children(verb, "dobj")
    return any(tree.tokens[i].text.lower() in {"part", "role", "roles"} for i in objects)


def _is_predicate_noun(tree: SentenceTree, index: int) -> bool:
    """Whether a noun is said of the subject: "is a marker", "serve as a marker"."""
    index = tree.climb(index, "conj")
    token = tree.tokens[index]
    preposition = tree.tokens[tree.heads[index]].text.lower()
    return token.dep in {"attr", "oprd"} or (token.dep == "pobj" and preposition == "as")


def _takes_object(tree: SentenceTree, verb: int) -> bool:
    return is_passive(tree, verb) or bool(tree.children(verb, "dobj", "ccomp", "xcomp", "prep"))


def find_arguments(tree: SentenceTree, trigger: int, reading: EffectWord) -> Arguments:
    """Collect the arguments of a trigger, inheriting a subject from the governing verb."""
    is_state = reading.sort in {"part", "mark"}  # "is associated with" says what it is, no more
    passive = reading.pos == "verb" and not is_state and is_passive(tree, trigger)
    subjects, _ = find_subjects(tree, predicate_verb(tree, trigger, reading))
    objects = _find_objects(tree, trigger, reading)
    if passive:
        agents = _objects_of(tree, trigger, {"by"}) or ()
        themes = subjects
    elif reading.sort in {"grow", "state", "change"} and not objects:
        agents = ()
        themes = subjects
    else:
        agents, themes = subjects, objects
    means = _objects_of(tree, trigger, MEANS_WORDS | SETTING_WORDS)
    if tree.tokens[trigger].dep == "conj":
        means += _objects_of(tree, tree.heads[trigger], SETTING_WORDS)
    return Arguments(
        trigger,
        reading,
        passive,
        agents=tuple(agents),
        themes=tuple(themes),
        means=tuple(index for index in means if index not in agents),
        places=tuple(_places(tree, trigger, themes)),
    )


def predicate_verb(tree: SentenceTree, trigger: int, reading: EffectWord) -> int:
    """The verb whose subject a trigger has: itself, or the copula of an adjective or noun."""
    if reading.pos == "verb":
        return trigger
    current = tree.climb(trigger, "conj", "pobj", "prep")
    if tree.tokens[current].pos in {"VERB", "AUX"}:
        return current
    return tree.heads[current]


def find_subjects(tree: SentenceTree, verb: int) -> tuple[tuple[int, ...], bool]:
    """Heads of the subject, own or inherited, and whether it was inherited.

    "X slowed growth and lowered survival", "X, thereby promoting Y", "X that promotes Y"
    and "X was found to promote Y" all have the subject X.
    """
    current, inherited = verb, False
    for _ in range(len(tree)):
        subjects = [i for i in tree.children(current) if tree.tokens[i].dep in SUBJECT_DEPS]
        relative = tree.tokens[current].dep in {"relcl", "acl"}
        pronouns = all(tree.tokens[i].tag in {"WDT", "WP", "WP$"} for i in subjects)
        if subjects and not (relative and pronouns):
            return tuple(subjects), inherited
        inherited = True
        head = tree.heads[current]
        if head == current:
            return (), inherited
        if relative:
            return (head,), inherited
        current = head
        if tree.tokens[current].pos in {"NOUN", "PROPN", "PRON"}:
            return (current,), inherited
    return (), inherited


def _find_objects(tree: SentenceTree, trigger: int, reading: EffectWord) -> tuple[int, ...]:
    direct = tree.children(trigger, "dobj", "oprd", "attr")
    particle = find_particle(tree, trigger) if reading.pos == "verb" else None
    if particle is not None and not direct:
        direct = tree.children(particle, "pobj")
    if reading.sort == "part":
        return tuple(o for h in (trigger, *direct) for o in _objects_of(tree, h, {"in"}))
    wanted = OBJECT_PREPOSITIONS.get(reading.word, ())
    holders = (trigger, *direct) if reading.sort == "protect" else (trigger,)
    by_preposition = [o for h in holders for o in _objects_of(tree, h, frozenset(wanted))]
    if reading.sort in {"protect", "mark"} or wanted[:1] == ("to",):
        direct = by_preposition or direct
    clausal = tree.children(trigger, "ccomp", "xcomp") if reading.sort == "cause" else []
    found = direct or by_preposition or clausal
    if found or reading.pos != "verb":
        return tuple(found)
    shared = [i for i in tree.children(trigger, "conj") if i - trigger <= 3]
    return tuple(o for i in shared for o in tree.children(i, "dobj"))


def _objects_of(
    tree: SentenceTree, index: int, words: frozenset[str] | set[str]
) -> tuple[int, ...]:
    """Objects of the prepositions among ``words`` that attach to a token."""
    found = []
    for preposition in tree.children(index, "prep", "agent", "prt", "dative"):
        if tree.tokens[preposition].text.lower() in words:
            found += tree.children(preposition, "pobj", "pcomp")
    return tuple(found)


def _places(tree: SentenceTree, trigger: int, themes: tuple[int, ...]) -> list[int]:
    """Objects of "in", "of", "to", "into", "on" and the like below the trigger or its theme."""
    words = {"in", "of", "to", "into", "on", "within", "inside", "among", "towards", "from", "at"}
    found: list[int] = []
    queue = [trigger, *themes]
    while queue:
        index = queue.pop(0)
        for theme in tree.conjuncts(index) if index != trigger else [index]:
            objects = _objects_of(tree, theme, words)
            found += objects
            queue += objects
    return sorted(set(found) - set(themes))
