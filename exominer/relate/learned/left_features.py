"""Where an effect phrase begins, given its head: what stands before a predicate or a noun.

"were significantly reduced", "key mediator of metastasis" and "platelets had risen" are found
by "reduced", "mediator" and "risen"; how much of what stands before belongs to the phrase is
decided afterwards.
"""

from collections.abc import Iterator
from typing import Final

from exominer.relate.learned.sentences import SUBJECTS, SentenceView

FARTHEST: Final = 12
_BEFORE_HEAD: Final = frozenset(
    """auxpass aux advmod amod compound det nummod neg poss nmod quantmod npadvmod nsubj nsubjpass
    csubj""".split()
)
_NEVER_FIRST: Final = frozenset({"PUNCT", "CCONJ", "ADP", "PART", "SCONJ"})


def find_head(sentence: SentenceView, start: int, end: int) -> int:
    """The token of a phrase that what stands before it in the phrase hangs on."""
    tree, index = sentence.tree, start
    while tree.tokens[index].dep in _BEFORE_HEAD and index < tree.heads[index] <= end:
        index = tree.heads[index]
    return index


def left_candidates(sentence: SentenceView, head: int) -> list[int]:
    """Tokens at which the phrase of a head can begin, the head first."""
    tree = sentence.tree
    below = set(tree.subtree(head))
    found = [head]
    for index in range(head - 1, max(head - FARTHEST, -1), -1):
        if index not in below:
            break
        if tree.tokens[index].pos not in _NEVER_FIRST:
            found.append(index)
    return found


def left_features(sentence: SentenceView, head: int, left: int) -> set[str]:
    """What speaks for or against the phrase of a head beginning at a token."""
    return set(_read(sentence, head, left))


def _read(s: SentenceView, head: int, left: int) -> Iterator[str]:
    tree, added = s.tree, range(left, head)
    pos, away, sort = tree.tokens[head].pos, min(head - left, 6), s.sort(head)
    deps = [tree.tokens[i].dep for i in added if tree.heads[i] == head]
    objects = tree.children(head, "dobj", "attr", "acomp", "oprd", "xcomp")
    yield from (f"away {away}", f"away {away} {pos}", f"away {min(away, 2)} {sort}")
    yield f"adds {'+'.join(deps[:4]) or '-'}"
    yield f"adds {'+'.join(deps[:4]) or '-'} {pos}"
    if left < head:
        token = tree.tokens[left]
        yield from (f"first {s.lower[left]}", f"first {token.dep}", f"first {token.pos} {pos}")
        yield f"first {token.dep} {tree.heads[left] == head}"
    yield from (f"before {s.word(left - 1)}", f"before {s.pos(left - 1)} {away > 0}")
    subject = any(dep in SUBJECTS for dep in deps)
    own = [i for i in tree.children(head) if tree.tokens[i].dep in SUBJECTS and i < head]
    yield f"subject {subject} object {bool(objects)} {tree.tokens[head].tag}"
    yield f"subject {subject} of {bool(own)} parts {'+'.join(s.parts_in(added)) or '-'}"
    yield f"vesicle added {'vesicle' in s.parts[left:head]} elsewhere {bool(s.vesicles)}"
    rest = [i for i in tree.children(head) if i < left]
    yield f"left out {'+'.join(sorted({tree.tokens[i].dep for i in rest})) or '-'}"
    yield f"left out subject {any(tree.tokens[i].dep in SUBJECTS for i in rest)} {away > 0}"
