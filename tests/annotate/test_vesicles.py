import pytest

from exominer.annotate.rna_exosome import is_rna_exosome_document
from exominer.annotate.vesicles import find_vesicles


def texts(text):
    return [mention.text for mention in find_vesicles(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("small extracellular vesicles", ["small extracellular vesicles"], id="small"),
        pytest.param("sEVs and an exosome", ["sEVs", "exosome"], id="short"),
        pytest.param("exosomal DNA", ["exosomal"], id="adjective"),
        pytest.param("exo-somes", ["exo-somes"], id="line-break"),
        pytest.param("exosome-like vesicles", ["exosome-like vesicles"], id="like"),
        pytest.param("serum exosomes", ["exosomes"], id="bare-premodifier"),
        pytest.param("radiation-derived exosomes", ["radiation-derived exosomes"], id="derived"),
        pytest.param("RR-EVs", ["RR-EVs"], id="compound"),
        pytest.param("exosomes (Exo-IR-12h)", ["exosomes", "Exo-IR-12h"], id="label"),
        pytest.param("exosomes named abcEXOs", ["exosomes", "abcEXOs"], id="suffix"),
        pytest.param("exosome-mediated transfer", ["exosome"], id="mediated"),
        pytest.param("exosome-depleted serum", [], id="depleted"),
        pytest.param("Exosome Diagnostics sells exosome kits", ["exosome"], id="company"),
        pytest.param("EV71, electron volts and exosomes", ["exosomes"], id="virus"),
        pytest.param("PLGA microparticles", [], id="synthetic"),
        pytest.param("platelet microparticles", ["microparticles"], id="microparticles"),
        pytest.param("Exosomes; these vesicles", ["Exosomes", "vesicles"], id="anaphora"),
        pytest.param("synaptic vesicles and exosomes", ["exosomes"], id="synaptic"),
        pytest.param("the EVs of patients with empty vectors (EV)", ["EVs"], id="other-ev"),
    ],
)
def test_find_vesicles_finds_nouns_compounds_and_adjectives(text, expected):
    assert texts(text) == expected


def test_find_vesicles_finds_none_in_a_document_about_the_rna_exosome():
    text = (
        "The exosome complex trims rRNA. Its subunit RRP6 is nuclear. Without MTR4 the exosome "
        "stalls, and the exosome can be inhibited by 5-fluorouracil."
    )

    assert is_rna_exosome_document(text)
    assert texts(text) == []


def test_find_vesicles_passes_over_the_complex_in_a_document_about_vesicles():
    text = "Exosomes carry RNA. Unlike the RNA exosome, exosomes are vesicles. The exosome fuses."

    assert texts(text) == ["Exosomes", "exosomes", "vesicles", "exosome"]
