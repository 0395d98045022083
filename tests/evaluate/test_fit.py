import pytest

from exominer.evaluate.fit import fit_claim
from tests.evaluate.evaluate_claims import make_claim, make_row

ROW = make_row(
    1,
    "KRAS | EGFR",
    "HCT-116",
    "colony formation: increase",
    recipient="fibroblasts",
    pathway="MAPK",
    aliases={"KRAS": ("K-Ras protein",)},
)


def level_marks(fit):
    """The levels reached, as their first letters."""
    levels = ("cargo", "cell", "effect", "triple", "full")
    return "".join(level[0] for level in levels if fit.reaches(level))


@pytest.mark.parametrize(
    ("claim", "strict", "relaxed"),
    [
        # "e" is the effect, "f" is full; cargo and cell are both "c"
        pytest.param(
            make_claim("KRAS", "HCT116 cells", "colony formation", recipient="fibroblast",
                       pathway="MAPK"),
            "ccetf", "ccetf", id="everything",
        ),
        pytest.param(
            make_claim("K-ras protein", "HCT116", "formation of colony"),
            "ccet", "ccet", id="alias-and-word-order",
        ),
        pytest.param(
            make_claim("mutant KRAS", "colon HCT116", "formation of new colony"),
            "", "ccet", id="overlap-only",
        ),
        pytest.param(
            make_claim("KRAS", "HCT116", "colony formation", "none"),
            "cc", "ccet", id="direction-not-stated",
        ),
        pytest.param(
            make_claim("KRAS", "HCT116", "colony formation", "decrease"),
            "cc", "cc", id="direction-contradicts",
        ),
        pytest.param(
            make_claim("KRAS", "HCT116", "colony formation", polarity="negated"),
            "cc", "cc", id="negated",
        ),
        pytest.param(
            make_claim("NRAS", "", "colony formation"),
            "e", "e", id="other-cargo-no-cell",
        ),
        pytest.param(
            make_claim("KRAS | A | B", "HCT116", "uptake"),
            "c", "c", id="cargo-diluted",
        ),
    ],
)  # fmt: skip
def test_fit_claim_reaches_the_levels_it_should(claim, strict, relaxed):
    assert level_marks(fit_claim(ROW, claim, "strict")) == strict
    assert level_marks(fit_claim(ROW, claim, "relaxed")) == relaxed


def test_fit_claim_takes_the_effect_from_the_phrase_when_relaxed():
    claim = make_claim("KRAS", "HCT116", "", text="raised colony formation")

    assert not fit_claim(ROW, claim, "strict").reaches("effect")
    assert fit_claim(ROW, claim, "relaxed").reaches("effect")


def test_fit_claim_keeps_the_letter_of_a_cell_kind():
    row = make_row(1, "CD9", "", "T cell activation: increase")

    # "B cell activation" and plain "activation" are not "T cell activation"
    assert fit_claim(row, make_claim("CD9", "", "T-cell activation"), "strict").effect.words
    assert not fit_claim(row, make_claim("CD9", "", "activation"), "strict").effect.words
    assert not fit_claim(row, make_claim("CD9", "", "B cell activation"), "strict").effect.words


def test_fit_claim_marks_the_cargo_and_effects_told():
    row = make_row(1, "CD9 | CD63 | CD81", "", "uptake: increase", "growth: decrease")

    fit = fit_claim(row, make_claim("CD81 | CD9", "", "growth", "decrease"), "strict")

    assert fit.cargo_named == (True, False, True)
    assert fit.effects_told == (False, True)


def test_fit_claim_of_a_row_without_cell_asks_for_none():
    row = make_row(1, "CD9", "", "uptake: increase")

    assert fit_claim(row, make_claim("CD9", "A549", "uptake"), "strict").reaches("full")


def test_fit_claim_does_not_take_a_broader_name_for_the_gold():
    row = make_row(1, "heat shock protein 70", "lung fibroblasts", "uptake: increase")

    fit = fit_claim(row, make_claim("heat shock protein", "fibroblasts", "uptake"), "relaxed")

    assert (fit.cargo, fit.cell, fit.effect.words) == (False, False, True)


def test_fit_claim_takes_each_process_of_a_list():
    row = make_row(1, "CD9", "", "invasion: increase", "growth: increase", "uptake: increase")

    fit = fit_claim(row, make_claim("CD9", "", "growth; invasion"), "strict")

    assert fit.effects_told == (True, True, False)
