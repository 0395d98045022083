"""The loop as a person walks it: extract, correct, export, retrain, compare, extract again.

Run with ``-s`` it says what each step printed; ``evaluation/walk`` keeps such a record. With
EXOMINER_WALK=whole it trains on all that ships, and the gate has to let the model through; that
takes some ten minutes. Otherwise it trains on a part, and the model is promoted by force.
"""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from exominer.corpus import read_gold_corpus, write_gold

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "annotations" / "documents.jsonl"
WHOLE = os.environ.get("EXOMINER_WALK") == "whole"
EXOMINER = (sys.executable, "-c", "from exominer.cli import main; main()")
REVIEW = "review_restated.txt"

CORRECTIONS = (
    (REVIEW, "released exosomes rich in miR-7-5p", {"study_model": "in_vitro"}),
    (REVIEW, "induced autophagy in non-targeted cells", {"donor_cell": [{"text": "BEP2D"}]}),
    (REVIEW, "caused inflammation and chromosomal damage",
     {"recipient_cell": [{"text": "unirradiated cells"}]}),
    (REVIEW, "activated type I interferon", {"recipient_cell": [{"text": "DCs"}]}),
    (REVIEW, "increased the release of small EVs",
     {"donor_cell": [{"text": "H22 hepatoma cells"}, {"text": "4T1 breast cancer cells"}]}),
    (REVIEW, "increased the abundance of exosomes",
     {"donor_cell": [{"text": "glioblastoma cells"}, {"text": "normal astrocytes"}]}),
    (REVIEW, "increased with the dose of γ-rays",
     {"donor_cell": [{"text": "HaCaT keratinocytes"}]}),
    (REVIEW, "raised the survivin content of exosomes", {"donor_cell": [{"text": "HeLa"}]}),
    (REVIEW, "induced apoptosis of tumour cells", {"recipient_cell": [{"text": "tumour cells"}]}),
    (REVIEW, "shortened the telomeres of unirradiated MCF7 cells",
     {"donor_cell": [{"text": "MCF7"}], "recipient_cell": [{"text": "unirradiated MCF7 cells"}]}),
)  # fmt: skip
"""Document, start of the effect and the cells that a reader sets right, as the text has them."""


def run(*arguments):
    done = subprocess.run(
        [*EXOMINER, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    sys.stdout.write(f"$ exominer {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done


class Page:
    """The HTTP interface of a review page that is being served."""

    def __init__(self, address):
        self.base, self.token = re.fullmatch(r"(http://[^/]+)/\?token=(.+)", address).groups()

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-Exominer-Token": self.token, "Content-Type": "application/json"}
        with urlopen(Request(self.base + path, data, headers)) as answer:
            return json.load(answer)

    def claims(self, show):
        return self.ask(f"/api/claims?show={show}&limit=500")["items"]


@contextmanager
def serve(out):
    server = subprocess.Popen(
        [*EXOMINER, "review", out, "--reviewer", "walk"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield Page(server.stdout.readline().rpartition(" ")[2].strip())
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)


def correct(page):
    """Correct the claims, each by its effect; return their ids after correction."""
    known = {(item["document"], item["effect"]): item["claim_id"] for item in page.claims("open")}
    for document, effect, changes in CORRECTIONS:
        [claim_id] = find_all(known, document, effect)
        body = {"action": "correct", "changes": changes}
        page.ask(f"/api/claims/{claim_id}/decision", body)


def find_all(items, document, effect):
    """What the document has of which the effect begins so; where it ends is the model's to say."""
    return [
        item for (of, text), item in items.items() if of == document and text.startswith(effect)
    ]


def read_table(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(row["evidence"][0]["document"], row["effect"]["text"]): row for row in rows}


def check_table(out, table):
    """The corrections stand in the table as a person left it."""
    assert run("review", out, "--table", table).returncode == 0
    rows = read_table(table)
    for document, effect, changes in CORRECTIONS:
        for cell, wanted in changes.items():
            stand = [row[cell] for row in find_all(rows, document, effect)]
            if isinstance(wanted, list):
                stand = [[{"text": item["text"]} for item in items] for items in stand]
            assert wanted in stand, (effect, cell)


def choose_training(folder):
    """Options that say what is trained on beside the corrections."""
    if WHOLE:
        return ()
    written = [document for document in read_gold_corpus(CORPUS) if document.text]
    part = [document for document in written if document.split == "train"][::12]
    held_out = [document for document in written if document.split == "dev"]
    write_gold([*part, *held_out], folder / "part.jsonl")
    return "--no-shipped", "--annotations", folder / "part.jsonl", "--force"


@pytest.mark.slow
def test_corrections_hold_and_nothing_else_gets_worse(tmp_path):
    out, mine, model = tmp_path / "out", tmp_path / "mine.jsonl", tmp_path / "relations"
    assert run("extract", "corpora", "--out", out).returncode == 0
    with serve(out) as page:
        correct(page)
    check_table(out, tmp_path / "before.jsonl")
    assert run("review", out, "--export", mine).returncode == 0

    asked = ("--annotations", mine, "--out", model, *choose_training(tmp_path))
    trained = run("train", "relations", *asked)
    assert trained.returncode == 0, "the gate refuses the model"
    trial = json.loads((model / "model.json").read_text())["trial"]
    assert trial["n_documents"] > 20
    assert not WHOLE or not [change for change in trial["changes"] if change["high"] < 0]
    gold = ("--gold", CORPUS, "--split", "dev")
    compared = run("evaluate", *gold, "--model", "shipped", "--model", model)
    assert compared.returncode == 0

    assert run("extract", "corpora", "--out", out, "--model", model).returncode == 0
    check_table(out, tmp_path / "after.jsonl")
    with serve(out) as page:
        assert len(page.claims("decided")) >= len(CORRECTIONS)
