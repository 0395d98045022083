from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from exominer.evaluate.annotation import align_offsets, place_over, sentence_around
from exominer.records import Document, Sentence
from tests.evaluate.evaluate_claims import make_claim
from tests.evaluate.evaluate_documents import annotate, make_document

words = st.lists(st.sampled_from("miR-21 raised the 2 Gy (p < 0.01) EVs.".split()), max_size=12)
gaps = st.sampled_from([" ", "  ", "\n", "\t"])


@given(words, gaps, gaps)
def test_align_offsets_follows_words_through_other_spaces(said, gap, other):
    text, elsewhere = gap.join(said), other.join(said)

    moved = align_offsets(text, elsewhere)

    assert all(text[a] == elsewhere[b] for a, b in moved.items())
    assert len(moved) == sum(not character.isspace() for character in text)


def test_place_over_moves_mentions_to_the_gold_text_and_loses_none():
    gold = make_document("Table 1. miR-21\traised growth")
    said = annotate("Table 1 {miR-21|mirna} raised {tall growth|effect_process}")

    placed = place_over(said, gold).annotated.mentions

    assert [gold.text[m.start : m.end] for m in placed[:1]] == ["miR-21"]
    # "tall" is not in the gold text: the mention agrees with nothing, and still counts.
    assert (placed[1].start, placed[1].end) == (-1, -1)


def test_place_over_moves_the_evidence_of_claims():
    gold = make_document("Vesicles.  They grew")
    claim = make_claim("", "", "grew", quote="They grew")
    evidence = structs.replace(claim.evidence[0], start=10, end=19)
    said = structs.replace(
        annotate("Vesicles. They grew"), claims=(structs.replace(claim, evidence=(evidence,)),)
    )

    (placed,) = place_over(said, gold).claims

    assert gold.text[placed.evidence[0].start : placed.evidence[0].end] == "They grew"


def test_place_over_lends_sentences_to_a_gold_text_that_has_none():
    gold = Document(document="D1", sha256="", format="text", text="One. Two.")

    placed = place_over(annotate("One. Two."), gold)

    assert placed.document.sentences == (Sentence(0, 4), Sentence(5, 9))
    assert placed.document.sections[0].kind == "results"


def test_sentence_around_finds_the_sentence_else_the_line():
    document = make_document("One here. Two there.")
    table = structs.replace(document, text="a\tb\nc\td\ne", sentences=())

    assert sentence_around(document, 10, 13) == (10, 20)
    assert sentence_around(table, 6, 7) == (4, 7)
