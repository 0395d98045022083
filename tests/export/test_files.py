import pytest

from exominer.export.files import clean_text, defuse_formula, replacing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-9a", "'-9a", id="elided miRNA"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "'\r=1", id="carriage return"),
        pytest.param("＝1", "'＝1", id="full width"),
        pytest.param("2 Gy = dose", "2 Gy = dose", id="sign inside"),
        pytest.param("−9a", "−9a", id="minus sign is no formula"),
        pytest.param("", "", id="empty"),
    ],
)
def test_defuse_formula_marks_what_a_spreadsheet_would_run(text, expected):
    assert defuse_formula(text) == expected


def test_clean_text_keeps_lines_and_drops_what_xml_forbids():
    assert clean_text("a\tb\r\nc\x00\x0b\x1f\ud800\uffffγ") == "a\tb\r\ncγ"


def test_replacing_keeps_the_old_file_when_writing_fails(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("old")

    with pytest.raises(ValueError, match="no more"), replacing(path) as part:
        part.write_text("half")
        raise ValueError("no more")

    assert [file.name for file in tmp_path.iterdir()] == ["claims.csv"]
    assert path.read_text() == "old"
