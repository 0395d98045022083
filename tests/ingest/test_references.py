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
