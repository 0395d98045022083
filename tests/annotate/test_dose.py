import re
from pathlib import Path

import pytest

from exominer.annotate.dose import find_doses
from exominer.doses import Dose, parse_dose

SENTENCES = [
    line
    for line in (Path(__file__).parent / "dose_sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
MARK = re.compile(r"\{(?P<text>[^=}]*)=(?P<values>[^@}]*)(?:@(?P<fractions>\d+))?\}")


def parse_gold(line):
    """The plain sentence and its gold: (text, start, values, fractions)."""
    gold, plain, position = [], "", 0
    for mark in MARK.finditer(line):
        plain += line[position : mark.start()]
        values = tuple(float(value) for value in mark["values"].split(",") if value)
        fractions = int(mark["fractions"]) if mark["fractions"] else None
        gold.append((mark["text"], len(plain), Dose(values, fractions)))
        plain += mark["text"]
        position = mark.end()
    return plain + line[position:], gold


def found_in(text):
    return [(dose.text, dose.start, parse_dose(dose.text)) for dose in find_doses(text)]


@pytest.mark.parametrize("line", SENTENCES)
def test_find_doses_finds_the_marked_doses_and_their_values(line):
    text, gold = parse_gold(line)

    assert found_in(text) == gold


def test_find_doses_reads_the_no_break_space_as_a_space():
    assert [dose.text for dose in find_doses("at 2\u00a0Gy and")] == ["2\u00a0Gy"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("0.3 cGy", (0.003,), id="no-float-noise"),
        pytest.param("20 J/cm2", (), id="other-unit"),
        pytest.param("60 Gy in 30 fractions", (), id="total-only"),
    ],
)
def test_parse_dose_gives_gray_per_fraction_only(text, values):
    assert parse_dose(text).dose_gy == values
