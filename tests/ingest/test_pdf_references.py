"""Reference lists of a PDF, split by what the page shows."""

import pytest

from exominer.ingest.hyphens import Words
from exominer.ingest.pdf_references import read_references
from tests.ingest.pdf_pages import make_line

NO_WORDS = Words(general={})


def set_lines(*texts, left=60, top=700, page=1, step=12):
    """Lines below each other; "> " before a text indents it, "| " sets it off."""
    lines = []
    for text in texts:
        top -= step + (6 if text.startswith("|") else 0)
        shift = 12 if text.startswith(">") else 0
        lines.append(make_line(text.lstrip(">| "), left=left + shift, top=top, page=page))
    return lines


def read(*columns):
    references = read_references([line for column in columns for line in column], NO_WORDS)
    return [(entry.number, entry.text) for entry in references]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Doe A (2011) On", "> uptake. T.", "Poe B (2012) On", "> it."], id="hanging"),
        pytest.param(["> Doe A (2011) On", "uptake. T.", "> Poe B (2012) On", "it."], id="indent"),
        pytest.param(
            ["Doe A (2011) On", "uptake. T.", "| Poe B (2012) On", "it.", "| Roe C (2010)", "No."],
            id="distance",
        ),
        pytest.param(["Doe A (2011) On", "uptake. T.", "Poe B (2012) On", "it."], id="authors"),
        pytest.param(["[1] Doe A (2011) On", "uptake. T.", "[2] Poe B (2012) On", "it."], id="[1]"),
        pytest.param(["1. Doe A (2011) On", "uptake. T.", "2. Poe B (2012) On", "it."], id="1."),
        pytest.param(["(1) Doe A (2011) On", "uptake. T.", "(2) Poe B (2012) On", "it."], id="(1)"),
        pytest.param(["1 Doe A (2011) On", "uptake. T.", "2 Poe B (2012) On", "it."], id="1"),
    ],
)
def test_read_references_splits_a_list(texts):
    assert read(set_lines(*texts))[:2] == [
        (1, "Doe A (2011) On uptake. T."),
        (2, "Poe B (2012) On it."),
    ]


def test_read_references_knows_further_lines_at_the_top_of_a_column():
    first = set_lines("Doe A (2011) On", "> uptake. T.", "Poe B (2012) On")
    second = set_lines("> it.", "> and more.", left=320)
    third = set_lines("Roe C (2013) No.", page=2)

    assert [text for _, text in read(first, second, third)] == [
        "Doe A (2011) On uptake. T.",
        "Poe B (2012) On it. and more.",
        "Roe C (2013) No.",
    ]


def test_read_references_joins_a_number_and_its_entry_that_stand_apart():
    lines = [
        make_line("1.", width=8, top=700),
        make_line("Doe A (2011) On it.", left=90, top=700),
        make_line("2.", width=8, top=688),
        make_line("Poe B (2012) On it.", left=90, top=688),
    ]

    assert read(lines) == [(1, "Doe A (2011) On it."), (2, "Poe B (2012) On it.")]


def test_read_references_takes_a_lower_case_particle_for_the_beginning_of_an_entry():
    texts = ["Coe A. (2011). On", "> uptake. T.", "da Moe B, L., Poe, A. (2012). On", "> it. T."]

    assert len(read(set_lines(*texts))) == 2


def test_read_references_leaves_out_what_stands_below_the_list():
    texts = [
        "1. Doe A. On it. T. 2011.",
        "2. Poe B. On it. T. 2012.",
        "Publisher’s note",
        "All is.",
    ]

    assert [text for _, text in read(set_lines(*texts))] == [
        "Doe A. On it. T. 2011.",
        "Poe B. On it. T. 2012.",
    ]


def test_read_references_gives_nothing_for_no_lines():
    assert read() == []
