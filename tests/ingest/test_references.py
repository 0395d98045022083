import pytest

from exominer.ingest.references import parse_reference, parse_references


def test_parse_references_splits_at_consecutive_numbers():
    entries = parse_references(
        [
            "[1] Roe J, Poe A. Vesicles after low",
            "doses. J Test. 2011;3:4.",
            "",
            "[2] Moe B. Uptake in 12 lines.",
            "12 of them. Test Lett. 2015;1:2. doi:10.1000/tl.15.",
        ]
    )

    assert [(entry.number, entry.year, entry.doi) for entry in entries] == [
        (1, "2011", ""),
        (2, "2015", "10.1000/tl.15"),
    ]
    assert entries[0].title == "Vesicles after low doses"


def test_parse_references_splits_a_list_on_one_line():
    entries = parse_references(
        ["1. Roe J. One. T. 2011. 2. Poe A. Two. T. 2012. 3. Moe B. T. 2013."]
    )

    assert [entry.number for entry in entries] == [1, 2, 3]


def test_parse_references_without_numbers_goes_by_authors():
    entries = parse_references(
        [
            "Moe, B. (2015). Uptake in many cell lines. Test Lett.",
            "Roe, J. A. (2011). Vesicles after low doses of",
            "X-rays. J Test 3, 4.",
        ]
    )

    assert [(entry.number, entry.title) for entry in entries] == [
        (1, "Uptake in many cell lines"),
        (2, "Vesicles after low doses of X-rays"),
    ]


def test_parse_reference_reads_pmid_and_quoted_title():
    entry = parse_reference("J. Roe, “Vesicles carry many RNAs,” J Test, 2011. PMID: 12345678")

    assert (entry.pmid, entry.title, entry.year) == ("12345678", "Vesicles carry many RNAs", "2011")


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        pytest.param(
            "Roe J, Poe A. Cells in mice. J Test. 2011;3:4.",
            "Cells in mice",
            "2011",
            id="vancouver",
        ),
        pytest.param(
            "Roe, J. & Poe, A. Cells in mice. J. Test 3, 4 (2011).",
            "Cells in mice",
            "2011",
            id="nature",
        ),
        pytest.param(
            "J. Roe, A. Poe, Cells in mice, J. Test 3 (2011) 4–5.",
            "Cells in mice",
            "2011",
            id="commas",
        ),
        pytest.param(
            "Roe, J., Poe, A., 2011. Cells in mice. J. Test 3, 4.",
            "Cells in mice",
            "2011",
            id="harvard",
        ),
        pytest.param(
            "Roe, J., & Poe, A. (2011a). Cells in mice. J Test, 3, 4.",
            "Cells in mice",
            "2011",
            id="apa",
        ),
        pytest.param(
            "Roe J, Poe A (2011) Cells in mice. J Test 3:4", "Cells in mice", "2011", id="springer"
        ),
        pytest.param(
            "Roe, J.; Poe, A. Cells in mice. J. Test 2011, 3, 2004.",
            "Cells in mice",
            "2011",
            id="acs",
        ),
        pytest.param(
            "J. Roe, “Cells in mice,” J. Test, vol. 3, pp. 4–5, 2011.",
            "Cells in mice",
            "2011",
            id="quoted",
        ),
        pytest.param(
            "Roe J. Do cells age? J Test 2011;3:4.", "Do cells age?", "2011", id="question"
        ),
        pytest.param(
            "Roe J. Uptake of E. coli. J Test 2011;3:4.", "Uptake of E. coli", "2011", id="species"
        ),
        pytest.param(
            "Roe J. Cells. A review of ten of them. J Test 2011;3:4.",
            "Cells. A review of ten of them",
            "2011",
            id="second-sentence",
        ),
        pytest.param(
            "Roe J. Cells in 2004: ten years. J Test 2011;3:1992– 2003.",
            "Cells in 2004: ten years",
            "2011",
            id="year-in-title",
        ),
    ],
)
def test_parse_reference_reads_title_and_year_in_all_styles(text, title, year):
    entry = parse_reference(text)

    assert (entry.title, entry.year) == (title, year)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        pytest.param("T 2011. doi: 10.1000/jt.20 11-3a.", "10.1000/jt.2011-3a", id="in-the-middle"),
        pytest.param("T 2011. doi: 10.1000/ jt2011.3", "10.1000/jt2011.3", id="after-the-slash"),
        pytest.param(
            "https://doi. org/10.1000/jt-3. Accessed", "10.1000/jt-3", id="in-the-address"
        ),
        pytest.param("doi: 10.1000/j. tst.2011.3", "10.1000/j.tst.2011.3", id="after-a-stop"),
        pytest.param("doi: 10.1000/jt3 PMID: 12345678", "10.1000/jt3", id="before-a-pmid"),
        pytest.param("doi: 10.1000/jt3. Epub 2011", "10.1000/jt3", id="before-a-word"),
        pytest.param("(doi:10.1000/s0(99)3-x)", "10.1000/s0(99)3-x", id="brackets"),
    ],
)
def test_parse_reference_joins_a_broken_doi(text, doi):
    assert parse_reference(text).doi == doi


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["1. Roe J. T. J", "12. 2011.", "2. Poe A. T. J 2012."], id="volume-first"),
        pytest.param(["[1] Roe J. T. J 2011.", "[2] Poe A. T. J 2012."], id="square"),
        pytest.param(["1 Roe J. T. J 2011.", "2 Poe A. T. J 2012."], id="bare"),
        pytest.param(["1) Roe J. T. J 2011.", "2) Poe A. T. J 2012."], id="bracket"),
        pytest.param(["1.• Roe J. T. J 2011.", "•• 2. Poe A. T. J 2012."], id="of-interest"),
        pytest.param(["1.", "Roe J. T. J 2011.", "2.", "Poe A. T. J 2012."], id="own-line"),
    ],
)
def test_parse_references_reads_printed_numbers(lines):
    assert [(entry.number, entry.year) for entry in parse_references(lines)] == [
        (1, "2011"),
        (2, "2012"),
    ]


def test_parse_references_goes_on_after_a_number_that_is_missing():
    lines = ["1. Roe J. T. J 2011.", "Poe A. T. J 2012.", "3. Moe B. T. J 2013.", "4. Coe A. T."]

    assert [entry.number for entry in parse_references(lines)] == [1, 3, 4]
