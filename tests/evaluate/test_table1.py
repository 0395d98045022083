import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exominer.evaluate.table1 import score_table1, select_claims
from tests.evaluate.evaluate_claims import claims_of_row, make_claim, make_row

GOLD = (
    make_row(1, "KRAS", "HCT116", "colony formation: increase", "apoptosis: decrease"),
    make_row(2, "miR-15", "U251", "invasion: increase"),
    make_row(3, "RNAs", "U251", "invasion: increase", recipient="astrocytes"),
)


def score(claims, sources="all", gold=GOLD):
    return score_table1(gold, claims, sources=sources, resamples=200, seed=0)


def levels(recall):
    """Rows found at cargo, cell, effect, triple and full."""
    return [
        proportion.n_found
        for proportion in (recall.cargo, recall.cell, recall.effect, recall.triple, recall.full)
    ]


def test_score_table1_gives_gold_against_itself_1():
    scores = score([claim for row in GOLD for claim in claims_of_row(row, "table")])

    # 3 of 3 rows at each level; 4 table claims (2 + 1 + 1), all right
    assert levels(scores.strict) == levels(scores.relaxed) == [3, 3, 3, 3, 3]
    assert scores.strict.triple.value == scores.strict.triple.low == 1.0
    assert (scores.table_precision.strict.n_found, scores.table_precision.strict.n) == (4, 4)
    assert scores.table_precision.claims_per_row == pytest.approx(4 / 3)
    assert scores.misses == ()


def test_score_table1_counts_every_row_when_nothing_is_predicted():
    scores = score([])

    assert levels(scores.relaxed) == [0, 0, 0, 0, 0]
    assert scores.relaxed.triple.n == 3
    assert [(miss.row, miss.reason) for miss in scores.misses] == [
        (1, "cargo never found"),
        (2, "cargo never found"),
        (3, "cargo never found"),
    ]
    assert scores.table_precision.relaxed.n == 0


def test_score_table1_needs_the_triple_in_one_claim():
    cargo_and_cell = make_claim("KRAS", "HCT116", "uptake")
    effect = make_claim("", "", "apoptosis", "decrease")

    scores = score([cargo_and_cell, effect])

    # row 1: cargo and cell in one claim, effect in the other; nothing else is found
    assert levels(scores.relaxed) == [1, 1, 1, 0, 0]
    assert scores.misses[0].reason == "found only in another claim"


def test_score_table1_gives_a_claim_to_one_row_only():
    # One claim fits rows 2 and 3, a second one row 2 alone: both rows are served.
    both = make_claim("miR-15 | RNAs", "U251", "invasion", claim_id="both")
    second = make_claim("miR-15", "U251", "invasion", claim_id="second")

    alone, together = score([both]), score([both, second])

    assert levels(alone.relaxed) == [2, 2, 2, 1, 1]
    assert "claim serves another row" in {miss.reason for miss in alone.misses}
    assert levels(together.relaxed)[3] == 2
    assert [row.relaxed.claim_id for row in together.rows] == ["", "second", "both"]


def test_score_table1_counts_names_and_effects_of_a_row():
    gold = (make_row(1, "CD9 | CD63 | CD81", "A549", "uptake: increase", "growth: decrease"),)

    (row,) = score([make_claim("CD9 | CD81", "A549", "uptake")], gold=gold).rows

    # 2 of 3 names, 1 of 2 effects
    assert (row.relaxed.n_cargo_named, row.relaxed.n_effects_told) == (2, 1)
    assert row.relaxed.triple


def test_score_table1_counts_table_claims_that_fit_no_row():
    claims = [
        make_claim("KRAS", "HCT116", "apoptosis", "decrease", source="table"),
        make_claim("KRAS", "HCT116", "apoptosis", "increase", source="table", quote="Wrong."),
        make_claim("KRAS", "HCT116", "apoptosis", "increase", quote="Not of a table."),
    ]

    precision = score(claims).table_precision

    # 2 table claims, the second contradicts the row
    assert (precision.relaxed.n_found, precision.relaxed.n) == (1, 2)
    assert [claim.quote for claim in precision.false_claims] == ["Wrong."]


def test_select_claims_goes_by_the_first_evidence():
    prose, table = make_claim("KRAS"), make_claim("KRAS", source="table")
    caption = make_claim("KRAS", source="caption")
    claims = [prose, table, caption]

    assert select_claims(claims, "prose") == (prose, caption)
    assert select_claims(claims, "table") == (table,)
    assert select_claims(claims, "all") == (prose, table, caption)


def test_score_table1_is_the_same_for_a_seed():
    claims = claims_of_row(GOLD[0])

    assert score(claims) == score(claims)
    assert score(claims).relaxed.triple.low < score(claims).relaxed.triple.high


NAMES = st.sampled_from(["KRAS", "miR-15", "miR-155", "RNAs", "", "HCT116", "U251"])
CLAIMS = st.lists(
    st.builds(
        make_claim,
        NAMES,
        NAMES,
        st.sampled_from(["invasion", "apoptosis", ""]),
        st.sampled_from(["increase", "decrease", "none"]),
        source=st.sampled_from(["prose", "table"]),
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(claims=CLAIMS)
def test_score_table1_finds_or_misses_each_row_and_relaxed_holds_strict(claims):
    scores = score(claims)

    found = {row.row for row in scores.rows if row.relaxed.triple}
    missed = {miss.row for miss in scores.misses}
    assert found | missed == {1, 2, 3}
    assert not found & missed
    strict, relaxed = levels(scores.strict), levels(scores.relaxed)
    assert all(a <= b for a, b in zip(strict, relaxed, strict=True))
    assert relaxed[4] <= relaxed[3] <= min(relaxed[:3])
