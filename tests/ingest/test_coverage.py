import pytest

from exominer.config import IngestConfig
from exominer.dropped import Dropped
from exominer.ingest.coverage import count_dropped, count_printed, find_coverage_warnings
from exominer.ingest.pdf import read_pdf
from exominer.ingest.read import read_document
from exominer.records import Document, Page
from tests.ingest.pdf_pages import LEFT, PaperCanvas

HEADS = ["J Test 2011, 1:17", "J Test 2011, 1:18", "J Test 2011, 1:19"]
SENTENCES = [
    "Vesicles of the cells that were left behind carry the news of",
    "the dose to their neighbours, which then grow far more slowly",
    "than they would have grown by themselves in a dish of plastic.",
]
FIGURE = ["Control", "2 Gy", "Dose"]


@pytest.fixture(scope="module")
def paper():
    """Three pages of known characters; the second has a figure, on the third stands a word."""
    page = PaperCanvas()
    for number, head in enumerate(HEADS):
        page.at(head, LEFT, 800)
        page.start()
        if number < 2:
            page.lines(SENTENCES * 4)
        if number == 1:
            page.gap(60)
            page.lines(FIGURE, font="Helvetica", size=6)
        if number == 2:
            page.lines(["End."])
        page.next_page()
    return read_pdf(page.data(), document="a.pdf", sha256="", settings=IngestConfig())


def count(texts):
    return sum(len(text.replace(" ", "")) for text in texts)


def test_read_pdf_accounts_for_every_character_of_every_page(paper):
    running = 4 * count(SENTENCES)
    heads = [count([head]) for head in HEADS]

    found = [(page.n_read, page.n_dropped) for page in paper.pages]
    assert found == [
        (running, heads[0]),
        (running, heads[1] + count(FIGURE)),
        (count(["End."]), heads[2]),
    ]
    assert count_printed(paper.text) == 2 * running + count(["End."])


def test_read_pdf_says_why_and_where_a_piece_was_left_out(paper):
    assert count_dropped(paper) == {"furniture": count(HEADS), "fragment": count(FIGURE)}
    heads = [piece for piece in paper.dropped if piece.reason == "furniture"]
    assert [(piece.text, piece.page) for piece in heads] == list(zip(HEADS, (1, 2, 3), strict=True))
    assert [piece.start for piece in heads] == sorted(piece.start for piece in heads)


def document(*, n_kept, pages=(), **dropped):
    pieces = tuple(Dropped("x" * n, reason, 0) for reason, n in dropped.items())
    return Document("a.pdf", "", "pdf", "y" * n_kept, pages=pages, dropped=pieces)


@pytest.mark.parametrize(
    ("read", "warnings"),
    [
        # 25 of 100 is the limit, 26 is above it.
        pytest.param(document(n_kept=75, table=25), [], id="at-the-limit"),
        pytest.param(
            document(n_kept=74, furniture=6, table=20),
            [
                "26% of the characters are left out, most of them cells of tables that were not "
                "understood"
            ],
            id="above-the-limit",
        ),
        pytest.param(
            document(n_kept=990, pages=(Page(1, 0, 9, 990, 0), Page(2, 9, 9, 1, 60)), table=60),
            ["almost all of page 2 is left out"],
            id="a-page",
        ),
        pytest.param(
            document(n_kept=900, pages=(Page(1, 0, 9, 990, 0),)),
            ["90 characters are neither in the text nor listed as left out"],
            id="lost",
        ),
        pytest.param(document(n_kept=0), [], id="nothing"),
    ],
)
def test_find_coverage_warnings_names_what_is_above_the_limits(read, warnings):
    assert list(find_coverage_warnings(read, IngestConfig())) == warnings


def test_read_document_warns_by_the_limits_of_the_settings(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(
        "<article><body><p>Vesicles rose.</p></body>"
        "<sub-article><body><p>A reply of twenty-five.</p></body></sub-article></article>"
    )

    read = {
        share: read_document(
            path, document="a.xml", settings=IngestConfig(max_dropped_share=share)
        ).warnings
        for share in (0.5, 0.9)
    }

    # 13 characters were read and 20 left out.
    warning = "61% of the characters are left out, most of them letters and replies"
    assert read == {0.5: (warning,), 0.9: ()}


@pytest.mark.shared
def test_read_document_accounts_for_the_characters_of_real_papers(shared):
    papers = sorted((shared / "pdfs").glob("*.pdf"))[:3]
    assert papers

    for path in papers:
        read = read_document(path, document=path.name, settings=IngestConfig())
        on_pages = sum(page.n_read + page.n_dropped for page in read.pages)
        accounted = count_printed(read.text) + sum(count_dropped(read).values())
        assert accounted == pytest.approx(on_pages, rel=0.005)
