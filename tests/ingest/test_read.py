import hashlib

import pytest

from exominer.config import IngestConfig
from exominer.ingest.read import READERS, read_document

SETTINGS = IngestConfig(max_file_mb=1)


def read(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return read_document(path, document=name, settings=SETTINGS)


def test_read_document_reads_text_with_its_hash(tmp_path):
    document = read(tmp_path, "a.TXT", b"Vesicles rose.")

    assert (document.status, document.text, document.format) == ("ok", "Vesicles rose.", "text")
    assert document.sha256 == hashlib.sha256(b"Vesicles rose.").hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "status", "words"),
    [
        pytest.param("a.txt", b"", "empty", "holds nothing", id="empty"),
        pytest.param("a.pdf", b" \n", "empty", "white space", id="blank"),
        pytest.param("a.pdf", b"<!DOCTYPE html><p>", "corrupt", "is HTML, not a PDF", id="html"),
        pytest.param("a.pdf", b"junk", "corrupt", "%PDF", id="no-pdf"),
        pytest.param("a.xml", b"<html></html>", "corrupt", "HTML, not XML", id="html-as-xml"),
        pytest.param("a.nxml", b"%PDF-1.4", "corrupt", "is a PDF", id="pdf-as-xml"),
        pytest.param("a.xml", b"no markup", "corrupt", "is no XML", id="text-as-xml"),
        pytest.param("a.txt", b"\x00\x01\x02", "corrupt", "NUL bytes", id="binary"),
        pytest.param("a.txt", b"ab " * 400_000, "corrupt", "max_file_mb is 1", id="too-large"),
        pytest.param("a.docx", b"PK", "corrupt", "'.docx' is none of", id="ending"),
    ],
)
def test_read_document_says_why_a_file_has_no_text(tmp_path, name, data, status, words):
    document = read(tmp_path, name, data)

    assert (document.status, document.text) == (status, "")
    assert document.document == name
    assert words in document.reason


def test_read_document_of_a_folder_says_so(tmp_path):
    path = tmp_path / "a.txt"
    path.mkdir()

    document = read_document(path, document="a.txt", settings=SETTINGS)

    assert document.status == "corrupt"
    assert "cannot be read" in document.reason


def test_readers_know_every_ending():
    assert sorted(READERS) == [".json", ".nxml", ".pdf", ".txt", ".xml"]
