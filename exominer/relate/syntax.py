"""The dependency tree of one sentence, asked in the terms that roles need."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from exominer.records import Mention, Sentence, Token
from exominer.relate.repairs import repair_tokens
from exominer.relate.verbless import restore_verbs

NOUN_PHRASE_DEPS = frozenset(
    """det amod compound nummod nmod poss quantmod predet case hyph punct cc conj neg advmod
    npadvmod num dep appos""".split()
)
SUBJECT_DEPS = frozenset({"nsubj", "csubj", "nsubjpass", "csubjpass", "nsubj:pass", "expl"})


class SentenceTree:
    """Tokens of one sentence with heads as local indices.

    Labels are those of CRAFT's dependency layer (nsubj, nsubjpass, dobj, prep, pobj,
    agent, conj, acl, acl:relcl ...). An index is always a position in ``tokens``. Every way up
    ends at a root, which is its own head: a token whose head stands elsewhere, and one of those
    whose heads go round in a ring.
    """

    def __init__(self, sentence: Sentence, tokens: Sequence[Token], *, first: int) -> None:
        self.sentence = sentence
        self.tokens = tuple(tokens)
        self.first = first
        last = first + len(self.tokens)
        heads = [
            token.head - first if first <= token.head < last else index
            for index, token in enumerate(self.tokens)
        ]
        self.heads = tuple(_cut_rings(heads))

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def _children(self) -> list[list[int]]:
        children: list[list[int]] = [[] for _ in self.tokens]
        for index, head in enumerate(self.heads):
            if head != index:
                children[head].append(index)
        return children

    def children(self, index: int, *deps: str) -> list[int]:
        """Children in text order, of the given labels if any are given."""
        found = self._children[index]
        return [child for child in found if self.tokens[child].dep in deps] if deps else found

    def ancestors(self, index: int) -> Iterable[int]:
        """Heads from the nearest up to the root."""
        while (head := self.heads[index]) != index:
            yield head
            index = head

    def climb(self, index: int, *deps: str) -> int:
        """The token, or the nearest above it that does not hang on its head by the labels."""
        for head in self.ancestors(index):
            if self.tokens[index].dep not in deps:
                break
            index = head
        return index

    def subtree(self, index: int, *, without: frozenset[str] = frozenset()) -> list[int]:
        """Indices below and including ``index`` in text order; labels in ``without`` are cut."""
        found, stack = {index}, [index]
        while stack:
            for child in self._children[stack.pop()]:
                if child not in found and self.tokens[child].dep not in without:
                    found.add(child)
                    stack.append(child)
        return sorted(found)

    def conjuncts(self, index: int) -> list[int]:
        """The token and what is coordinated with it, in text order."""
        found, stack = {index}, [index]
        while stack:
            for child in self.children(stack.pop(), "conj"):
                if child not in found:
                    found.add(child)
                    stack.append(child)
        return sorted(found)

    def noun_phrase(self, index: int) -> list[int]:
        """A noun with its modifiers, "of" phrases and coordinated nouns, without clauses."""
        found, stack = {index}, [index]
        while stack:
            current = stack.pop()
            for child in self._children[current]:
                token = self.tokens[child]
                of_phrase = token.dep == "prep" and token.text.lower() in {"of", "to", "between"}
                of_object = token.dep == "pobj" and current in found and current != index
                if child in found or not (token.dep in NOUN_PHRASE_DEPS or of_phrase or of_object):
                    continue
                if token.dep == "conj" and token.pos in {"VERB", "AUX"}:
                    continue
                found.add(child)
                stack.append(child)
        return self._contiguous(sorted(found), index)

    def _contiguous(self, indices: list[int], anchor: int) -> list[int]:
        """The unbroken run around the anchor; trailing punctuation and "and" are dropped."""
        position = indices.index(anchor)
        low = high = position
        while low > 0 and indices[low - 1] == indices[low] - 1:
            low -= 1
        while high + 1 < len(indices) and indices[high + 1] == indices[high] + 1:
            high += 1
        run = indices[low : high + 1]
        while len(run) > 1 and run[-1] != anchor and self.tokens[run[-1]].dep in {"punct", "cc"}:
            if self.tokens[run[-1]].text in {")", "]"}:
                break
            run.pop()
        while len(run) > 1 and run[0] != anchor and self.tokens[run[0]].dep in {"punct", "cc"}:
            run.pop(0)
        return run

    def span(self, indices: Sequence[int]) -> tuple[int, int]:
        """Document offsets from the first to the last of the indices."""
        return self.tokens[min(indices)].start, self.tokens[max(indices)].end

    def covered(self, start: int, end: int) -> list[int]:
        """Indices of the tokens that lie within document offsets, or overlap them."""
        return [i for i, token in enumerate(self.tokens) if token.start < end and token.end > start]

    def head_of(self, mention: Mention) -> int | None:
        """The token of a mention that the rest of the sentence attaches to."""
        covered = self.covered(mention.start, mention.end)
        outside = [i for i in covered if self.heads[i] not in covered or self.heads[i] == i]
        return outside[-1] if outside else (covered[-1] if covered else None)

    def words(self, indices: Iterable[int]) -> list[str]:
        """Lower-case token texts."""
        return [self.tokens[i].text.lower() for i in indices]


def _cut_rings(heads: list[int]) -> list[int]:
    """The heads, where of each ring the token that closes it is a root."""
    done: set[int] = set()
    for start in range(len(heads)):
        index, walk = start, set[int]()
        while index not in done:
            done.add(index)
            walk.add(index)
            if heads[index] in walk:
                heads[index] = index
            index = heads[index]
    return heads


def build_trees(sentences: Sequence[Sentence], tokens: Sequence[Token]) -> list[SentenceTree]:
    """One tree a sentence, in order; a sentence without tokens gives none."""
    trees, position = [], 0
    for sentence in sentences:
        while position < len(tokens) and tokens[position].start < sentence.start:
            position += 1
        first = position
        while position < len(tokens) and tokens[position].end <= sentence.end:
            position += 1
        if position > first:
            restored = restore_verbs(tokens[first:position], first=first)
            mended = repair_tokens(restored, first=first)
            trees.append(SentenceTree(sentence, mended, first=first))
    return trees
