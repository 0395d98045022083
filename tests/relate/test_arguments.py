"""Which words act and which change, by the tree."""

import pytest
from msgspec import structs

from exominer.records import Sentence
from exominer.relate.arguments import (
    find_arguments,
    find_particle,
    find_subjects,
    find_triggers,
    is_passive,
    predicate_verb,
)
from exominer.relate.syntax import SentenceTree
from tests.relate.trees import build_annotated, build_tree, index_of, words_at

ACTIVE = "Exosomes/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"
PASSIVE = """Growth/NN/nsubjpass>slowed was/VBD/auxpass>slowed slowed/VBN by/IN/agent>slowed
    exosomes/NNS/pobj>by"""
TWO_VERBS = """Exosomes/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed and/CC/cc>slowed
    lowered/VBD/conj>slowed survival/NN/dobj>lowered"""
PARTICIPLE = """Exosomes/NNS/nsubj>reached reached/VBD cells/NNS/dobj>reached ,/,/punct>reached
    thereby/RB/advmod>promoting promoting/VBG/advcl>reached invasion/NN/dobj>promoting"""
RELATIVE = """Exosomes/NNS/nsubj>reached that/WDT/nsubj>promote promote/VBP/relcl>Exosomes
    invasion/NN/dobj>promote reached/VBD cells/NNS/dobj>reached"""
RAISED = """Exosomes/NNS/nsubjpass>found were/VBD/auxpass>found found/VBN to/TO/aux>promote
    promote/VB/xcomp>found invasion/NN/dobj>promote"""
COMPARED = """Levels/NNS/nsubj>were were/VBD higher/JJR/acomp>were in/IN/prep>were
    exosomes/NNS/pobj>in"""
MARKER = """It/PRP/nsubj>serves serves/VBZ as/IN/prep>serves a/DT/det>marker marker/NN/pobj>as
    of/IN/prep>marker survival/NN/pobj>of"""
ROLE = """Exosomes/NNS/nsubj>play play/VBP a/DT/det>role role/NN/dobj>play in/IN/prep>role
    repair/NN/pobj>in"""
COMPOUND = """The/DT/det>loss radiation/NN/npadvmod>induced =-/HYPH/punct>induced
    =induced/VBN/amod>loss loss/NN/nsubj>occurred occurred/VBD"""
ATTRIBUTE = "Increased/VBN/amod>death death/NN/nsubj>occurred occurred/VBD"
PERFECT = """Growth/NN/nsubj>slowed has/VBZ/aux>slowed slowed/VBN"""
SHIELD = """Exosomes/NNS/nsubj>protected protected/VBD neurons/NNS/dobj>protected
    from/IN/prep>neurons apoptosis/NN/pobj>from"""
LED = "Exosomes/NNS/nsubj>led led/VBD to/IN/prep>led senescence/NN/pobj>to"
MEANS = """Neurons/NNS/nsubj>lowered lowered/VBD survival/NN/dobj>lowered of/IN/prep>survival
    glia/NNS/pobj>of via/IN/prep>lowered exosomes/NNS/pobj>via"""


def read_arguments(rows, word):
    tree = build_tree(rows)
    readings = dict(find_triggers(tree))
    found = find_arguments(tree, index_of(tree, word), readings[index_of(tree, word)])
    return tree, found


def read_triggers(rows):
    tree = build_tree(rows)
    return [tree.tokens[index].text for index, _ in find_triggers(tree)]


@pytest.mark.parametrize(
    ("rows", "verb", "expected"),
    [
        pytest.param(PASSIVE, "slowed", True, id="auxiliary"),
        pytest.param(ACTIVE, "slowed", False, id="active"),
        pytest.param(PERFECT, "slowed", False, id="perfect"),
        pytest.param(COMPOUND, "induced", True, id="bare-participle"),
    ],
)
def test_is_passive_reads_auxiliary_subject_and_bare_participle(rows, verb, expected):
    tree = build_tree(rows)

    assert is_passive(tree, index_of(tree, verb)) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(TWO_VERBS, ["slowed", "lowered"], id="verbs-in-text-order"),
        pytest.param(COMPARED, ["higher"], id="predicative-adjective"),
        pytest.param(MARKER, ["marker"], id="noun-said-of-the-subject"),
        pytest.param(ROLE, ["play"], id="part-in-something"),
        pytest.param(COMPOUND, [], id="participle-in-a-compound"),
        pytest.param(ATTRIBUTE, [], id="attributive-participle"),
    ],
)
def test_find_triggers_takes_verbs_and_predicates_and_no_attributes(rows, expected):
    assert read_triggers(rows) == expected


def test_find_triggers_takes_abundant_only_where_it_is_compared():
    plain = "Exosomes/NNS/nsubj>were were/VBD {}abundant/JJ/acomp>were"

    assert read_triggers(plain.format("")) == []
    assert read_triggers(plain.format("more/RBR/advmod>abundant ")) == ["abundant"]


def test_find_triggers_takes_a_predicate_adjective_that_is_the_root():
    rows = """Levels/NNS/nsubj>higher significantly/RB/advmod>higher higher/JJR
        in/IN/prep>higher exosomes/NNS/pobj>in"""

    assert read_triggers(rows) == ["higher"]


def test_find_particle_gives_the_particle_of_a_phrasal_verb():
    tree = build_tree("They/PRP/nsubj>stepped stepped/VBD up/RP/prt>stepped growth/NN/dobj>stepped")

    assert find_particle(tree, 1) == 2
    assert find_particle(build_tree(ACTIVE), 1) is None


@pytest.mark.parametrize(
    ("rows", "verb", "agents", "themes"),
    [
        pytest.param(ACTIVE, "slowed", "Exosomes", "growth", id="active"),
        pytest.param(PASSIVE, "slowed", "exosomes", "Growth", id="passive"),
        pytest.param(TWO_VERBS, "lowered", "Exosomes", "survival", id="shared-subject"),
        pytest.param(COMPARED, "higher", "", "Levels", id="adjective-changes-its-subject"),
        pytest.param(PERFECT, "slowed", "", "Growth", id="intransitive-changes-its-subject"),
        pytest.param(SHIELD, "protected", "Exosomes", "apoptosis", id="protected-from"),
        pytest.param(LED, "led", "Exosomes", "senescence", id="led-to"),
        pytest.param(ROLE, "play", "Exosomes", "repair", id="role-in"),
    ],
)
def test_find_arguments_tells_what_acts_from_what_changes(rows, verb, agents, themes):
    tree, found = read_arguments(rows, verb)

    assert words_at(tree, found.agents) == agents
    assert words_at(tree, found.themes) == themes


def test_find_arguments_gives_means_and_places():
    tree, found = read_arguments(MEANS, "lowered")

    assert words_at(tree, found.means) == "exosomes"
    assert words_at(tree, found.places) == "glia"
    assert words_at(tree, read_arguments(COMPARED, "higher")[1].means) == ""


@pytest.mark.parametrize(
    ("rows", "verb", "inherited"),
    [
        pytest.param(ACTIVE, "slowed", False, id="own"),
        pytest.param(TWO_VERBS, "lowered", True, id="and-lowered"),
        pytest.param(PARTICIPLE, "promoting", True, id="thereby-promoting"),
        pytest.param(RELATIVE, "promote", True, id="that-promote"),
        pytest.param(RAISED, "promote", True, id="found-to-promote"),
    ],
)
def test_find_subjects_inherits_the_subject_of_the_governing_verb(rows, verb, inherited):
    tree = build_tree(rows)

    subjects, is_inherited = find_subjects(tree, index_of(tree, verb))

    assert words_at(tree, subjects) == "Exosomes"
    assert is_inherited is inherited


def test_find_subjects_gives_none_for_an_order():
    tree = build_tree("Slow/VB growth/NN/dobj>Slow")

    assert find_subjects(tree, 0) == ((), True)


@pytest.mark.parametrize(
    ("rows", "word", "verb"),
    [
        pytest.param(COMPARED, "higher", "were", id="adjective"),
        pytest.param(MARKER, "marker", "serves", id="noun"),
        pytest.param(ACTIVE, "slowed", "slowed", id="verb-itself"),
    ],
)
def test_predicate_verb_is_the_verb_whose_subject_the_trigger_has(rows, word, verb):
    tree, found = read_arguments(rows, word)

    assert words_at(tree, [predicate_verb(tree, found.trigger, found.reading)]) == verb


def test_a_coordinated_noun_whose_head_stands_elsewhere_is_no_trigger():
    """The rules once climbed from such a noun without end."""
    tokens = build_annotated(
        "a/DT/det>marker marker/NN of/IN/prep>marker survival/NN/pobj>of"
    ).tokens
    cut = structs.replace(tokens[1], dep="conj", head=99)
    tree = SentenceTree(Sentence(0, 20), (tokens[0], cut, *tokens[2:]), first=0)

    assert find_triggers(tree) == []
