import pytest

from exominer.annotate.radiation import find_radiation
from exominer.radiation_terms import modality_class


def texts(text):
    return [mention.text for mention in find_radiation(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("X-ray irradiation", ["X-ray irradiation"], id="x-ray"),
        pytest.param("X-irradiation", ["X-irradiation"], id="x-irradiation"),
        pytest.param("γ-rays or gamma radiation", ["γ-rays", "gamma radiation"], id="gamma"),
        pytest.param("a carbon-ion beam", ["carbon-ion beam"], id="carbon"),
        pytest.param("proton beams, a proton pump", ["proton beams"], id="proton"),
        pytest.param("137Cs source", ["137Cs"], id="isotope"),
        pytest.param("UVB light, UV-vis spectra", ["UVB light"], id="uv"),
        pytest.param("a laser scanning microscope", [], id="laser-microscope"),
        pytest.param("near-infrared laser", ["near-infrared laser"], id="near-infrared"),
        pytest.param("total body irradiation", ["total body irradiation"], id="body"),
        pytest.param("low-dose radiation", ["low-dose radiation"], id="low-dose"),
        pytest.param("irradiated cells", ["irradiated"], id="irradiated"),
        pytest.param("nonirradiated and non-irradiated cells", [], id="not-irradiated"),
        pytest.param("radiation-induced foci", [], id="compound"),
        pytest.param("radiation-induced exosomes", ["radiation"], id="induced-vesicles"),
        pytest.param("radiation oncology", [], id="field-of-study"),
        pytest.param("microwave radiation", [], id="microwave"),
        pytest.param("chemoradiotherapy", ["chemoradiotherapy"], id="chemoradiotherapy"),
    ],
)
def test_find_radiation_finds_modality_words(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("given 2 Gy, IR killed", ["IR"], id="IR-near-gray"),
        pytest.param("insulin resistance (IR) at 2 Gy; IR", [], id="IR-insulin"),
        pytest.param("IR in obese mice", [], id="IR-no-context"),
        pytest.param("after 2 Gy, RT-PCR at RT showed", [], id="RT-PCR"),
        pytest.param("radiotherapy (RT); RT-qPCR; RT cures", ["radiotherapy", "RT", "RT"], id="RT"),
        pytest.param("traumatic brain injury (TBI), TBI, 2 Gy", [], id="TBI-injury"),
    ],
)
def test_find_radiation_reads_short_forms_by_context(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("X-irradiated", "photon", id="x"),
        pytest.param("60Co γ-rays", "photon", id="cobalt"),
        pytest.param("electron beam", "electron", id="electron"),
        pytest.param("proton therapy", "proton", id="proton"),
        pytest.param("carbon ion beam", "carbon", id="carbon"),
        pytest.param("α-particles", "alpha", id="alpha"),
        pytest.param("neutrons", "neutron", id="neutron"),
        pytest.param("radioiodine", "radionuclide", id="radionuclide"),
        pytest.param("UVA", "uv", id="uv"),
        pytest.param("photobiomodulation", "laser_nir", id="laser"),
        pytest.param("heavy ions", "unspecified", id="heavy"),
        pytest.param("irradiated", "unspecified", id="open"),
    ],
)
def test_modality_class_says_what_the_words_say(text, expected):
    assert modality_class(text) == expected
