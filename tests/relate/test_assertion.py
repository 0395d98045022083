"""Asserted, denied or hedged, and the words that say so."""

import pytest

from exominer.relate.arguments import find_arguments, find_triggers
from exominer.relate.assertion import make_cue, read_polarity
from tests.relate.trees import build_annotated, build_tree, index_of

SLOWED = "Exosomes/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"
DENIED = """Exosomes/NNS/nsubj>slow did/VBD/aux>slow not/RB/neg>slow slow/VB growth/NN/dobj>slow"""
NEVER = "Exosomes/NNS/nsubj>slowed never/RB/neg>slowed slowed/VBD growth/NN/dobj>slowed"
NO_SUBJECT = "No/DT/det>exosomes exosomes/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"
NO_OBJECT = """Exosomes/NNS/nsubj>caused caused/VBD no/DT/det>rise rise/NN/dobj>caused
    in/IN/prep>rise growth/NN/pobj>in"""
FAILED = """Exosomes/NNS/nsubj>failed failed/VBD to/TO/aux>slow slow/VB/xcomp>failed
    growth/NN/dobj>slow"""
WITHOUT = """Exosomes/NNS/nsubj>killed killed/VBD glia/NNS/dobj>killed without/IN/prep>killed
    slowing/VBG/pcomp>without growth/NN/dobj>slowing"""
NOT_ONLY = """Exosomes/NNS/nsubj>slowed not/RB/preconj>slowed only/RB/advmod>slowed slowed/VBD
    growth/NN/dobj>slowed"""
MODAL = "Exosomes/NNS/nsubj>slow might/MD/aux>slow slow/VB growth/NN/dobj>slow"
SHARED_MODAL = """Exosomes/NNS/nsubj>kill may/MD/aux>kill kill/VB glia/NNS/dobj>kill and/CC/cc>kill
    slow/VB/conj>kill growth/NN/dobj>slow"""
OWN_CLAUSE = """Exosomes/NNS/nsubj>kill may/MD/aux>kill kill/VB glia/NNS/dobj>kill but/CC/cc>kill
    miR-9/NN/nsubj>slows slows/VBZ/conj>kill growth/NN/dobj>slows"""
ADVERB = "Exosomes/NNS/nsubj>slowed possibly/RB/advmod>slowed slowed/VBD growth/NN/dobj>slowed"
HEAD = """Data/NNS/nsubj>suggest suggest/VBP that/IN/mark>slow exosomes/NNS/nsubj>slow
    slow/VBP/ccomp>suggest growth/NN/dobj>slow"""
RAISING = """Exosomes/NNS/nsubj>appear appear/VBP to/TO/aux>slow slow/VB/xcomp>appear
    growth/NN/dobj>slow"""
COULD = "Exosomes/NNS/nsubj>slow could/MD/aux>slow slow/VB growth/NN/dobj>slow"
REPORTED = """We/PRP/nsubj>showed showed/VBD that/IN/mark>slow exosomes/NNS/nsubj>slow
    could/MD/aux>slow slow/VB/ccomp>showed growth/NN/dobj>slow"""
REPORTED_MAY = REPORTED.replace("could/", "may/")
BOTH = """Exosomes/NNS/nsubj>slow may/MD/aux>slow not/RB/neg>slow slow/VB growth/NN/dobj>slow"""
WHETHER = """We/PRP/nsubj>asked asked/VBD whether/IN/mark>slow exosomes/NNS/nsubj>slow
    slow/VBP/ccomp>asked growth/NN/dobj>slow"""
SUGGESTING = """Exosomes/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed ,/,/punct>slowed
    suggesting/VBG/advcl>slowed roles/NNS/dobj>suggesting"""


def read(rows, word):
    tree = build_tree(rows)
    trigger = index_of(tree, word)
    return read_polarity(tree, find_arguments(tree, trigger, dict(find_triggers(tree))[trigger]))


@pytest.mark.parametrize(
    ("rows", "word", "polarity", "cue"),
    [
        pytest.param(SLOWED, "slowed", "asserted", None, id="plain"),
        pytest.param(DENIED, "slow", "negated", "did not", id="did-not"),
        pytest.param(NEVER, "slowed", "negated", "never", id="never"),
        pytest.param(NO_SUBJECT, "slowed", "negated", "No", id="no-subject"),
        pytest.param(NO_OBJECT, "caused", "negated", "no", id="no-object"),
        pytest.param(FAILED, "slow", "negated", "failed", id="failed-to"),
        pytest.param(WITHOUT, "slowing", "negated", "without", id="without-doing"),
        pytest.param(NOT_ONLY, "slowed", "asserted", None, id="not-only"),
        pytest.param(MODAL, "slow", "speculative", "might", id="modal"),
        pytest.param(SHARED_MODAL, "slow", "speculative", "may", id="modal-of-both-verbs"),
        pytest.param(OWN_CLAUSE, "slows", "asserted", None, id="hedge-of-another-clause"),
        pytest.param(ADVERB, "slowed", "speculative", "possibly", id="adverb"),
        pytest.param(HEAD, "slow", "speculative", "suggest", id="head-above"),
        pytest.param(RAISING, "slow", "speculative", "appear", id="appear-to"),
        pytest.param(COULD, "slow", "speculative", "could", id="could-alone"),
        pytest.param(REPORTED, "slow", "asserted", None, id="could-in-a-report"),
        pytest.param(REPORTED_MAY, "slow", "speculative", "may", id="may-in-a-report"),
        pytest.param(BOTH, "slow", "negated", "may not", id="denial-weighs-more"),
        pytest.param(WHETHER, "slow", "speculative", "whether", id="whether"),
        pytest.param(SUGGESTING, "slowed", "asserted", None, id="hedge-below-the-verb"),
    ],
)
def test_read_polarity_names_the_deciding_words(rows, word, polarity, cue):
    found, words = read(rows, word)

    assert found == polarity
    assert (words.text if words else None) == cue


def test_make_cue_keeps_the_spaces_and_offsets_of_the_text():
    annotated = build_annotated("We/PRP/nsubj>can can/MD =not/RB/neg>can")
    tree = build_tree("We/PRP/nsubj>can can/MD =not/RB/neg>can")

    cue = make_cue(tree, [2, 1])

    assert (cue.text, cue.start, cue.end) == ("cannot", 3, 9)
    assert annotated.document.text[cue.start : cue.end] == cue.text
