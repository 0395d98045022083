import pytest

from exominer.ingest.author_year import AuthorYearFinder
from exominer.records import Reference

TEXTS = [
    "Lee S, Kim T. One. T 2020a.",
    "Lee S, Kim T. Two. T 2020b.",
    "Moe C. Three. T 2018.",
    "Moe C, Roe J, Poe A. Four. T 2018.",
    "Roe J, Poe A. Five. T 2019.",
    "van Doe B, Poe A, Moe C. Six. T 2017.",
    "World Cell Board [WCB]. (2008). Seven.",
    "Zoe A, Poe B. Eight. T 2016.",
    "Zoe A, Moe B. Nine. T 2016.",
    "Coe A, Poe B, Moe C. Ten. T 2015.",
    "Coe A, Roe B, Moe C. Eleven. T 2015.",
]
REFERENCES = [
    Reference(n, text, year=next(y for y in ("2020", "2018", "2019", "2017", "2008", "2016", "2015")
                                 if y in text))
    for n, text in enumerate(TEXTS, start=1)
]  # fmt: skip


def find(text):
    return [
        (text[start:end], numbers)
        for start, end, numbers in AuthorYearFinder(REFERENCES).find(text)
    ]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        pytest.param("rose (Roe and Poe, 2019).", [("Roe and Poe, 2019", (5,))], id="two-authors"),
        pytest.param("rose (Roe & Poe 2019).", [("Roe & Poe 2019", (5,))], id="ampersand"),
        pytest.param("as Roe and Poe (2019) say", [("Roe and Poe (2019)", (5,))], id="narrative"),
        pytest.param("In Roe and Poe (2019) we", [("Roe and Poe (2019)", (5,))], id="word-before"),
        pytest.param("by Moe et al. (2018)", [("Moe et al. (2018)", (4,))], id="et-al"),
        pytest.param("by Moe (2018)", [("Moe (2018)", (3,))], id="single-author"),
        pytest.param(
            "by Moe and colleagues (2018)", [("Moe and colleagues (2018)", (4,))], id="colleagues"
        ),
        pytest.param("Moe’s (2018) work", [("Moe’s (2018)", (3,))], id="possessive"),
        pytest.param("[Moe 2018]", [("Moe 2018", (3,))], id="square"),
        pytest.param("(Lee and Kim, 2020a,b)", [("Lee and Kim, 2020a,b", (1, 2))], id="letters"),
        pytest.param(
            "(Lee and Kim 2020a, 2020b)", [("Lee and Kim 2020a, 2020b", (1, 2))], id="years"
        ),
        pytest.param(
            "(see Moe, 2018; Roe and Poe, 2019)",
            [("Moe, 2018", (3,)), ("Roe and Poe, 2019", (5,))],
            id="list",
        ),
        pytest.param("(van Doe et al., 2017)", [("van Doe et al., 2017", (6,))], id="particle"),
        pytest.param("(World Cell Board, 2008)", [("World Cell Board, 2008", (7,))], id="body"),
        pytest.param("(WCB, 2008)", [("WCB, 2008", (7,))], id="short-name"),
        pytest.param("(Zoe and Moe, 2016)", [("Zoe and Moe, 2016", (9,))], id="by-second-author"),
        pytest.param(
            "(Coe, Roe, et al., 2015)", [("Coe, Roe, et al., 2015", (11,))], id="by-second-of-more"
        ),
        pytest.param("(Goe et al., 2011)", [("Goe et al., 2011", ())], id="not-in-the-list"),
        pytest.param("(Coe et al., 2015)", [("Coe et al., 2015", ())], id="fits-two"),
        pytest.param("In May 2018 (Basel, 2019) with 2018 cells", [], id="other-years"),
        pytest.param("from Bio-Rad (Hercules, 2019)", [], id="maker"),
    ],
)
def test_find_resolves_authors_and_years(text, marks):
    assert find(text) == marks


def test_find_takes_letters_by_place_where_the_list_prints_none():
    references = [Reference(n, "Lee S, Kim T. A. T 2020.", year="2020") for n in (4, 5)]

    (found,) = AuthorYearFinder(references).find("(Lee and Kim, 2020b)")

    assert found[2] == (5,)
