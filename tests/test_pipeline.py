"""The composition of the stages; the stages themselves are tested where they live."""

from pathlib import Path

import pytest

from exominer import pipeline as composition
from exominer.config import Config, IngestConfig
from exominer.errors import InputError, ModelError
from exominer.pipeline import SHIPPED, extract_claims, load_stages, load_systems, read_paper
from exominer.records import AnnotatedDocument
from exominer.run.stages import Analysis

PAPER = (
    "Exosomes from irradiated A549 cells carried miR-155. "
    "Exosomal miR-155 from A549 cells increased the invasion of U251 cells.\n"
)


@pytest.fixture
def paper_path(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_read_paper_names_the_document_after_its_file(paper_path):
    assert read_paper(paper_path, Config()).document == "paper.txt"


def test_read_paper_obeys_the_limits_of_the_config(paper_path):
    paper_path.write_bytes(b"A sentence of words. " * 60_000)

    document = read_paper(paper_path, Config(ingest=IngestConfig(max_file_mb=1)))

    assert document.status not in ("ok", "partial")
    assert document.text == ""


def test_extract_claims_quotes_the_text_it_was_given(paper_path, pipeline):
    document = read_paper(paper_path, Config())

    claims = extract_claims(document, pipeline, Config())

    assert claims
    for claim in claims:
        for quote in claim.evidence:
            assert quote.document == "paper.txt"
            assert document.text[quote.start : quote.end] == quote.text


def test_load_stages_loads_the_model_once_and_only_when_needed(paper_path, monkeypatch):
    loaded = []

    def load(model_dirs, _):
        loaded.extend(sorted(model_dirs))
        return lambda document: Analysis(AnnotatedDocument(document), ())

    monkeypatch.setattr(composition, "load_analyser", load)
    stages = load_stages(Config())
    document = stages.read(paper_path)
    assert loaded == []

    assert stages.extract(document) == stages.extract(document)
    assert loaded == ["recogniser", "relations"]


def test_load_systems_takes_the_shipped_models_by_their_name(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.json").write_text('{"kind": "recogniser"}')

    assert list(load_systems(Config())) == [SHIPPED]
    assert list(load_systems(Config(), [Path(SHIPPED), folder])) == [SHIPPED, str(folder)]


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        pytest.param(["none"], ModelError, "none: no model: there is no", id="no-model"),
        pytest.param(["a", "a"], InputError, "two different ones", id="one-twice"),
        pytest.param(["a", "b", "c"], InputError, "--model names a, b, c", id="three"),
    ],
)
def test_load_systems_says_what_is_wrong_with_the_models(names, error, message):
    with pytest.raises(error, match=message):
        load_systems(Config(), [Path(name) for name in names])
