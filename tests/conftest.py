"""Fixtures for all tests, and the rule for tests that need the development data."""

import os
from pathlib import Path

import pytest

from exominer.annotate.pipeline import load_pipeline
from exominer.config import RelateConfig
from exominer.ingest.sentences import split_sentences
from exominer.records import AnnotatedDocument, Document, Sentence
from exominer.relate.relating import relate_document
from tests.marked import parse_marked

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items):
    if SHARED.is_dir():
        return
    if os.environ.get("EXOMINER_REQUIRE_SHARED"):
        raise pytest.UsageError(f"The development data is required, but {SHARED} is no folder.")
    skip = pytest.mark.skip(reason="needs the development data beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture
def shared() -> Path:
    return SHARED


@pytest.fixture(scope="session")
def pipeline():
    return load_pipeline()


@pytest.fixture(scope="session")
def relate_marked(pipeline):
    """Marked text to the related document: mentions are the marks, the parse is the model's."""

    def relate(marked):
        text, mentions = parse_marked(marked)
        sentences = tuple(Sentence(start, end) for start, end in split_sentences(text))
        document = Document("a.txt", "0", "text", text, sentences=sentences)
        tokens, _ = pipeline.annotate(document)
        annotated = AnnotatedDocument(document, tokens, mentions)
        return relate_document(annotated, RelateConfig())

    return relate
