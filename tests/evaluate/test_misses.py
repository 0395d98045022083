import pytest

from exominer.evaluate.fit import fit_claim
from exominer.evaluate.misses import explain_miss
from tests.evaluate.evaluate_claims import make_claim, make_row

ROW = make_row(4, "KRAS", "HCT116", "apoptosis: decrease")


def explain(*claims):
    return explain_miss(ROW, claims, [fit_claim(ROW, claim, "relaxed") for claim in claims])


@pytest.mark.parametrize(
    ("claims", "reason", "detail"),
    [
        pytest.param([], "cargo never found", "no claim names KRAS as cargo", id="nothing"),
        pytest.param(
            [make_claim("EGFR", "HCT116", "apoptosis", "decrease")],
            "cargo never found",
            "no claim names KRAS as cargo",
            id="other-cargo",
        ),
        pytest.param(
            [make_claim("KRAS", "A549", "apoptosis", "decrease")],
            "cell missing",
            "cargo found, but the cell HCT116 missing",
            id="other-cell",
        ),
        pytest.param(
            [make_claim("KRAS", "HCT116", "uptake")],
            "effect not found",
            "cargo found, but the effect (apoptosis: decrease) missing",
            id="other-effect",
        ),
        pytest.param(
            [make_claim("KRAS", "", "uptake")],
            "cell missing",
            "cargo found, but the cell HCT116 and the effect (apoptosis: decrease) missing",
            id="cargo-alone",
        ),
        pytest.param(
            [make_claim("KRAS", "HCT116", "apoptosis", "increase")],
            "direction differs",
            "cargo, cell and process found, but not the effect (apoptosis: decrease)",
            id="direction",
        ),
        pytest.param(
            [make_claim("KRAS", "", "apoptosis", "decrease"), make_claim("", "HCT116", "uptake")],
            "found only in another claim",
            "cargo found, the cell HCT116 only in another claim",
            id="cell-elsewhere",
        ),
        pytest.param(
            [make_claim("KRAS", "HCT116", "apoptosis", "decrease")],
            "claim serves another row",
            "the claims that fit are counted for other rows",
            id="taken",
        ),
    ],
)
def test_explain_miss_names_the_reason(claims, reason, detail):
    miss = explain(*claims)

    assert (miss.row, miss.reason, miss.detail) == (4, reason, detail)


def test_explain_miss_quotes_the_nearest_claim():
    far = make_claim("KRAS", "", "uptake", quote="KRAS was taken up.", claim_id="far")
    near = make_claim("KRAS", "HCT116", "uptake", quote="HCT116 sent KRAS.", claim_id="near")
    other = make_claim("EGFR", "HCT116", "apoptosis", quote="Not about KRAS.", claim_id="other")

    miss = explain(far, near, other)

    # cargo and cell agree in "near", cargo alone in "far", no cargo in "other"
    assert (miss.claim_id, miss.quote) == ("near", "HCT116 sent KRAS.")


def test_explain_miss_quotes_nothing_without_the_cargo():
    assert explain(make_claim("EGFR", "HCT116", "apoptosis")).quote == ""
