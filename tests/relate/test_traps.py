"""Traps seen in a review, as short texts of other words, from the file to its claims.

A case that is open is an expected failure with its reason: what is listed here is what is known
to be wrong.
"""

import pytest

from exominer.config import Config
from exominer.pipeline import extract_claims, read_paper
from exominer.relate.learned.model import load_relations
from tests.relate.trees import texts


@pytest.fixture(scope="module")
def relations():
    return load_relations()


@pytest.fixture
def read_claims(pipeline, relations, tmp_path):
    """The claims of a text, read from a file as any paper is, by the shipped models."""

    def read(text):
        path = tmp_path / "paper.txt"
        path.write_text(text, encoding="utf-8")
        return extract_claims(read_paper(path, Config()), pipeline, Config(), relations)

    return read


def open_case(reason):
    return pytest.mark.xfail(strict=True, reason=reason)


def read_effects(claims):
    return [(claim.kind, claim.effect.text, claim.effect.direction) for claim in claims]


def read_radiation(claims):
    return [claim.radiation and claim.radiation.dose_text for claim in claims]


CAPTION = """Fig. 2 Uptake of labelled vesicles by glioma cells. Cells were stained after
one day. Bars show the mean of three dishes."""
CUT = """Bystander effects of exosomes

Results

We counted the cells that crossed the membrane in each of the dishes for
seven days after the transfer of the medium. In the dishes that stood beside
the others, exosomes from irradiated U87 cells{gap}
increased the invasion of U251 cells. No other change was seen in
these dishes during the week after the transfer.
"""


@pytest.mark.parametrize(
    "gap",
    [
        pytest.param(f"\n{CAPTION}", id="line-after-line"),
        pytest.param(f"\n\n{CAPTION}\n", id="blank-lines-around"),
    ],
)
def test_claim_cut_in_two_by_a_caption_is_read_as_one_sentence(read_claims, gap):
    [claim] = read_claims(CUT.format(gap=gap))

    assert claim.effect.text == "increased the invasion of U251 cells"
    assert texts(claim.donor_cell) == ["U87"]
    assert "Fig." not in claim.evidence[0].text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Exosomes of irradiated A549 cells were added to U251 cells. The medium was changed "
            "after one day. These vesicles increased the invasion of the cells.",
            id="these-vesicles",
        ),
        pytest.param(
            "Exosomes were collected from irradiated A549 cells and added to U251 cells. After "
            "one day, the invasion of U251 cells was increased.",
            marks=open_case("the sentence of the effect names no agent"),
            id="effect-alone-one-sentence-later",
        ),
        pytest.param(
            "Exosomes were isolated from irradiated A549 cells. They were added to U251 cells for "
            "one day. The invasion of the treated U251 cells was increased.",
            marks=open_case("the sentence of the effect names no agent"),
            id="effect-alone-two-sentences-later",
        ),
    ],
)
def test_effect_whose_exosomes_are_named_earlier_has_their_donor(read_claims, text):
    [claim] = read_claims(text)

    assert "invasion" in claim.effect.text
    assert claim.effect.direction == "increase"
    assert texts(claim.donor_cell) == ["A549"]
    assert texts(claim.recipient_cell) == ["U251"]


BREAKS = "Exosomes of irradiated MCF7 cells raised the number of breaks in bystander cells. "
RAISED = [("function", "raised the number of breaks in bystander cells", "increase")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("With RNase, the effect was lost.", id="effect-lost"),
        pytest.param(
            "When the RNA and the proteins in the exosomes were both inactivated, the breaks "
            "disappeared.",
            id="both-inactivated",
        ),
        pytest.param("Depletion of the exosomes lowered the number of breaks.", id="depletion"),
        pytest.param(
            "Inhibition of exosomal miR-21 lowered the number of breaks.", id="inhibition"
        ),
        pytest.param(
            "When exosomal RNA was degraded and exosomal protein was denatured, the effect was "
            "abolished.",
            id="cargo-destroyed",
        ),
    ],
)
def test_knock_down_makes_no_claim_in_the_other_direction(read_claims, text):
    assert read_effects(read_claims(BREAKS + text)) == RAISED


@pytest.mark.parametrize(
    "join",
    [
        pytest.param("Similar results were observed by others. Exosomes", id="own-sentence"),
        pytest.param(
            "Similar results were obtained in a study in which exosomes", id="one-sentence"
        ),
    ],
)
def test_similar_results_keep_the_direction_that_is_said(read_claims, join):
    found = read_claims(
        "Exosomes of irradiated U87 cells increased the migration of glioma cells. "
        f"{join} of irradiated HeLa cells reduced the migration of keratinocytes."
    )

    assert read_effects(found) == [
        ("function", "increased the migration of glioma cells", "increase"),
        ("function", "reduced the migration of keratinocytes", "decrease"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "After 2 Gy, HSP70 increased in the serum of the patients. Exosomes were not isolated.",
            id="no-exosomes-isolated",
        ),
        pytest.param(
            "Radiation increased HSP90 in the serum of the mice. The release of exosomes by the "
            "tumours was also increased.",
            id="release-beside-it",
        ),
        pytest.param(
            "Radiotherapy increased HSP70 in the serum of the patients. In culture, exosomes with "
            "HSP70 increased the maturation of dendritic cells.",
            id="same-protein-in-exosomes",
        ),
    ],
)
def test_protein_in_serum_is_no_change_of_cargo(read_claims, text):
    assert [claim for claim in read_claims(text) if claim.kind == "cargo_change"] == []


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        pytest.param(
            "Exosomes of unirradiated U87 cells increased the migration of glioma cells in a "
            "dose-dependent manner.",
            [None],
            id="no-radiation",
        ),
        pytest.param(
            "Exosomes of U87 cells irradiated with 4 Gy increased the migration of glioma cells in "
            "a dose-dependent manner, from 10 to 40 µg of exosomes.",
            ["4 Gy"],
            id="both-doses",
        ),
        pytest.param(
            "Radiotherapy is given in daily doses of 2 Gy. Exosomes of U87 cells increased the "
            "migration of glioma cells in a dose-dependent manner.",
            [None],
            marks=open_case("a dose of the sentence before is taken over"),
            id="radiation-of-another-sentence",
        ),
        pytest.param(
            "Exosomes from U87 cells given 4 Gy increased the migration of glioma cells in a "
            "dose-dependent manner, from 10 to 40 µg of exosomes.",
            ["4 Gy"],
            id="cells-given-a-dose",
        ),
    ],
)
def test_dose_of_exosomes_is_no_dose_of_radiation(read_claims, text, doses):
    assert read_radiation(read_claims(text)) == doses


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        pytest.param(
            "increased the number of activated CD8+ T cells",
            ["activated CD8+ T cells"],
            id="activated",
        ),
        pytest.param(
            "suppressed CD4+ and CD8+ T cells",
            ["CD4+", "CD8+ T cells"],
            marks=open_case("of 'CD4+ and CD8+ T cells' only the last is a cell"),
            id="list",
        ),
    ],
)
def test_plus_in_a_cell_name_is_no_operator(read_claims, cells, named):
    [claim] = read_claims(f"Exosomes of irradiated 4T1 cells {cells}.")

    assert claim.effect.text == cells
    assert all(any(name in found for found in texts(claim.recipient_cell)) for name in named)
    assert texts(claim.donor_cell) == ["4T1"]


@pytest.mark.parametrize(
    ("long_form", "short", "donor", "irradiated"),
    [
        pytest.param("Tumour-derived exosomes", "TEXs", "tumour", False, id="TEXs"),
        pytest.param("Dendritic cell-derived exosomes", "DEXs", "dendritic cell", False, id="DEXs"),
        pytest.param("Irradiated cell-derived exosomes", "IEXs", "cell", True, id="IEXs"),
        pytest.param(
            "Exosomes of irradiated tumour cells",
            "IEXs",
            "tumour cells",
            True,
            id="IEXs-in-another-order",
        ),
        pytest.param(
            "Radiation-treated tumour exosomes",
            "RT-TEX",
            "tumour",
            True,
            marks=open_case("RT-TEX is not resolved to irradiated donors"),
            id="RT-TEX",
        ),
    ],
)
def test_short_names_of_exosomes_stand_for_their_donor(
    read_claims, long_form, short, donor, irradiated
):
    found = read_claims(
        f"{long_form} ({short}) were purified. {short} increased the maturation of T cells."
    )

    assert read_effects(found) == [("function", "increased the maturation of T cells", "increase")]
    [claim] = found
    assert [cell.text.lower() for cell in claim.donor_cell] == [donor]
    assert (claim.radiation is not None) is irradiated


LATE = """Transfer of vesicles

Introduction

Exosomes of irradiated U87 cells increased the migration of glioma cells. This was seen in three
laboratories [1]. Exosomes of HeLa cells slowed the growth of keratinocytes [2, 3].

References

1. Roe J, Poe K. Vesicles move cells. J Cells. 2019;1:1-9.
2. Roe J, Poe K. Vesicles slow cells. J Cells. 2018;1:1-9.
3. Roe J, Poe K. Vesicles stop cells. J Cells. 2017;1:1-9.
"""


def test_citation_that_comes_a_sentence_late_belongs_to_the_claim(read_claims):
    moved, slowed = read_claims(LATE)

    assert ([c.number for c in moved.citations], moved.finding) == ([1], "cited")
    assert [c.number for c in slowed.citations] == [2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Radiation did not change the secretion of exosomes by HeLa cells.",
            [("release", "negated", "did not")],
            id="secretion-unchanged",
        ),
        pytest.param(
            "Radiation did not change the rate of exosome secretion by HeLa cells.",
            [("release", "negated", "did not")],
            id="rate-of-secretion-unchanged",
        ),
        pytest.param(
            "Exosomes of unirradiated HeLa cells failed to increase the invasion of A549 cells.",
            [("function", "negated", "failed")],
            id="failed-to",
        ),
        pytest.param(
            "It was demonstrated that exosomes of HeLa cells could increase the invasion of A549 "
            "cells.",
            [("function", "asserted", None)],
            id="demonstrated-that-could",
        ),
        pytest.param(
            "Exosomes of HeLa cells increased the invasion of A549 cells, which suggests that they "
            "may spread tumours.",
            [("function", "asserted", None), ("function", "speculative", "may")],
            id="hedge-of-its-own-clause",
        ),
        pytest.param(
            "Exosomes of HeLa cells not only increased the invasion of A549 cells but also lowered "
            "the apoptosis of A549 cells.",
            [("function", "asserted", None)] * 2,
            id="not-only-but-also",
        ),
    ],
)
def test_denial_and_doubt_have_their_cue(read_claims, text, expected):
    found = read_claims(text)

    read = [(c.kind, c.polarity, c.cue.text if c.cue else None) for c in found]
    assert sorted(read, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Treating bystander cells with RNase or with exosomes of irradiated MCF7 cells lowered "
            "or raised the number of breaks, respectively.",
            [([], "increase")],
            marks=open_case("what the enzyme lowered is taken, what the exosomes raised is not"),
            id="respectively",
        ),
        pytest.param(
            "In exosomes of irradiated HeLa cells, miR-30a and miR-9a were raised and miR-200b was "
            "lowered.",
            [(["miR-30a", "miR-9a"], "increase"), (["miR-200b"], "decrease")],
            marks=open_case("cargo of the first change is given to the second, too"),
            id="two-up-one-down",
        ),
        pytest.param(
            "Exosomal miR-30a increased the invasion of U251 cells and exosomal miR-200b lowered "
            "the survival of U251 cells.",
            [(["miR-30a"], "increase"), (["miR-200b"], "decrease")],
            id="two-cargos-two-effects",
        ),
        pytest.param(
            "Exosomes of irradiated A549 cells carried miR-155. This miRNA increased the invasion "
            "of U251 cells.",
            [(["miR-155"], "increase")],
            marks=open_case("'carried miR-155' is taken for a claim, too"),
            id="this-mirna",
        ),
    ],
)
def test_coordination_and_reference_give_each_claim_its_cargo(read_claims, text, expected):
    found = read_claims(text)

    # Claims of one sentence stand in no order of their own.
    assert sorted((texts(c.cargo), c.effect.direction) for c in found) == sorted(expected)
