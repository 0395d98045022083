"""Fixtures for all tests, and the rule for tests that need what a machine may not have."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from exominer import cli
from exominer.annotate.pipeline import load_pipeline
from exominer.config import RelateConfig
from exominer.ingest.sentences import split_sentences
from exominer.records import AnnotatedDocument, Document, Sentence
from exominer.relate.relating import relate_document
from tests.marked import parse_marked

SHARED = Path(__file__).resolve().parents[2] / "shared"


BROWSER = (Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver"))


def pytest_collection_modifyitems(items):
    if not SHARED.is_dir():
        found = f"The development data is required, but {SHARED} is no folder."
        skip_marked(items, "shared", "EXOMINER_REQUIRE_SHARED", found)
    if not all(path.exists() for path in BROWSER):
        found = "No Chromium: install the packages chromium and chromium-driver."
        skip_marked(items, "browser", "EXOMINER_REQUIRE_BROWSER", found)
    if not all(find_spec(name) for name in ("torch", "transformers")):
        found = "No torch or transformers: install exominer[transformers]."
        skip_marked(items, "transformers", "EXOMINER_REQUIRE_TRANSFORMERS", found)


def skip_marked(items, marker, variable, reason):
    """Skip the tests of a marker, or refuse to, where they are required."""
    if os.environ.get(variable):
        raise pytest.UsageError(reason)
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    n_skipped = sum("browser" in report.keywords for report in skipped)
    if n_skipped:
        found = "there is no Chromium (packages chromium and chromium-driver)"
        terminalreporter.write_line(f"{n_skipped} tests of the review page were skipped: {found}.")


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


@pytest.fixture
def run_command(monkeypatch, capsys):
    """Run a command line in this process; give its exit code, output and errors."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["exominer", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run
