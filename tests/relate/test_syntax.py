"""The questions that a sentence's tree answers."""

import pytest
from msgspec import structs

from exominer.records import Mention, Sentence
from exominer.relate.syntax import SentenceTree, build_trees
from tests.relate.trees import build_annotated, build_tree, index_of, words_at

GROWTH = """Exosomes/NNS/nsubj>slowed slowed/VBD the/DT/det>growth rapid/JJ/amod>growth
    growth/NN/dobj>slowed and/CC/cc>growth spread/NN/conj>growth of/IN/prep>growth
    brain/NN/compound>tumours tumours/NNS/pobj>of that/WDT/nsubj>recur recur/VBP/relcl>tumours
    =././punct>slowed"""


@pytest.fixture
def tree():
    return build_tree(GROWTH)


def test_children_come_in_text_order_and_by_label(tree):
    slowed = index_of(tree, "slowed")

    assert words_at(tree, tree.children(slowed)) == "Exosomes growth ."
    assert words_at(tree, tree.children(slowed, "dobj", "nsubj")) == "Exosomes growth"


def test_ancestors_go_from_the_nearest_head_to_the_root(tree):
    assert words_at(tree, tree.ancestors(index_of(tree, "brain"))) == "tumours of growth slowed"
    assert list(tree.ancestors(index_of(tree, "slowed"))) == []


def test_subtree_includes_its_top_and_cuts_the_labels_left_out(tree):
    growth = index_of(tree, "growth")

    assert words_at(tree, tree.subtree(growth, without=frozenset({"relcl", "conj"}))) == (
        "the rapid growth and of brain tumours"
    )
    assert words_at(tree, tree.subtree(growth)).endswith("tumours that recur")


def test_conjuncts_include_the_token_itself(tree):
    assert words_at(tree, tree.conjuncts(index_of(tree, "growth"))) == "growth spread"
    assert words_at(tree, tree.conjuncts(index_of(tree, "slowed"))) == "slowed"


def test_noun_phrase_takes_modifiers_coordination_and_of_phrases_without_clauses(tree):
    assert words_at(tree, tree.noun_phrase(index_of(tree, "growth"))) == (
        "the rapid growth and spread of brain tumours"
    )


def test_noun_phrase_drops_a_comma_at_its_end():
    tree = build_tree(
        "Growth/NN/nsubj>fell ,/,/punct>Growth too/RB/advmod>fell ,/,/punct>fell fell/VBD"
    )

    assert words_at(tree, tree.noun_phrase(0)) == "Growth"


def test_noun_phrase_leaves_a_coordinated_verb_out():
    tree = build_tree(
        "It/PRP/nsubj>slowed slowed/VBD growth/NN/dobj>slowed and/CC/cc>growth "
        "killed/VBD/conj>growth cells/NNS/dobj>killed"
    )

    assert words_at(tree, tree.noun_phrase(index_of(tree, "growth"))) == "growth"


def test_span_covered_and_head_of_speak_of_document_offsets(tree):
    start, end = tree.span([index_of(tree, "growth"), index_of(tree, "rapid")])
    mention = Mention("T1", "disease", start - 4, end, "the rapid growth")

    assert (start, end) == (20, 32)
    assert words_at(tree, tree.covered(start, end)) == "rapid growth"
    assert words_at(tree, tree.covered(start + 2, start + 3)) == "rapid"
    assert tree.head_of(mention) == index_of(tree, "growth")


def test_head_of_is_none_where_no_token_lies_under_the_mention(tree):
    assert tree.head_of(Mention("T1", "disease", 900, 904, "none")) is None


def test_sentence_tree_makes_a_token_with_its_head_elsewhere_a_root():
    tokens = build_annotated(
        "Growth/NN/nsubj>fell fell/VBD", "Cells/NNS/nsubj>died died/VBD"
    ).tokens

    tree = SentenceTree(Sentence(12, 22), tokens[2:], first=2)

    assert tree.heads == (1, 1)
    assert SentenceTree(Sentence(12, 22), tokens[2:3], first=2).heads == (0,)


def test_build_trees_gives_none_for_a_sentence_without_tokens():
    tokens = build_annotated(
        "Growth/NN/nsubj>fell fell/VBD", "Cells/NNS/nsubj>died died/VBD"
    ).tokens
    spans = [Sentence(0, 11), Sentence(11, 12), Sentence(12, 22)]

    trees = build_trees(spans, tokens)

    assert [tree.sentence for tree in trees] == [spans[0], spans[2]]
    assert [tree.first for tree in trees] == [0, 2]
    assert trees[1].heads == (1, 1)


def test_climb_ends_below_the_first_other_label(tree):
    spread, slowed = index_of(tree, "spread"), index_of(tree, "slowed")

    assert words_at(tree, [tree.climb(spread, "conj")]) == "growth"
    assert tree.climb(spread, "conj", "dobj") == slowed
    assert tree.climb(spread, "amod") == spread


def test_climb_ends_where_heads_go_round_in_a_ring_or_a_root_has_a_label():
    tokens = build_annotated("Growth/NN/conj>spread spread/NN/conj>fell fell/VBD").tokens
    ring = (tokens[0], structs.replace(tokens[1], head=0), tokens[2])
    alone = (structs.replace(tokens[0], head=7),)

    assert SentenceTree(Sentence(0, 18), ring, first=0).climb(0, "conj") == 1
    assert SentenceTree(Sentence(0, 6), alone, first=0).climb(0, "conj") == 0


def test_every_way_up_ends_at_a_root_also_in_a_ring():
    """A verb coordinated in a ring once sent the search for its hedge round without end."""
    tokens = build_annotated("Growth/NN fell/VBD/conj>rose rose/VBD/conj>fell").tokens

    tree = SentenceTree(Sentence(0, 16), tokens, first=0)

    assert [list(tree.ancestors(index)) for index in range(3)] == [[], [2], []]
