"""Donors and recipients of a draft, and the cells that only their part names."""

import pytest

from exominer.records import Mention
from exominer.relate.roles import (
    add_generic_mentions,
    default_donors,
    find_donors,
    find_recipients,
    is_generic,
    setup_cells,
)
from tests.relate.trees import build_annotated, build_scene, draft_document, texts

BYSTANDER = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed
    of/IN/prep>growth bystander/NN/compound>cells cells/NNS/pobj>of"""
NAMED = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD bystander|cell_type/NN/compound>cells
    U87|cell_type+/NN/compound>cells cells|cell_type+/NNS/dobj>slowed"""
FROM = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes neurons|cell_type/NNS/pobj>of
    slowed/VBD growth/NN/dobj>slowed of/IN/prep>growth glia|cell_type/NNS/pobj>of#2"""
BARE = "Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"
SETUP = """Glia|cell_type/NNS/nsubjpass>incubated were/VBD/auxpass>incubated incubated/VBN
    with/IN/prep>incubated exosomes|vesicle/NNS/pobj>with of/IN/prep>exosomes
    neurons|cell_type/NNS/pobj>of"""
OTHER = "We/PRP/nsubj>counted counted/VBD dishes/NNS/dobj>counted"
DEATH = """Exosomes|vesicle/NNS/nsubj>raised raised/VBD the/DT/det>number number/NN/dobj>raised
    of/IN/prep>number apoptotic|cell_type/JJ/amod>cells cells|cell_type+/NNS/pobj>of"""
RELEASE = """Radiation/NN/nsubj>raised raised/VBD the/DT/det>release release/NN/dobj>raised
    of/IN/prep>release exosomes|vesicle/NNS/pobj>of by/IN/prep>release
    glia|cell_type/NNS/pobj>by"""


def recipients(*sentences):
    drafts, scenes, links, _ = draft_document(*sentences)
    releasing = frozenset(cell.mention_id for link in links for cell in link.donors)
    donors = find_donors(drafts[-1], ())
    return texts(find_recipients(drafts[-1], scenes, donors, releasing=releasing))


def donors_of(*sentences, is_short):
    _, scenes, links, _ = draft_document(*sentences)
    return texts(default_donors(links, scenes, is_short=is_short))


def cell(text, number=1, source=""):
    return Mention(f"C{number}", "cell_type", 0, len(text), text, source=source)


def test_add_generic_mentions_adds_cells_named_by_their_part():
    added = add_generic_mentions(build_annotated(BYSTANDER))

    assert [(m.text, m.kind, m.source) for m in added.mentions[1:]] == [
        ("bystander cells", "cell_type", "role")
    ]
    assert added.document.text[slice(*_span(added.mentions[1]))] == "bystander cells"


def _span(mention):
    return mention.start, mention.end


def test_add_generic_mentions_gives_way_to_a_named_mention():
    annotated = build_annotated(NAMED)

    assert add_generic_mentions(annotated).mentions == annotated.mentions


def test_add_generic_mentions_changes_nothing_the_second_time():
    once = add_generic_mentions(build_annotated(BYSTANDER))

    assert add_generic_mentions(once).mentions == once.mentions


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        pytest.param(cell("bystander cells", source="role"), True, id="role"),
        pytest.param(cell("Cells"), True, id="cells"),
        pytest.param(cell("neurons"), False, id="named"),
    ],
)
def test_is_generic_tells_a_part_from_a_name(mention, expected):
    assert is_generic(mention) is expected


def test_default_donors_are_those_named_most_often_in_an_abstract():
    other = FROM.replace("neurons", "astrocytes")

    assert donors_of(FROM, BARE, other, FROM, is_short=True) == ["neurons"]
    assert donors_of(BARE, is_short=True) == []


def test_default_donors_are_the_cell_line_of_an_abstract_that_names_no_source():
    lines = "U87|cell_line/NN/nsubj>grew grew/VBD", "A549|cell_line/NN/nsubj>grew grew/VBD"

    assert donors_of(*lines, BARE, is_short=True) == ["U87"]
    assert donors_of(*lines, BARE, is_short=False) == []
    assert donors_of(*lines, is_short=True) == []


def test_default_donors_need_two_thirds_in_a_long_text():
    other = FROM.replace("neurons", "astrocytes")

    assert donors_of(FROM, other, FROM, is_short=False) == ["neurons"]
    assert donors_of(FROM, other, is_short=False) == []


def test_find_donors_prefers_what_the_vesicle_says_to_the_only_donor_of_the_document():
    fallback = (cell("glia", 9),)

    assert texts(find_donors(draft_document(FROM)[0][0], fallback)) == ["neurons"]
    assert find_donors(draft_document(BARE)[0][0], fallback) == fallback


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        pytest.param([FROM], ["glia"], id="in-the-effect"),
        pytest.param([BARE], [], id="not-said"),
        pytest.param([SETUP, BARE], ["Glia"], id="from-the-set-up"),
        pytest.param([SETUP, OTHER, OTHER, OTHER, BARE], [], id="set-up-too-far"),
        pytest.param([SETUP, FROM], ["glia"], id="effect-before-set-up"),
        pytest.param([DEATH], [], id="dead-cells-are-an-outcome"),
        pytest.param([RELEASE], [], id="release-has-none"),
    ],
)
def test_find_recipients_gives_the_cells_that_respond(sentences, expected):
    assert recipients(*sentences) == expected


def test_setup_cells_are_those_to_which_vesicles_were_given():
    assert texts(setup_cells(build_scene(SETUP))) == ["Glia"]
    assert setup_cells(build_scene(FROM)) == []
