"""Invented sentences whose trees are known: who did what to what, and what else.

Treebanks of full texts describe methods, in the passive; there a bare participle before a noun
("impaired repair") is nearly always an attribute. In the findings of abstracts it is as
often a verb ("slowed growth and impaired repair"). The sentences here show both, with the
words that tell them apart.
"""

import random

from exominer.train.archives_genia import lay_out_words
from exominer.train.samples import ParsedSentence
from exominer.train.universal import Node

# (form, tag) pairs; the last word of a noun is its head.
_HOLDERS = ("cells", "fibroblasts", "macrophages", "keratinocytes", "neurons", "mice", "tumours")
_KINDS = ("recipient", "tumour", "endothelial", "bystander", "neighbouring", "irradiated", "HeLa")
_GENES = ("ATM", "PTEN", "BCL-2", "p53", "TGF-β1", "STAT3", "CD44", "VEGF", "IL-6", "NF-κB", "Akt")
_PROCESSES = (
    "apoptosis", "proliferation", "autophagy", "migration", "invasion", "senescence", "growth",
    "survival", "differentiation", "inflammation", "angiogenesis", "DNA damage", "DNA repair",
    "cell death", "cell viability", "tumour growth", "cytokine production", "colony formation",
    "ROS levels", "calcium influx", "wound closure", "T cell activation", "lipid uptake",
)  # fmt: skip
_VERBS = (
    "increased", "decreased", "reduced", "raised", "enhanced", "blocked", "suppressed",
    "inhibited", "promoted", "stimulated", "induced", "abolished", "restored", "attenuated",
    "accelerated", "delayed", "activated", "repressed", "downregulated", "upregulated",
    "elevated", "diminished", "prevented", "rescued", "limited", "favoured", "mediated",
    "weakened", "strengthened", "caused", "disrupted", "improved", "silenced", "sustained",
)  # fmt: skip
_ATTRIBUTES = ("increased", "decreased", "reduced", "enhanced", "elevated", "diminished", "delayed")
_SHOWING = ("showed", "displayed", "exhibited", "had", "revealed")
_SUBJECTS = ("Exosomes", "Vesicles", "EVs", "Microvesicles", "Irradiation", "Hypoxia", "GW4869")

Phrase = list[Node]


def make_sentences(n_sentences: int, *, seed: int) -> list[ParsedSentence]:
    """Make sentences of a small grammar, the same for the same seed.

    Example:
        >>> [sentence] = make_sentences(1, seed=1)
        >>> sum(word.dep == "ROOT" for word in sentence.words)
        1
    """
    chooser = random.Random(seed)
    makers = (_actions, _actions, _actions, _attributes, _passive, _reported)
    return [
        lay_out_words(_finish(chooser.choice(makers)(chooser)), "invented")
        for _ in range(n_sentences)
    ]


def _root(phrase: Phrase) -> int:
    return next(i for i, node in enumerate(phrase) if node.head < 0)


def _join(phrase: Phrase, other: Phrase, dep: str, head: int) -> Phrase:
    """Append a phrase, its root hanging on a word of the first."""
    shift = len(phrase)
    moved = [
        Node(node.form, node.tag, dep, head)
        if node.head < 0
        else Node(node.form, node.tag, node.dep, node.head + shift)
        for node in other
    ]
    return [*phrase, *moved]


def _prepend(other: Phrase, phrase: Phrase, dep: str) -> Phrase:
    """Put a phrase before another, hanging on the root of that."""
    shift = len(other)
    head = _root(phrase) + shift
    before = [Node(node.form, node.tag, dep, head) if node.head < 0 else node for node in other]
    after = [
        Node(node.form, node.tag, node.dep, node.head + shift if node.head >= 0 else -1)
        for node in phrase
    ]
    return [*before, *after]


def _noun(text: str, *, tag: str = "NN") -> Phrase:
    *before, last = text.split()
    return [
        *(Node(form, "NN", "compound", len(before)) for form in before),
        Node(last, "NNS" if tag == "NN" and last in (*_HOLDERS, "levels") else tag, "", -1),
    ]


def _preposition(form: str, noun: Phrase, dep: str = "pobj") -> Phrase:
    return _join([Node(form, "IN", "", -1)], noun, dep, 0)


def _holders(chooser: random.Random) -> Phrase:
    kind = chooser.choice(_KINDS)
    tag, dep = {"irradiated": ("VBN", "amod"), "neighbouring": ("VBG", "amod")}.get(
        kind, ("NN", "compound")
    )
    return _prepend([Node(kind, tag, "", -1)], _noun(chooser.choice(_HOLDERS)), dep)


def _subject(chooser: random.Random) -> Phrase:
    form = chooser.choice(_SUBJECTS)
    noun = [Node(form, "NNS" if form.endswith("s") else "NN", "", -1)]
    pick = chooser.randrange(6)
    if pick == 0:
        return _join(noun, _preposition("from", _holders(chooser)), "prep", 0)
    if pick == 1:
        source = _join([Node("derived", "VBN", "", -1)],
                       _preposition("from", _holders(chooser)), "prep", 0)  # fmt: skip
        return _join(noun, source, "acl", 0)
    if pick == 2:
        gene = _noun(chooser.choice(_GENES))
        return _join(_noun(chooser.choice(("Knockdown", "Loss", "Transfer"))),
                     _preposition("of", gene), "prep", 0)  # fmt: skip
    if pick == 3:
        return _prepend([Node("Exosomal", "JJ", "", -1)], _noun(chooser.choice(_GENES)), "amod")
    return noun


def _object(chooser: random.Random) -> Phrase:
    pick = chooser.randrange(6)
    process = _noun(chooser.choice(_PROCESSES))
    if pick == 0:
        return _noun(chooser.choice(_GENES))
    if pick == 1:
        return _noun(f"{chooser.choice(_GENES)} expression")
    if pick in (2, 3):
        place = _preposition(chooser.choice(("of", "in")), _holders(chooser))
        return _join(process, place, "prep", _root(process))
    if pick == 4:
        return _prepend([Node("the", "DT", "", -1)], process, "det")
    return process


def _action(chooser: random.Random) -> Phrase:
    return _join([Node(chooser.choice(_VERBS), "VBD", "", -1)], _object(chooser), "dobj", 0)


def _actions(chooser: random.Random) -> Phrase:
    """Make "S V O", "S V O and V O" or "S V O, V O and V O"."""
    n_actions = chooser.choice((1, 2, 2, 2, 3))
    clause = _action(chooser)
    last = 0
    for i in range(1, n_actions):
        is_final = i == n_actions - 1
        mark = Node("and", "CC", "cc", last) if is_final else Node(",", ",", "punct", last)
        clause = [*clause, mark]
        following = len(clause)
        if is_final and chooser.random() < 0.2:
            clause = [*clause, Node("thereby", "RB", "advmod", following + 1)]
            following += 1
        clause = _join(clause, _action(chooser), "conj", last)
        last = following
    return _prepend(_subject(chooser), clause, "nsubj")


def _attributes(chooser: random.Random) -> Phrase:
    """Make "S showed increased O and reduced O", where the participles are attributes."""
    first, second = (
        _prepend([Node(chooser.choice(_ATTRIBUTES), "VBN", "", -1)],
                 _noun(chooser.choice(_PROCESSES)), "amod")
        for _ in range(2)
    )  # fmt: skip
    head = _root(first)
    both = _join([*first, Node("and", "CC", "cc", head)], second, "conj", head)
    if chooser.random() < 0.5:
        clause = _join([Node(chooser.choice(_SHOWING), "VBD", "", -1)], both, "dobj", 0)
    else:
        clause = _join([Node("led", "VBD", "", -1)], _preposition("to", both), "prep", 0)
    return _prepend(_subject(chooser), clause, "nsubj")


def _passive(chooser: random.Random) -> Phrase:
    """Make "O was inhibited by S"."""
    noun = _object(chooser)
    verb = [Node("was", "VBD", "auxpass", 1), Node(chooser.choice(_VERBS), "VBN", "", -1)]
    agent = _subject(chooser)
    first = agent[0]
    lower = first.form if first.form.isupper() else first.form[:1].lower() + first.form[1:]
    agent = [Node(lower, first.tag, first.dep, first.head), *agent[1:]]
    clause = _join(verb, _preposition("by", agent), "agent", 1)
    return _prepend(noun, clause, "nsubjpass")


def _reported(chooser: random.Random) -> Phrase:
    """Make "We found that S V O and V O"."""
    verb = chooser.choice(("found", "showed", "observed", "report"))
    main = [
        Node("We", "PRP", "nsubj", 1),
        Node(verb, "VBP" if verb == "report" else "VBD", "", -1),
    ]
    clause = _prepend([Node("that", "IN", "", -1)], _actions(chooser), "mark")
    return _join(main, clause, "ccomp", 1)


def _finish(phrase: Phrase) -> Phrase:
    """Make the first word a capital, add the full stop and name the root."""
    root = _root(phrase)
    ended = [*phrase, Node(".", ".", "punct", root)]
    first = ended[0]
    form = first.form[:1].upper() + first.form[1:] if first.form.islower() else first.form
    ended[0] = Node(form, first.tag, first.dep, first.head)
    ended[root] = Node(ended[root].form, ended[root].tag, "ROOT", root)
    return ended
