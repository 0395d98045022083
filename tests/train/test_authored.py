from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.corpus import AuthoredSource, join_texts, read_gold_corpus, write_gold
from exominer.errors import InputError
from exominer.train.authored import AuthoredDocument, read_authored
from exominer.train.authored_anchors import lay_out, place_mentions
from exominer.train.authored_check import check_file
from exominer.train.authored_corpus import format_scorer_gold
from exominer.train.authored_counts import count_corpus
from exominer.train.authored_gold import build_gold
from exominer.train.authored_roles import FillerError, place_filler
from exominer.train.authored_splits import assign_parts, group_by_source
from tests.train.authored_sample import (
    SAMPLE,
    TEXT,
    change_claim,
    make_sample,
    split_at_stops,
)


def check(raw, tmp_path, texts=None):
    path = tmp_path / "W001.json"
    path.write_bytes(msgspec.json.encode(raw))
    return check_file(path, texts or {}, split_at_stops)


def gold(raw=SAMPLE, text=TEXT, split=""):
    authored = msgspec.convert(raw, AuthoredDocument)
    return build_gold(authored, text, split_sentences=split_at_stops, split=split)


def abstract():
    return make_sample(pmid="123", text="", source={"pmid": "123"})


def test_check_file_finds_nothing_wrong_with_the_sample(tmp_path):
    assert check(SAMPLE, tmp_path) == ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param({}, 'field "id" is missing', id="no-fields"),
        pytest.param(make_sample(sort="essay"), "\"sort\" is 'essay'", id="unknown-sort"),
        pytest.param(make_sample(year=2020), 'field "year" is unknown', id="unknown-field"),
        pytest.param(make_sample(mentions={"cells": []}), 'kind "cells" is unknown', id="kind"),
        pytest.param(make_sample(pmid="1"), "not both", id="text-and-pmid"),
        pytest.param(make_sample(source={}), "names neither", id="no-source"),
        pytest.param(make_sample(source={"doi": "doi.org/10"}), "not written 10", id="doi"),
        pytest.param(make_sample(id="W002"), "is not the file name", id="file-name"),
        pytest.param(make_sample(negative="other"), "but there are claims", id="negative"),
        pytest.param(make_sample(text=TEXT + " "), "white space", id="white-space"),
        pytest.param(
            make_sample(mentions={"mirna": ["miR-2"]}), "only inside a longer word", id="inside"
        ),
        pytest.param(
            make_sample(mentions=SAMPLE["mentions"] | {"fluid": ["HUVECs"]}),
            "'HUVECs' is listed as cell_type and fluid",
            id="two-kinds",
        ),
        pytest.param(change_claim(1, kind="effect"), 'claim 1: "kind" is', id="claim-kind"),
        pytest.param(change_claim(1, cargo="miR-21"), '"cargo" must be a list', id="no-list"),
        pytest.param(change_claim(1, effect="held miR-21"), "does not occur", id="no-effect"),
        pytest.param(change_claim(1, effect="exosomes carried@2"), "1 occurrences", id="number"),
        pytest.param(
            change_claim(1, effect="X-rays. These exosomes"), "crosses the end", id="crosses"
        ),
        pytest.param(
            change_claim(4, effect="A549\traised"), "crosses the end of", id="crosses-cells"
        ),
        pytest.param(change_claim(1, effect="of"), "add @n: @1 …", id="ambiguous"),
        pytest.param(change_claim(2, cue="might"), "cue 'might' is not in", id="cue-elsewhere"),
        pytest.param(change_claim(2, cue=None), "there is no cue", id="no-cue"),
        pytest.param(change_claim(1, cue="more"), "but the cue is 'more'", id="needless-cue"),
        pytest.param(change_claim(1, cargo=["miR-22"]), "'miR-22' does not occur", id="cargo"),
        pytest.param(
            change_claim(1, radiation={"modality": "UV", "dose": None, "exposed": "donor"}),
            "radiation 'UV' does not occur",
            id="modality",
        ),
        pytest.param(
            change_claim(1, radiation={"modality": "X-rays", "dose": "2 Gy", "exposed": "donor"}),
            "dose '2 Gy' does not occur",
            id="dose",
        ),
        pytest.param(
            make_sample(claims=[SAMPLE["claims"][0]] * 2), "same effect and roles", id="twice"
        ),
    ],
)
def test_check_file_reports_an_error(raw, expected, tmp_path):
    errors = [p.text for p in check(raw, tmp_path) if p.level == "error"]

    assert any(expected in error for error in errors), errors


def test_check_file_warns_of_a_negated_claim_with_a_direction(tmp_path):
    (problem,) = check(change_claim(2, direction="increase"), tmp_path)

    assert (problem.level, "expected none" in problem.text) == ("warning", True)


def test_check_file_takes_the_text_of_an_abstract_from_the_table(tmp_path):
    assert check(abstract(), tmp_path, {"123": TEXT}) == ()
    assert "no abstract of PMID 123" in check(abstract(), tmp_path)[0].text


def test_read_authored_names_the_file_and_the_field(tmp_path):
    path = tmp_path / "W001.json"
    path.write_bytes(msgspec.json.encode(make_sample(sort="essay")))

    with pytest.raises(InputError, match=r"W001\.json: .*sort"):
        read_authored(path)


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        pytest.param(
            "EVs of MSC-EVs", {"vesicle": ["EVs", "MSC-EVs"]}, ["EVs", "MSC-EVs"], id="long"
        ),
        pytest.param(
            "MSC-EVs", {"cell_type": ["MSC"], "vesicle": ["EVs"]}, ["MSC", "EVs"], id="two"
        ),
        pytest.param("UVA-irradiated", {"radiation": ["UVA", "irradiated"]}, ["UVA"], id="closing"),
        pytest.param("non-irradiated", {"radiation": ["irradiated"]}, [], id="prefix"),
        pytest.param("miR-21-5p, miR-210", {"mirna": ["miR-21"]}, [], id="longer-name"),
        pytest.param("HeLa-derived", {"cell_line": ["HeLa"]}, ["HeLa"], id="opening"),
        pytest.param("IR and IR", {"radiation": ["IR@2"]}, ["IR"], id="numbered"),
    ],
)
def test_place_mentions_marks_whole_words(text, listed, expected):
    placed = place_mentions(text, listed)

    assert [text[start:end] for start, end in placed] == expected


def test_place_mentions_takes_the_numbered_occurrence():
    assert list(place_mentions("IR and IR", {"radiation": ["IR@2"]})) == [(7, 9)]


@given(
    st.text("aAb- .", max_size=40), st.lists(st.text("aAb-", min_size=1, max_size=4), max_size=5)
)
def test_place_mentions_never_overlap_and_say_what_stands_there(text, forms):
    placed = list(place_mentions(text, {"mirna": forms[:2], "vesicle": forms[2:]}))

    assert all(text[start:end] in forms for start, end in placed)
    assert all(a[1] <= b[0] for a, b in pairwise(placed))


def test_lay_out_gives_cells_for_a_table_and_a_caption_before_it():
    layout = lay_out(TEXT, split_at_stops)

    (table,) = layout.tables
    assert [TEXT[c.start : c.end] for c in table.cells if c.row == 1] == [
        "miR-9",
        "A549",
        "raised invasion; lowered apoptosis",
    ]
    assert TEXT[table.caption_start : table.caption_end] == "Table 1. Vesicles after irradiation."
    assert [section.kind for section in layout.sections] == ["body", "caption", "table"]


FILLERS = {"cell_line": ["U251"], "radiation": ["irradiated"], "vesicle": ["CAF exosomes"]}


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        pytest.param("ordinary U251 cells", "ordinary U251 cells", "U251", id="name-inside"),
        pytest.param("irradiated cells", "irradiated cells", "cells", id="head-noun"),
        pytest.param("naive cells", "naive cells", "naive cells", id="generic"),
        pytest.param("U251, then U251", "U251@2", "U251", id="numbered"),
    ],
)
def test_place_filler_points_to_a_mention_or_a_head(text, value, expected):
    placed = place_mentions(text, FILLERS)

    filler = place_filler(text, placed, ("donor", value), effect=(0, 1), unit=(0, 1))

    assert text[slice(*filler.span)] == expected


def test_place_filler_rejects_one_that_only_stands_inside_another_mention():
    text = "CAF exosomes"
    placed = place_mentions(text, FILLERS)

    with pytest.raises(FillerError, match="only inside the mention 'CAF exosomes'"):
        place_filler(text, placed, ("donor", "CAF"), effect=(0, 1), unit=(0, 1))


def test_build_gold_places_every_string_where_it_says():
    built = gold()

    mentions = built.annotated.mentions
    assert all(TEXT[m.start : m.end] == m.text for m in mentions)
    assert list(mentions) == sorted(mentions, key=lambda m: (m.start, m.end))
    evidence = [e for claim in built.claims for e in claim.evidence]
    assert all(TEXT[e.start : e.end] == e.text for e in evidence)
    assert [c.cue and TEXT[c.cue.start : c.cue.end] for c in built.claims] == [
        None,
        "did not",
        "might",
        None,
    ]


def test_build_gold_relates_effects_to_the_nearest_fillers():
    annotated = gold().annotated
    texts = {m.mention_id: (m.text, m.start) for m in annotated.mentions}

    arcs = [(r.kind, texts[r.head][0], texts[r.tail]) for r in annotated.relations]

    # "These exosomes" is the vesicle in the sentence of the effect, HeLa stands before it.
    first = "carried more miR-21"
    assert [(kind, tail) for kind, head, tail in arcs if head == first] == [
        ("vesicle", ("exosomes", TEXT.index("exosomes"))),
        ("cargo", ("miR-21", TEXT.index("miR-21"))),
        ("donor", ("HeLa", TEXT.index("HeLa"))),
        ("radiation", ("X-rays", TEXT.index("X-rays"))),
        ("dose", ("6 Gy", TEXT.index("6 Gy"))),
    ]


def test_build_gold_reads_a_table_row_as_a_claim():
    claim = gold().claims[3]

    first = claim.evidence[0]
    assert (first.source, first.table, first.row, first.column) == ("table", "T1", 1, 2)
    assert [(e.source, e.text) for e in claim.evidence[1:]] == [
        ("caption", "Vesicles after irradiation."),
        ("table", "miR-9"),
        ("table", "A549"),
    ]
    assert (claim.cargo[0].type, claim.radiation.dose_gy) == ("miRNA", ())


def test_build_gold_gives_two_effects_with_one_phrase_a_mention_each():
    twice = change_claim(2, **(SAMPLE["claims"][0] | {"donor": []}))

    annotated = gold(twice).annotated

    frames = [frame.effect for frame in annotated.frames]
    assert len(set(frames)) == len(frames) == 4


def test_write_gold_round_trips(tmp_path):
    write_gold([gold()], tmp_path / "documents.jsonl")

    assert read_gold_corpus(tmp_path / "documents.jsonl") == (gold(),)


def test_write_gold_leaves_texts_of_abstracts_out_and_join_texts_puts_them_back(tmp_path):
    path = tmp_path / "documents.jsonl"
    write_gold([gold(abstract())], path)
    (bare,) = read_gold_corpus(path)

    assert bare.text is None
    assert bare.annotated.document.text == ""
    assert b"These exosomes carried" not in path.read_bytes()
    assert {e.text for claim in bare.claims for e in claim.evidence} == {""}
    assert join_texts([bare], {"123": TEXT}).documents == (gold(abstract()),)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param({}, "no abstract of PMID 123", id="missing"),
        pytest.param({"123": TEXT + "!"}, "another checksum", id="changed"),
    ],
)
def test_join_texts_reports_what_has_no_place(texts, expected):
    joined = join_texts([gold(abstract())], texts)

    assert joined.documents == ()
    assert expected in joined.problems[0]


def test_format_scorer_gold_has_the_fields_of_the_scheme():
    claim = format_scorer_gold(gold())["gold"][1]

    assert claim == {
        "cargo": [],
        "cargo_type": None,
        "donor_cell": ["HeLa"],
        "recipient_cell": ["recipient cells"],
        "effect": "alter the migration of recipient cells",
        "effect_direction": "none",
        "radiation": {"modality": "X-rays", "dose": "6 Gy", "exposed": "donor"},
        "polarity": "negated",
        "claim_type": "function",
        "evidence": "These exosomes carried more miR-21 and did not alter the migration of "
        "recipient cells.",
        "finding": "own",
        "study_model": "in_vitro",
    }


def make_documents(n_documents):
    """Every third document shares its paper with the one before; claims repeat in a cycle."""
    claims = msgspec.convert(SAMPLE, AuthoredDocument).claims
    return [
        AuthoredDocument(
            id=f"W{i:03}",
            sort="abstract" if i % 2 else "results",
            title="",
            source=AuthoredSource(doi=f"10.1000/{i - (i % 3 == 2)}"),
            mentions={},
            claims=claims * (1 + i % 3),
        )
        for i in range(n_documents)
    ]


def test_assign_parts_never_splits_a_source():
    documents = make_documents(90)

    parts = assign_parts(documents, {})

    groups = group_by_source(documents)
    assert len(groups) == 60
    assert all(len({parts[d.id] for d in group}) == 1 for group in groups)


def test_assign_parts_fills_test_with_hedged_claims():
    documents = make_documents(90)
    parts = assign_parts(documents, {})

    # 180 times the four claims of the sample, two of them hedged, three with a dose.
    hedged = {
        part: sum(
            claim.polarity != "asserted"
            for d in documents
            for claim in d.claims
            if parts[d.id] == part
        )
        for part in ("train", "dev", "test")
    }
    assert sum(hedged.values()) == 360
    assert hedged["test"] >= 100
    assert 0.5 < hedged["train"] / 360 < 0.7


def test_assign_parts_keeps_what_is_fixed_and_does_not_depend_on_order():
    documents = make_documents(30)
    fixed = assign_parts(documents[:10], {})

    parts = assign_parts(documents, fixed)

    assert parts == assign_parts(documents[::-1], fixed)
    assert {name: parts[name] for name in fixed} == fixed


def test_assign_parts_follows_a_fixed_document_of_the_same_paper():
    documents = make_documents(3)

    assert assign_parts(documents, {"W001": "dev"})["W002"] == "dev"


def test_count_corpus_counts_by_part():
    counts = count_corpus([gold(split="test")])

    assert counts["claims", "all"] == {"test": 4}
    assert counts["claims", "with a dose"] == {"test": 3}
    assert counts["mention kind", "cell_line"] == {"test": 2}
