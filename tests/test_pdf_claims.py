"""A claims table set in a PDF, all the way to claims with evidence cells."""

import pytest

from exominer.config import Config
from exominer.pipeline import extract_claims, read_paper
from tests.ingest.pdf_pages import RIGHT, PaperCanvas

LEFTS = [60, 130, 225, 345, 460, 520]
END = 560
HEAD = ["Exosome cargo", "Donor cells", "Recipient cells", "Effect", "Dose", "Ref."]
BODY = [
    ["miR-34c", "A549 cells", "U251 cells", "Increases invasion", "2 Gy", "[1]"],
    [
        "HSP70,\nANXA1",
        "Lung fibroblast\ncells",
        "Dendritic cells",
        "Promotes the\nactivation of T cells",
        "8 Gy",
        "[2]",
    ],
    ["mtDNA", "HeLa cells", "MCF7 cells", "Inhibits DNA repair", "4 Gy", "[3]"],
]
TEXT = [
    "Vesicles that cells give off are taken up by others, and",
    "what these do then depends on what the first ones have",
    "packed, which in turn depends on how they were treated",
    "and for how long they were left in the room afterwards.",
]


def set_paper(path, *, ruled):
    page = PaperCanvas()
    page.start()
    page.lines(["1. Introduction"], font="Helvetica-Bold", size=12)
    page.lines(TEXT)
    page.start()
    page.lines([line.replace("Vesicles", "Exosomes") for line in TEXT], left=RIGHT)
    page.start(620)
    page.lines(["Table 1. Effects of exosomes from irradiated cells"], size=8)
    draw = page.rule if ruled else lambda *_: page.gap(3)
    draw(LEFTS[0], END)
    page.rows([HEAD], LEFTS, font="Helvetica-Bold")
    draw(LEFTS[0], END)
    page.rows(BODY, LEFTS)
    draw(LEFTS[0], END)
    page.lines(["ANXA1: annexin A1; HSP70: heat shock protein 70."], size=7)
    page.gap(30)
    page.lines(["References"], font="Helvetica-Bold", size=12)
    page.lines([f"{i}. Roe J. Title {i}. J Test. 2011;{i}:1-9." for i in (1, 2, 3)], size=8)
    path.write_bytes(page.data())


@pytest.mark.parametrize("ruled", [pytest.param(True, id="ruled"), pytest.param(False, id="bare")])
def test_extract_claims_reads_the_rows_of_a_table_in_a_pdf(tmp_path, pipeline, ruled):
    set_paper(tmp_path / "a.pdf", ruled=ruled)
    document = read_paper(tmp_path / "a.pdf", Config())

    claims = [
        claim
        for claim in extract_claims(document, pipeline, Config())
        if claim.evidence[0].source == "table"
    ]

    found = [
        (
            [item.text for item in claim.cargo],
            [cell.text for cell in claim.donor_cell],
            [cell.text for cell in claim.recipient_cell],
            claim.effect.text,
            claim.effect.direction,
            claim.radiation.dose_gy if claim.radiation else (),
            [citation.number for citation in claim.citations],
        )
        for claim in claims
    ]
    assert found == [
        (["miR-34c"], ["A549"], ["U251"], "Increases invasion", "increase", (2.0,), [1]),
        (
            ["HSP70", "ANXA1"],
            ["Lung fibroblast cells"],
            ["Dendritic cells"],
            "Promotes the activation of T cells",
            "increase",
            (8.0,),
            [2],
        ),
        (["mtDNA"], ["HeLa"], ["MCF7"], "Inhibits DNA repair", "decrease", (4.0,), [3]),
    ]
    for number, claim in enumerate(claims, start=1):
        cells = {(quote.row, quote.column) for quote in claim.evidence}
        assert {(number, column) for column in range(5)} <= cells
        assert all(document.text[q.start : q.end] == q.text for q in claim.evidence)
        assert claim.evidence[0].page == 1
