import pytest

from exominer.annotate.isolation import find_isolation_methods


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("differential ultracentrifugation", "dUC", id="dUC"),
        pytest.param("sucrose density gradient centrifugation", "DG", id="gradient"),
        pytest.param("size-exclusion chromatography", "SEC", id="SEC"),
        pytest.param("ultrafiltration", "UF", id="UF"),
        pytest.param("tangential flow filtration", "TFF", id="TFF"),
        pytest.param("ExoQuick-TC", "P", id="kit"),
        pytest.param("immunoaffinity capture", "IAF", id="IAF"),
    ],
)
def test_find_isolation_methods_names_the_code(text, code):
    found = list(find_isolation_methods(f"Vesicles were obtained by {text}."))

    assert [(mention.text, mention.name) for mention in found] == [(text, code)]
