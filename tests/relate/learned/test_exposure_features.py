"""Whom a dose was given, and what a clause says of it."""

from exominer.relate.learned.claim_context import Guess, Place, in_order
from exominer.relate.learned.exposure_features import around_features, given_features

TWO_ARMS = (
    "{HeLa|cell_line} cells were given {4 Gy|dose} and shed {exosomes|vesicle}. "
    "{Exosomes|vesicle} of irradiated cells slowed {growth|effect_process}, whereas "
    "{exosomes|vesicle} of sham cells sped {migration|effect_process}."
)


def _place(view, number, word):
    at = view.sentences[number].lower.index(word)
    return Place(number, at, at + 1)


def test_a_dose_was_given_to_the_cells_nearest_in_the_tree(view_of):
    view = view_of(
        "{HeLa|cell_line} and {A549|cell_line} cells were irradiated with {4 Gy|dose}, "
        "and their {exosomes|vesicle} were given to {HUVEC|cell_line}."
    )

    [dose] = view.groups["dose", "4 gy"]
    assert view.targets(dose) == {("cell", "hela"), ("cell", "a549")}


def test_a_dose_without_anything_beside_it_was_given_to_nothing(view_of):
    view = view_of("It was {4 Gy|dose}.")

    [dose] = view.groups["dose", "4 gy"]
    assert view.targets(dose) == set()


def test_a_dose_of_the_donor_is_told_from_one_of_the_recipient(view_of):
    view = view_of(TWO_ARMS)
    place, doses = _place(view, 1, "slowed"), view.groups["dose", "4 gy"]

    as_donor = Guess({"donor": frozenset({"hela"})}, "donor")
    as_recipient = Guess({"recipient": frozenset({"hela"})}, "recipient")

    assert "hits donor" in given_features(view, doses, place, as_donor, set())
    assert "hits recipient" in given_features(view, doses, place, as_recipient, set())
    assert "donor & hits donor" in given_features(view, doses, place, as_donor, set())


def test_the_clause_of_a_control_is_not_that_of_the_irradiated(view_of):
    view = view_of(TWO_ARMS)

    slowed = around_features(view, _place(view, 1, "slowed"))
    sped = around_features(view, _place(view, 1, "sped"))

    assert {"clause irradiated"} == {"clause irradiated", "clause control"} & slowed
    assert {"clause control"} == {"clause irradiated", "clause control"} & sped


def test_names_are_meant_here_rather_than_before_and_before_rather_than_after(view_of):
    view = view_of(
        "They got {2 Gy|dose}. After {2 Gy|dose} {exosomes|vesicle} slowed growth. "
        "It was {2 Gy|dose}."
    )

    ordered = in_order(view.groups["dose", "2 gy"], _place(view, 1, "slowed"))
    assert [occurrence.sentence for occurrence in ordered] == [1, 0, 2]
