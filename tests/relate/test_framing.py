"""The triggers of a sentence to drafts of claims."""

import pytest

from exominer.relate.arguments import find_arguments, find_triggers
from exominer.relate.drafts import Memory
from exominer.relate.framing import find_agent
from exominer.relate.vesicles import link_vesicles
from tests.relate.trees import build_scene, draft_document, index_of, texts, words_at

TWO = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed and/CC/cc>slowed
    lowered/VBD/conj>slowed survival/NN/dobj>lowered"""
CONTROL = """Depletion/NN/nsubj>lowered of/IN/prep>Depletion exosomes|vesicle/NNS/pobj>of
    lowered/VBD survival/NN/dobj>lowered"""
HEPARIN = "Heparin/NN/nsubj>lowered lowered/VBD survival/NN/dobj>lowered"
MARKER = """Exosomal|vesicle/JJ/amod>miR-9 miR-9|mirna/NN/nsubj>is is/VBZ a/DT/det>marker
    marker/NN/attr>is of/IN/prep>marker survival/NN/pobj>of"""
MORE = """Exosomes|vesicle/NNS/nsubj>contained contained/VBD more/JJR/amod>HSP70
    HSP70|gene_or_protein/NN/dobj>contained"""
HELD = """Exosomes|vesicle/NNS/nsubj>contained contained/VBD
    HSP70|gene_or_protein/NN/dobj>contained"""
DESCRIBED = """We/PRP/nsubj>studied studied/VBD changes/NNS/dobj>studied
    promoted/VBN/acl>changes by/IN/agent>promoted exosomes|vesicle/NNS/pobj>by"""
PLAN = """We/PRP/nsubj>reduce can/MD/aux>reduce reduce/VB the/DT/det>release
    release/NN/dobj>reduce of/IN/prep>release exosomes|vesicle/NNS/pobj>of"""
THEY = "They/PRP/nsubj>lowered lowered/VBD survival/NN/dobj>lowered"
OTHER = "We/PRP/nsubj>counted counted/VBD dishes/NNS/dobj>counted"
DUE = """This/DT/det>effect effect/NN/nsubjpass>caused was/VBD/auxpass>caused caused/VBN
    by/IN/agent>caused exosomal|vesicle/JJ/amod>miR-9 miR-9|mirna/NN/pobj>by"""
TARGETED = """HSP70|gene_or_protein/NN/nsubj>is is/VBZ a/DT/det>target target/NN/attr>is
    of/IN/prep>target exosomal|vesicle/JJ/amod>miR-9 miR-9|mirna/NN/pobj>of"""


def read(*sentences):
    drafts, scenes, _, _ = draft_document(*sentences)
    return [
        (each.kind, each.direction, words_at(scenes[each.scene].tree, each.indices))
        for each in drafts
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            TWO,
            [
                ("function", "decrease", "slowed growth"),
                ("function", "decrease", "lowered survival"),
            ],
            id="two-verbs",
        ),
        pytest.param(MARKER, [("biomarker", "none", "marker of survival")], id="marker"),
        pytest.param(MORE, [("cargo_change", "increase", "contained more HSP70")], id="more"),
        pytest.param(TARGETED, [("function", "decrease", "target of exosomal miR-9")], id="target"),
        pytest.param(HELD, [], id="content-without-comparison"),
        pytest.param(CONTROL, [], id="depletion"),
        pytest.param(HEPARIN, [], id="no-vesicle"),
        pytest.param(DESCRIBED, [], id="participle-that-describes"),
        pytest.param(PLAN, [], id="what-we-can-do"),
    ],
)
def test_draft_scene_gives_a_draft_for_each_claim(rows, expected):
    assert read(rows) == expected


def test_draft_scene_trusts_an_inherited_subject_no_more_than_a_named_one():
    first, second = draft_document(TWO)[0]

    assert 0 < second.score <= first.score <= 1


def test_draft_scene_lets_they_stand_for_the_vesicles_of_the_sentence_before():
    assert read(TWO, THEY)[-1] == ("function", "decrease", "lowered survival")
    assert read(HEPARIN, THEY) == []


def test_draft_scene_does_not_let_they_reach_over_a_sentence():
    assert len(read(TWO, OTHER, THEY)) == len(read(TWO))


def test_draft_scene_credits_what_this_effect_is_due_to():
    drafts, _, _, memory = draft_document(TWO, DUE)

    assert len(drafts) == 2
    assert {scene: texts(cargo) for scene, cargo in memory.credited.items()} == {0: ["miR-9"]}


def test_find_agent_remembers_the_agent_of_the_sentence():
    scene = build_scene(TWO)
    memory = Memory({})
    trigger = index_of(scene.tree, "slowed")
    arguments = find_arguments(scene.tree, trigger, dict(find_triggers(scene.tree))[trigger])

    agent = find_agent(scene, arguments, link_vesicles([scene], max_sentences_back=3), memory)

    assert agent.sort == "vesicle"
    assert (memory.agent, memory.agent_scene) == (agent, 0)
