"""The loop of the relation stage, small: annotations to a folder to claims."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from exominer.config import Config, parse_config
from exominer.corpus import read_gold_corpus, write_gold
from exominer.errors import InputError, ModelError
from exominer.pipeline import extract_claims, read_paper
from exominer.relate.learned.model import load_relations
from exominer.retraining.relations import TrainingSettings, make_lessons, train_relations
from exominer.retraining.relations_folder import check_documents, train_relations_folder
from exominer.train.training_corpus import read_training_corpus

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "annotations" / "documents.jsonl"
N_DOCUMENTS = 10
TEXT = (
    "Exosomes were isolated from A549 cells after 4 Gy. They increased the migration of HeLa cells "
    "and reduced their apoptosis. Exosomal miR-21 did not alter growth."
)


def _documents(split, n_documents):
    written = [d for d in read_gold_corpus(CORPUS) if d.text and d.claims and d.split == split]
    return written[:n_documents]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A few written documents of the train part, one held out and one of the test part."""
    path = tmp_path_factory.mktemp("annotations") / "documents.jsonl"
    parts = (("train", N_DOCUMENTS), ("dev", 1), ("test", 1))
    write_gold([d for split, n in parts for d in _documents(split, n)], path)
    return read_training_corpus([path], texts=None)


def _train(corpus, folder, on_step=lambda _step, _most: None):
    return train_relations_folder(corpus, folder, recogniser=None, config=Config(), on_step=on_step)


@pytest.fixture(scope="module")
def trained(corpus, tmp_path_factory):
    """The folder of a model, its card, and the steps that were told."""
    folder, steps = tmp_path_factory.mktemp("models") / "relations", []
    card = _train(corpus, folder, lambda step, most: steps.append((step, most)))
    return folder, card, steps


def test_training_writes_a_folder_that_extraction_takes(trained, pipeline, tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(TEXT, encoding="utf-8")

    model = load_relations(trained[0])
    claims = extract_claims(read_paper(path, Config()), pipeline, Config(), model)

    assert any("migration" in claim.effect.text for claim in claims)
    assert all(0.0 <= claim.score <= 1.0 for claim in claims)


def test_training_reads_no_document_of_another_part(trained):
    assert trained[1].n_documents == N_DOCUMENTS


def test_training_tells_how_far_it_is(trained):
    assert trained[2] == [(step, 7) for step in range(1, 8)]


def test_folds_are_those_of_the_config(corpus, tmp_path):
    config, steps = parse_config("[train]\nfolds = 2"), []

    card = train_relations_folder(
        corpus, tmp_path, recogniser=None, config=config, on_step=lambda *step: steps.append(step)
    )

    assert card.folds == 2
    assert steps == [(step, 4) for step in range(1, 5)]


def test_card_names_data_seed_versions_and_losses(trained, corpus):
    folder, card, _ = trained
    text = (folder / "CARD.md").read_text(encoding="utf-8")

    assert corpus.checksums["documents.jsonl"] in text
    assert "numpy" in text
    assert card.n_effects > 20
    assert set(card.levels) == {"effect", "pair", "triple", "full"}


def test_training_again_gives_the_same_bytes(trained, corpus, tmp_path):
    _train(corpus, tmp_path / "again")

    for name in ("weights.npz", "model.json"):
        assert (tmp_path / "again" / name).read_bytes() == (trained[0] / name).read_bytes()


def test_check_documents_says_what_is_needed():
    with pytest.raises(InputError, match="At least 2 are needed"):
        check_documents(_documents("train", 1))


def test_train_relations_learns_nothing_from_sentences_that_nobody_decided_on(pipeline):
    documents = _documents("train", 4)
    open_ones = [
        msgspec.structs.replace(d, reviewed="claims", claims=d.claims[:1]) for d in documents
    ]
    whole, part = (make_lessons(each, pipeline, Config()) for each in (documents, open_ones))

    trained = [train_relations(lessons, TrainingSettings(folds=2)) for lessons in (whole, part)]

    found = [{m.start for doc in t.related.values() for m in doc.mentions if m.kind == "effect"}
             for t in trained]  # fmt: skip
    assert len(found[1]) < len(found[0])
    for document in open_ones:
        related = trained[1].related[document.id]
        [evidence] = document.claims[0].evidence[:1]
        effects = [m for m in related.mentions if m.kind == "effect"]
        assert all(evidence.start <= m.start < evidence.end for m in effects)


@pytest.mark.parametrize(
    ("change", "match"),
    [({"kind": "recogniser"}, "kind 'recogniser'"), ({"format": 99}, "format 99")],
)
def test_model_of_another_kind_or_format_is_refused(trained, tmp_path, change, match):
    summary = msgspec.json.decode((trained[0] / "model.json").read_bytes())
    (tmp_path / "model.json").write_bytes(msgspec.json.encode(summary | change))

    with pytest.raises(ModelError, match=match):
        load_relations(tmp_path)


def test_claims_are_the_same_whatever_the_hash_seed(trained, tmp_path):
    """Features are sets, whose order differs from process to process."""
    path = tmp_path / "paper.txt"
    path.write_text(TEXT, encoding="utf-8")
    start = "from exominer.cli import main; main()"
    command = [sys.executable, "-c", start, "extract", str(path), "--model", str(trained[0])]
    found = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run(
            [*command, "--out", str(out), "--min-score", "0"],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        )
        found.append((out / "claims.jsonl").read_bytes())

    assert found[0] == found[1] != b""
