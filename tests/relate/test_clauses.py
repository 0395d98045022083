"""Effect cells of tables to clauses, without a parse."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exominer.relate.clauses import split_clauses


def read(cell):
    return [(cell[c.start : c.end], c.direction) for c in split_clauses(cell)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("Slows repair", [("Slows repair", "decrease")], id="one"),
        pytest.param(
            "Raises invasion; lowers adhesion",
            [("Raises invasion", "increase"), ("lowers adhesion", "decrease")],
            id="semicolon",
        ),
        pytest.param(
            "Raises invasion, adhesion and survival",
            [("Raises invasion, adhesion and survival", "increase")],
            id="list-of-objects",
        ),
        pytest.param(
            "Induce senescence, thereby lower survival.",
            [("Induce senescence", "increase"), ("lower survival", "decrease")],
            id="thereby",
        ),
        pytest.param(
            "Induce senescence and thereby lower survival",
            [("Induce senescence", "increase"), ("lower survival", "decrease")],
            id="and-thereby",
        ),
        pytest.param(
            "Strongly reduce adhesion", [("Strongly reduce adhesion", "decrease")], id="adverb"
        ),
        pytest.param(
            "Increase of apoptosis", [("Increase of apoptosis", "increase")], id="noun-of-change"
        ),
        pytest.param("Wound closure", [("Wound closure", "none")], id="no-word-of-change"),
        pytest.param(
            "Cause a decrease in adhesion",
            [("Cause a decrease in adhesion", "decrease")],
            id="cause-a-decrease",
        ),
        pytest.param("", [], id="empty"),
    ],
)
def test_split_clauses_begins_a_clause_at_each_word_of_change(cell, expected):
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "polarity", "direction"),
    [
        pytest.param("May raise invasion", "speculative", "increase", id="hedged"),
        pytest.param("No change in invasion", "negated", "none", id="denied"),
        pytest.param("Raises neither growth nor spread", "negated", "none", id="denied-rise"),
        pytest.param("Raises invasion", "asserted", "increase", id="asserted"),
    ],
)
def test_split_clauses_reads_polarity_from_the_words(cell, polarity, direction):
    assert [(c.polarity, c.direction) for c in split_clauses(cell)] == [(polarity, direction)]


@pytest.mark.parametrize(
    ("cell", "kind", "process"),
    [
        pytest.param("Raises exosome secretion", "release", "exosome secretion", id="release"),
        pytest.param("Increased", "cargo_change", "", id="change-alone"),
        pytest.param("Slows repair in neurons", "function", "repair", id="process-without-place"),
    ],
)
def test_split_clauses_tells_kind_and_process(cell, kind, process):
    assert [(c.kind, c.process) for c in split_clauses(cell)] == [(kind, process)]


WORDS = st.sampled_from(
    ["raises", "lower", "invasion", "and", ",", ";", "to", "no", "may", "/", ".", "\n", "of", " "]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_split_clauses_gives_disjoint_clauses_in_order(cell):
    clauses = split_clauses(cell)

    bounds = [offset for clause in clauses for offset in (clause.start, clause.end)]
    assert bounds == sorted(bounds)
    assert all(0 <= clause.start < clause.end <= len(cell) for clause in clauses)
    assert all(cell[c.start : c.end].strip() for c in clauses)
