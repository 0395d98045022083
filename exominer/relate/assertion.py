"""Is the effect asserted, denied or hedged, and by which words."""

from collections.abc import Iterable

from exominer.records import Cue, Polarity
from exominer.relate.arguments import Arguments
from exominer.relate.repairs import REPORT_VERBS
from exominer.relate.syntax import SentenceTree

NEGATING_VERBS = frozenset({"fail", "failed", "fails", "failing", "unable", "lacked", "lack"})
RAISING_VERBS = frozenset("appear appears appeared seem seems seemed tend tends tended".split())
NEGATING_DETERMINERS = frozenset({"no", "neither", "nor"})
HEDGE_MODALS = frozenset({"may", "might"})
REPORTED_MODALS = frozenset({"could", "would"})
HEDGE_ADVERBS = frozenset(
    {
        "possibly",
        "presumably",
        "probably",
        "perhaps",
        "potentially",
        "likely",
        "putatively",
        "conceivably",
        "supposedly",
        "apparently",
    }
)
HEDGE_HEADS = frozenset(
    """suggest suggests suggested suggesting propose proposed proposes hypothesize hypothesized
    hypothesise hypothesised speculate speculated postulate postulated assume assumed think thought
    believe believed predict predicted imply implies implied appear appears appeared seem seems
    seemed likely possible hypothesis hypotheses possibility suspected expected asked wondered
    conceivable plausible idea suggestive""".split()
)
HEDGE_ADJECTIVES = frozenset({"potential", "possible", "putative", "promising", "candidate"})


def read_polarity(tree: SentenceTree, arguments: Arguments) -> tuple[Polarity, Cue | None]:
    """Polarity of an effect with the words that decide it; denial weighs more than doubt.

    A hedge counts for the clause it governs: an auxiliary or adverb of the verb itself or
    of the verb it is coordinated with, or a head such as "suggest" above its clause.
    "could" under a verb of report ("showed that X could") is a report, no hedge.
    """
    negation = _find_negation(tree, arguments)
    if negation is not None:
        return "negated", make_cue(tree, negation)
    hedge = _find_hedge(tree, arguments)
    if hedge is not None:
        return "speculative", make_cue(tree, [hedge])
    return "asserted", None


def make_cue(tree: SentenceTree, indices: Iterable[int]) -> Cue:
    """The words from the first to the last index, with document offsets."""
    ordered = sorted(indices)
    start, end = tree.span(ordered)
    words, position = "", start
    for token in tree.tokens[ordered[0] : ordered[-1] + 1]:
        words += " " * (token.start - position) + token.text
        position = token.end
    return Cue(words, start, end)


def _predicates(tree: SentenceTree, arguments: Arguments) -> list[int]:
    """The trigger and the verbs whose auxiliaries it shares by coordination or control."""
    found = [arguments.trigger]
    current = arguments.trigger
    while True:
        token = tree.tokens[current]
        head = tree.heads[current]
        joined = token.dep == "conj" or (token.dep == "advcl" and token.tag == "VBG")
        shares = joined and not tree.children(current, "nsubj", "nsubjpass", "aux")
        predicative = token.dep in {"acomp", "attr", "oprd"}
        raised = token.dep == "xcomp" and tree.tokens[head].text.lower() in RAISING_VERBS
        word = tree.tokens[head].text.lower()
        as_noun = (token.dep, word) in {("pobj", "as"), ("pcomp", "by"), ("pcomp", "through")}
        if head == current or not (shares or predicative or raised or as_noun):
            return found
        current = tree.heads[head] if as_noun else head
        found.append(current)


def _find_negation(tree: SentenceTree, arguments: Arguments) -> list[int] | None:
    predicates = _predicates(tree, arguments)
    for predicate in predicates:
        for child in tree.children(predicate, "neg", "advmod", "preconj", "det", "cc"):
            word = tree.tokens[child].text.lower()
            if word in {"not", "n't", "never", "neither", "nor"} and not is_not_only(tree, child):
                helpers = [i for i in tree.children(predicate, "aux") if child - 2 <= i < child]
                return [*helpers, child]
    for noun in (*arguments.themes, *arguments.agents):
        if tree.tokens[noun].text.lower() in {"none", "neither", "nothing"}:
            return [noun]
        for child in tree.children(noun, "det", "neg", "preconj", "advmod", "cc"):
            if tree.tokens[child].text.lower() in NEGATING_DETERMINERS:
                return [child]
    head = tree.heads[arguments.trigger]
    governed = tree.tokens[arguments.trigger].dep in {"xcomp", "ccomp", "acl"}
    if governed and tree.tokens[head].text.lower() in NEGATING_VERBS:
        return [head]
    preposition = tree.tokens[head].text.lower()
    if tree.tokens[arguments.trigger].dep == "pcomp" and preposition == "without":
        return [head]
    return None


def is_not_only(tree: SentenceTree, negation: int) -> bool:
    """Whether a "not" belongs to "not only", which denies nothing."""
    following = tree.tokens[negation + 1 : negation + 2]
    return bool(following) and following[0].text.lower() in {"only", "just", "merely", "solely"}


def _find_hedge(tree: SentenceTree, arguments: Arguments) -> int | None:
    for predicate in _predicates(tree, arguments):
        for child in tree.children(predicate, "aux", "advmod", "mark"):
            word = tree.tokens[child].text.lower()
            if word in HEDGE_MODALS or word in HEDGE_ADVERBS or word in {"whether", "if"}:
                return child
            if word in REPORTED_MODALS and not _is_reported(tree, predicate):
                return child
    for noun in (arguments.trigger, *arguments.themes):
        for child in tree.children(noun, "amod"):
            if tree.tokens[child].text.lower() in HEDGE_ADJECTIVES:
                return child
    return _governing_hedge(tree, arguments.trigger)


def _is_reported(tree: SentenceTree, predicate: int) -> bool:
    above = [tree.tokens[i].text.lower() for i in tree.ancestors(predicate)]
    return any(word in REPORT_VERBS - HEDGE_HEADS for word in above)


def _governing_hedge(tree: SentenceTree, trigger: int) -> int | None:
    """A hedging head above the trigger, reached through complement clauses only."""
    current = trigger
    links = {"ccomp", "xcomp", "acl", "conj", "pcomp", "acomp", "attr", "oprd", "advcl"}
    while tree.tokens[current].dep in links and tree.heads[current] != current:
        head = tree.heads[current]
        dep = tree.tokens[current].dep
        complement = dep in {"ccomp", "xcomp", "acl"}
        for word in (head, *tree.children(head, "acomp", "attr")) if complement else ():
            if tree.tokens[word].text.lower() in HEDGE_HEADS:
                return word
        if complement and any(
            tree.tokens[i].text.lower() in HEDGE_MODALS | {"whether"}
            for i in tree.children(head, "aux", "mark")
        ):
            marks = tree.children(head, "aux", "mark")
            return next(
                i for i in marks if tree.tokens[i].text.lower() in HEDGE_MODALS | {"whether"}
            )
        own_subject = dep == "conj" and tree.children(current, "nsubj", "nsubjpass")
        if own_subject and tree.tokens[head].dep != "ccomp":
            return None
        current = head
    return None
