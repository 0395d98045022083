import pytest

from exominer.config import IngestConfig
from exominer.ingest.inputs import find_inputs
from exominer.ingest.read import read_document
from tests.odd_files import BOMB, make_odd_files


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    return folder, make_odd_files(folder)


def test_read_document_gives_every_odd_file_its_status(odd):
    folder, expected = odd
    settings = IngestConfig(max_pages=20)
    names = [name for name in expected if name != BOMB]

    read = {name: read_document(folder / name, document=name, settings=settings) for name in names}

    assert len(names) > 20
    assert {name: document.status for name, document in read.items()} == {
        name: expected[name] for name in names
    }
    assert all(bool(d.text) == (d.status in ("ok", "partial")) for d in read.values())
    assert all(bool(d.reason) == (d.status != "ok") for d in read.values())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("web-page.pdf", "HTML", id="html"),
        pytest.param("truncated.pdf", "cut off", id="truncated"),
        pytest.param("loop.pdf", "page 1 cannot be loaded", id="page-tree-loop"),
        pytest.param("encrypted.pdf", "password", id="encrypted"),
        pytest.param("scanned.pdf", "OCR", id="scanned"),
        pytest.param("long.pdf", "only the first 20 of 1050 pages", id="long"),
        pytest.param("entities.xml", "grow without bound", id="entity-bomb"),
        pytest.param(
            "recipe.xml", "XML whose root is <recipe>, without an article", id="other-xml"
        ),
        pytest.param("unclosed.xml", "not well-formed", id="unclosed"),
    ],
)
def test_read_document_names_the_reason(odd, name, words):
    folder, _ = odd

    document = read_document(folder / name, document=name, settings=IngestConfig(max_pages=20))

    assert words in document.reason


def test_read_document_does_not_open_files_that_an_entity_names(odd):
    folder, _ = odd

    document = read_document(
        folder / "outside.xml", document="outside.xml", settings=IngestConfig()
    )

    assert "root:" not in document.text
    assert "&passwords;" in document.warnings[0]


def test_find_inputs_lists_odd_files_like_any_other(odd):
    folder, expected = odd

    found = find_inputs([str(folder)])

    assert {each.document for each in found.inputs} == set(expected)
