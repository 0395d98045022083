from pathlib import Path

import pytest
from lxml import etree

from exominer.relate.table_headers import is_claims_table, map_columns

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.mark.parametrize(
    ("header", "cells", "slot"),
    [
        pytest.param("Source of exosomes", ["Lung fibroblasts"], "donor", id="source-of"),
        pytest.param("Exosome cargo", ["SOD2"], "cargo", id="cargo"),
        pytest.param("EV content", ["miR-34c"], "cargo", id="content"),
        pytest.param("miRNA", ["miR-34c"], "cargo", id="mirna"),
        pytest.param("Donor cells", ["U87"], "donor", id="donor"),
        pytest.param("Target cells", ["U87"], "recipient", id="target-cells"),
        pytest.param("Recipient", ["T cells"], "recipient", id="recipient"),
        pytest.param("Functions", ["Slows repair"], "effect", id="functions"),
        pytest.param("Outcome", ["Fewer breaks"], "effect", id="outcome"),
        pytest.param("Biological effect", ["Slows repair"], "effect", id="biological-effect"),
        pytest.param("Effect on target cells", ["Slows repair"], "effect", id="effect-on-cells"),
        pytest.param("Dose of radiation", ["2 Gy"], "dose", id="dose"),
        pytest.param("IR dose (Gy)", ["2"], "dose", id="dose-with-unit"),
        pytest.param("Isolation method", ["ExoQuick"], "isolation", id="isolation"),
        pytest.param("Refs", ["[3]"], "reference", id="refs"),
        pytest.param("Study model", ["Mice"], "study_model", id="study-model"),
        pytest.param("Test approach", ["In vitro"], "study_model", id="test-approach"),
        pytest.param("Signalling pathway", ["PI3K/AKT"], "pathway", id="pathway"),
        pytest.param("Exosomes", ["miR-34c", "SOD2 mRNA"], "cargo", id="silent-header-cargo"),
        pytest.param("Exosomes", ["Lung fibroblasts", "Glioma cells"], "cell", id="silent-cells"),
        pytest.param("Source", ["[3]", "Okafor et al., 2016"], "reference", id="source-is-cited"),
        pytest.param("Method", ["Ultracentrifugation", "ExoQuick kit"], "isolation", id="method"),
        pytest.param("Effect", ["0.13", "0.50"], None, id="numbers-are-no-effect"),
        pytest.param("Weekday", ["Monday"], None, id="neither"),
    ],
)
def test_map_columns_finds_the_slot_of_a_column(header, cells, slot):
    assert map_columns([header], [cells]) == (slot,)


def test_map_columns_takes_directions_as_the_effect_where_there_is_no_other():
    headers = ["miRNA", "Direction", "Donor cells"]
    columns = [["miR-34c"], ["Up"], ["Glioma cells"]]

    assert map_columns(headers, columns) == ("cargo", "effect", "donor")
    assert map_columns([*headers, "Function"], [*columns, ["Slows repair"]])[1] == "other"


def test_map_columns_leaves_mechanisms_beside_an_effect_to_the_pathway():
    columns = [["miR-34c"], ["Slows repair"], ["Silences a ligase"]]

    assert map_columns(["Cargo", "Effect", "Mechanism"], columns)[1:] == ("effect", "pathway")
    assert map_columns(["Cargo", "Donor", "Mechanism"], columns)[2] == "effect"


def test_map_columns_rejects_columns_that_do_not_match_the_header():
    with pytest.raises(ValueError, match="2 header cells but 1 columns"):
        map_columns(["Cargo", "Effect"], [["miR-34c"]])


@pytest.mark.parametrize(
    ("headers", "row", "expected"),
    [
        pytest.param(("EV cargo", "Role"), ("miR-34c", "Slows repair"), True, id="cargo-role"),
        pytest.param(("Cell line", "Effect"), ("U87", "Slows repair"), True, id="cell-effect"),
        pytest.param(("Cargo", "Cells", "Ref."), ("SOD2", "U87", "[3]"), False, id="no-effect"),
        pytest.param(("Characteristic", "Patients (n)", "%"), ("Age", "31", "9"), False, id="age"),
        pytest.param(
            ("Antibody", "Source", "Dilution"), ("Anti-CD9", "Rabbit", "1:500"), False, id="ab"
        ),
        pytest.param(
            ("Gene", "Forward primer", "Tm"), ("ACTB", "ATGCCGTA", "59"), False, id="primer"
        ),
        pytest.param(
            ("Trial", "Phase", "Arms", "Status"),
            ("NCT01", "II", "Radiation alone", "Open"),
            False,
            id="trials",
        ),
    ],
)
def test_is_claims_table_needs_an_effect_and_what_has_it(headers, row, expected):
    slots = map_columns(headers, [[cell] for cell in row])

    assert is_claims_table(slots) is expected


@pytest.mark.shared
def test_is_claims_table_takes_no_table_of_other_papers_for_one():
    paths = sorted((SHARED / "pdfs").glob("*.xml"))
    if not paths:
        pytest.skip("needs the development data beside the checkout")
    tables = [rows for path in paths for rows in _read_tables(path)]

    claimed = [rows[0] for rows in tables if is_claims_table(_map_rows(rows))]

    assert tables
    assert claimed == []


def _read_tables(path):
    parser = etree.XMLParser(load_dtd=False, resolve_entities=False, recover=True)
    for wrap in etree.parse(path, parser).iter("{*}table-wrap"):
        rows = [
            [" ".join("".join(cell.itertext()).split()) for cell in row if _is_cell(cell)]
            for row in wrap.iter("{*}tr")
        ]
        if rows:
            yield rows


def _is_cell(element):
    return isinstance(element.tag, str) and etree.QName(element).localname in ("td", "th")


def _map_rows(rows):
    columns = [
        [row[index] if index < len(row) else "" for row in rows[1:]]
        for index in range(len(rows[0]))
    ]
    return map_columns(rows[0], columns)
