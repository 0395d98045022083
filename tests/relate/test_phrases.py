"""The words of an effect and the direction they give."""

import pytest

from exominer.relate.arguments import find_arguments, find_triggers
from exominer.relate.phrases import effect_indices, is_compared, phrase_direction
from tests.relate.trees import build_tree, index_of, words_at

MODAL = """Exosomes/NNS/nsubj>slow may/MD/aux>slow not/RB/neg>slow slow/VB the/DT/det>growth
    growth/NN/dobj>slow of/IN/prep>growth tumours/NNS/pobj>of in/IN/prep>slow mice/NNS/pobj>in"""
PASSIVE = """The/DT/det>growth growth/NN/nsubjpass>slowed was/VBD/auxpass>slowed slowed/VBN
    by/IN/agent>slowed exosomes/NNS/pobj>by"""
RISEN = """Blood/NN/compound>counts counts/NNS/nsubj>risen had/VBD/aux>risen risen/VBN"""
COPULA = """Levels/NNS/nsubj>were were/VBD higher/JJR/acomp>were in/IN/prep>were
    exosomes/NNS/pobj>in"""
PHRASAL = "They/PRP/nsubj>stepped stepped/VBD up/RP/prt>stepped growth/NN/dobj>stepped"
MARKER = """It/PRP/nsubj>is is/VBZ a/DT/det>marker marker/NN/attr>is of/IN/prep>marker
    survival/NN/pobj>of"""
CAUSED = """They/PRP/nsubj>caused caused/VBD a/DT/det>decrease decrease/NN/dobj>caused
    in/IN/prep>decrease survival/NN/pobj>in"""
SHOWED = """They/PRP/nsubj>showed showed/VBD reduced/JJ/amod>survival survival/NN/dobj>showed"""
INDUCED = """They/PRP/nsubj>induced induced/VBD monocytes/NNS/dobj>induced
    to/TO/aux>differentiate differentiate/VB/xcomp>induced into/IN/prep>differentiate
    macrophages/NNS/pobj>into"""
FAR = """Growth/NN/nsubjpass>slowed ,/,/punct>Growth as/IN/mark>saw we/PRP/nsubj>saw
    saw/VBD/advcl>slowed in/IN/prep>saw all/DT/det>dishes dishes/NNS/pobj>in ,/,/punct>slowed
    was/VBD/auxpass>slowed slowed/VBN"""


def read(rows, word):
    tree = build_tree(rows)
    trigger = index_of(tree, word)
    return tree, find_arguments(tree, trigger, dict(find_triggers(tree))[trigger])


@pytest.mark.parametrize(
    ("rows", "word", "expected"),
    [
        pytest.param(MODAL, "slow", "slow the growth of tumours", id="no-modal-no-place"),
        pytest.param(PASSIVE, "slowed", "The growth was slowed", id="passive-with-subject"),
        pytest.param(RISEN, "risen", "Blood counts had risen", id="intransitive-with-subject"),
        pytest.param(COPULA, "higher", "Levels were higher", id="adjective-with-copula"),
        pytest.param(PHRASAL, "stepped", "stepped up growth", id="phrasal-verb"),
        pytest.param(MARKER, "marker", "marker of survival", id="noun-without-article"),
        pytest.param(
            INDUCED,
            "induced",
            "induced monocytes to differentiate into macrophages",
            id="cause-with-infinitive",
        ),
        pytest.param(FAR, "slowed", "was slowed", id="subject-too-far"),
    ],
)
def test_effect_indices_give_verb_and_object_as_one_run(rows, word, expected):
    tree, arguments = read(rows, word)

    assert words_at(tree, effect_indices(tree, arguments, with_subject=True)) == expected


def test_effect_indices_can_leave_the_subject_out():
    tree, arguments = read(RISEN, "risen")

    assert words_at(tree, effect_indices(tree, arguments, with_subject=False)) == "had risen"


@pytest.mark.parametrize(
    ("rows", "word", "direction"),
    [
        pytest.param(MODAL, "slow", "decrease", id="of-the-verb"),
        pytest.param(CAUSED, "caused", "decrease", id="of-the-noun-it-causes"),
        pytest.param(SHOWED, "showed", "decrease", id="of-the-adjective-it-shows"),
        pytest.param(COPULA, "higher", "increase", id="of-the-adjective"),
        pytest.param(MARKER, "marker", "none", id="none"),
    ],
)
def test_phrase_direction_is_that_of_what_changes(rows, word, direction):
    assert phrase_direction(*read(rows, word)) == direction


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("They/PRP/nsubj>shed shed/VBD more/JJR/amod>EVs EVs/NNS", True, id="more"),
        pytest.param("They/PRP/nsubj>shed shed/VBD small/JJ/amod>EVs EVs/NNS", False, id="plain"),
    ],
)
def test_is_compared_needs_a_word_of_comparison_at_the_noun(rows, expected):
    tree = build_tree(rows)

    assert is_compared(tree, index_of(tree, "EVs")) is expected
