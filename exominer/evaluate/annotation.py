"""What one side says about a document: the common form of gold, second annotator and system."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from re import finditer

from msgspec import Struct, structs

from exominer.corpus import ROLE_SOURCE
from exominer.records import AnnotatedDocument, Claim, Document, Mention

ROLE_SOURCES = frozenset({ROLE_SOURCE, "cell_role"})
"""Sources of mentions that fill a role and are none by the guideline ("recipient cells")."""

Span = tuple[int, int]


class Annotation(Struct, frozen=True):
    """One document as an annotator, a person or a system, has read it.

    ``has_mentions`` and ``has_relations`` are false where only claims are known: then
    nothing is said about them, which is not the same as that there are none. ``unsaid`` are
    slots of claims that were not annotated.
    """

    id: str
    annotated: AnnotatedDocument
    claims: tuple[Claim, ...] = ()
    has_mentions: bool = False
    has_relations: bool = False
    unsaid: frozenset[str] = frozenset()

    @property
    def document(self) -> Document:
        """The text and its layers."""
        return self.annotated.document

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of the guideline: neither effects nor words that only fill a role."""
        return tuple(
            mention
            for mention in self.annotated.mentions
            if mention.kind != "effect" and mention.source not in ROLE_SOURCES
        )


def place_over(annotation: Annotation, gold: Document) -> Annotation:
    """Move an annotation over the gold text, where it was made over another reading of it.

    Words are aligned; a mention whose words have no counterpart stands nowhere, at -1,
    and agrees with nothing. The layers are those of the gold, its sentences and sections
    those of the annotation where the gold has none.
    """
    own = annotation.document
    same = own.text == gold.text or not gold.text or not own.text
    mentions, claims = annotation.annotated.mentions, annotation.claims
    if not same:
        moved = align_offsets(own.text, gold.text)
        mentions = tuple(_move(mention, moved) for mention in mentions)
        claims = tuple(_unplace(claim, moved) for claim in claims)
    document = gold
    if same and own.text and not gold.sentences:
        document = structs.replace(gold, sentences=own.sentences, sections=own.sections)
    annotated = structs.replace(annotation.annotated, document=document, mentions=mentions)
    return structs.replace(annotation, annotated=annotated, claims=claims)


def align_offsets(text: str, other: str) -> dict[int, int]:
    """Map the characters of words that both texts have to their place in the other.

    Example:
        >>> align_offsets("raised  2 Gy", "raised 2 Gy")[8]
        7
    """
    words, others = (list(finditer(r"\w+|[^\w\s]", each)) for each in (text, other))
    matcher = SequenceMatcher(None, [w[0] for w in words], [w[0] for w in others], autojunk=False)
    moved: dict[int, int] = {}
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            start, to = words[block.a + k].start(), others[block.b + k].start()
            moved |= {start + i: to + i for i in range(len(words[block.a + k][0]))}
    return moved


def _move_span(start: int, end: int, moved: dict[int, int]) -> Span:
    if start in moved and end - 1 in moved and moved[start] <= moved[end - 1]:
        return moved[start], moved[end - 1] + 1
    return -1, -1


def _move(mention: Mention, moved: dict[int, int]) -> Mention:
    start, end = _move_span(mention.start, mention.end, moved)
    return structs.replace(mention, start=start, end=end)


def _unplace(claim: Claim, moved: dict[int, int]) -> Claim:
    placed = []
    for evidence in claim.evidence:
        start, end = _move_span(evidence.start, evidence.end, moved)
        placed.append(structs.replace(evidence, start=start, end=end))
    return structs.replace(claim, evidence=tuple(placed))


def sentence_around(document: Document, start: int, end: int) -> Span:
    """The sentence or table row about a span, else the lines it stands on."""
    for sentence in document.sentences:
        if sentence.start <= start < sentence.end:
            return sentence.start, max(sentence.end, end)
    text = document.text
    first = text.rfind("\n", 0, max(start, 0)) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last


def sentence_number(sentences: Sequence[Span], start: int) -> int:
    """How many sentences begin at or before an offset."""
    return sum(first <= start for first, _ in sentences)


def find_effect(claim: Claim, document: Document) -> Span | None:
    """The span of the effect phrase inside the first evidence, where it stands there."""
    if not claim.evidence or not claim.effect.text:
        return None
    evidence = claim.evidence[0]
    at = document.text.find(claim.effect.text, max(evidence.start, 0), max(evidence.end, 0))
    return (at, at + len(claim.effect.text)) if at >= 0 else None


def locate_effect(claim: Claim, document: Document) -> Span:
    """The span of the effect phrase, else of the evidence; -1 where there is neither."""
    found = find_effect(claim, document)
    if found or not claim.evidence:
        return found or (-1, -1)
    return claim.evidence[0].start, claim.evidence[0].end
