import re

import msgspec
import pytest
from msgspec import structs

from exominer.errors import InputError
from exominer.ingest.blocks import Block, Grid, GridCell
from exominer.ingest.build import Source, build_document
from exominer.ingest.view import format_document_html, write_documents
from exominer.records import Document, Page, Reference

GRID = Grid(
    label="Table 1",
    cells=(
        GridCell("Cargo", 0, 0, is_header=True),
        GridCell("Effect", 0, 1, is_header=True),
        GridCell("miR-1", 1, 0, row_span=2),
        GridCell("growth <", 1, 1),
        GridCell("death >", 2, 1),
    ),
    caption="What was carried",
    footnote="n = 3.",
    confidence=0.5,
)
BLOCKS = [
    Block("title", "Vesicles & dose"),
    Block("heading", "Results"),
    Block("paragraph", "Uptake rose [1]. It fell with p < 0.05.", page=1),
    Block("table", "", page=1, grid=GRID),
    Block("dropped", "J Test 1:2", page=1),
]


@pytest.fixture
def document():
    return build_document(
        BLOCKS,
        source=Source("sub/a.pdf", "", "pdf"),
        references=(Reference(1, "Roe J. <i>Title</i>.", doi="10.1/x"),),
        warnings=("Table 2 was not understood",),
        page_characters=(400,),
    )


def test_format_document_html_escapes_what_papers_hold(document):
    page = format_document_html(document)

    assert "Vesicles &amp; dose" in page
    assert "p &lt; 0.05" in page
    assert "&lt;i&gt;Title" in page


def test_format_document_html_marks_sentences_and_links_citations(document):
    page = format_document_html(document)

    # Two sentences in the paragraph, one in the caption.
    assert page.count('<span class="s">') == 3
    assert '<a class="cite" href="#ref-1" title="1. Roe J. &lt;i&gt;Title&lt;/i&gt;.">[1]' in page
    assert '<li id="ref-1" value="1">' in page


def test_format_document_html_shows_a_citation_that_is_not_in_the_list_as_lost():
    blocks = [Block("paragraph", "It rose [1, 2] and fell [2].")]
    read = build_document(blocks, source=Source("a.txt", "", "text"))
    listed = structs.replace(read, references=(Reference(1, "Roe J.", title="A title"),))

    page = format_document_html(listed)

    assert 'href="#ref-1" title="1. A title\n2. not in the reference list">[1, 2]</a>' in page
    assert '<span class="cite lost" title="2. not in the reference list">[2]</span>' in page


def test_format_document_html_puts_spanned_cells_together_and_names_their_slots(document):
    page = format_document_html(document)

    assert '<td rowspan="2">miR-1</td>' in page
    assert '<th>Cargo <span class="slot">cargo</span></th>' in page
    assert page.count("miR-1") == 1


def test_format_document_html_loads_nothing(document):
    page = format_document_html(document)

    loading = re.findall(
        r"""<(?:link|iframe|object|base|script|img)\b|@import|url\(|src\s*=""", page
    )
    assert loading == []
    assert "default-src 'none'" in page


def test_format_document_html_says_how_much_was_read_of_each_page(document):
    page = format_document_html(
        structs.replace(document, pages=(*document.pages, Page(2, 9, 9, 0, 0)))
    )

    # Of the page of 400 characters the running head "J Test 1:2" has 8.
    assert 'title="page 1: 392 read, 8 left out"' in page
    assert "8 left out: 8 running heads and page numbers" in page
    assert "1 page without text" in page
    assert 'id="page-2"><b>page 2: no text</b>' in page


@pytest.mark.parametrize(
    "words",
    ["Table 2 was not understood", "J Test 1:2", "confidence 0.50", "n = 3.", "doi 10.1/x"],
)
def test_format_document_html_shows_warnings_and_what_was_left_out(document, words):
    assert words in format_document_html(document)


def test_format_document_html_shows_the_reason_of_a_failure():
    failed = Document("a.pdf", "", "pdf", "", status="encrypted", reason="asks for a password")

    assert "asks for a password" in format_document_html(failed)


def test_write_documents_writes_json_and_html_below_the_folder(tmp_path, document):
    assert write_documents([document], tmp_path) == 1

    written = (tmp_path / "sub/a.pdf.json").read_bytes()
    assert msgspec.json.decode(written, type=Document) == document
    assert "<!doctype html>" in (tmp_path / "sub/a.pdf.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt"])
def test_write_documents_never_leaves_its_folder(tmp_path, name):
    out_dir = tmp_path / "out"

    with pytest.raises(InputError, match="leads outside"):
        write_documents([Document(name, "", "text", "")], out_dir)

    assert not out_dir.exists()


def test_write_documents_follows_no_link_out_of_its_folder(tmp_path):
    out_dir = tmp_path / "out"
    out_dir.mkdir()
    (out_dir / "sub").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(InputError, match="leads outside"):
        write_documents([Document("sub/a.txt", "", "text", "")], out_dir)
