"""Past tenses that the parser took for participles become verbs again."""

import pytest

from exominer.relate.repairs import repair_tokens
from tests.relate.trees import build_annotated

NOUN_PHRASE = """Exosomes/NNS/nmod>burden enlarged/VBN/amod>burden tumor/NN/compound>burden
    burden/NN"""
LATE_VERB = """Exosomes/NNS of/IN/prep>Exosomes cells/NNS/pobj>of lowered/VBN/acl>cells
    survival/NN/dobj>lowered"""
COORDINATE = """Exosomes/NNS/nsubj>promoted promoted/VBD growth/NN/dobj>promoted and/CC/cc>growth
    lowered/VBN/amod>survival survival/NN/conj>growth"""
RIGHT = "Exosomes/NNS/nsubj>lowered lowered/VBD survival/NN/dobj>lowered"
COMPOUND = """The/DT/det>death radiation/NN/npadvmod>induced =-/HYPH/punct>induced
    =induced/VBN/amod>death death/NN/nsubj>rose rose/VBD"""
SINGULAR = "An/DT/det>rate increased/VBN/amod>rate rate/NN/nsubj>recurred recurred/VBD"


def read_arcs(tokens, first=0):
    return [(t.text, t.pos, t.dep, tokens[t.head - first].text) for t in tokens]


@pytest.mark.parametrize(
    ("rows", "verb", "subject", "changed"),
    [
        pytest.param(NOUN_PHRASE, "enlarged", "Exosomes", "burden", id="noun-phrase"),
        pytest.param(LATE_VERB, "lowered", "Exosomes", "survival", id="verb-after-of-phrase"),
    ],
)
def test_repair_tokens_makes_a_misread_past_tense_the_main_verb(rows, verb, subject, changed):
    arcs = read_arcs(repair_tokens(build_annotated(rows).tokens, first=0))

    assert (verb, "VERB", "ROOT", verb) in arcs
    assert (subject, "NOUN", "nsubj", verb) in arcs
    assert (changed, "NOUN", "dobj", verb) in arcs


def test_repair_tokens_joins_a_second_verb_to_the_first():
    arcs = read_arcs(repair_tokens(build_annotated(COORDINATE).tokens, first=0))

    assert ("lowered", "VERB", "conj", "promoted") in arcs
    assert ("survival", "NOUN", "dobj", "lowered") in arcs
    assert ("growth", "NOUN", "dobj", "promoted") in arcs


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(RIGHT, id="right-already"),
        pytest.param(COMPOUND, id="hyphen-compound"),
        pytest.param(SINGULAR, id="attribute-after-article"),
    ],
)
def test_repair_tokens_leaves_other_parses_alone(rows):
    tokens = build_annotated(rows).tokens

    assert repair_tokens(tokens, first=0) == tokens


@pytest.mark.parametrize("rows", [NOUN_PHRASE, LATE_VERB, COORDINATE])
def test_repair_tokens_keeps_heads_document_wide(rows):
    alone = repair_tokens(build_annotated(rows).tokens, first=0)
    before = "Growth/NN/nsubj>fell fell/VBD"

    behind = repair_tokens(build_annotated(before, rows).tokens[2:], first=2)

    assert read_arcs(behind, first=2) == read_arcs(alone)
