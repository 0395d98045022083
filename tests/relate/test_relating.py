"""Whole sentences in, effects with their roles out; the gold is what the sentence says."""

import pytest


def read_effects(related):
    """(effect text, direction, polarity) of each frame, in order of the text."""
    effects = {m.mention_id: m for m in related.mentions if m.kind == "effect"}
    return [(effects[f.effect].text, f.direction, f.polarity) for f in related.frames]


def read_fillers(related, kind):
    texts = {m.mention_id: m.text for m in related.mentions}
    return [texts[r.tail] for r in related.relations if r.kind == kind]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "{Exosomes|vesicle} of the cells inhibited migration and induced senescence.",
            [
                ("inhibited migration", "decrease", "asserted"),
                ("induced senescence", "increase", "asserted"),
            ],
            id="two-verbs-two-effects",
        ),
        pytest.param(
            "{Exosomes|vesicle} of the cells induced {apoptosis|effect_process} and senescence.",
            [("induced apoptosis and senescence", "increase", "asserted")],
            id="two-objects-one-effect",
        ),
        pytest.param(
            "{Exosomes|vesicle} of the cells did not alter the growth of the tumors.",
            [("alter the growth of the tumors", "none", "negated")],
            id="negated",
        ),
        pytest.param(
            "{Exosomes|vesicle} of the cells may increase the invasion of the tumors.",
            [("increase the invasion of the tumors", "increase", "speculative")],
            id="modal-hedge",
        ),
        pytest.param(
            "The results suggest that {exosomes|vesicle} increase the invasion of the tumors.",
            [("increase the invasion of the tumors", "increase", "speculative")],
            id="hedging-verb-above",
        ),
        pytest.param(
            "We showed that {exosomes|vesicle} could increase the invasion of the tumors.",
            [("increase the invasion of the tumors", "increase", "asserted")],
            id="could-under-report-is-no-hedge",
        ),
        pytest.param(
            "{Exosomes|vesicle} not only induced senescence in the cells.",
            [("induced senescence", "increase", "asserted")],
            id="not-only-is-no-negation",
        ),
        pytest.param(
            "Migration of the cells was inhibited by {exosomes|vesicle}.",
            [("Migration of the cells was inhibited", "decrease", "asserted")],
            id="passive-keeps-its-subject",
        ),
        pytest.param(
            "The inhibitor GW4869 lowered the migration of the cells.",
            [],
            id="no-vesicle-no-effect",
        ),
        pytest.param(
            "Depletion of {exosomes|vesicle} lowered the migration of the cells.",
            [],
            id="knock-down-control",
        ),
    ],
)
def test_relate_document_finds_effects(relate_marked, marked, expected):
    assert read_effects(relate_marked(marked)) == expected


def test_relate_document_tells_donor_from_recipient(relate_marked):
    related = relate_marked(
        "{Exosomes|vesicle} from {fibroblasts|cell_type} promoted {migration|effect_process} "
        "of {A549|cell_line} cells."
    )

    assert read_fillers(related, "donor") == ["fibroblasts"]
    assert read_fillers(related, "recipient") == ["A549"]


def test_relate_document_carries_the_donor_to_these_exosomes(relate_marked):
    related = relate_marked(
        "{Exosomes|vesicle} were isolated from {fibroblasts|cell_type}. "
        "These {exosomes|vesicle} promoted the migration of the tumors."
    )

    assert read_fillers(related, "donor") == ["fibroblasts"]


def test_relate_document_gives_irradiated_donors_dose_and_modality(relate_marked):
    related = relate_marked(
        "{Exosomes|vesicle} from {A549|cell_line} cells after {2 Gy|dose} of {X-rays|radiation} "
        "increased the {migration|effect_process} of the tumors."
    )

    assert [frame.exposed for frame in related.frames] == ["donor"]
    assert read_fillers(related, "dose") == ["2 Gy"]
    assert read_fillers(related, "radiation") == ["X-rays"]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        pytest.param(
            "{Radiation|radiation} increased the release of {exosomes|vesicle} by the cells.",
            "release",
            id="release",
        ),
        pytest.param(
            "{Radiation|radiation} increased the level of {HSP70|gene_or_protein} "
            "in {exosomes|vesicle}.",
            "cargo_change",
            id="cargo",
        ),
        pytest.param(
            "Heparin reduced the uptake of {exosomes|vesicle} by the cells.", "uptake", id="uptake"
        ),
        pytest.param(
            "Exosomal {HSP70|gene_or_protein} in {exosomes|vesicle} is a marker of response.",
            "biomarker",
            id="biomarker",
        ),
    ],
)
def test_relate_document_tells_kinds_of_claims(relate_marked, marked, kind):
    assert [frame.kind for frame in relate_marked(marked).frames] == [kind]


def test_relate_document_leaves_text_without_vesicles_as_it_is(relate_marked):
    related = relate_marked("{Radiation|radiation} increased {apoptosis|effect_process}.")

    assert related.frames == ()
    assert related.relations == ()


def test_relate_document_holds_every_offset(relate_marked):
    related = relate_marked(
        "Bystander cells took up {exosomes|vesicle}. These {exosomes|vesicle} lowered survival."
    )

    assert related.mentions
    for mention in related.mentions:
        assert related.document.text[mention.start : mention.end] == mention.text
