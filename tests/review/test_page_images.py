import base64
import hashlib
from pathlib import Path

import pytest
from msgspec import structs

from exominer.review.page_images import MissingPageError, PageImages, PaperFiles
from exominer.review.page_reader import find_pieces, find_skeleton, read_page
from exominer.review.page_records import PageRequest
from exominer.run.ledger import DocumentEntry

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
PAPER = "review_two_column.pdf"
SHA256 = hashlib.sha256((CORPORA / PAPER).read_bytes()).hexdigest()
ABOUT = DocumentEntry(PAPER, SHA256, "ok", "")
QUOTE = (
    "Irradiation of BHY and FaDu cells, two lines of head and neck squamous cell carcinoma "
    "(HNSCC), increased the release of exosomes within 24 h [2]."
)


@pytest.fixture(scope="module")
def images():
    return PageImages(PaperFiles([str(CORPORA)]))


def test_find_page_draws_it_with_a_box_for_every_line_of_the_quote(images):
    found = images.find_page(ABOUT, 1, [QUOTE], search=True)

    assert base64.b64decode(found["image"]).startswith(b"\x89PNG")
    assert (found["file"], found["page"], found["n_pages"]) == (PAPER, 1, 2)
    # Three lines in the left of two columns, one below the other.
    tops = [top for _, top, _, _ in found["boxes"]]
    assert len(tops) == 3 and tops == sorted(tops)
    assert all(left > 0 and left + width < 0.5 for left, _, width, _ in found["boxes"])


def test_find_page_says_if_the_file_is_no_longer_that_of_the_run(images):
    other = structs.replace(ABOUT, sha256="other")

    changed = [images.find_page(a, 1, [QUOTE], search=True)["has_changed"] for a in (ABOUT, other)]

    assert changed == [False, True]


def test_read_page_looks_on_the_pages_beside_and_on_all_if_none_is_named():
    path = str(CORPORA / PAPER)
    first, second = (read_page(PageRequest(path, page, (QUOTE,))) for page in (2, None))

    assert first.page == second.page == 1
    assert first.boxes
    assert first.boxes == second.boxes


def test_read_page_shows_the_page_that_is_asked_for():
    page = read_page(PageRequest(str(CORPORA / PAPER), 2, (QUOTE,), search=False))

    assert (page.page, page.boxes) == (2, ())


def test_find_pdf_takes_the_one_beside_an_xml(tmp_path):
    (tmp_path / "a.xml").write_text("<article/>", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.txt").write_text("b", encoding="utf-8")
    files = PaperFiles([str(tmp_path)])

    assert files.find_pdf("a.xml") == tmp_path / "a.pdf"
    with pytest.raises(MissingPageError, match="no PDF lies beside it"):
        files.find_pdf("b.txt")
    with pytest.raises(MissingPageError, match="--papers"):
        files.find_pdf("../a.pdf")


def test_paper_files_pass_over_inputs_that_are_gone(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")

    files = PaperFiles([str(tmp_path / "moved"), str(tmp_path)])

    assert files.find_pdf("a.pdf") == tmp_path / "a.pdf"


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%%EOF"])
def test_find_page_says_that_a_broken_pdf_cannot_be_drawn(tmp_path, content):
    (tmp_path / "a.pdf").write_bytes(content)
    images = PageImages(PaperFiles([str(tmp_path)]))

    with pytest.raises(MissingPageError, match=r"a\.pdf: the page cannot be drawn"):
        images.find_page(DocumentEntry("a.pdf", "", "ok", ""), 1, ["x"], search=True)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        pytest.param("abcdmiR21abcd", "mir21", [], id="case is folded before"),
        pytest.param("the dose 2gy here", "2gy", [], id="three letters are too few"),
        pytest.param("mir21 and mir21", "mir21", [], id="short and twice"),
        pytest.param("mir21 once", "mir21", [(0, 5)], id="short and once"),
    ],
)
def test_find_pieces_counts_short_quotes_only_where_they_are_sure(text, quote, expected):
    assert list(find_pieces(text, quote)) == expected


def test_find_skeleton_keeps_the_place_of_each_letter():
    skeleton = find_skeleton("a-\nﬁx")

    assert (skeleton.text, skeleton.origins) == ("afix", [0, 3, 3, 4])
