"""What speaks for a claim among those beside it."""

from msgspec import structs

from exominer.records import Frame
from exominer.relate.learned.claim_context import Place
from exominer.relate.learned.confidence import confidence_features
from exominer.relate.learned.decoding import Span, place_found

FRAME = Frame("E", "function", "increase", "asserted", "donor", "in_vitro", "own")


def _found(view, number, word, probability):
    at = view.sentences[number].lower.index(word)
    placed = place_found(Place(number, at, at), FRAME)
    span = Span(number, at, at, at, probability, 1.0)
    fillers = {"cargo": (), "donor": ((("cell", "hela"), 0.9),)}
    best = {"cargo": 0.0, "donor": 0.9, "recipient": 0.0}
    return structs.replace(placed, span=span, fillers=fillers, best=best)


def test_a_claim_knows_of_a_surer_one_that_says_the_same(view_of):
    view = view_of(
        "{Exosomes|vesicle} of {HeLa|cell_line} cells raised growth. They raised migration."
    )
    first, second = _found(view, 0, "raised", 0.9), _found(view, 1, "raised", 0.4)

    said_first = confidence_features(view, [first, second], 0)
    said_second = confidence_features(view, [first, second], 1)

    assert {"surer twin False", "same agents 1"} <= said_first
    assert {"surer twin True", "same agents 1"} <= said_second


def test_probabilities_become_steps_that_hold_together(view_of):
    view = view_of("{Exosomes|vesicle} of {HeLa|cell_line} cells raised growth.")

    sure = confidence_features(view, [_found(view, 0, "raised", 0.9)], 0)
    unsure = confidence_features(view, [_found(view, 0, "raised", 0.2)], 0)

    def steps(features):
        return {f for f in features if f.startswith("start >") and len(f.split()) == 3}

    assert steps(unsure) < steps(sure)
