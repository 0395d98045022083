"""The composition of the stages; the stages themselves are tested where they live."""

import pytest

from exominer import pipeline as composition
from exominer.config import Config, IngestConfig
from exominer.pipeline import extract_claims, load_stages, read_paper

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


def test_load_stages_loads_the_model_once_and_only_when_needed(paper_path, pipeline, monkeypatch):
    loaded = []

    def load(model_dir):
        loaded.append(model_dir)
        return pipeline

    monkeypatch.setattr(composition, "load_pipeline", load)
    stages = load_stages(Config())
    document = stages.read(paper_path)
    assert loaded == []

    assert stages.extract(document) == stages.extract(document)
    assert loaded == [None]
