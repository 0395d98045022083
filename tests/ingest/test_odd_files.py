import pytest

from exominer.config import IngestConfig
from exominer.ingest.inputs import find_inputs
from exominer.ingest.read import read_document
from tests.odd_files import make_odd_files


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    return folder, make_odd_files(folder)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("web-page-as-pdf.pdf", "is HTML, not a PDF", id="html"),
        pytest.param("web-page-late-as-txt.txt", "is HTML", id="html-after-comment"),
        pytest.param("docx-as-pdf.pdf", "is a word-processor, EPUB or zip file", id="docx"),
        pytest.param("gzip-as-xml.xml", "gzip archive, not XML of a paper; unpack it", id="gzip"),
        pytest.param("rtf-as-pdf.pdf", "rich text (RTF)", id="rtf"),
        pytest.param("postscript-as-txt.txt", "PostScript", id="postscript"),
        pytest.param("png-as-pdf.pdf", "is a picture", id="picture"),
        pytest.param("pdf-as-xml.xml", "is a PDF, not XML of a paper; give it", id="pdf"),
        pytest.param("xml-as-txt.txt", "is XML, not plain text; give it the ending", id="xml"),
        pytest.param("text-as-xml.xml", "is no XML", id="text"),
        pytest.param("truncated.pdf", "cut off", id="truncated"),
        pytest.param("flipped-stream.pdf", "1 of 2 packed streams are damaged", id="bits-flipped"),
        pytest.param("attribute.xml", "Buffer size limit", id="long-attribute"),
        pytest.param("tree-loop.pdf", "page 1 cannot be loaded", id="page-tree-loop"),
        pytest.param("encrypted.pdf", "password", id="encrypted"),
        pytest.param("scanned.pdf", "no text on any of its 2 pages", id="scanned"),
        pytest.param("long.pdf", "only the first 20 of 1050 pages", id="long"),
        pytest.param("count-lies.pdf", "cannot be loaded", id="too-many-pages-announced"),
        pytest.param("entities.xml", "grow without bound", id="entity-bomb"),
        pytest.param("repeated.xml", "grow without bound", id="repeated-entity"),
        pytest.param("recipe.xml", "<recipe>", id="other-xml"),
        pytest.param("unclosed.xml", "line 1, column", id="unclosed"),
        pytest.param("gone.txt", "cannot be read", id="broken-link"),
        pytest.param("utf16-unmarked.txt", "UTF-16", id="utf-16-without-mark"),
    ],
)
def test_read_document_names_the_reason(odd, name, words):
    folder, _ = odd

    document = read_document(folder / name, document=name, settings=IngestConfig(max_pages=20))

    assert words in document.reason
    assert "\n" not in document.reason


@pytest.mark.parametrize("name", ["outside.xml", "network.xml", "include.xml"])
def test_read_document_does_not_open_what_xml_points_to(odd, name):
    folder, _ = odd

    document = read_document(folder / name, document=name, settings=IngestConfig())

    assert document.status == "ok"
    assert "root:" not in document.text


def test_read_document_ignores_what_a_viewer_would_run(odd):
    folder, _ = odd

    document = read_document(
        folder / "actions.pdf", document="actions.pdf", settings=IngestConfig()
    )

    assert "Vesicles" in document.text
    assert "alert" not in document.text


def test_find_inputs_lists_odd_files_like_any_other_and_names_what_is_no_file(odd):
    folder, expected = odd

    found = find_inputs([str(folder)])

    assert {each.document for each in found.inputs} == set(expected)
    assert f"{folder}/pipe.txt: a device or pipe, not a file" in found.notes


def test_read_document_reads_no_more_of_a_growing_file_than_its_limit(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"ab " * 400_000)
    small = (tmp_path / "small.txt").write_bytes(b"ab")
    assert small
    stat = (tmp_path / "small.txt").stat()
    monkeypatch.setattr(type(path), "stat", lambda *_, **__: stat)

    document = read_document(path, document="a.txt", settings=IngestConfig(max_file_mb=1))

    assert (document.status, document.text) == ("corrupt", "")
    assert "max_file_mb is 1" in document.reason


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("cut-off.xml", "Premature end of data", id="cut-off"),
        pytest.param("ampersand.xml", "line 1, column 94", id="bare-ampersand"),
        pytest.param("wrong-encoding.xml", "encoding, line 1", id="wrong-encoding"),
    ],
)
def test_read_document_reads_what_is_left_of_xml_with_a_fault_and_says_where(odd, name, words):
    folder, _ = odd

    document = read_document(folder / name, document=name, settings=IngestConfig())

    assert document.text.startswith("Results\n\nVesicles of irradiated cells")
    assert words in document.reason
    assert "text may be missing" in document.reason
