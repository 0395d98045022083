"""Frames and relations to claims."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from exominer.assemble.assembling import assemble_claims, claim_hash, evidence_holds
from exominer.config import AssembleConfig
from exominer.records import AnnotatedDocument, Cue, Document, Frame, Mention, Relation, Sentence
from tests.strategies import claims, related_documents

TEXT = (
    "Vesicles of U87 cells given 5 x 2 Gy of X-rays brought miR-9 and miR-9 to HUVEC. "
    "They may slow growth via PI3K."
)
WORDS = {
    "donor": ("U87", "cell_line"),
    "dose": ("5 x 2 Gy", "dose"),
    "radiation": ("X-rays", "radiation"),
    "cargo": ("miR-9", "mirna"),
    "recipient": ("HUVEC", "cell_line"),
    "pathway": ("PI3K", "pathway"),
}

QUICK = settings(deadline=None, max_examples=50)


def mention(identifier, words, kind, *, start=None, **changes):
    first = TEXT.index(words) if start is None else start
    return Mention(identifier, kind, first, first + len(words), words, **changes)


FILLERS = tuple(mention(kind, words, what) for kind, (words, what) in WORDS.items())
EFFECT = mention("E1", "slow growth", "effect")
FRAME = Frame(
    "E1",
    "function",
    "decrease",
    "speculative",
    "donor",
    "in_vitro",
    "own",
    cue=Cue("may", TEXT.index("may"), TEXT.index("may") + 3),
    score=0.81239,
    process="growth",
)
SENTENCES = (Sentence(0, TEXT.index(" They")), Sentence(TEXT.index("They"), len(TEXT)))


def related(*, frames=(FRAME,), extra=(), without=(), path="a.txt"):
    document = Document(path, "f00", "text", TEXT, sentences=SENTENCES)
    tails = [m for m in (*FILLERS, *extra) if m.mention_id not in without]
    kinds = {m.mention_id: m.mention_id.partition("#")[0] for m in tails}
    relations = tuple(
        Relation(f"L{i}", kinds[m.mention_id], "E1", m.mention_id) for i, m in enumerate(tails)
    )
    ordered = sorted((EFFECT, *tails), key=lambda m: (m.start, m.end))
    return AnnotatedDocument(document, (), tuple(ordered), (), frames, relations)


def assemble(annotated, min_score=0.0):
    return assemble_claims(annotated, AssembleConfig(min_score))


def test_assemble_claims_fills_every_slot_of_a_claim():
    [claim] = assemble(related())

    assert (claim.kind, claim.polarity, claim.cue) == ("function", "speculative", FRAME.cue)
    assert [(c.text, c.type) for c in claim.cargo] == [("miR-9", "miRNA")]
    assert [c.text for c in claim.donor_cell] == ["U87"]
    assert [c.text for c in claim.recipient_cell] == ["HUVEC"]
    assert structs.astuple(claim.effect) == ("slow growth", "growth", "decrease", "", "PI3K")
    assert (claim.study_model, claim.finding, claim.score) == ("in_vitro", "own", 0.8124)
    assert [e.text for e in claim.evidence] == [
        TEXT[SENTENCES[1].start :],
        TEXT[: SENTENCES[0].end],
    ]


def test_assemble_claims_reads_dose_and_modality():
    [claim] = assemble(related())

    # "5 x 2 Gy" is 2 Gy per fraction and five fractions, never 10 Gy.
    assert structs.asdict(claim.radiation) == {
        "text": "5 x 2 Gy; X-rays",
        "modality": "X-rays",
        "modality_class": "photon",
        "dose_text": "5 x 2 Gy",
        "dose_gy": (2.0,),
        "fractions": 5,
        "exposed": "donor",
    }


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        pytest.param(("dose", "radiation"), None, id="neither"),
        pytest.param(("dose",), ("X-rays", "photon", ()), id="no-dose"),
        pytest.param(("radiation",), ("", "unspecified", (2.0,)), id="no-modality"),
    ],
)
def test_assemble_claims_writes_radiation_as_far_as_it_is_said(without, expected):
    [claim] = assemble(related(without=without))
    found = claim.radiation

    assert (found and (found.modality, found.modality_class, found.dose_gy)) == expected


def test_assemble_claims_names_a_molecule_once():
    again = mention("cargo#2", "miR-9", "mirna", start=TEXT.rindex("miR-9"))
    short = mention("cargo#3", "HUVEC", "mirna", name="miR-9")

    [claim] = assemble(related(extra=(again, short)))

    assert [c.text for c in claim.cargo] == ["miR-9"]


def test_assemble_claims_writes_what_is_said_twice_once_with_the_higher_score():
    lower = structs.replace(FRAME, score=0.3)

    for frames in ((FRAME, lower), (lower, FRAME)):
        assert [claim.score for claim in assemble(related(frames=frames))] == [0.8124]


def test_assemble_claims_leaves_out_what_is_scored_below_the_threshold():
    assert len(assemble(related(), min_score=0.8)) == 1
    assert assemble(related(), min_score=0.82) == ()


def test_assemble_claims_gives_none_without_frames():
    assert assemble(related(frames=())) == ()


def test_claim_id_does_not_depend_on_the_path_of_the_document():
    [here], [there] = assemble(related()), assemble(related(path="sub/b.pdf"))

    assert here.evidence[0].document != there.evidence[0].document
    assert here.claim_id == there.claim_id


@QUICK
@given(claims(), st.text(min_size=1), st.floats(0, 1))
def test_claim_hash_ignores_path_and_score(claim, path, score):
    evidence = tuple(structs.replace(e, document=path) for e in claim.evidence)
    moved = structs.replace(claim, evidence=evidence, score=score, claim_id="x")

    assert claim_hash("content", moved) == claim_hash("content", claim)
    assert len(claim_hash("content", claim)) == 16


@QUICK
@given(claims())
def test_claim_hash_depends_on_content_and_on_what_is_claimed(claim):
    denied = structs.replace(claim, effect=structs.replace(claim.effect, text="another effect"))

    assert claim_hash("other", claim) != claim_hash("content", claim)
    assert claim_hash("content", denied) != claim_hash("content", claim)


@QUICK
@given(related_documents())
def test_assembled_evidence_slices_to_its_text_and_gives_the_order(annotated):
    text, found = annotated.document.text, assemble(annotated)

    assert all(evidence_holds(text, each) for claim in found for each in claim.evidence)
    places = [(claim.evidence[0].start, claim.evidence[0].end) for claim in found]
    assert places == sorted(places)


@QUICK
@given(related_documents(), st.randoms(use_true_random=False))
def test_assemble_claims_does_not_depend_on_the_order_of_frames(annotated, random):
    frames = list(annotated.frames)
    random.shuffle(frames)

    assert assemble(structs.replace(annotated, frames=tuple(frames))) == assemble(annotated)


def test_evidence_holds_fails_where_the_offset_is_one_off():
    [claim] = assemble(related())
    evidence = claim.evidence[0]

    assert evidence_holds(TEXT, evidence)
    assert not evidence_holds(TEXT, structs.replace(evidence, start=evidence.start + 1))
