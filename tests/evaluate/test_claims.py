import importlib.util
import json
import random

import msgspec
import pytest

from exominer.evaluate.claims import CLAIM_LEVELS, group_by_document, judge_claims, match_claims
from exominer.evaluate.gold import (
    GoldClaim,
    GoldDocument,
    GoldRadiation,
    gold_claims,
    read_gold_documents,
)
from exominer.evaluate.gold_documents import from_gold_document, read_prediction
from exominer.evaluate.judgements import Resampling
from exominer.evaluate.system import judge_documents, score_found_slots, score_tasks
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


def judge(gold, claims, folder):
    """Judgements of claims that are written to a file and read from it."""
    write_jsonl(claims, folder / "claims.jsonl")
    documents = [from_gold_document(document) for document in gold]
    predicted = read_prediction(folder / "claims.jsonl").documents
    return judge_documents(documents, predicted, max_sentences_back=3)


def score(gold, claims, folder):
    """The claims task of a system whose claims are written to a file and read from it."""
    named = {document.id: from_gold_document(document).document for document in gold}
    resampling = Resampling(tuple(named), 100, 0)
    return score_tasks(judge(gold, claims, folder), named, resampling)["claims"].measures


def counts(measures):
    whole = {level: measures[level].whole for level in CLAIM_LEVELS}
    return {level: (s.n_found, s.n_predicted, s.n_gold) for level, s in whole.items()}


def test_judge_claims_gives_gold_against_itself_1(tmp_path):
    claims = [claim for document in GOLD for claim in gold_claims(document)]

    measures = score(GOLD, claims, tmp_path)

    assert counts(measures) == dict.fromkeys(CLAIM_LEVELS, (3, 3, 3))
    assert all(measures[level].whole.f1 == 1.0 for level in CLAIM_LEVELS)


def test_judge_claims_counts_missed_gold_when_nothing_is_predicted(tmp_path):
    measures = score(GOLD, [], tmp_path)

    assert counts(measures) == dict.fromkeys(CLAIM_LEVELS, (0, 0, 3))
    assert measures["triple"].whole.recall == measures["triple"].whole.f1 == 0.0


def test_judge_claims_asks_more_from_level_to_level(tmp_path):
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

    measures = score(GOLD, claims, tmp_path)

    assert counts(measures) == {
        "effect": (3, 4, 3),
        "pair": (2, 4, 3),
        "triple": (1, 4, 3),
        "full": (0, 4, 3),
    }
    # F1 is twice the 1 found over the 4 predicted and 3 gold
    assert measures["triple"].whole.f1 == pytest.approx(2 / 7)
    assert measures["triple"].whole.precision == 0.25


@pytest.mark.parametrize("level", CLAIM_LEVELS)
def test_judge_claims_puts_every_claim_into_one_judgement(level):
    """A claim that is found, wrong or alone is never counted twice and never lost."""
    rng = random.Random(level)
    truth = gold_claims(GOLD[0])
    made_up = [distort(claim, truth, rng) for claim in (*truth, *truth)]
    gold = from_gold_document(GOLD[0])

    found = [
        judgement
        for judgement in judge_claims(
            gold, msgspec.structs.replace(gold, claims=tuple(made_up)), max_sentences_back=3
        )
        if judgement.measure == level
    ]

    assert sum(judgement.gold is not None for judgement in found) == len(truth)
    assert sum(judgement.predicted is not None for judgement in found) == len(made_up)


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


def test_judge_slots_asks_where_either_side_fills_a_slot(tmp_path):
    gold = (
        GoldDocument(
            id="A",
            gold=(
                make_gold(["CD9"], ["A549"], "invasion", recipient=["U251"],
                          radiation=GoldRadiation("X-rays", "50 cGy", "donor")),
                make_gold(["CD63"], [], "apoptosis", polarity="negated"),
            ),
        ),
    )  # fmt: skip
    half_gray = Radiation(text="0.5 Gy", dose_gy=(0.5,), exposed="donor")
    predicted = [
        make_claim("CD9", "A549", "invasion", "decrease", radiation=half_gray, document="A"),
        make_claim(
            "CD63", "U251", "apoptosis", polarity="speculative", radiation=half_gray, document="A"
        ),
    ]

    slots = score_found_slots(judge(gold, predicted, tmp_path))

    # donor: A549 right, U251 where gold has none; recipient: missed once; direction: the second;
    # polarity: negated against speculative; dose: the first right, the second where gold has none
    asked = {
        "donor": (1, 2),
        "recipient": (0, 1),
        "direction": (1, 2),
        "polarity not asserted": (0, 1),
        "dose and exposed": (1, 2),
    }
    assert {name: (slots[name].n_right, slots[name].n_asked) for name in asked} == asked


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
def test_judge_claims_counts_as_the_public_scorer(seed, shared, tmp_path):
    gold_path, claims_path = shared / "dev_set" / "documents.jsonl", tmp_path / "claims.jsonl"
    documents, rng = read_gold_documents(gold_path), random.Random(seed)
    truth = [claim for document in documents for claim in gold_claims(document)]
    made_up = [distort(claim, truth, rng) for claim in truth if rng.random() < 0.9] + truth[:9]
    write_jsonl(made_up, claims_path)
    scorer = load_scorer(shared / "tools" / "claim_score.py")
    gold, (claims, _) = scorer.read_gold(gold_path), scorer.read_claims(claims_path)

    ours = score(documents, made_up, tmp_path)
    found_slots = score_found_slots(judge(documents, made_up, tmp_path))

    expected = {
        level: tuple(map(sum, zip(*scorer.count(gold, claims, level, {}), strict=True)))
        for level in scorer.LEVELS
    }
    assert counts(ours) == expected
    theirs = scorer.slots(gold, claims)
    slots = {name: (found_slots[name].n_right, found_slots[name].n_asked) for name in theirs}
    assert slots == theirs
    assert 0 < expected["full"][0] < expected["effect"][0] < len(made_up), json.dumps(expected)
