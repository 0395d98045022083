import json

import pytest

from exominer.annotate.pipeline import load_pipeline
from exominer.config import parse_config
from exominer.corpus import write_gold
from exominer.retraining.comparison import compare_models
from exominer.retraining.trial import RetrainingOptions, retrain
from tests.train.gold_documents import make_gold

CONFIG = parse_config("[train]\nseed = 1\n[evaluate]\nresamples = 200")
NAMES = [f"{letter}X-{number}" for letter in "ABCDEFGHIJ" for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    path = tmp_path_factory.mktemp("annotations") / "mine.jsonl"
    write_gold([make_gold(name) for name in NAMES], path)
    return path


@pytest.fixture(scope="module")
def retrained(mine):
    out = mine.parent / "model"
    out.mkdir()  # an empty folder is no model to compare with
    options = RetrainingOptions("recogniser", (mine,), out, with_shipped=False)
    return out, retrain(options, CONFIG)


def test_retrain_promotes_a_model_that_learnt_a_new_kind(retrained):
    out, report = retrained

    assert report.promotion.promoted
    assert report.promotion.folder == out
    gains = {change.kind: change for change in report.trial.changes}
    assert gains["mentions: lipid"].old == 0
    assert gains["mentions: lipid"].new > 0.9
    found = load_pipeline(out).annotate(make_gold("AX-1").annotated.document)[1]
    assert ("lipid", "AX-1") in [(mention.kind, mention.text) for mention in found]


def test_retrain_keeps_the_trial_in_the_model_folder(retrained):
    out, report = retrained

    summary = json.loads((out / "model.json").read_text())
    assert summary["trial"]["compared_with"] == "shipped"
    assert summary["trial"]["n_documents"] == report.n_held_out > 0
    assert "mine.jsonl" in summary["data"]
    assert not [path for path in out.parent.iterdir() if path.name.startswith(".model-")]


def test_retrain_sets_aside_a_model_that_is_worse_than_the_one_in_place(retrained, tmp_path):
    out, _ = retrained
    # Training calls them antigens, what is held out lipids: these get lost.
    wrong = [make_gold(name, split="train", kind="antigen") for name in NAMES]
    right = [make_gold(f"{name}0", split="dev") for name in NAMES]
    path = tmp_path / "wrong.jsonl"
    write_gold([*wrong, *right], path)

    options = RetrainingOptions("recogniser", (path,), out, with_shipped=False)
    report = retrain(options, CONFIG)

    assert not report.promotion.promoted
    assert "mentions: lipid" in [change.kind for change in report.trial.worse]
    assert report.promotion.folder == out.with_name("model-refused")
    assert json.loads((out / "model.json").read_text())["trial"]["promoted"]


def test_compare_models_finds_no_difference_between_a_model_and_itself():
    documents = [make_gold(name) for name in NAMES[:3]]

    changes = compare_models(documents, ((), ()), "recogniser", CONFIG)

    assert changes
    assert {(change.difference, change.is_worse) for change in changes} == {(0.0, False)}
