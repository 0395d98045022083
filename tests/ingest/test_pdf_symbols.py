import pytest

from exominer.ingest.pdf_symbols import find_symbol_warnings, find_symbols


@pytest.mark.parametrize(
    ("font", "printed", "meant"),
    [
        pytest.param("AdvPSMP13", "l", "μ", id="micro"),
        pytest.param("AdvPSMP13", "j", "κ", id="kappa"),
        pytest.param("AdvPSMP10", "9", "×", id="times"),
        pytest.param("MathematicalPi-One", "c", "γ", id="gamma-by-order"),
        pytest.param("AdvP7DA6", "g", "γ", id="gamma-by-sound"),
        pytest.param("Times-Roman", "l", "l", id="letters-of-text"),
        pytest.param("Symbol", "μ", "μ", id="symbols-that-are-told-right"),
    ],
)
def test_find_symbols_tells_greek_by_the_name_of_the_font(font, printed, meant):
    assert find_symbols(font).get(printed, printed) == meant


@pytest.mark.parametrize(
    ("fonts", "text", "words"),
    [
        pytest.param(["AdvPSMP13"], "5 μg", "AdvPSMP13", id="font"),
        pytest.param([], "at 10 lg of protein", "'10 lg'", id="lost-micro"),
        pytest.param([], "or 50ll of it", "'50ll'", id="lost-micro-without-space"),
        pytest.param([], "to 3 9 106 cells", "'3 9 10", id="lost-times"),
    ],
)
def test_find_symbol_warnings_flags_units_not_to_be_trusted(fonts, text, words):
    (warning,) = find_symbol_warnings(fonts, text)

    assert words in warning


@pytest.mark.parametrize(
    "text", ["5 μg in 10 ml of 3 l", "levels 5 large", "in 9 of 10 cells", "2 Gy and 10 mm"]
)
def test_find_symbol_warnings_says_nothing_of_plain_units(text):
    assert not list(find_symbol_warnings(["Times-Roman"], text))
