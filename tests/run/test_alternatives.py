from pathlib import Path

import pytest
from msgspec import structs

from exominer.ingest.inputs import Input
from exominer.records import Document, Section
from exominer.run.alternatives import read_paper

PAIR = Input("a.xml", Path("a.xml"), alternative=Input("a.pdf", Path("a.pdf")))
FULL = Document("", "", "jats", "Title. All.", sections=(Section("body", "", 0, 11),))
ABSTRACT = structs.replace(FULL, text="Few.", sections=(Section("abstract", "", 0, 4),))
CORRUPT = Document("", "", "jats", "", status="corrupt", reason="no XML")
SCAN = Document("", "", "pdf", "", status="no_text_layer", reason="no text on any page")


def read(xml, pdf):
    found = {"a.xml": xml, "a.pdf": pdf}
    return read_paper(
        PAIR, lambda each: structs.replace(found[each.document], document=each.document)
    )


@pytest.mark.parametrize(
    ("xml", "pdf", "document", "said"),
    [
        pytest.param(FULL, FULL, "a.xml", "", id="full"),
        pytest.param(ABSTRACT, FULL, "a.pdf", "in place of a.xml, which has no", id="abstract"),
        pytest.param(CORRUPT, FULL, "a.pdf", "which is corrupt (no XML)", id="corrupt"),
        pytest.param(ABSTRACT, SCAN, "a.xml", "nor has a.pdf more (no text", id="pdf-is-scan"),
        pytest.param(ABSTRACT, ABSTRACT, "a.xml", "nor has a.pdf more (ok)", id="pdf-no-longer"),
    ],
)  # fmt: skip
def test_read_paper_takes_the_version_with_the_full_text(xml, pdf, document, said):
    found = read(xml, pdf)

    assert found.document == document
    assert found.status == "ok"
    assert said in " ".join(found.warnings)
    assert bool(said) == bool(found.warnings)


def test_read_paper_says_why_neither_version_can_be_read():
    found = read(CORRUPT, SCAN)

    assert (found.document, found.status) == ("a.xml", "corrupt")
    assert found.reason == "no XML; nor has a.pdf more (no text on any page)"
