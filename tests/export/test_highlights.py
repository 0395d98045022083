from exominer.export.highlights import Highlight, cut_segments, find_highlights
from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    CellItem,
    Document,
    Effect,
    Mention,
    Radiation,
    Relation,
)
from tests.export.export_claims import claim, evidence

TEXT = "T47D and T47D vesicles given 2 Gy may slow T47D growth and slow T47D growth."
KINDS = {"donor": "cell_line", "cargo": "mirna", "dose": "dose", "effect": "effect"}


def mention(name, kind, text, nth):
    at = -1
    for _ in range(nth):
        at = TEXT.index(text, at + 1)
    return Mention(name, kind, at, at + len(text), text)


SECOND_CELL = mention("T2", "cell_line", "T47D", 2)
DOSE = mention("T3", "dose", "2 Gy", 1)
FIRST_EFFECT = mention("E1", "effect", "slow T47D growth", 1)
SECOND_EFFECT = mention("E2", "effect", "slow T47D growth", 2)
RELATED = AnnotatedDocument(
    Document("sub/a.pdf", "", "text", TEXT),
    mentions=(SECOND_CELL, DOSE, FIRST_EFFECT, SECOND_EFFECT),
    relations=(
        Relation("R1", "donor", "E2", "T2"),
        Relation("R2", "dose", "E2", "T3"),
        Relation("R3", "vesicle", "E2", "T9"),
    ),
)
CLAIM = claim(
    cargo=(),
    donor_cell=(CellItem("T47D"),),
    recipient_cell=(),
    effect=Effect("slow T47D growth"),
    radiation=Radiation("2 Gy", dose_text="2 Gy"),
    cue=None,
    evidence=(evidence(TEXT, 0),),
)


def test_find_highlights_follows_the_relations_and_not_the_first_place_of_a_word():
    expected = {
        Highlight(SECOND_CELL.start, SECOND_CELL.end, "donor"),
        Highlight(DOSE.start, DOSE.end, "radiation"),
        Highlight(SECOND_EFFECT.start, SECOND_EFFECT.end, "effect"),
    }

    assert set(find_highlights(CLAIM, RELATED)) == expected


def test_find_highlights_looks_for_words_where_no_relation_is():
    bare = AnnotatedDocument(RELATED.document)

    assert find_highlights(CLAIM, bare) == (
        Highlight(0, 4, "donor"),
        Highlight(DOSE.start, DOSE.end, "radiation"),
        Highlight(FIRST_EFFECT.start, FIRST_EFFECT.end, "effect"),
    )


def test_find_highlights_reaches_the_cells_of_a_table_by_their_offsets():
    cells = (evidence("rose", 500, source="table"), evidence("miR-9", 600, source="table"))
    told = claim(
        cargo=(CargoItem("miR-9", "miRNA"),),
        donor_cell=(),
        recipient_cell=(),
        effect=Effect("rose"),
        radiation=None,
        cue=None,
        evidence=cells,
    )

    assert find_highlights(told, RELATED) == (
        Highlight(500, 504, "effect"),
        Highlight(600, 605, "cargo"),
    )


def test_find_highlights_leaves_out_what_stands_nowhere():
    told = claim(cargo=(CargoItem("absent"),), evidence=(evidence("short", 0),), cue=None)

    assert find_highlights(told, RELATED) == ()


def test_cut_segments_shows_a_part_inside_the_effect_as_both():
    parts = (Highlight(100, 109, "effect"), Highlight(105, 109, "recipient"))

    segments = cut_segments(evidence("slow HeLa now", 100), parts)

    assert [(s.text, s.roles) for s in segments] == [
        ("slow ", ("effect",)),
        ("HeLa", ("effect", "recipient")),
        (" now", ()),
    ]


def test_cut_segments_joined_are_the_evidence():
    cut = evidence("slow HeLa now", 100)
    parts = (Highlight(90, 104, "cue"), Highlight(103, 200, "donor"), Highlight(300, 310, "cargo"))

    assert "".join(segment.text for segment in cut_segments(cut, parts)) == cut.text


def test_find_highlights_marks_a_part_again_where_it_is_named_beside_the_effect():
    # The donor's relation leads to a sentence before; its name stands here as well.
    elsewhere = Mention("T9", "cell_line", 900, 904, "T47D")
    related = AnnotatedDocument(
        RELATED.document,
        mentions=(SECOND_CELL, FIRST_EFFECT, elsewhere),
        relations=(Relation("R1", "donor", "E1", "T9"),),
    )

    found = find_highlights(CLAIM, related)

    assert [(h.start, h.end) for h in found if h.role == "donor"] == [
        (SECOND_CELL.start, SECOND_CELL.end)
    ]


def test_find_highlights_takes_no_part_of_a_word():
    told = claim(cargo=(CargoItem("miR-2"),), evidence=(evidence("miR-21 and miR-2", 0),), cue=None)

    assert find_highlights(told, RELATED) == (Highlight(11, 16, "cargo"),)
