import pytest

from exominer.annotate.model_noise import drop_noise
from exominer.annotate.recognition import mention_at
from exominer.records import Abbreviation


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("MEK1", ["MEK1"], id="name"),
        pytest.param("-MEK1,", ["MEK1"], id="trimmed"),
        pytest.param("MEK1-containing", ["MEK1"], id="compound"),
        pytest.param("cells", [], id="generic"),
        pytest.param("RNA-seq", [], id="method"),
        pytest.param("CAF exosomes", [], id="vesicle"),
        pytest.param("p = 0.01", [], id="statistic"),
        pytest.param("MEK1 (", ["MEK1"], id="bracket-at-the-edge"),
        pytest.param("MEK1 (MAP2K1", [], id="bracket-inside"),
    ],
)
def test_drop_noise_keeps_what_may_be_a_name(text, kept):
    found = mention_at(f"x{text}", 1, 1 + len(text), kind="gene_or_protein", source="model")

    mentions = list(drop_noise([found]))

    assert [mention.text for mention in mentions] == kept
    assert all(f"x{text}"[m.start : m.end] == m.text for m in mentions)


def test_drop_noise_drops_a_short_form_defined_as_no_molecule():
    abbreviations = [
        Abbreviation("XME", "xylem microenvironment", 0, 3, 5, 27),
        Abbreviation("XLP", "xylem lipopeptide", 0, 3, 5, 22),
    ]
    found = [
        mention_at(text, 0, 3, kind="gene_or_protein", source="model") for text in ("XME", "XLP")
    ]

    assert [mention.text for mention in drop_noise(found, abbreviations)] == ["XLP"]
