import json
import shutil
from pathlib import Path

import pytest

import exominer
from exominer.doctor.examination import examine
from exominer.doctor.models import check_cache, check_models, format_scores
from exominer.model_sources.source import find_source
from tests.foreign_models import LABELS, make_pipeline, pack_tar

SHIPPED = Path(exominer.__file__).parent / "models"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("EXOMINER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    nlp = make_pipeline("ner_craft_md", LABELS["ner_craft_md"])
    nlp.meta["spacy_version"] = ">=3.0,<3.1"
    nlp.meta["license"] = "CC BY-SA 3.0"
    nlp.meta["performance"] = {"ents_p": 0.75, "ents_r": 0.5, "ents_f": 0.6}
    folder = tmp_path_factory.mktemp("foreign") / "m"
    nlp.to_disk(folder)
    return pack_tar(folder, folder.with_suffix(".tar.gz"))


def _said(checks):
    return {(check.name, check.state): check.said for check in checks}


def test_check_models_names_and_tries_the_shipped_models():
    checks = list(check_models([]))

    said = _said(checks)
    assert {check.state for check in checks} == {"ok"}
    assert said["recogniser", "ok"].endswith("as shipped")
    assert said["relations", "ok"].endswith("as shipped")
    # Hand count: A549 and U251 cells, exosomes, irradiation, dose and invasion.
    assert said["trial", "ok"] == "a sentence was read: 6 mentions and 1 claims in it"
    assert any(check.said.startswith("F1 of claims by cross-validation") for check in checks)


def test_check_models_says_where_a_foreign_recogniser_is_from_and_what_it_means(foreign):
    checks = list(check_models([str(foreign)]))

    said = _said(checks)
    sha256 = find_source(str(foreign)).origin.archive_sha256
    place = f"en_ner_craft_md 0.5.4, from {foreign} (SHA-256 {sha256}), licence CC BY-SA 3.0"
    assert said["recogniser", "ok"] == place
    assert "not with this recogniser" in said["together", "note"]
    lines = [check.said for check in checks if not check.name]
    assert "by its makers' account, on their data: precision 75.0, recall 50.0, f1 60.0" in lines
    assert "left out, as no kind of ours: GO, SO" in lines
    assert any(line.startswith("made for spaCy >=3.0,<3.1") for line in lines)
    assert any("gene_or_protein" in line and "exominer-recogniser" in line for line in lines)
    assert said["trial", "ok"]


def test_check_models_tells_of_a_model_that_is_none(tmp_path):
    [check] = check_models([str(tmp_path / "none")])

    assert check.state == "wrong"
    assert "no such folder" in check.said


def test_check_models_finds_that_a_model_cannot_be_loaded(tmp_path):
    shutil.copytree(SHIPPED / "recogniser", tmp_path / "m")
    (tmp_path / "m" / "parser" / "model").write_bytes(b"damaged")

    checks = {check.name: check for check in check_models([str(tmp_path / "m")])}

    assert checks["trial"].state == "wrong"
    assert "\n" not in checks["trial"].said


def test_relations_fit_the_recogniser_they_were_trained_with(tmp_path):
    shutil.copytree(SHIPPED / "recogniser", tmp_path / "mine")
    (tmp_path / "mine" / "tokenizer").write_bytes(
        (SHIPPED / "recogniser" / "tokenizer").read_bytes() + b" "
    )

    checks = {check.name: check for check in check_models([str(tmp_path / "mine")])}

    # Of the same name and version as the shipped one, and not the same.
    assert checks["together"].state == "note"


def test_format_scores_shows_a_trial_beside_the_model_before():
    changes = [
        {"kind": "all", "measure": "strict", "old": 0.7, "new": 0.75},
        {"kind": "claims", "measure": "triple", "old": 0.5, "new": 0.4, "has_a_say": False},
    ]
    trial = {"compared_with": "shipped", "n_documents": 30, "changes": changes}

    [line] = format_scores({"trial": trial})

    assert (
        line == "F1 beside the model before it (shipped, 30 documents): all (strict) 70.0 to 75.0"
    )


@pytest.mark.parametrize("summary", [{}, {"mentions": 3}, {"levels": []}, {"trial": {}}])
def test_format_scores_says_that_there_are_none(summary):
    assert format_scores(summary) == ["its card names no scores"]


def test_check_cache_lists_what_was_unpacked_and_passes_over_the_rest(foreign, cache):
    assert [check.said for check in check_cache()] == [f"{cache}: no models"]
    entry = find_source(str(foreign)).folder.parent
    (cache / "odd").mkdir()
    (cache / "odd" / "origin.json").write_text(json.dumps({"a": 1}))

    summed, listed = check_cache()

    assert summed.said.startswith(f"{cache}: 1 models")
    assert listed.name == entry.name
    assert listed.said.endswith(f"from {foreign}")


def test_examine_is_wrong_where_one_thing_is(tmp_path):
    assert examine([]).exit_code == 0
    assert examine([str(tmp_path)]).exit_code == 3
