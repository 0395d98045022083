from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exominer.annotate.compounds import split_compounds
from exominer.annotate.overlaps import resolve_overlaps
from exominer.annotate.recognition import mention_at

TEXT = "abcdefghijklmnopqrstuvwxyz"
KINDS = st.sampled_from(["cell_type", "gene_or_protein", "effect_process", "vesicle"])
SOURCES = st.sampled_from(["model", "lexicon", "dose", "abbreviation", "cell_shape"])


@st.composite
def mentions(draw):
    start = draw(st.integers(0, 24))
    end = draw(st.integers(start + 1, 25))
    return mention_at(TEXT, start, end, kind=draw(KINDS), source=draw(SOURCES))


@given(st.lists(mentions(), max_size=12))
def test_resolve_overlaps_is_disjoint_sorted_and_idempotent(found):
    resolved = resolve_overlaps(found)

    assert all(one.end <= other.start for one, other in pairwise(resolved))
    assert resolve_overlaps(resolved) == resolved
    assert set(resolved) <= set(found)


@given(st.lists(mentions(), max_size=8), st.randoms(use_true_random=False))
def test_resolve_overlaps_does_not_depend_on_the_order(found, random):
    shuffled = random.sample(found, len(found))

    assert resolve_overlaps(shuffled) == resolve_overlaps(found)


def kept(*spans):
    """Texts kept of (start, end, kind, source)."""
    found = [mention_at(TEXT, s, e, kind=kind, source=source) for s, e, kind, source in spans]
    return [mention.text for mention in resolve_overlaps(found)]


def test_resolve_overlaps_prefers_grammar_to_lexicon_to_model():
    assert kept((0, 3, "dose", "dose"), (0, 9, "cell_type", "lexicon")) == ["abc"]
    assert kept((0, 3, "cell_line", "lexicon"), (0, 9, "cell_type", "model")) == ["abc"]


def test_resolve_overlaps_prefers_the_longer_of_one_rank():
    assert kept((0, 3, "lipid", "lexicon"), (0, 9, "antigen", "lexicon")) == ["abcdefghi"]


def test_resolve_overlaps_keeps_a_modelled_name_around_a_term():
    spans = (0, 3, "dna_rna_class", "lexicon"), (0, 9, "gene_or_protein", "model")

    assert kept(*spans) == ["abcdefghi"]


def test_split_compounds_keeps_what_names_no_cell_or_cargo():
    text = "radiation-derived exosomes"
    whole = mention_at(text, 0, len(text), kind="vesicle", source="vesicle")

    assert split_compounds([whole]) == [whole]
