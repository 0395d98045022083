import importlib.util
import json
import random

import msgspec
import pytest

from exominer.evaluate.claims import (
    CLAIM_LEVELS,
    group_by_document,
    match_claims,
    score_claims,
    score_slots,
)
from exominer.evaluate.gold import (
    GoldClaim,
    GoldDocument,
    GoldRadiation,
    gold_claims,
    read_gold_documents,
)
from exominer.jsonl import write_jsonl
from exominer.records import Radiation
from tests.evaluate.evaluate_claims import make_claim


def make_gold(cargo, donor, effect, direction="increase", polarity="asserted", **fields):
    return GoldClaim(
        cargo=tuple(cargo),
        donor_cell=tuple(donor),
        recipient_cell=tuple(fields.pop("recipient", ())),
        effect=effect,
        effect_direction=direction,
        polarity=polarity,
        **fields,
    )


GOLD = (
    GoldDocument(
        id="A",
        gold=(
            make_gold(["KRAS"], ["HCT116"], "raised colony formation"),
            make_gold([], [], "slowed wound closure", "decrease"),
        ),
        gold_ev_only=(make_gold(["miR-15"], ["U251"], "spread of glioma cells", "none"),),
    ),
    GoldDocument(id="B", gold=()),
)


def counts(scores):
    return {
        level: (score.n_found, score.n_predicted, score.n_gold)
        for level, score in scores.levels.items()
    }


def test_score_claims_gives_gold_against_itself_1():
    claims = [claim for document in GOLD for claim in gold_claims(document)]

    scores = score_claims(GOLD, claims, resamples=100, seed=0)

    assert counts(scores) == dict.fromkeys(CLAIM_LEVELS, (3, 3, 3))
    assert all(level.f1 == level.high == 1.0 for level in scores.levels.values())


def test_score_claims_counts_missed_gold_when_nothing_is_predicted():
    scores = score_claims(GOLD, [], resamples=100, seed=0)

    assert counts(scores) == dict.fromkeys(CLAIM_LEVELS, (0, 0, 3))
    assert scores.levels["triple"].recall == scores.levels["triple"].f1 == 0.0


def test_score_claims_asks_more_from_level_to_level():
    claims = [
        # right but for the direction
        make_claim("KRAS", "HCT116", "colony formation", "none", document="sub/A.txt"),
        # the gold has no cargo: right at the effect only
        make_claim("CD9", "", "wound closure", "decrease", document="A.pdf"),
        # wrong donor: right up to the pair
        make_claim("miR-15", "A549", "spread of glioma cells", "none", document="A"),
        # a document without gold: wrong everywhere
        make_claim("CD9", "", "uptake", document="B.txt"),
    ]

    scores = score_claims(GOLD, claims, resamples=100, seed=0)

    assert counts(scores) == {
        "effect": (3, 4, 3),
        "pair": (2, 4, 3),
        "triple": (1, 4, 3),
        "full": (0, 4, 3),
    }
    # F1 is twice the 1 found over the 4 predicted and 3 gold
    assert scores.levels["triple"].f1 == pytest.approx(2 / 7)
    assert scores.levels["triple"].precision == 0.25


def test_score_claims_names_what_it_cannot_score():
    elsewhere = make_claim("CD9", "", "uptake", document="C.txt")
    bare = msgspec.structs.replace(elsewhere, evidence=())

    scores = score_claims(GOLD, [elsewhere, bare], resamples=10, seed=0)

    assert scores.unknown_documents == ("C",)
    assert scores.n_without_evidence == 1
    assert counts(scores)["effect"] == (0, 0, 3)


def test_group_by_document_drops_folder_and_extension():
    claims = [make_claim(document=name) for name in ("x/A.txt", "A.nxml", "A.v2.pdf", "A.csv")]

    assert sorted(group_by_document(claims)) == ["A", "A.csv", "A.v2"]


def test_match_claims_pairs_one_to_one_for_most_matches():
    gold = gold_claims(
        GoldDocument(id="A", gold=(make_gold([], [], "growth"), make_gold([], [], "growth arrest")))
    )
    wide, narrow = make_claim("", "", "growth arrest"), make_claim("", "", "growth")

    pairs = match_claims(gold, [wide, narrow], "effect")

    assert [(g.effect.text, p.effect.text) for g, p in pairs] == [
        ("growth", "growth"),
        ("growth arrest", "growth arrest"),
    ]


def test_score_slots_asks_where_either_side_fills_a_slot():
    gold = gold_claims(
        GoldDocument(
            id="A",
            gold=(
                make_gold(["CD9"], ["A549"], "invasion", recipient=["U251"],
                          radiation=GoldRadiation("X-rays", "50 cGy", "donor")),
                make_gold(["CD63"], [], "apoptosis", polarity="negated"),
            ),
        )
    )  # fmt: skip
    half_gray = Radiation(text="0.5 Gy", dose_gy=(0.5,), exposed="donor")
    predicted = [
        make_claim("CD9", "A549", "invasion", "decrease", radiation=half_gray),
        make_claim("CD63", "U251", "apoptosis", polarity="speculative", radiation=half_gray),
    ]

    slots = score_slots([(gold, predicted)])

    # donor: A549 right, U251 where gold has none; recipient: missed once; direction: the second;
    # polarity: negated against speculative; dose: the first right, the second where gold has none
    assert {name: (slot.n_right, slot.n_asked) for name, slot in slots.items()} == {
        "donor": (1, 2),
        "recipient": (0, 1),
        "direction": (1, 2),
        "polarity not asserted": (0, 1),
        "dose and exposed": (1, 2),
    }


def load_scorer(path):
    spec = importlib.util.spec_from_file_location("claim_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def distort(claim, others, rng):
    """The claim with some of its slots taken from another one, or cut short."""
    other = rng.choice(others)
    words = claim.effect.text.split()
    kept = words[rng.randrange(len(words)) :] if rng.random() < 0.4 else words
    return msgspec.structs.replace(
        claim,
        cargo=other.cargo if rng.random() < 0.3 else claim.cargo,
        donor_cell=other.donor_cell if rng.random() < 0.3 else claim.donor_cell,
        recipient_cell=other.recipient_cell if rng.random() < 0.3 else claim.recipient_cell,
        radiation=other.radiation if rng.random() < 0.3 else claim.radiation,
        polarity=other.polarity if rng.random() < 0.3 else claim.polarity,
        effect=msgspec.structs.replace(
            claim.effect,
            text=" ".join(kept),
            direction=other.effect.direction if rng.random() < 0.3 else claim.effect.direction,
        ),
    )


# The public script leaves its files to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.shared
@pytest.mark.parametrize("seed", [pytest.param(seed, id=f"seed-{seed}") for seed in range(5)])
def test_score_claims_counts_as_the_public_scorer(seed, shared, tmp_path):
    gold_path, claims_path = shared / "dev_set" / "documents.jsonl", tmp_path / "claims.jsonl"
    documents, rng = read_gold_documents(gold_path), random.Random(seed)
    truth = [claim for document in documents for claim in gold_claims(document)]
    made_up = [distort(claim, truth, rng) for claim in truth if rng.random() < 0.9] + truth[:9]
    write_jsonl(made_up, claims_path)
    scorer = load_scorer(shared / "tools" / "claim_score.py")
    gold, (claims, _) = scorer.read_gold(gold_path), scorer.read_claims(claims_path)

    ours = score_claims(documents, made_up, resamples=10, seed=0)

    expected = {
        level: tuple(map(sum, zip(*scorer.count(gold, claims, level, {}), strict=True)))
        for level in scorer.LEVELS
    }
    assert counts(ours) == expected
    slots = {name: (slot.n_right, slot.n_asked) for name, slot in ours.slots.items()}
    assert slots == scorer.slots(gold, claims)
    assert 0 < expected["full"][0] < expected["effect"][0] < len(made_up), json.dumps(expected)
