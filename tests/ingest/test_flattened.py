from pathlib import Path

import pytest

from exominer.ingest.flattened import parse_flattened_table
from exominer.ingest.flattened_footnote import find_footnote, find_stop, parse_abbreviations
from exominer.ingest.flattened_header import find_header

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

# As a text layer gives it: cells that begin on one height share a line, a blank line
# stands where the next cell begins higher up; the third row stacks two rows over one
# reference.
STACKED = """
Vesicle content Cells Effects References

miR-34c,
miR-140-3p

Dermal fibroblasts Slow the repair of DNA breaks in
neighbouring cells

[3, 4]

mtDNA Hepatoma cells Activate the cGAS/STING pathway [8]

Lipids
Integrins

Thyroid epithelial
FRTL-5 cells
Thyroid epithelial
FRTL-5 cells

Raise oxidative stress in
unexposed cells
Promote migration and delayed
chromosome breaks

[12]

CTGF U251 cells Drives invasion [13]

CTGF Connective tissue growth factor; STING Stimulator of interferon
genes

Conclusion
Vesicles carry a part of what radiation does.
""".split("\n")


def read_rows(grid):
    n_rows = max(cell.row for cell in grid.cells) + 1
    rows = [["", "", "", "", "", "", ""] for _ in range(n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row][cell.column] = cell.text
    n_columns = max(cell.column for cell in grid.cells) + 1
    return [row[:n_columns] for row in rows]


def test_parse_flattened_table_puts_cells_into_their_columns_and_splits_stacked_rows():
    grid, _ = parse_flattened_table("Table 4. What vesicles carry", STACKED)

    assert read_rows(grid) == [
        ["Vesicle content", "Cells", "Effects", "References"],
        [
            "miR-34c, miR-140-3p",
            "Dermal fibroblasts",
            "Slow the repair of DNA breaks in neighbouring cells",
            "[3, 4]",
        ],
        ["mtDNA", "Hepatoma cells", "Activate the cGAS/STING pathway", "[8]"],
        [
            "Lipids",
            "Thyroid epithelial FRTL-5 cells",
            "Raise oxidative stress in unexposed cells",
            "[12]",
        ],
        [
            "Integrins",
            "Thyroid epithelial FRTL-5 cells",
            "Promote migration and delayed chromosome breaks",
            "[12]",
        ],
        ["CTGF", "U251 cells", "Drives invasion", "[13]"],
    ]


def test_parse_flattened_table_shares_the_reference_of_stacked_rows():
    grid, _ = parse_flattened_table("Table 4. What vesicles carry", STACKED)

    spans = {cell.text: cell.row_span for cell in grid.cells if cell.column == 3}
    assert spans["[12]"] == 2
    assert spans["[13]"] == 1


def test_parse_flattened_table_reads_label_caption_and_footnote():
    grid, n_lines = parse_flattened_table("Table 4. What vesicles carry", STACKED)

    assert (grid.label, grid.caption) == ("Table 4", "What vesicles carry")
    assert grid.footnote.startswith("CTGF Connective") and grid.footnote.endswith("genes")
    assert grid.abbreviations == (
        ("CTGF", "Connective tissue growth factor"),
        ("STING", "Stimulator of interferon genes"),
    )
    assert STACKED[n_lines - 1] == "genes"
    assert all(cell.is_header == (cell.row == 0) for cell in grid.cells)
    assert 0.5 < grid.confidence < 1


def test_parse_flattened_table_leaves_the_prose_below_the_table():
    lines = [
        *"Cargo Donor cells Effect Ref.||miR-34c Dermal fibroblasts Slows repair [3]".split("|"),
        "",
        "dsDNA Hepatoma cells Activates dendritic cells [8]",
        "",
        "It remains to be seen which of these molecules matter most in patients, since",
        "most of the work was done on cells in a dish, with doses that are given once, and",
        "the vesicles were seldom counted before they were added to the medium.",
    ]

    grid, n_lines = parse_flattened_table("Table 1 Cargo", lines)

    assert len(read_rows(grid)) == 3
    assert n_lines == 5


def test_parse_flattened_table_goes_on_after_a_page_break():
    lines = [
        *["Cargo Donor cells Effect", "", "miR-34c Dermal fibroblasts Slows repair", ""],
        *["Table 1 (continued)", "Cargo Donor cells Effect", ""],
        "dsDNA Hepatoma cells Activates dendritic cells",
    ]

    grid, n_lines = parse_flattened_table("Table 1 Cargo", lines)

    assert [row[0] for row in read_rows(grid)] == ["Cargo", "miR-34c", "dsDNA"]
    assert n_lines == 8


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        pytest.param(
            ["Slows prolif-", "eration of cells"], "Slows proliferation of cells", id="split"
        ),
        pytest.param(
            ["Slows radiation-", "induced death"], "Slows radiation-induced death", id="true-hyphen"
        ),
        pytest.param(["Slows TGF-", "β signalling"], "Slows TGF-β signalling", id="symbol"),
    ],
)
def test_parse_flattened_table_joins_line_end_hyphens_by_evidence(lines, cell):
    text = ["Cargo", "Donor cells", "Effect", "", "miR-34c", "", "Lung cells", "", *lines]

    grid, _ = parse_flattened_table("Table 1 Cargo", text)

    assert read_rows(grid)[1][2] == cell


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing"),
        pytest.param(["Age Sex Stage", "64 F II", "71 M III"], id="patients"),
        pytest.param(["We then looked at the effect of the dose on the cells.", ""], id="prose"),
        pytest.param(["Cargo Donor cells Effect", ""], id="header-alone"),
    ],
)
def test_parse_flattened_table_returns_none_for_what_is_no_claims_table(lines):
    assert parse_flattened_table("Table 1 Something", lines) is None


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        pytest.param(
            ["EV content Source Biological effect Refs"],
            ("EV content", "Source", "Biological effect", "Refs"),
            id="one-line",
        ),
        pytest.param(
            ["Donor cell", "", "Isolation", "method", "", "Cargo", "", "Outcome", "", "MiR-9"],
            ("Donor cell", "Isolation method", "Cargo", "Outcome"),
            id="cell-by-cell",
        ),
        pytest.param(
            ["Source of Exosomal Effect Ref.", "exosomes cargo", "", "Lung"],
            ("Source of exosomes", "Exosomal cargo", "Effect", "Ref."),
            id="wrapped-side-by-side",
        ),
        pytest.param(
            ["and what they do", "", "miRNA Cell line Target gene Function", "", "miR-21 A549"],
            ("miRNA", "Cell line", "Target gene", "Function"),
            id="after-the-caption",
        ),
    ],
)
def test_find_header_segments_by_the_words_of_headers(lines, cells):
    assert find_header(lines).cells == cells


def test_find_stop_ends_a_table_at_a_heading_or_the_next_table():
    assert find_stop(["[3]", "", "5. Discussion", "Text"], 0) == 2
    assert find_stop(["[3]", "Table 2 Doses"], 0) == 1
    assert find_stop(["[3]", "Results in mice"], 0) == 2


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        pytest.param("DC dendritic cell; NK natural killer", ("DC", "NK"), id="semicolons"),
        pytest.param("DC, dendritic cell; NK, natural killer.", ("DC", "NK"), id="commas"),
        pytest.param("DC: dendritic cell, NK: natural killer", ("DC", "NK"), id="colons"),
        pytest.param("Abbreviations: IR = ionizing radiation", ("IR",), id="equals"),
        pytest.param("Cells were grown; they were then counted", (), id="prose"),
    ],
)
def test_parse_abbreviations_reads_the_usual_forms(text, pairs):
    assert tuple(short for short, _ in parse_abbreviations(text)) == pairs


def test_find_footnote_is_none_for_a_table_without_one():
    assert find_footnote(["miR-34c Lung cells Slows repair [3]", "", "dsDNA"], 0) is None


# Of each cell of the review's Table 1, counted by hand: its number of words, the first and
# the last; columns are cargo, cell, function, reference.
REVIEW_CELLS = [
    [(4, "TAAs", "(Hsp70,Hsp90)"), (8, "H22", "cells"), (19, "Activate", "cells"), (1, "[9]")],
    [(6, "Mart", "HSP70,"), (2, "Melanoma", "cells"), (12, "Transfer", "activation"), (2, "[7,")],
    [(7, "ANXA1,", "APOH"), (1, "MSCs", "MSCs"), (18, "Activate", "efficacy."), (1, "[45]")],
    [(1, "dsDNA", "dsDNA"), (6, "BALB/C", "cell"), (7, "Activate", "DCs"), (1, "[52]")],
    [(1, "MiR-21", "MiR-21"), (4, "lung", "cell"), (14, "Depress", "cells"), (1, "[91]")],
    [(1, "Proteins", "Proteins"), (5, "breast", "cell"), (8, "Cause", "cells"), (1, "[92]")],
    [(1, "RNAs", "RNAs"), (5, "breast", "cell"), (8, "Changes", "cells"), (1, "[92]")],
    [(1, "MiR-7-5p", "MiR-7-5p"), (5, "human", "cell"), (9, "Induce", "pathway"), (1, "[107]")],
]


@pytest.mark.shared
def test_parse_flattened_table_puts_every_cell_of_the_review_into_its_column():
    path = SHARED / "seed" / "review.txt"
    if not path.exists():
        pytest.skip("needs the development data beside the checkout")
    lines = path.read_text(encoding="utf-8").split("\n")
    start = max(i for i, line in enumerate(lines) if line.startswith("Table 1 "))

    grid, n_lines = parse_flattened_table(lines[start], lines[start + 1 :])
    head, *body = read_rows(grid)

    assert [cell.split()[0] for cell in head] == ["Exosome", "Cell", "Functions", "References"]
    assert len(body) == 8
    for row, expected in zip(body, REVIEW_CELLS, strict=True):
        for cell, (n_words, first, *last) in zip(row, expected, strict=True):
            words = cell.split()
            assert len(words) == n_words
            assert words[0].startswith(first)
            assert words[-1] == (last or words[-1:])[0]
    assert len(grid.abbreviations) == 13
    assert not any(line.strip() for line in lines[start + 1 + n_lines :])
