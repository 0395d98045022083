"""Short ways to write the documents that the tests of this folder score."""

from exominer.evaluate.annotation import Annotation
from exominer.records import AnnotatedDocument, Document, Mention, Relation, Section, Sentence
from tests.marked import parse_marked


def make_document(text, *, name="D1", section="results"):
    """A document of one section; sentences end at a full stop and a space."""
    starts = [0, *(i + 2 for i in range(len(text) - 2) if text[i : i + 2] == ". ")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return Document(
        document=f"{name}.txt",
        sha256="",
        format="text",
        text=text,
        sections=(Section(section, "", 0, len(text)),),
        sentences=tuple(map(Sentence, starts, ends)),
    )


def annotate(marked, *, relations=(), name="D1", section="results"):
    """Marked text to an annotation; a relation is (role, head, tail) by number of mention."""
    text, mentions = parse_marked(marked)
    arcs = tuple(
        Relation(f"R{number}", role, f"T{head}", f"T{tail}", score=0.5)
        for number, (role, head, tail) in enumerate(relations, start=1)
    )
    document = make_document(text, name=name, section=section)
    annotated = AnnotatedDocument(document, mentions=mentions, relations=arcs)
    return Annotation(name, annotated, has_mentions=True, has_relations=True)


def make_mentions(*spans):
    """Mentions from (start, end, kind)."""
    return [
        Mention(f"T{number}", kind, start, end, "x" * (end - start))
        for number, (start, end, kind) in enumerate(spans, start=1)
    ]
