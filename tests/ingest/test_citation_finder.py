import pytest

from exominer.ingest.blocks import Block, Marker
from exominer.ingest.build import Source, build_document
from exominer.records import Reference

NUMBERED = tuple(Reference(n, f"Roe J. T. J {2000 + n}.", year=f"{2000 + n}") for n in range(1, 9))
NAMED = (
    Reference(1, "Moe B, Coe A. One. J 2011.", year="2011"),
    Reference(2, "Poe A. Two. J 2012.", year="2012"),
    Reference(3, "Roe J, Doe B, Moe C. Three. J 2013.", year="2013"),
)


def build(*texts, references=(), markers=()):
    blocks = [Block("paragraph", text) for text in texts]
    if markers:
        blocks[0] = Block("paragraph", texts[0], markers=markers)
    return build_document(blocks, source=Source("a.txt", "", "text"), references=references)


def marks(document):
    return [(mark.text, mark.numbers) for mark in document.citations]


def test_finder_takes_authors_and_years_where_they_outnumber_numbers():
    text = "Cells (1) grew (Poe, 2012), as known (Moe and Coe 2011; Roe et al., 2013)."

    document = build(text, references=NAMED)

    assert marks(document) == [
        ("Poe, 2012", (2,)),
        ("Moe and Coe 2011", (1,)),
        ("Roe et al., 2013", (3,)),
    ]


def test_finder_takes_numbers_where_they_outnumber_authors_and_years():
    document = build("Roe (2001) [1] and Roe (2002) [2] saw it [3–5].", references=NUMBERED)

    assert marks(document) == [("[1]", (1,)), ("[2]", (2,)), ("[3–5]", (3, 4, 5))]


def test_finder_keeps_what_the_source_marks_up_and_adds_the_rest():
    text = "Poe (2012) saw it (Moe and Coe 2011; Roe et al., 2013)."

    document = build(text, references=NAMED, markers=(Marker(5, 9, (2,)),))

    assert marks(document)[0] == ("2012", (2,))
    assert len(document.citations) == 3


def test_finder_takes_references_by_their_word():
    document = build("It rose [1]. See refs. 2 and 3 and ref. 4.", references=NUMBERED)

    assert marks(document) == [("[1]", (1,)), ("2 and 3", (2, 3)), ("4", (4,))]


@pytest.mark.parametrize(
    ("text", "references", "warnings"),
    [
        pytest.param(
            "It rose [1, 2], as known [7–9].",
            NUMBERED,
            ("1 citation has no entry in the reference list: [7–9]",),
            id="beyond-the-list",
        ),
        pytest.param(
            "See Poe (2012), (Moe and Coe 2011; Roe et al., 2013), Zoe et al. (2014), Zoe et al. "
            "(2014).",
            NAMED,
            ("2 citations have no entry in the reference list: Zoe et al. (2014)",),
            id="by-name",
        ),
        pytest.param("It rose [1, 2].", NUMBERED, (), id="all-resolved"),
        pytest.param(
            "It rose [1, 2]. It fell [3]. It held [4].",
            (),
            ("no reference list was found for the 3 citations of the text",),
            id="no-list",
        ),
        pytest.param("It rose.", (), (), id="nothing-cited"),
    ],
)
def test_finder_lists_citations_without_an_entry(text, references, warnings):
    assert build(text, references=references).warnings == warnings
