import pytest

from exominer.relate.learned.left_features import find_head, left_candidates, left_features

TEXT = "In the {exosomes|vesicle}, {miR-21|mirna} levels were significantly reduced by radiation."


@pytest.fixture
def sentence(view_of):
    return view_of(TEXT).sentences[0]


def place(sentence, word):
    return sentence.lower.index(word)


@pytest.mark.parametrize("first", ["were", "significantly", "reduced"])
def test_find_head_goes_from_what_helps_to_the_participle(sentence, first):
    head = find_head(sentence, place(sentence, first), place(sentence, "radiation"))

    assert sentence.lower[head] == "reduced"


def test_find_head_stays_where_the_head_is_outside_of_the_phrase(sentence):
    adverb = place(sentence, "significantly")

    assert find_head(sentence, adverb, adverb) == adverb


def test_left_candidates_begin_with_the_head_and_pass_no_preposition(sentence):
    found = left_candidates(sentence, place(sentence, "reduced"))

    words = [sentence.lower[i] for i in found]
    assert words[:3] == ["reduced", "significantly", "were"]
    assert "in" not in words


def test_left_features_tell_a_subject_that_is_added(sentence):
    head = place(sentence, "reduced")

    with_subject = left_features(sentence, head, place(sentence, "levels") - 1)
    without = left_features(sentence, head, place(sentence, "were"))

    assert any(name.startswith("subject True") for name in with_subject)
    assert any(name.startswith("subject False") for name in without)
