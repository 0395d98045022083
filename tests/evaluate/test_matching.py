import pytest

from exominer.evaluate.matching import (
    content_words,
    items_agree,
    name_key,
    names_equal,
    names_overlap,
    normalise_phrase,
    phrase_similarity,
    spellings,
)
from exominer.records import CargoItem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("NF-κB", "nf kappab", id="greek"),
        pytest.param("irradi-\nated cells", "irradiated cells", id="line-end-hyphen"),
        pytest.param("Tumours, CD8+", "tumors cd8+", id="spelling-and-plus"),
        pytest.param("  --  ", "", id="nothing-left"),
    ],
)
def test_normalise_phrase_keeps_words_apart(text, expected):
    assert normalise_phrase(text) == expected


def test_content_words_drop_empty_words_and_endings():
    words = content_words("increased the migration of the cells via p53")

    # increas|ed, migr|ation, p53; "the", "of", "cells", "via" say nothing
    assert words == {"increas", "migr", "p53"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # 2 shared of 2 and 2
        pytest.param("cell migration speed", "speed of migration", 1.0, id="same-words"),
        # 1 shared of 2 and 2: 2 * 1 / 4
        pytest.param("DNA damage", "DNA repair", 0.5, id="half"),
        # 1 shared of 1 and 3: held, and three times as long: 2 * 1 / 4
        pytest.param("apoptosis", "apoptosis in distant nodules", 0.5, id="held"),
        # 1 shared of 1 and 4: held, but more than three times as long
        pytest.param("apoptosis", "apoptosis in many distant nodules", 0.0, id="held-too-long"),
        # 1 shared of 2 and 3: 2 * 1 / 5 is below a half and neither holds the other
        pytest.param("DNA damage", "DNA uptake rose", 0.0, id="too-little"),
        pytest.param("the of", "DNA", 0.0, id="no-content"),
    ],
)
def test_phrase_similarity_is_the_dice_of_agreeing_phrases(one, other, expected):
    assert phrase_similarity(one, other) == pytest.approx(expected)
    assert phrase_similarity(other, one) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "equal", "overlap"),
    [
        pytest.param("hsa-miR-155-5p", "miR-155-5p", True, True, id="species-prefix"),
        pytest.param("A-549 cells", "A549", True, True, id="cells-and-hyphen"),
        pytest.param("U87 cell line", "U-87", True, True, id="cell-line"),
        pytest.param("miR-15", "miR-155", False, False, id="number-cut"),
        pytest.param("A549", "lung adenocarcinoma A549", False, True, id="contained"),
        pytest.param("RNA", "lncRNA", False, False, id="rna-ending"),
        pytest.param("T", "T98G", False, False, id="too-short-to-contain"),
        pytest.param("KRAS", "TP53", False, False, id="different"),
        pytest.param("", "", False, False, id="empty"),
        pytest.param("DCs", "DC", True, True, id="plural"),
    ],
)
def test_names_agree_without_cutting_a_number(one, other, equal, overlap):
    assert names_equal(one, other) is equal
    assert names_overlap(one, other) is overlap
    assert names_overlap(other, one) is overlap


def test_names_overlap_rejects_a_name_many_times_longer():
    # 3 * 4 + 12 = 24 characters are allowed beside A549
    assert names_overlap("A549", "A549" + "x" * 20)
    assert not names_overlap("A549", "A549" + "x" * 21)


def test_name_key_of_symbols_alone_is_empty():
    assert name_key("+/-") == "+"
    assert name_key("()") == ""


def test_items_agree_needs_half_of_the_predicted_items():
    gold = [("CD9",), ("CD63",)]

    assert items_agree(gold, [("CD9",), ("KRAS",)])  # 1 of 2
    assert not items_agree(gold, [("CD9",), ("KRAS",), ("TP53",)])  # 1 of 3
    assert not items_agree(gold, [])


def test_spellings_hold_text_and_name():
    items = (CargoItem(text="heat shock protein 70", name="HSP70"), CargoItem(text="CD9"))

    assert spellings(items) == (("heat shock protein 70", "HSP70"), ("CD9",))
