"""Trees in Universal Dependencies 1 -> trees in the manner of CRAFT and spaCy's English models.

The two differ in what heads what: prepositions head their nouns here, and "be" its
predicate. The rules cover what Stanford's converter writes for English; a sentence with a
construction that they do not cover ("mwe") gives none.
"""

from msgspec import Struct

_LABELS = {
    "root": "ROOT",
    "acl:relcl": "relcl",
    "cc:preconj": "preconj",
    "compound:prt": "prt",
    "det:predet": "predet",
    "iobj": "dative",
    "nmod:npmod": "npadvmod",
    "nmod:poss": "poss",
    "nmod:tmod": "npadvmod",
}
# What hangs on the predicate in UD and on the verb "be" in CRAFT.
_CLAUSE_LABELS = frozenset({
    "nsubj", "nsubjpass", "csubj", "aux", "auxpass", "neg", "mark", "expl", "advcl", "parataxis",
    "punct", "ccomp",
})  # fmt: skip
_VERB_PREDICATES = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
_ADJECTIVES = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "RB"})


class Node(Struct):
    """A word while its tree is rebuilt; ``head`` is an index, its own for the root."""

    form: str
    tag: str
    dep: str
    head: int


def convert_tree(nodes: list[Node]) -> bool:
    """Convert a tree in place; return False where the rules do not cover it.

    Example:
        >>> words = [("Loss", "NN", "nsubj", 3), ("of", "IN", "case", 2), ("p53", "NN", "nmod", 0),
        ...          ("hurts", "VBZ", "root", 3)]
        >>> nodes = [Node(*word) for word in words]
        >>> convert_tree(nodes)
        True
        >>> [(node.form, node.dep, nodes[node.head].form) for node in nodes][:3]
        [('Loss', 'nsubj', 'hurts'), ('of', 'prep', 'Loss'), ('p53', 'pobj', 'of')]
    """
    if any(node.dep in ("mwe", "goeswith", "remnant") for node in nodes):
        return False
    for i, node in enumerate(nodes):
        if node.dep == "cop":
            _raise_copula(nodes, i)
    for i, node in enumerate(nodes):
        if node.dep in ("nmod", "nmod:agent"):
            _raise_preposition(nodes, i)
    for i, node in enumerate(nodes):
        if node.dep in ("advcl", "acl") and node.tag == "VBG":
            _raise_clause_preposition(nodes, i)
    for i in range(len(nodes)):
        _relabel(nodes, i)
    return True


def _children(nodes: list[Node], head: int) -> list[int]:
    return [i for i, node in enumerate(nodes) if node.head == head and i != head]


def _take_place(nodes: list[Node], new: int, old: int) -> None:
    """Hang a word where its head hangs, with that arc's label."""
    is_root = nodes[old].head == old
    nodes[new].head = new if is_root else nodes[old].head
    nodes[new].dep = nodes[old].dep
    nodes[old].head = new


def _raise_copula(nodes: list[Node], copula: int) -> None:
    predicate = nodes[copula].head
    _take_place(nodes, copula, predicate)
    children = _children(nodes, predicate)
    cases = [i for i in children if nodes[i].dep == "case"]
    moves_conjuncts = any(
        nodes[i].dep == "conj" and nodes[i].tag in _VERB_PREDICATES for i in children
    )
    for i in children:
        is_adverb_of_clause = nodes[i].dep == "advmod" and i < copula
        is_conjunct = nodes[i].dep in ("cc", "conj") and moves_conjuncts
        if nodes[i].dep in _CLAUSE_LABELS or is_adverb_of_clause or is_conjunct:
            nodes[i].head = copula
    if cases:
        nodes[predicate].dep = "nmod"
    else:
        nodes[predicate].dep = "acomp" if nodes[predicate].tag in _ADJECTIVES else "attr"


def _raise_preposition(nodes: list[Node], noun: int) -> None:
    """Turn "cells <-case- in" into "in -pobj-> cells"."""
    cases = [i for i in _children(nodes, noun) if nodes[i].dep == "case" and nodes[i].tag != "POS"]
    if not cases:
        head_tag = nodes[nodes[noun].head].tag
        nodes[noun].dep = "npadvmod" if head_tag in _VERB_PREDICATES | _ADJECTIVES else "nmod"
        return
    head = nodes[noun].head
    _take_place(nodes, cases[0], noun)
    preposition = nodes[cases[0]]
    is_agent = preposition.form.lower() == "by" and _is_passive(nodes, head)
    preposition.dep = "agent" if is_agent else "prep"
    nodes[noun].dep = "pobj"
    for i in cases[1:]:
        nodes[i].head, nodes[i].dep = cases[0], "pcomp"


def _is_passive(nodes: list[Node], verb: int) -> bool:
    has_auxiliary = any(nodes[i].dep == "auxpass" for i in _children(nodes, verb))
    return has_auxiliary or (nodes[verb].tag == "VBN" and nodes[verb].dep in ("acl", "amod"))


def _raise_clause_preposition(nodes: list[Node], verb: int) -> None:
    """Turn "inhibiting <-mark- by" into "by -pcomp-> inhibiting"."""
    marks = [i for i in _children(nodes, verb) if nodes[i].dep == "mark" and nodes[i].tag == "IN"]
    if marks:
        _take_place(nodes, marks[0], verb)
        nodes[marks[0]].dep = "prep"
        nodes[verb].dep = "pcomp"


def _relabel(nodes: list[Node], i: int) -> None:
    node = nodes[i]
    if node.head == i:
        node.dep = "ROOT"
    elif node.dep == "mark" and node.tag == "TO":
        node.dep = "aux"
    elif node.dep == "neg" and node.tag == "DT":
        node.dep = "det"
    elif node.dep == "case" and node.tag != "POS":
        node.dep = "prep"
    elif node.dep == "xcomp" and node.tag not in _VERB_PREDICATES:
        node.dep = "acomp" if node.tag in _ADJECTIVES else "oprd"
    else:
        node.dep = _LABELS.get(node.dep, node.dep)
    if node.tag == "TO" and node.dep != "aux":
        node.tag = "IN"  # CRAFT's TO is the infinitive's alone
