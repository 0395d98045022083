"""Who was irradiated, with what, and with which dose."""

import pytest

from exominer.relate.circumstances import read_circumstances
from exominer.relate.exposure import read_exposure
from tests.relate.trees import build_annotated, draft_document

DONOR = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes neurons|cell_type/NNS/pobj>of
    given/VBN/acl>neurons 2|dose/CD/nummod>Gy Gy|dose+/NN/dobj>given of/IN/prep>Gy
    X-rays|radiation/NNS/pobj>of#2 slowed/VBD growth/NN/dobj>slowed of/IN/prep>growth
    glia|cell_type/NNS/pobj>of#3"""
RECIPIENT = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD the/DT/det>growth growth/NN/dobj>slowed
    of/IN/prep>growth irradiated|radiation/JJ/amod>glia glia|cell_type/NNS/pobj>of"""
BOTH = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes irradiated|radiation/JJ/amod>neurons
    neurons|cell_type/NNS/pobj>of slowed/VBD the/DT/det>growth growth/NN/dobj>slowed
    of/IN/prep>growth irradiated|radiation/JJ/amod>glia glia|cell_type/NNS/pobj>of#2"""
HOST = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD weight/NN/compound>loss loss/NN/dobj>slowed
    in/IN/prep>slowed mice/NNS/pobj>in given/VBN/acl>mice 9|dose/CD/nummod>Gy
    Gy|dose+/NN/dobj>given"""
RELEASE = """Radiation|radiation/NN/nsubj>raised raised/VBD the/DT/det>release
    release/NN/dobj>raised of/IN/prep>release exosomes|vesicle/NNS/pobj>of"""
SILENT = """Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"""
UNUSED = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes unirradiated/JJ/amod>neurons
    neurons|cell_type/NNS/pobj>of slowed/VBD growth/NN/dobj>slowed"""
DOSE_BEFORE = """Neurons|cell_type/NNS/nsubj>received received/VBD 2|dose/CD/nummod>Gy
    Gy|dose+/NN/dobj>received"""
IRRADIATED = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes
    irradiated|radiation/JJ/amod>neurons neurons|cell_type/NNS/pobj>of slowed/VBD
    growth/NN/dobj>slowed"""
OTHER = "We/PRP/nsubj>counted counted/VBD dishes/NNS/dobj>counted"


def read(*sentences):
    drafts, scenes, links, _ = draft_document(*sentences)
    text = build_annotated(*sentences).document.text
    around = read_circumstances(drafts, scenes, text=text, links=links, is_short=True)
    last = around[-1]
    return read_exposure(
        drafts[-1], scenes, text=text, donors=last.donors, recipients=last.recipients
    )


@pytest.mark.parametrize(
    ("rows", "exposed", "radiation", "dose"),
    [
        pytest.param(DONOR, "donor", "X-rays", "2 Gy", id="donor"),
        pytest.param(RECIPIENT, "recipient", "irradiated", None, id="recipient"),
        pytest.param(BOTH, "both", "irradiated", None, id="both"),
        pytest.param(HOST, "host", None, "9 Gy", id="host"),
        pytest.param(RELEASE, "donor", "Radiation", None, id="radiation-raises-release"),
    ],
)
def test_read_exposure_names_the_exposed_and_the_radiation(rows, exposed, radiation, dose):
    found = read(rows)

    assert found.exposed == exposed
    assert (found.radiation.text if found.radiation else None) == radiation
    assert (found.dose.text if found.dose else None) == dose


@pytest.mark.parametrize(
    "rows", [pytest.param(SILENT, id="no-radiation"), pytest.param(UNUSED, id="unirradiated")]
)
def test_read_exposure_gives_none_where_radiation_is_not_meant(rows):
    assert read(rows) is None


def test_read_exposure_takes_a_dose_from_a_sentence_or_two_before():
    assert read(DOSE_BEFORE, IRRADIATED).dose.text == "2 Gy"
    assert read(DOSE_BEFORE, OTHER, IRRADIATED).dose.text == "2 Gy"
    assert read(DOSE_BEFORE, OTHER, OTHER, IRRADIATED).dose is None
