"""Forms of words of change and what they say."""

from typing import get_args

import pytest

from exominer.records import Direction
from exominer.relate.effect_words import WordSort, find_reading, inflect_verb, load_effect_words


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        pytest.param("inhibit", {"inhibit", "inhibits", "inhibited", "inhibiting"}, id="regular"),
        pytest.param("reduce", {"reduce", "reduces", "reduced", "reducing"}, id="ends-in-e"),
        pytest.param("carry", {"carry", "carries", "carried", "carrying"}, id="ends-in-y"),
        pytest.param("delay", {"delay", "delays", "delayed", "delaying"}, id="vowel-before-y"),
        pytest.param("suppress", {"suppress", "suppresses", "suppressed", "suppressing"}, id="s"),
    ],
)
def test_inflect_verb_makes_regular_forms(base, forms):
    assert inflect_verb(base) == forms


@pytest.mark.parametrize(
    ("form", "pos", "direction"),
    [
        pytest.param("increases", "verb", "increase", id="verb"),
        pytest.param("rose", "verb", "increase", id="irregular-verb"),
        pytest.param("decreases", "noun", "decrease", id="plural-noun"),
        pytest.param("higher", "adjective", "increase", id="comparative"),
        pytest.param("stabilises", "verb", "increase", id="british-s"),
        pytest.param("favoured", "verb", "increase", id="british-ou"),
    ],
)
def test_find_reading_knows_inflected_and_british_forms(form, pos, direction):
    assert find_reading(form, pos).direction == direction


def test_find_reading_tells_the_readings_of_one_word_apart():
    assert find_reading("rise", "verb").sort == "grow"
    assert find_reading("rise", "noun").sort == "change"
    assert find_reading("rise", "adjective") is None


def test_find_reading_takes_only_the_sorts_asked_for():
    assert find_reading("increased", "verb", "protect") is None
    assert find_reading("increased", "verb", "protect", "grow").sort == "grow"


def test_find_reading_inflects_the_verb_of_a_phrase_and_not_its_particle():
    phrasal = next(form for form, found in load_effect_words().items() if " " in found[0].word)
    verb, particle = find_reading(phrasal, "verb").word.split()

    assert find_reading(f"{verb} {particle}", "verb") is not None
    assert find_reading(f"{verb} {particle}s", "verb") is None


def test_find_reading_gives_none_for_words_without_change():
    assert find_reading("sequenced", "verb") is None


def test_load_effect_words_has_only_known_sorts_and_directions():
    readings = [reading for found in load_effect_words().values() for reading in found]

    assert len(readings) > 500
    assert {reading.sort for reading in readings} <= set(get_args(WordSort))
    assert {reading.direction for reading in readings} <= set(get_args(Direction))
    assert {reading.pos for reading in readings} == {"verb", "noun", "adjective"}
