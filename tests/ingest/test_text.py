import pytest

from exominer.ingest.text import parse_text, read_text

TWO_COLUMNS = """
RESEARCH ARTICLE Open Access

Vesicles shed by lung cells after
X-rays: what do they carry?
Ann Roe1, Bo van Poe2 and Cy Moe1*

Abstract

Lung cells shed vesicles after a dose of X-rays, and we asked what the vesicles carry to cells
that saw no dose. They carry RNA.

Background
Vesicles are shed by all cells that have been looked
at so far, and they are taken up by many others in
culture. Their cargo is a mixture of proteins, lipids
and RNA [1, 2].
Little is known about the cargo of vesicles that are

shed by cells after a dose of X-rays, although radio-
therapy is given to half of all patients with cancer
and vesicles circulate in their blood for days after

Fig. 1 Vesicles after a dose. Lung cells were given 2 Gy and the vesicles they shed were counted by
tracking; bars are means of three counts
 each fraction. It was open how long this lasts.

How vesicles find their cells
The vesicles dock at integrins (Fig. 1). After the
low dose the uptake was not changed.
"""


def kinds_and_texts(text):
    return [(block.kind, block.text) for block in parse_text(text)[0]]


def test_parse_text_puts_a_page_in_two_columns_together():
    found = kinds_and_texts(TWO_COLUMNS)

    assert found == [
        ("dropped", "RESEARCH ARTICLE Open Access"),
        ("title", "Vesicles shed by lung cells after X-rays: what do they carry?"),
        ("paragraph", "Ann Roe1, Bo van Poe2 and Cy Moe1*"),
        ("heading", "Abstract"),
        (
            "paragraph",
            "Lung cells shed vesicles after a dose of X-rays, and we asked what the vesicles carry"
            " to cells that saw no dose. They carry RNA.",
        ),
        ("heading", "Background"),
        (
            "paragraph",
            "Vesicles are shed by all cells that have been looked at so far, and they are taken up"
            " by many others in culture. Their cargo is a mixture of proteins, lipids and RNA"
            " [1, 2].",
        ),
        (
            "paragraph",
            "Little is known about the cargo of vesicles that are shed by cells after a dose of"
            " X-rays, although radiotherapy is given to half of all patients with cancer and"
            " vesicles circulate in their blood for days after each fraction. It was open how"
            " long this lasts.",
        ),
        (
            "caption",
            "Fig. 1 Vesicles after a dose. Lung cells were given 2 Gy and the vesicles they"
            " shed were counted by tracking; bars are means of three counts",
        ),
        ("heading", "How vesicles find their cells"),
        (
            "paragraph",
            "The vesicles dock at integrins (Fig. 1). After the low dose the uptake was not"
            " changed.",
        ),
    ]


def test_parse_text_takes_a_line_for_a_paragraph_in_clean_text():
    found = kinds_and_texts(
        "# Uptake of vesicles by cells\n\nAnn Roe, Bo Poe\n\n## Results\nVesicles rose.\n"
        "miR-21 fell after the dose.\nThen it stopped.\n"
    )

    assert found == [
        ("title", "Uptake of vesicles by cells"),
        ("paragraph", "Ann Roe, Bo Poe"),
        ("heading", "Results"),
        ("paragraph", "Vesicles rose."),
        ("paragraph", "miR-21 fell after the dose."),
        ("paragraph", "Then it stopped."),
    ]


def test_read_text_takes_a_bare_paragraph_for_an_abstract():
    text = "Vesicles rose after 2 Gy. They carried miR-21. Cells took them up [3]."

    document = read_text(text.encode(), document="a.txt", sha256="")

    assert document.text == text
    assert [section.kind for section in document.sections] == ["abstract"]
    assert len(document.sentences) == 3


def test_parse_text_reads_the_reference_list():
    blocks, references, _ = parse_text(
        "Results\n\nVesicles rose [2].\n\nReferences\n1. Roe J. Vesicles after low\ndoses. J Test."
        " 2011.\n2. Poe A. Uptake by many cells. J Test. 2012.\n\nAcknowledgements\n\nWe thank all."
    )

    assert [(entry.number, entry.year) for entry in references] == [(1, "2011"), (2, "2012")]
    assert [block.text for block in blocks if block.kind == "heading"] == [
        "Results",
        "References",
        "Acknowledgements",
    ]


def test_read_text_numbers_pages_by_form_feeds():
    pages = "Vesicles rose after the dose and\nfell when it was\f withdrawn again.\fIt held."

    document = read_text(pages.encode(), document="a.txt", sha256="")

    assert document.text.startswith("Vesicles rose after the dose and fell when it was withdrawn")
    assert [page.number for page in document.pages] == [1, 2, 3]
    page = document.pages[2]
    assert document.text[page.start : page.end] == "It held."


def test_read_text_says_which_table_it_could_not_read():
    text = TWO_COLUMNS + "\nTable 1 Odds\n\nxx yy\n12 3\n4 5\n\nConclusion\nIt is known now.\n"

    document = read_text(text.encode(), document="a.txt", sha256="")

    assert document.warnings == ("Table 1 could not be read as a table; its 3 lines are left out",)
    assert ("xx yy\n12 3\n4 5", "table") in [(d.text, d.reason) for d in document.dropped]
    assert document.text.endswith("Conclusion\n\nIt is known now.")


@pytest.mark.shared
def test_read_text_reads_the_review(shared):
    data = (shared / "seed" / "review.txt").read_bytes()

    document = read_text(data, document="review.txt", sha256="")

    headings = {section.title for section in document.sections}
    texts = [document.text[piece.start : piece.end] for piece in document.sentences]
    small = [text for text in texts if text[0].islower() and not text.startswith("miR-")]
    captions = [
        document.text[section.start : section.end]
        for section in document.sections
        if section.kind == "caption"
    ]
    # 14 headings, the title, Fig. 1, Fig. 2, Table 1 and the author line without a title.
    assert len(headings) == 14 + 1 + 3 + 1
    assert [text[:3] for text in small] == ["a. ", "b. ", "c. "]
    assert [caption[:7] for caption in captions] == ["Fig. 1 ", "Fig. 2 ", "Table 1"]
    assert all("Fig. 1 " not in text for text in texts if not text.startswith("Fig."))
    assert any(
        "exosomes that released by irradiated breast cancer cells in a mouse model could" in text
        for text in texts
    )
    assert not any(text.endswith("-") for text in texts)
    assert len(document.tables) == 1
    (warning,) = document.warnings
    assert warning.startswith("no reference list was found for the ")
