"""The loop of the relation stage, small: annotations to a folder to claims."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from exominer.config import Config
from exominer.corpus import read_gold_corpus, write_gold
from exominer.errors import InputError, ModelError
from exominer.pipeline import extract_claims, read_paper
from exominer.relate.learned.model import load_relations
from exominer.relation_saving import RelationsOrder, train_relations_folder

CORPUS = Path(__file__).resolve().parents[1] / "annotations" / "documents.jsonl"
N_DOCUMENTS = 10
TEXT = (
    "Exosomes were isolated from A549 cells after 4 Gy. They increased the migration of HeLa cells "
    "and reduced their apoptosis. Exosomal miR-21 did not alter growth."
)


@pytest.fixture(scope="module")
def annotations(tmp_path_factory):
    """A folder with a few written documents of the train part, and one of the test part."""
    folder = tmp_path_factory.mktemp("annotations")
    written = [d for d in read_gold_corpus(CORPUS) if d.text and d.claims]
    train = [d for d in written if d.split == "train"][:N_DOCUMENTS]
    test = [d for d in written if d.split == "test"][:1]
    write_gold([*train, *test], folder / "documents.jsonl")
    return folder


@pytest.fixture(scope="module")
def trained(annotations, tmp_path_factory):
    """The folder of a model, and what was said while it was trained."""
    folder, said = tmp_path_factory.mktemp("models") / "relations", []
    order = RelationsOrder(annotations=annotations, out=folder, command="train")
    outcome = train_relations_folder(order, Config(), said.append)
    return folder, outcome, said


def test_training_writes_a_folder_that_extraction_takes(trained, pipeline, tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(TEXT, encoding="utf-8")

    model = load_relations(trained[0])
    claims = extract_claims(read_paper(path, Config()), pipeline, Config(), model)

    assert any("migration" in claim.effect.text for claim in claims)
    assert all(0.0 <= claim.score <= 1.0 for claim in claims)


def test_training_reads_no_document_of_another_part(trained):
    assert trained[1].card.n_documents == N_DOCUMENTS


def test_training_tells_how_far_it_is(trained):
    assert [line for line in trained[2] if line.startswith("fold")] == [
        f"fold {number} of 5" for number in range(1, 6)
    ]


def test_card_names_data_seed_versions_and_losses(trained):
    folder, outcome, _ = trained
    card = (folder / "CARD.md").read_text(encoding="utf-8")

    assert outcome.card.data["documents.jsonl"] in card
    assert "numpy" in card
    assert outcome.card.n_effects > 20
    assert set(outcome.card.levels) == {"effect", "pair", "triple", "full"}


def test_training_again_gives_the_same_bytes(trained, annotations, tmp_path):
    order = RelationsOrder(annotations=annotations, out=tmp_path / "again", command="train")

    train_relations_folder(order, Config(), lambda _: None)

    for name in ("weights.npz", "model.json"):
        assert (tmp_path / "again" / name).read_bytes() == (trained[0] / name).read_bytes()


def test_training_without_documents_says_what_is_needed(annotations, tmp_path):
    order = RelationsOrder(annotations=annotations, out=tmp_path, parts=("nowhere",))

    with pytest.raises(InputError, match="At least 2 are needed"):
        train_relations_folder(order, Config(), lambda _: None)


def test_training_on_a_folder_without_annotations_names_the_file(tmp_path):
    order = RelationsOrder(annotations=tmp_path, out=tmp_path)

    with pytest.raises(InputError, match=r"documents\.jsonl"):
        train_relations_folder(order, Config(), lambda _: None)


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
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(CORPUS.parents[1])},
        )
        found.append((out / "claims.jsonl").read_bytes())

    assert found[0] == found[1] != b""
