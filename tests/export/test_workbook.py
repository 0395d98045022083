import openpyxl
import pytest

from exominer.export.rows import CLAIM_COLUMNS
from exominer.export.tables import write_claims_xlsx
from exominer.records import Effect
from tests.export.export_claims import BARE, claim

EFFECT = [column.name for column in CLAIM_COLUMNS].index("effect") + 1


@pytest.fixture
def write(tmp_path):
    def write_and_open(*claims):
        write_claims_xlsx(claims, tmp_path / "claims.xlsx")
        return openpyxl.load_workbook(tmp_path / "claims.xlsx")

    return write_and_open


def test_write_workbook_has_a_bold_frozen_filtered_header(write):
    sheet = write(claim(), BARE)["claims"]

    assert [cell.value for cell in sheet[1]] == [column.name for column in CLAIM_COLUMNS]
    assert all(cell.font.bold for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AJ3")
    assert sheet.column_dimensions["A"].width == 24


def test_write_workbook_keeps_numbers_as_numbers_and_gaps_empty(write):
    sheet = write(claim(), BARE)["claims"]
    rows = [
        dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[n]], strict=True))
        for n in (2, 3)
    ]

    assert (rows[0]["page"], rows[0]["score"], rows[0]["fractions"]) == (4, 0.1235, 5)
    assert (rows[1]["page"], rows[1]["cargo"], rows[1]["fractions"]) == (None, None, None)


@pytest.mark.parametrize("text", ["=1+1", "-9a", "+1", "@x", "#N/A", "TRUE", "1/2", "007"])
def test_write_workbook_never_makes_a_text_something_else(write, text):
    cell = write(claim(effect=Effect(text)))["claims"].cell(2, EFFECT)

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\x0b\x00b\ufffe", "ab", id="control characters"),
        pytest.param("γ\nα", "γ\nα", id="line end"),
        pytest.param("x" * 40_000, "x" * 32_766 + "…", id="longer than a cell"),
    ],
)
def test_write_workbook_fits_texts_into_cells(write, text, expected):
    assert write(claim(effect=Effect(text)))["claims"].cell(2, EFFECT).value == expected


def test_write_workbook_goes_on_in_a_second_sheet(write, monkeypatch):
    monkeypatch.setattr("exominer.export.workbook._MAX_ROWS", 3)

    book = write(*(claim(claim_id=str(n)) for n in range(5)))

    # A sheet of three rows holds the header and two claims: 2 + 2 + 1.
    assert book.sheetnames == ["claims", "claims 2", "claims 3"]
    last = len(CLAIM_COLUMNS)
    assert [book["claims 2"].cell(n, last).value for n in (2, 3)] == ["2", "3"]
    assert book["claims 3"].max_row == 2


def test_write_workbook_without_claims_has_the_header(write):
    assert write()["claims"].max_row == 1
