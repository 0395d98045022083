"""What drafts of one document lend each other."""

from exominer.relate.circumstances import read_circumstances
from tests.relate.trees import build_annotated, draft_document, texts

TWO = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes neurons|cell_type/NNS/pobj>of
    slowed/VBD growth/NN/dobj>slowed and/CC/cc>slowed lowered/VBD/conj>slowed
    survival/NN/dobj>lowered of/IN/prep>survival glia|cell_type/NNS/pobj>of#2"""
IRRADIATED = """Exosomes|vesicle/NNS/nsubj>slowed of/IN/prep>Exosomes
    neurons|cell_type/NNS/pobj>of given/VBN/acl>neurons 2|dose/CD/nummod>Gy Gy|dose+/NN/dobj>given
    of/IN/prep>Gy X-rays|radiation/NNS/pobj>of#2 slowed/VBD growth/NN/dobj>slowed"""
LATER = """These/DT/det>exosomes exosomes|vesicle/NNS/nsubj>lowered lowered/VBD
    survival/NN/dobj>lowered"""
OTHER_DONOR = """Exosomes|vesicle/NNS/nsubj>lowered of/IN/prep>Exosomes
    glia|cell_type/NNS/pobj>of lowered/VBD survival/NN/dobj>lowered"""
BARE = "Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"
BETWEEN = "We/PRP/nsubj>counted counted/VBD dishes/NNS/dobj>counted"
SAME_DONOR = OTHER_DONOR.replace("glia", "neurons")
CONTROL = """Exosomes|vesicle/NNS/nsubj>lowered of/IN/prep>Exosomes
    unirradiated/JJ/amod>neurons neurons|cell_type/NNS/pobj>of lowered/VBD
    survival/NN/dobj>lowered"""


def read(*sentences, is_short=True):
    drafts, scenes, links, _ = draft_document(*sentences)
    text = build_annotated(*sentences).document.text
    return read_circumstances(drafts, scenes, text=text, links=links, is_short=is_short)


def test_read_circumstances_shares_recipients_of_coordinated_effects():
    first, second = read(TWO)

    assert texts(first.recipients) == texts(second.recipients) == ["glia"]
    assert texts(first.donors) == ["neurons"]


def test_read_circumstances_gives_these_exosomes_the_exposure_of_their_donor():
    first, second = read(IRRADIATED, LATER)

    assert first.exposure.dose.text == "2 Gy"
    assert second.exposure.exposed == "donor"
    assert second.exposure.radiation.text == "X-rays"


def test_read_circumstances_carries_no_exposure_to_other_donors():
    assert read(IRRADIATED, OTHER_DONOR)[1].exposure is None


def test_read_circumstances_carries_no_exposure_to_a_control():
    assert read(IRRADIATED, CONTROL)[1].exposure is None


def test_read_circumstances_takes_dose_and_exposure_of_the_set_up_a_few_sentences_back():
    near = read(IRRADIATED, BETWEEN, BETWEEN, BARE)[-1].exposure

    assert (near.exposed, near.dose.text) == ("donor", "2 Gy")


def test_read_circumstances_carries_exposure_without_dose_over_an_abstract_alone():
    sentences = (IRRADIATED, *[BETWEEN] * 6, BARE)

    carried = read(*sentences)[-1].exposure
    assert (carried.exposed, carried.dose) == ("donor", None)
    assert read(*sentences, is_short=False)[-1].exposure is None


def test_read_circumstances_carries_exposure_to_a_donor_that_is_named_again():
    assert read(IRRADIATED, SAME_DONOR)[1].exposure.exposed == "donor"


def test_read_circumstances_gives_vesicles_from_nowhere_the_donor_of_the_document():
    assert texts(read(OTHER_DONOR, BETWEEN, BETWEEN, BARE)[-1].donors) == ["glia"]
