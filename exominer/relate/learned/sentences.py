"""A sentence as features see it: words, stems, readings and kinds of mention by token."""

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from exominer.records import Mention
from exominer.relate.assertion import is_not_only
from exominer.relate.effect_words import EffectWord, load_effect_words
from exominer.relate.scene import Scene
from exominer.relate.syntax import SentenceTree

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
PARTS: Final[dict[str, str]] = {
    "gene_or_protein": "molecule",
    "mirna": "molecule",
    "ncrna": "molecule",
    "dna_rna_class": "molecule",
    "lipid": "molecule",
    "antigen": "molecule",
    "cell_type": "cell",
    "cell_line": "cell",
}
"""Kinds that can play one part; every other kind is a part of its own."""

_SHARING: Final = frozenset(
    "conj xcomp advcl ccomp pcomp dobj pobj attr acomp prep nmod amod".split()
)
_SUFFIXES: Final = (
    "ations", "ation", "ingly", "ings", "ing", "edly", "ed", "ies", "es", "s", "ion", "al", "ly",
    "e",
)  # fmt: skip
_MAX_CLIMB: Final = 5


def stem_word(word: str) -> str:
    """The word without its ending, if four letters stay.

    Example:
        >>> stem_word("increased") == stem_word("increasing") == stem_word("increase")
        True
    """
    word = word.lower()
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def _read_words(tree: SentenceTree) -> list[str]:
    """The words in lower case; "not only" denies nothing and reads as "only only"."""
    words = [token.text.lower() for token in tree.tokens]
    return [
        "only" if word == "not" and is_not_only(tree, index) else word
        for index, word in enumerate(words)
    ]


class SentenceView:
    """One scene by token; lists are as long as the sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tree: SentenceTree = scene.tree
        self.mentions: list[Mention | None] = [None] * len(scene.tree)
        for mention in scene.mentions:
            for index in scene.tree.covered(mention.start, mention.end):
                self.mentions[index] = mention
        self.parts = [PARTS.get(m.kind, m.kind) if m else "" for m in self.mentions]
        self.lower = _read_words(scene.tree)
        self.stems = [stem_word(word) for word in self.lower]
        readings = load_effect_words()
        self.readings: list[tuple[EffectWord, ...]] = [readings.get(w, ()) for w in self.lower]
        self.vesicles = [i for i, part in enumerate(self.parts) if part == "vesicle"]

    def __len__(self) -> int:
        return len(self.lower)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Stems of what is said, without nouns: features of every token of the sentence."""
        kept = {"VERB", "NOUN", "AUX", "ADJ", "ADV", "PRON", "SCONJ"}
        pairs = zip(self.stems, self.tree.tokens, strict=True)
        return tuple(sorted({stem for stem, token in pairs if token.pos in kept}))

    def word(self, index: int) -> str:
        """The lower-case word, or a mark for the edge."""
        return self.lower[index] if 0 <= index < len(self) else "^"

    def part(self, index: int) -> str:
        """The part of the mention on a token, or a mark for the edge."""
        return self.parts[index] if 0 <= index < len(self) else "^"

    def pos(self, index: int) -> str:
        """The part of speech, or a mark for the edge."""
        return self.tree.tokens[index].pos if 0 <= index < len(self) else "^"

    def parts_in(self, indices: Iterable[int]) -> list[str]:
        """The parts that stand in some tokens, sorted."""
        return sorted({self.parts[i] for i in indices if self.parts[i]})

    def sort(self, index: int) -> str:
        """The sort of the first reading of a word."""
        return self.readings[index][0].sort if self.readings[index] else "-"

    def subject(self, index: int) -> tuple[int | None, str, str]:
        """The subject of a predicate, how it is reached, and its label.

        A coordinated or dependent predicate shares the subject of the one above it; a
        participle behind a noun has that noun.
        """
        tree, reached = self.tree, "own"
        for _ in range(_MAX_CLIMB):
            own = [i for i in tree.children(index) if tree.tokens[i].dep in SUBJECTS]
            if own:
                return own[0], reached, tree.tokens[own[0]].dep
            dep = tree.tokens[index].dep
            if dep.startswith(("acl", "relcl")):
                return tree.heads[index], "acl", dep
            if tree.heads[index] == index or dep not in _SHARING:
                break
            reached, index = dep, tree.heads[index]
        return None, reached, ""

    def noun_over(self, index: int) -> int:
        """The noun that a name stands before, with what is coordinated ("HeLa and A549 cells")."""
        tree = self.tree
        while tree.tokens[index].dep in {"compound", "amod", "nmod", "conj"}:
            above = tree.heads[index]
            if above == index or tree.tokens[above].pos not in {"NOUN", "PROPN"}:
                break
            index = above
        return index

    def steps(self, start: int, end: int) -> int:
        """How many edges of the tree lie between two tokens; 99 if it does not join them."""
        height = {index: i for i, index in enumerate([start, *self.tree.ancestors(start)])}
        for depth, index in enumerate([end, *self.tree.ancestors(end)]):
            if index in height:
                return depth + height[index]
        return 99

    def path(self, start: int, end: int, *, longest: int) -> str:
        """The labels up from one token and down to another; "long" where there are too many."""
        tree = self.tree
        above = [start, *tree.ancestors(start)]
        height = {index: i for i, index in enumerate(above)}
        down, index = [], end
        while index not in height:
            down.append(tree.tokens[index].dep)
            if tree.heads[index] == index:
                return "none"
            index = tree.heads[index]
        up = [tree.tokens[i].dep for i in above[: height[index]]]
        if len(up) + len(down) > longest:
            return "long"
        return "^".join(up) + "|" + "v".join(reversed(down))
