import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exominer.corpus import hash_text
from exominer.formats.anchoring import anchor, join_texts
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Attribute,
    Span,
    TextMention,
    TextRelation,
    cut_text,
)

OLD = "Vesicles of U87 cells slowed growth. Vesicles of HeLa cells raised growth."


def mention(name, words, number=1, text=OLD):
    start = -1
    for _ in range(number):
        start = text.index(words, start + 1)
    return TextMention(name, "x", (Span(start, start + len(words)),), words)


def bare(*mentions, relations=(), **more):
    return AnnotatedText("7", None, hash_text(OLD), mentions=mentions, relations=relations, **more)


def places(document):
    return {m.mention_id: m.spans[0].start for m in document.mentions}


def test_anchor_leaves_annotations_of_the_same_text_as_they_are():
    document = bare(mention("T1", "growth", 2))

    placed, notes = anchor(document, OLD)

    assert (placed.text, placed.mentions, notes) == (OLD, document.mentions, [])


def test_anchor_takes_the_occurrence_that_the_mentions_before_lead_to():
    new = "Added words. " * 8 + OLD

    placed, notes = anchor(bare(mention("T1", "U87"), mention("T2", "growth", 2)), new)

    # Both moved by the length of what was added; the first "growth" is as near as the text began.
    shift = len("Added words. " * 8)
    assert places(placed) == {"T1": OLD.index("U87") + shift, "T2": OLD.rindex("growth") + shift}
    assert "2 of 2 mentions placed anew" in notes[0]


def test_anchor_finds_words_in_spite_of_dashes_case_and_white_space():
    found = TextMention("T1", "x", (Span(0, 13),), "miR-21 – rise")

    placed, _ = anchor(bare(found), "The MIR‑21\n-  rise.")

    assert placed.mentions[0].text == "MIR‑21\n-  rise"


def test_anchor_lists_what_it_cannot_place_with_its_relations():
    event = TextRelation("E1", "x", (Argument("a", "T2"),), trigger="T1")
    nested = TextRelation("E2", "x", (Argument("a", "E1"),), trigger="T1")

    placed, notes = anchor(
        bare(mention("T1", "slowed"), mention("T2", "U87"), relations=(event, nested)),
        "They slowed growth.",
    )

    assert (set(places(placed)), placed.relations) == ({"T1"}, ())
    assert notes[1:] == [
        "7: T2 'U87' (12-15) can't be placed",
        "7: relations of mentions that can't be placed left out: 2",
    ]


def test_anchor_places_every_piece_of_a_mention():
    pieces = (Span(0, 1), Span(8, 13))
    found = TextMention("T1", "x", pieces, cut_text("T and B cells", pieces))

    placed, _ = anchor(bare(found), "Here T or B cells")

    assert placed.mentions[0].spans == (Span(5, 6), Span(12, 17))


def test_anchor_drops_layers_that_hold_offsets_of_the_old_text():
    document = bare(attributes=(Attribute("document", {}), Attribute("pmid", "7")))

    assert anchor(document, "New.")[0].attributes == (Attribute("pmid", "7"),)


@settings(deadline=None)
@given(st.integers(0, 40), st.sampled_from(["", "x ", "New start. "]), st.data())
def test_anchor_places_only_where_the_words_stand(cut, added, data):
    words = ["Vesicles", "U87", "growth", "cells", "HeLa"]
    found = [mention(f"T{i}", word, 1) for i, word in enumerate(data.draw(st.permutations(words)))]
    new = added + OLD[cut:]

    placed, _ = anchor(bare(*found), new)

    assert all(cut_text(new, m.spans) == m.text for m in placed.mentions)


@pytest.mark.parametrize("name", ["7.txt", "a.csv"])
def test_join_texts_joins_by_name_or_pmid(tmp_path, name):
    content = OLD if name == "7.txt" else f'pmid,abstract\n7,"{OLD}"\n'
    (tmp_path / name).write_text(content)
    documents = [bare(mention("T1", "U87")), AnnotatedText("8", None), AnnotatedText("9", "Own.")]

    reading = join_texts(documents, tmp_path)

    assert [document.text for document in reading.documents] == [OLD, None, "Own."]
    assert reading.notes == (f"8: no text of that name or PMID in {tmp_path}",)
