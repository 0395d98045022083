import csv

import msgspec
import pytest

from exominer.annotate.pipeline import load_pipeline
from exominer.config import parse_config
from exominer.corpus import write_gold
from exominer.retraining.trial import RetrainingOptions, retrain
from exominer.run.account import RunOptions
from exominer.run.extraction import run_extraction
from exominer.train.recogniser import Start
from tests.encoders.tiny import make_tiny_bert
from tests.train.gold_documents import make_gold

pytestmark = pytest.mark.transformers
CONFIG = parse_config("""
[annotate]
device = "cpu"
[train]
seed = 1
transformer = {epochs = 25, batch_size = 4, learn_rate = 3e-3, device = "cpu"}
[evaluate]
resamples = 200
""")
NAMES = [f"{letter}X-{number}" for letter in "ABCDEFGHIJ" for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("transformers")
    make_tiny_bert(folder / "encoder")
    write_gold([make_gold(name) for name in NAMES], folder / "mine.jsonl")
    return folder


def _retrain(folder, annotations="mine.jsonl", base="encoder"):
    options = RetrainingOptions(
        "recogniser",
        (folder / annotations,),
        folder / "model",
        start=Start(folder / base),
        with_shipped=False,
    )
    return retrain(options, CONFIG)


@pytest.fixture(scope="module")
def report(folder):
    return _retrain(folder)


def test_retrain_promotes_a_transformer_and_compares_it_with_the_shipped_model(folder, report):
    assert report.promotion.promoted
    assert report.trial.compared_with == "shipped"
    gains = {change.kind: change for change in report.trial.changes}
    assert gains["mentions: lipid"].old == 0
    assert gains["mentions: lipid"].new > 0.9
    summary = msgspec.json.decode((folder / "model" / "model.json").read_bytes())
    assert summary["trial"]["promoted"]
    assert "mine.jsonl" in summary["data"]


def test_retrain_sets_aside_a_transformer_that_is_worse_than_the_one_in_place(folder, report):
    assert report.promotion.promoted
    # Training calls them antigens, what is held out lipids: these get lost.
    wrong = [make_gold(name, split="train", kind="antigen") for name in NAMES]
    right = [make_gold(f"{name}0", split="dev") for name in NAMES]
    write_gold([*wrong, *right], folder / "wrong.jsonl")

    second = _retrain(folder, "wrong.jsonl", base="model")

    assert not second.promotion.promoted
    assert second.trial.compared_with == str(folder / "model")
    assert "mentions: lipid" in [change.kind for change in second.trial.worse]
    assert load_pipeline(folder / "model").summary.kinds["transformer"] == {"lipid": "lipid"}


def test_extract_runs_with_a_transformer(folder, report, tmp_path):
    assert report.promotion.promoted
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text("Title\n\nVesicles of type BX-2 slowed repair.\n")
    out = tmp_path / "out"

    options = RunOptions(models=(folder / "model",), config=CONFIG)
    summary = run_extraction([str(tmp_path)], out, options, lambda **_: None)

    assert summary.exit_code == 0
    with (out / "mentions.csv").open(encoding="utf-8", newline="") as file:
        mentions = [row["text"] for row in csv.DictReader(file) if row["kind"] == "lipid"]
    assert mentions == ["BX-2", "BX-2"]
    account = msgspec.json.decode((out / "run.json").read_bytes())
    assert account["models"]["recogniser"]["architecture"] == "BertForTokenClassification"
    assert {"torch", "transformers"} <= set(account["versions"])
