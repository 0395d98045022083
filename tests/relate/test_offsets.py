"""Whatever the parse, what relate adds can be found again in the text."""

from hypothesis import given, settings

from exominer.config import RelateConfig
from exominer.relate.relating import relate_document
from exominer.relate.repairs import repair_tokens
from exominer.relate.syntax import SentenceTree
from tests.strategies import annotated_documents

QUICK = settings(deadline=None, max_examples=60)


def relate(annotated):
    return relate_document(annotated, RelateConfig())


@QUICK
@given(annotated_documents())
def test_relate_document_holds_every_offset(annotated):
    related = relate(annotated)
    text = related.document.text

    assert all(text[m.start : m.end] == m.text for m in related.mentions)
    cues = [frame.cue for frame in related.frames if frame.cue]
    assert all(text[cue.start : cue.end] == cue.text for cue in cues)


@QUICK
@given(annotated_documents())
def test_relate_document_names_only_mentions_that_are_there(annotated):
    related = relate(annotated)
    known = [mention.mention_id for mention in related.mentions]

    assert len(known) == len(set(known))
    assert {frame.effect for frame in related.frames} <= set(known)
    assert {end for r in related.relations for end in (r.head, r.tail)} <= set(known)


@QUICK
@given(annotated_documents())
def test_relate_document_gives_the_same_twice_and_scores_between_0_and_1(annotated):
    related = relate(annotated)

    assert relate(annotated) == related
    assert (related.document, related.tokens) == (annotated.document, annotated.tokens)
    assert all(0 <= frame.score <= 1 for frame in related.frames)
    assert all(0 <= relation.score <= 1 for relation in related.relations)


@QUICK
@given(annotated_documents())
def test_repair_tokens_leaves_a_tree(annotated):
    first = 0
    for sentence in annotated.document.sentences:
        tokens = [t for t in annotated.tokens if sentence.start <= t.start < sentence.end]
        tree = SentenceTree(sentence, repair_tokens(tokens, first=first), first=first)
        tops = {([index, *tree.ancestors(index)])[-1] for index in range(len(tree))}
        assert all(tree.heads[top] == top for top in tops)
        first += len(tokens)
