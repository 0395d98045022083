"""Hypothesis strategies for annotated texts, as wide as the records allow."""

from hypothesis import strategies as st

from exominer.corpus import hash_text
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Attribute,
    Span,
    TextMention,
    TextRelation,
    cut_text,
)
from tests.strategies import claims

TEXT = "Exosomes\tof “irradiated” U87 cells\nslowed the growth: miR-21 😀 rose, 細胞 fell."
words = st.text("aZ9 :;|#\té", max_size=6)
names = st.sampled_from(["Negation", "polarity", "two words", "json:x", "exominer", "type", "a#2"])
values = st.just(True) | words | st.integers(-5, 5) | st.none() | st.lists(words, max_size=2)


def attributes():
    """Attributes of different names, without the numbers that some formats give them."""
    made = st.builds(Attribute, names, values)
    return st.lists(made, max_size=3, unique_by=lambda each: each.name).map(tuple)


@st.composite
def spans(draw):
    """One piece of the text, or two in order."""
    edges = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=4, unique=True)
    places = sorted(draw(edges.filter(lambda found: len(found) % 2 == 0)))
    return tuple(Span(*pair) for pair in zip(places[::2], places[1::2], strict=True))


@st.composite
def annotated_texts(draw):
    """A document with mentions, events and relations over a text with everything odd."""
    ids = draw(st.lists(st.sampled_from([f"T{i}" for i in range(1, 9)] + ["x", "1", "R1"]),
                        unique=True, max_size=5))  # fmt: skip
    mentions = [
        TextMention(name, draw(words), place := draw(spans()), cut_text(TEXT, place),
                    draw(words), draw(words), draw(attributes()))
        for name in ids
    ]  # fmt: skip
    relations = list(draw(relations_of(ids))) if ids else []
    return AnnotatedText(
        document=draw(st.sampled_from(["PMID-7", "sub/a.txt", "b c"])),
        text=TEXT,
        sha256=hash_text(TEXT),
        mentions=tuple(mentions),
        relations=tuple(relations),
        attributes=draw(attributes()),
        claims=tuple(draw(st.lists(claims(), max_size=2))),
    )


@st.composite
def relations_of(draw, ids):
    """Relations of any arity, some with a trigger, some of relations, one between concepts."""
    made = []
    for number in range(draw(st.integers(0, 3))):
        known = [*ids, *(relation.relation_id for relation in made)]
        targets = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3))
        arguments = tuple(Argument(draw(words), target) for target in targets)
        trigger = draw(st.just("") | st.sampled_from(ids))
        name = f"Q{number}"
        made.append(TextRelation(name, draw(words), arguments, trigger, draw(attributes())))
    if draw(st.booleans()):
        pair = (
            Argument("entity1", "D7", is_concept=True),
            Argument("entity2", "9", is_concept=True),
        )
        made.append(TextRelation("Q9", draw(words), pair))
    return made
