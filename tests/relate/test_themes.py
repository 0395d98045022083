"""Claims about the vesicle itself: release, uptake, content."""

import pytest

from exominer.relate.arguments import find_arguments, find_triggers
from exominer.relate.drafts import Case
from exominer.relate.themes import draft_theme, link_near, theme_kind
from exominer.relate.vesicles import link_vesicles
from tests.relate.trees import build_scene, index_of, texts, words_at

RELEASE = """Radiation|radiation/NN/nsubj>raised raised/VBD the/DT/det>release
    release/NN/dobj>raised of/IN/prep>release exosomes|vesicle/NNS/pobj>of"""
NUMBER = """Exosomes|vesicle/NNS/nsubj>rose rose/VBD in/IN/prep>rose number/NN/pobj>in"""
CONTENT = """Radiation|radiation/NN/nsubj>raised raised/VBD the/DT/det>level level/NN/dobj>raised
    of/IN/prep>level HSP70|gene_or_protein/NN/pobj>of in/IN/prep>level
    exosomes|vesicle/NNS/pobj>in"""
FALLEN = """HSP70|gene_or_protein/NN/nsubjpass>reduced was/VBD/auxpass>reduced reduced/VBN
    in/IN/prep>reduced exosomes|vesicle/NNS/pobj>in"""
RICHER = """The/DT/det>exosomes exosomes|vesicle/NNS/nsubj>were were/VBD richer/JJR/acomp>were
    in/IN/prep>richer HSP70|gene_or_protein/NN/pobj>in"""
UPTAKE = """Heparin/NN/nsubj>lowered lowered/VBD the/DT/det>uptake uptake/NN/dobj>lowered
    of/IN/prep>uptake exosomes|vesicle/NNS/pobj>of"""
CARGO_UPTAKE = """Heparin/NN/nsubj>lowered lowered/VBD the/DT/det>uptake uptake/NN/dobj>lowered
    of/IN/prep>uptake exosomal|vesicle/JJ/amod>miR-9 miR-9|mirna/NN/pobj>of"""
PLAIN = """Neurons|cell_type/NNS/nsubj>secreted secreted/VBD exosomes|vesicle/NNS/dobj>secreted"""
MORE = """Neurons|cell_type/NNS/nsubj>secreted secreted/VBD more/JJR/amod>exosomes
    exosomes|vesicle/NNS/dobj>secreted"""
OTHER = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"""


def build_case(rows, word):
    scene = build_scene(rows)
    trigger = index_of(scene.tree, word)
    arguments = find_arguments(scene.tree, trigger, dict(find_triggers(scene.tree))[trigger])
    return Case(scene, arguments, tuple(link_vesicles([scene], max_sentences_back=3)), None)


@pytest.mark.parametrize(
    ("rows", "word", "kind", "direction", "cargo"),
    [
        pytest.param(RELEASE, "raised", "release", "increase", [], id="release"),
        pytest.param(NUMBER, "rose", "release", "increase", [], id="vesicles-rose"),
        pytest.param(CONTENT, "raised", "cargo_change", "increase", ["HSP70"], id="level-of"),
        pytest.param(FALLEN, "reduced", "cargo_change", "decrease", ["HSP70"], id="cargo-fell"),
        pytest.param(RICHER, "richer", "cargo_change", "increase", ["HSP70"], id="richer-in"),
        pytest.param(UPTAKE, "lowered", "uptake", "decrease", [], id="uptake"),
        pytest.param(CARGO_UPTAKE, "lowered", "uptake", "decrease", [], id="uptake-of-cargo"),
        pytest.param(MORE, "secreted", "release", "increase", [], id="secreted-more"),
    ],
)
def test_draft_theme_tells_what_of_the_vesicle_changes(rows, word, kind, direction, cargo):
    draft = draft_theme(build_case(rows, word))

    assert (draft.kind, draft.direction, texts(draft.cargo)) == (kind, direction, cargo)
    assert draft.link.vesicle.kind == "vesicle"


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        pytest.param(OTHER, "slowed", id="something-else-changes"),
        pytest.param(PLAIN, "secreted", id="release-without-comparison"),
    ],
)
def test_draft_theme_gives_none_where_the_vesicle_does_not_change(rows, word):
    assert draft_theme(build_case(rows, word)) is None


def test_draft_theme_extends_the_phrase_to_the_vesicle_after_a_passive():
    case = build_case(FALLEN, "reduced")

    assert words_at(case.scene.tree, draft_theme(case).indices) == "was reduced in exosomes"


def test_theme_kind_is_none_for_a_noun_without_vesicle():
    case = build_case(OTHER, "slowed")

    assert theme_kind(case, index_of(case.scene.tree, "growth")) is None


def test_link_near_finds_the_link_of_a_token():
    case = build_case(CONTENT, "raised")
    vesicle = index_of(case.scene.tree, "exosomes")

    assert link_near(case.scene, case.links, [vesicle]) == case.links[0]
    assert link_near(case.scene, case.links, [vesicle - 1]) is None
