import pytest

from exominer.relate.learned.decoding import (
    CONTROL,
    choose_fillers,
    find_effects,
    find_spans,
    readable_sentences,
)
from exominer.relate.learned.effect_features import start_features
from exominer.relate.learned.model import load_relations
from exominer.relate.learned.relating import score_effects


@pytest.fixture(scope="module")
def relations():
    return load_relations()


EFFECTS = (
    "{Exosomes|vesicle} of {HeLa|cell_line} cells raised the {migration|effect_process} of "
    "{A549|cell_line} cells and did not alter their {growth|effect_process}."
)


def test_found_effects_do_not_overlap(view_of, relations):
    spans = find_spans(view_of(EFFECTS), relations.models)

    words = [w for span in spans for w in range(span.left, span.end + 1)]
    assert len(spans) >= 2
    assert len(words) == len(set(words))


def test_found_effects_have_direction_polarity_and_cells(view_of, relations):
    found = find_effects(view_of(EFFECTS), relations.models, relations.summary.fill)

    raised, unaltered = found[:2]
    assert (raised.direction, raised.polarity) == ("increase", "asserted")
    assert (unaltered.direction, unaltered.polarity) == ("none", "negated")
    assert raised.keys["donor"] == {"hela"}
    assert "a549" in raised.keys["recipient"]


def test_scores_are_probabilities(view_of, relations):
    view = view_of(EFFECTS)
    found = find_effects(view, relations.models, relations.summary.fill)

    scored = score_effects(view, found, relations.models["confidence"])

    assert all(0.0 < effect.score < 1.0 for effect in scored)
    assert scored[0].score > relations.summary.min_score


def test_a_control_begins_no_effect(view_of, relations):
    view = view_of("Depletion of the {exosomes|vesicle} lowered the {growth|effect_process}.")
    lowered = view.sentences[0].lower.index("lowered")

    assert CONTROL in start_features(view, 0, lowered)
    assert [span for span in find_spans(view, relations.models) if span.start == lowered] == []


def test_sentences_far_from_a_vesicle_are_not_read(view_of):
    filler = " ".join(["The plates were kept in the dark for one day."] * 50)
    view = view_of(f"{{Exosomes|vesicle}} slowed {{growth|effect_process}}. {filler}")

    assert readable_sentences(view) == [0, 1, 2]


@pytest.mark.parametrize(
    ("chances", "chosen"),
    [((0.9, 0.8, 0.2), "ab"), ((0.3, 0.29, 0.1), "a"), ((0.1, 0.05, 0.01), "")],
)
def test_choose_fillers_takes_the_best_and_what_is_likely_by_itself(chances, chosen):
    ranked = [(("cell", name), chance) for name, chance in zip("abc", chances, strict=True)]

    found = choose_fillers(ranked, (0.25, 0.5))

    assert "".join(key[1] for key, _ in found) == chosen
