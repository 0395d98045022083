"""Donors, cargo and exposure of the vesicles that a sentence names."""

import pytest

from exominer.relate.scene import build_scenes
from exominer.relate.vesicles import link_vesicles, vesicle_phrase
from tests.relate.trees import build_annotated, build_scene, index_of, texts, words_at

FROM = """Exosomes|vesicle/NNS/nsubj>slowed from/IN/prep>Exosomes U87|cell_line/NN/compound>cells
    cells/NNS/pobj>from slowed/VBD growth/NN/dobj>slowed"""
DERIVED = """Neuron|cell_type/NN/npadvmod>derived =-/HYPH/punct>derived
    =derived/VBN/amod>exosomes exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"""
RELEASED = """Exosomes|vesicle/NNS/nsubj>slowed released/VBN/acl>Exosomes by/IN/agent>released
    neurons|cell_type/NNS/pobj>by slowed/VBD growth/NN/dobj>slowed"""
ISOLATED = """Exosomes|vesicle/NNS/nsubjpass>isolated were/VBD/auxpass>isolated isolated/VBN
    from/IN/prep>isolated irradiated/VBN/amod>neurons neurons|cell_type/NNS/pobj>from"""
SECRETED = """Glia|cell_type/NNS/nsubj>secreted secreted/VBD exosomes|vesicle/NNS/dobj>secreted
    with/IN/prep>exosomes HSP70|gene_or_protein/NN/pobj>with"""
RECIPIENT = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD neurons|cell_type/NNS/dobj>slowed"""
POSSESSED = """Neurons|cell_type/NNS/nsubj>kept kept/VBD their/PRP$/poss>exosomes
    exosomes|vesicle/NNS/dobj>kept"""
RELEASE = """Heat/NN/nsubj>raised raised/VBD the/DT/det>release release/NN/dobj>raised
    of/IN/prep>release exosomes|vesicle/NNS/pobj>of by/IN/prep>release
    neurons|cell_type/NNS/pobj>by"""
CARRIED = """Exosomes|vesicle/NNS/nsubj>slowed containing/VBG/acl>Exosomes
    miR-9|mirna/NN/dobj>containing slowed/VBD growth/NN/dobj>slowed"""
EXOSOMAL = """Exosomal|vesicle/JJ/amod>miR-9 miR-9|mirna/NN/nsubj>slowed slowed/VBD
    growth/NN/dobj>slowed"""
TARGET = """Exosomes|vesicle/NNS/nsubj>lowered lowered/VBD HSP70|gene_or_protein/NN/dobj>lowered"""
CONTROL = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes unirradiated/JJ/amod>neurons
    neurons|cell_type/NNS/pobj>of slowed/VBD growth/NN/dobj>slowed"""
THESE = """These/DT/det>exosomes exosomes|vesicle/NNS/nsubj>slowed slowed/VBD
    growth/NN/dobj>slowed"""
BARE = "Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"
OTHER = "We/PRP/nsubj>counted counted/VBD dishes/NNS/dobj>counted"


def link(*sentences, max_sentences_back=3):
    scenes = build_scenes(build_annotated(*sentences))
    return link_vesicles(scenes, max_sentences_back=max_sentences_back)


@pytest.mark.parametrize(
    ("rows", "donors"),
    [
        pytest.param(FROM, ["U87"], id="from"),
        pytest.param(DERIVED, ["Neuron"], id="derived"),
        pytest.param(RELEASED, ["neurons"], id="released-by"),
        pytest.param(ISOLATED, ["neurons"], id="isolated-from"),
        pytest.param(SECRETED, ["Glia"], id="secreting-subject"),
        pytest.param(POSSESSED, ["Neurons"], id="their-exosomes"),
        pytest.param(RECIPIENT, [], id="object-is-no-donor"),
        pytest.param(
            RELEASE,
            ["neurons"],
            id="release-by",
        ),
    ],
)
def test_link_vesicles_finds_who_released_them(rows, donors):
    assert [texts(found.donors) for found in link(rows)] == [donors]


@pytest.mark.parametrize(
    ("rows", "cargo"),
    [
        pytest.param(CARRIED, ["miR-9"], id="containing"),
        pytest.param(SECRETED, ["HSP70"], id="with"),
        pytest.param(EXOSOMAL, ["miR-9"], id="exosomal"),
        pytest.param(TARGET, [], id="object-is-no-cargo"),
    ],
)
def test_link_vesicles_finds_what_they_carry(rows, cargo):
    assert [texts(found.cargo) for found in link(rows)] == [cargo]


@pytest.mark.parametrize(
    ("rows", "irradiated"),
    [
        pytest.param(ISOLATED, True, id="irradiated-donor"),
        pytest.param(CONTROL, False, id="control"),
        pytest.param(FROM, None, id="not-said"),
    ],
)
def test_link_vesicles_says_whether_they_saw_radiation(rows, irradiated):
    assert [found.irradiated for found in link(rows)] == [irradiated]


def test_link_vesicles_gives_these_exosomes_the_donor_and_exposure_named_before():
    first, second = link(ISOLATED, THESE)

    assert texts(second.donors) == ["neurons"]
    assert (first.inherited, second.inherited) == (False, True)
    assert second.irradiated is True
    assert (first.scene, second.scene) == (0, 1)


@pytest.mark.parametrize(
    ("later", "n_between", "donors"),
    [
        pytest.param(THESE, 2, ["neurons"], id="these-within-reach"),
        pytest.param(THESE, 3, [], id="these-out-of-reach"),
        pytest.param(BARE, 0, ["neurons"], id="bare-in-the-next-sentence"),
        pytest.param(BARE, 1, [], id="bare-further-away"),
    ],
)
def test_link_vesicles_looks_back_further_for_definite_ones(later, n_between, donors):
    assert texts(link(ISOLATED, *[OTHER] * n_between, later)[-1].donors) == donors


def test_link_vesicles_passes_controls_over():
    assert texts(link(ISOLATED, CONTROL, THESE)[-1].donors) == ["neurons"]
    assert link(ISOLATED, CONTROL, THESE)[-1].irradiated is True


def test_link_vesicles_does_not_look_back_at_all_when_told_so():
    assert link(ISOLATED, THESE, max_sentences_back=0)[-1].donors == ()


def test_vesicle_phrase_takes_participles_and_no_finite_clause():
    scene = build_scene(
        """Exosomes|vesicle/NNS/nsubj>slowed released/VBN/acl>Exosomes by/IN/agent>released
        neurons/NNS/pobj>by that/WDT/nsubj>died died/VBD/relcl>Exosomes slowed/VBD
        growth/NN/dobj>slowed"""
    )

    phrase = vesicle_phrase(scene, index_of(scene.tree, "Exosomes"))

    assert words_at(scene.tree, phrase) == "Exosomes released by neurons"
