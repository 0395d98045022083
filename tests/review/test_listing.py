from itertools import product

import pytest
from msgspec import structs

from exominer.review.listing import ORDERS, Entry, choose_entries, count_states, uncertainty
from tests.review.runs import make_outcome

CLAIMS = make_outcome().claims


def entry(document, number, score, **fields):
    claim = structs.replace(CLAIMS[number], claim_id=f"{document}{number}{score}", score=score)
    return Entry(claim, document, words=claim.effect.text, **fields)


def ids(entries):
    return [entry.claim.claim_id for entry in entries]


@pytest.mark.parametrize(
    ("less", "more"),
    [
        pytest.param(0.9, 0.6, id="sure of right"),
        pytest.param(0.1, 0.6, id="sure of wrong"),
        pytest.param(1.0, 0.99, id="certain"),
    ],
)
def test_uncertainty_is_greatest_where_the_score_says_least(less, more):
    assert uncertainty(less) < uncertainty(more) < uncertainty(0.5) == 1


def test_order_by_uncertainty_puts_the_least_sure_first():
    entries = [entry("a", 0, 0.9), entry("a", 1, 0.5), entry("a", 2, 0.2)]

    assert ids(ORDERS["uncertainty"](entries)) == ["a10.5", "a20.2", "a00.9"]


def test_order_by_paper_follows_the_text():
    entries = [entry("b", 0, 0.5), entry("a", 2, 0.5), entry("a", 0, 0.9)]

    assert ids(ORDERS["paper"](entries)) == ["a00.9", "a20.5", "b00.5"]


def test_order_by_lesson_takes_other_papers_and_patterns_before_more_of_the_same():
    # In bits: a1 1.00, a1 again 0.99 and of b 0.97. The second of paper and pattern counts a
    # quarter, the first of paper b and of its own pattern whole.
    entries = [entry("a", 1, 0.5), entry("a", 1, 0.45), entry("b", 2, 0.4)]

    assert ids(ORDERS["teaches"](entries)) == ["a10.5", "b20.4", "a10.45"]
    assert ids(ORDERS["uncertainty"](entries)) == ["a10.5", "a10.45", "b20.4"]


@pytest.mark.parametrize("sort", sorted(ORDERS))
def test_orders_give_every_claim_once(sort):
    entries = [entry(d, n, s) for d, n, s in product("ab", range(3), (0.0, 0.5, 1.0))]

    assert sorted(ids(ORDERS[sort](entries))) == sorted(ids(entries))


def test_choose_entries_by_state_paper_and_words():
    entries = [
        entry("a", 0, 0.5),
        entry("a", 1, 0.5, state="rejected"),
        entry("b", 1, 0.5, state="accepted", is_gone=True),
    ]

    def chosen(**fields):
        return ids(choose_entries(entries, **{"show": "all", **fields}))

    assert chosen(show="open") == ["a00.5"]
    assert chosen(show="decided") == ["a10.5", "b10.5"]
    assert chosen(show="gone") == ["b10.5"]
    assert chosen(document="a") == ["a00.5", "a10.5"]
    assert chosen(query="MIGRATION raised") == ["a10.5", "b10.5"]
    assert chosen(query="migration carried") == []


def test_count_states_counts_what_each_filter_shows():
    counts = count_states([entry("a", 0, 0.5), entry("a", 1, 0.5, state="corrected")])

    assert counts == {
        "open": 1,
        "decided": 1,
        "accepted": 0,
        "rejected": 0,
        "corrected": 1,
        "added": 0,
        "gone": 0,
        "all": 2,
    }
