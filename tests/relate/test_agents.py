"""What kind of thing the subject of a change is."""

import pytest

from exominer.records import Mention
from exominer.relate.agents import cargo_key, read_agent
from exominer.relate.cargo import establish_cargo
from exominer.relate.vesicles import link_vesicles
from tests.relate.trees import build_scene, index_of, texts

LOWERED = "lowered/VBD survival/NN/dobj>lowered"
PACKED = """miR-9|mirna/NN/nsubjpass>packed was/VBD/auxpass>packed packed/VBN into/IN/prep>packed
    exosomes|vesicle/NNS/pobj>into"""


def read(rows, noun, *before):
    """The agent of the last sentence, with what the sentences before it establish."""
    found = build_scene(*before, f"{rows} {LOWERED}")
    scenes = found if before else [found]
    links = link_vesicles(scenes, max_sentences_back=3)
    scene = scenes[-1]
    here = [link for link in links if link.scene == scene.number]
    return read_agent(scene, index_of(scene.tree, noun), here, establish_cargo(scenes, links))


@pytest.mark.parametrize(
    ("rows", "noun", "sort"),
    [
        pytest.param("Exosomes|vesicle/NNS/nsubj>lowered", "Exosomes", "vesicle", id="vesicle"),
        pytest.param(
            "Exosomal|vesicle/JJ/amod>miR-9 miR-9|mirna/NN/nsubj>lowered",
            "miR-9",
            "cargo",
            id="cargo",
        ),
        pytest.param(
            """Treatment/NN/nsubj>lowered with/IN/prep>Treatment
            exosomes|vesicle/NNS/pobj>with""",
            "Treatment",
            "treatment",
            id="treatment",
        ),
        pytest.param(
            """Neurons|cell_type/NNS/nsubj>lowered treated/VBN/acl>Neurons with/IN/prep>treated
            exosomes|vesicle/NNS/pobj>with""",
            "Neurons",
            "treated",
            id="treated-cells",
        ),
        pytest.param(
            "Depletion/NN/nsubj>lowered of/IN/prep>Depletion exosomes|vesicle/NNS/pobj>of",
            "Depletion",
            "control",
            id="control",
        ),
        pytest.param("They/PRP/nsubj>lowered", "They", "anaphor", id="pronoun"),
        pytest.param(
            "This/DT/det>miRNA miRNA/NN/nsubj>lowered", "miRNA", "anaphor", id="this-mirna"
        ),
    ],
)
def test_read_agent_tells_the_sorts_of_subjects(rows, noun, sort):
    assert read(rows, noun).sort == sort


@pytest.mark.parametrize(
    ("rows", "noun"),
    [
        pytest.param("Heparin/NN/nsubj>lowered", "Heparin", id="other-treatment"),
        pytest.param("Neurons|cell_type/NNS/nsubj>lowered", "Neurons", id="cells"),
        pytest.param("miR-9|mirna/NN/nsubj>lowered", "miR-9", id="mirna-in-no-vesicle"),
        pytest.param(
            "miR-9|mirna/NN/compound>mimics mimics/NNS/nsubj>lowered", "mimics", id="mimics"
        ),
    ],
)
def test_read_agent_gives_none_where_no_vesicle_acts(rows, noun):
    assert read(rows, noun) is None


def test_read_agent_takes_cargo_that_another_sentence_placed_in_a_vesicle():
    agent = read("miR-9|mirna/NN/nsubj>lowered", "miR-9", PACKED)

    assert agent.sort == "cargo"
    assert texts(agent.cargo) == ["miR-9"]
    assert agent.link.vesicle.text == "exosomes"


def test_read_agent_does_not_take_a_mimic_for_the_cargo_it_stands_for():
    rows = "miR-9|mirna/NN/compound>mimics mimics/NNS/nsubj>lowered"

    assert read(rows, "mimics", PACKED) is None


def test_read_agent_keeps_the_cells_that_were_treated():
    rows = """Neurons|cell_type/NNS/nsubj>lowered given/VBN/acl>Neurons
        exosomes|vesicle/NNS/dobj>given"""

    assert texts(read(rows, "Neurons").treated) == ["Neurons"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("miR-21", "MIR21", id="case-and-hyphen"),
        pytest.param("hsa-miR-21", "miR-21", id="species"),
        pytest.param("lncRNAs", "lncRNA", id="plural"),
    ],
)
def test_cargo_key_is_one_for_the_spellings_of_a_molecule(one, other):
    keys = {cargo_key(Mention("T1", "mirna", 0, len(text), text)) for text in (one, other)}

    assert len(keys) == 1


def test_cargo_key_prefers_the_written_out_name():
    short = Mention("T1", "mirna", 0, 3, "-9a", name="miR-9a")

    assert cargo_key(short) == cargo_key(Mention("T2", "mirna", 0, 6, "miR-9a"))
    assert cargo_key(short) != cargo_key(Mention("T2", "mirna", 0, 5, "miR-9"))
