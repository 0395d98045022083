"""What a sentence holds, ready to be asked: its tree, its mentions and their head tokens."""

from collections.abc import Iterable

from exominer.records import AnnotatedDocument, Mention, MentionKind
from exominer.relate.syntax import SentenceTree, build_trees
from exominer.units import reading_units

CELL_KINDS: frozenset[MentionKind] = frozenset({"cell_type", "cell_line"})


class Scene:
    """One sentence (or table cell) with the mentions inside it, in text order.

    ``number`` counts the sentences of the document; ``head[mention_id]`` is the token
    that the rest of the sentence attaches to.
    """

    def __init__(self, tree: SentenceTree, mentions: Iterable[Mention], *, number: int) -> None:
        self.tree = tree
        self.number = number
        self.mentions: tuple[Mention, ...] = tuple(mentions)
        heads = {mention.mention_id: tree.head_of(mention) for mention in self.mentions}
        self.head = {name: index for name, index in heads.items() if index is not None}
        self.text_start = tree.sentence.start
        self.text_end = tree.sentence.end

    def of_kind(self, *kinds: MentionKind) -> list[Mention]:
        """Mentions of the kinds, in text order."""
        return [mention for mention in self.mentions if mention.kind in kinds]

    def within(self, indices: Iterable[int], kinds: Iterable[MentionKind]) -> list[Mention]:
        """Mentions of the kinds whose head token is among the indices, in text order."""
        wanted, allowed = set(indices), set(kinds)
        return [
            mention
            for mention in self.mentions
            if mention.kind in allowed and self.head.get(mention.mention_id) in wanted
        ]

    def at(self, index: int) -> Mention | None:
        """The mention that covers a token."""
        token = self.tree.tokens[index]
        for mention in self.mentions:
            if mention.start < token.end and token.start < mention.end:
                return mention
        return None


def build_scenes(annotated: AnnotatedDocument) -> list[Scene]:
    """One scene for every sentence or cell that has tokens, in order of the text."""
    spans = reading_units(annotated.document)
    scenes, position = [], 0
    for number, tree in enumerate(build_trees(spans, annotated.tokens)):
        start, end = tree.sentence.start, tree.sentence.end
        while position < len(annotated.mentions) and annotated.mentions[position].start < start:
            position += 1
        last = position
        while last < len(annotated.mentions) and annotated.mentions[last].end <= end:
            last += 1
        scenes.append(Scene(tree, annotated.mentions[position:last], number=number))
        position = last
    return scenes
