import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from exominer.evaluate.judgements import Resampling
from exominer.evaluate.relations import RELATION_MEASURES, judge_relations
from exominer.evaluate.system import score_measure
from tests.evaluate.evaluate_documents import annotate

TEXT = "{Exosomes|vesicle} of {HeLa cells|cell_line} {raised growth|effect} of {U87|cell_line}"
GOLD = annotate(TEXT, relations=[("vesicle", 3, 1), ("donor", 3, 2), ("recipient", 3, 4)])
ROLES = ("vesicle", "cargo", "donor", "recipient")


def judge(gold, said, back=3):
    return list(judge_relations(gold, said, max_sentences_back=back))


def counts(gold, said):
    """By measure found, predicted and gold."""
    judgements, resampling = judge(gold, said), Resampling((gold.id,), 10, 0)
    whole = {
        measure: score_measure([o for o in judgements if o.measure == measure], resampling).whole
        for measure in RELATION_MEASURES
    }
    return {name: (s.n_found, s.n_predicted, s.n_gold) for name, s in whole.items()}


def causes(gold, said, back=3):
    found = [o for o in judge(gold, said, back) if o.measure == "name" and o.credit < 1]
    return {(o.cause, o.detail) for o in found}


def test_judge_relations_gives_gold_against_itself_1():
    assert counts(GOLD, GOLD) == dict.fromkeys(RELATION_MEASURES, (3, 3, 3))
    assert causes(GOLD, GOLD) == set()


def test_judge_relations_asks_each_measure_for_its_own():
    said = annotate(
        "{Exosomes|vesicle} of {HeLa|cell_line} cells {raised growth|effect} of U87",
        relations=[("vesicle", 3, 1), ("donor", 3, 2)],
    )

    # The vesicle is equal, the donor shorter, the recipient missed.
    assert counts(GOLD, said) == {
        "exact": (1, 2, 3),
        "approximate": (2, 2, 3),
        "name": (2, 2, 3),
        "document": (1, 2, 3),
    }


def test_judge_relations_takes_a_name_that_stands_elsewhere():
    gold = annotate("{HeLa|cell_line} and HeLa {raised growth|effect}", relations=[("donor", 2, 1)])
    said = annotate("HeLa and {HeLa|cell_line} {raised growth|effect}", relations=[("donor", 2, 1)])

    found = {name: figures[0] for name, figures in counts(gold, said).items()}

    assert found == {"exact": 0, "approximate": 0, "name": 1, "document": 1}


def test_judge_relations_pairs_effects_of_one_phrase_by_their_fillers():
    marked = "{miR-21|mirna} and {miR-9|mirna} {raised growth|effect}"
    two = annotate(marked, relations=[("cargo", 3, 1)])
    again = structs.replace(two.annotated.mentions[2], mention_id="T4")
    arcs = (*two.annotated.relations, structs.replace(two.annotated.relations[0], head="T4"))
    arcs = (arcs[0], structs.replace(arcs[1], relation_id="R2", tail="T2"))
    gold = structs.replace(
        two,
        annotated=structs.replace(
            two.annotated, mentions=(*two.annotated.mentions, again), relations=arcs
        ),
    )
    swapped = structs.replace(
        gold,
        annotated=structs.replace(
            gold.annotated,
            relations=(structs.replace(arcs[0], tail="T2"), structs.replace(arcs[1], tail="T1")),
        ),
    )

    assert counts(gold, swapped)["name"] == (2, 2, 2)


@pytest.mark.parametrize(
    ("said", "relations", "cause"),
    [
        pytest.param(
            "Exosomes of HeLa cells {raised growth|effect} of U87",
            [],
            ("mention missed", "donor HeLa cells"),
            id="mention-missed",
        ),
        pytest.param(
            "Exosomes of {HeLa cells|cell_line} raised growth of U87",
            [],
            ("effect missed", "donor HeLa cells"),
            id="effect-missed",
        ),
        pytest.param(
            "Exosomes of {HeLa cells|cell_line} {raised growth|effect} of U87",
            [("recipient", 2, 1)],
            ("role wrong", "donor HeLa cells, taken for recipient"),
            id="role-wrong",
        ),
        pytest.param(
            "{Exosomes|vesicle} of {HeLa cells|cell_line} {raised growth|effect} of U87",
            [("vesicle", 3, 1)],
            ("not linked", "donor HeLa cells"),
            id="not-linked",
        ),
    ],
)
def test_judge_relations_says_why_one_was_missed(said, relations, cause):
    assert cause in causes(GOLD, annotate(said, relations=relations))


def test_judge_relations_counts_what_is_outside_the_window_as_missed():
    marked = "{HeLa cells|cell_line} grew. Then. Later. At last {raised growth|effect} was seen"
    gold = annotate(marked, relations=[("donor", 2, 1)])
    said = annotate(marked)

    # Three sentences back: within three, outside of two. It is missed either way.
    assert causes(gold, said, back=3) == {("not linked", "donor HeLa cells")}
    assert causes(gold, said, back=2) == {("outside the window", "donor HeLa cells")}
    assert counts(gold, said)["name"] == (0, 0, 1)


@pytest.mark.parametrize(
    ("relations", "cause"),
    [
        pytest.param(
            [("cargo", 3, 1)], ("role wrong", "cargo Exosomes, which is vesicle"), id="role"
        ),
        pytest.param([("cargo", 3, 4)], ("role wrong", "cargo U87, which is recipient"), id="cell"),
        pytest.param([("pathway", 3, 5)], ("filler added", "pathway TGF"), id="added"),
        pytest.param([("donor", 3, 5)], ("filler wrong", "donor TGF"), id="filler"),
        pytest.param([("donor", 5, 2)], ("no such effect", "donor HeLa cells"), id="no-effect"),
    ],
)
def test_judge_relations_says_why_one_is_a_false_alarm(relations, cause):
    gold = annotate(
        f"{TEXT} by {{TGF|pathway}}",
        relations=[("vesicle", 3, 1), ("donor", 3, 2), ("recipient", 3, 4)],
    )

    said = annotate(f"{TEXT} by {{TGF|pathway}}", relations=relations)

    assert cause in causes(gold, said)


arcs = st.lists(
    st.tuples(st.sampled_from(ROLES), st.sampled_from([3, 6]), st.sampled_from([1, 2, 4, 5])),
    max_size=8,
    unique=True,
)


@given(arcs, arcs, st.integers(0, 3))
def test_judge_relations_counts_every_relation_found_or_missed(gold, said, back):
    """Whatever was predicted, and however far apart the two stand."""
    text = f"{TEXT}. Then. Later {{miR-9|mirna}} {{lowered death|effect}}"
    truth, guess = annotate(text, relations=gold), annotate(text, relations=said)

    judgements = judge(truth, guess, back)

    for measure in ("exact", "approximate", "name"):
        judged = [judgement for judgement in judgements if judgement.measure == measure]
        assert sum(judgement.gold is not None for judgement in judged) == len(gold)
        assert sum(judgement.predicted is not None for judgement in judged) == len(said)
        assert all(
            judgement.cause for judgement in judged if measure == "name" and judgement.credit < 1
        )
