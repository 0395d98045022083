import msgspec
import pytest

from exominer.errors import InputError
from exominer.evaluate.gold import (
    GoldClaim,
    GoldDocument,
    GoldRadiation,
    find_gold_kind,
    gold_claims,
    parse_dose_gy,
    read_claims,
    read_gold_documents,
    read_table1,
    row_spellings,
)
from exominer.jsonl import write_jsonl
from tests.evaluate.evaluate_claims import make_claim, make_row

ROW = '{"row": 1, "cargo": ["CD9"], "donor_cell": [], "recipient_cell": [], "effects": []}\n'
DOCUMENT = '{"id": "A", "gold": [], "title": "not read"}\n'


@pytest.mark.parametrize(
    ("line", "kind"),
    [pytest.param(ROW, "table1", id="rows"), pytest.param(DOCUMENT, "documents", id="documents")],
)
def test_find_gold_kind_goes_by_the_fields(tmp_path, line, kind):
    path = tmp_path / "gold.jsonl"
    path.write_text(line)

    assert find_gold_kind(path) == kind


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("", "the gold file is empty", id="empty"),
        pytest.param('{"text": "x"}\n', "found the fields text", id="other-fields"),
        pytest.param("not json\n", "gold.jsonl:1", id="no-json"),
    ],
)
def test_find_gold_kind_names_what_is_wrong(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(content)

    with pytest.raises(InputError, match=message):
        find_gold_kind(path)


def test_read_table1_keeps_the_order_and_rejects_a_number_twice(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [make_row(2, "CD9", "A549", "uptake: increase"), make_row(1, "CD63", "", aliases={})]
    write_jsonl(rows, path)
    assert list(read_table1(path)) == rows

    path.write_text(ROW + ROW)
    with pytest.raises(InputError, match="row 1 stands more than once"):
        read_table1(path)


def test_read_gold_documents_takes_strings_objects_and_null_for_items(tmp_path):
    path = tmp_path / "documents.jsonl"
    claim = {
        "cargo": ["CD9", {"text": "Hsp-70", "name": "HSP70"}],
        "donor_cell": "A549",
        "recipient_cell": None,
        "effect": "spread",
        "effect_direction": "increase",
        "polarity": "asserted",
    }
    path.write_bytes(msgspec.json.encode({"id": "A", "gold": [claim]}))

    (document,) = read_gold_documents(path)
    (read,) = gold_claims(document)

    assert [(item.text, item.name) for item in read.cargo] == [("CD9", ""), ("Hsp-70", "HSP70")]
    assert [cell.text for cell in read.donor_cell] == ["A549"]
    assert read.recipient_cell == ()


def test_gold_claims_are_those_with_and_without_radiation():
    with_dose = GoldClaim(
        cargo=("CD9",),
        donor_cell=(),
        recipient_cell=(),
        effect="slowed growth",
        effect_direction="decrease",
        polarity="speculative",
        radiation=GoldRadiation(modality="protons", dose="50 cGy", exposed="donor"),
        evidence="It slowed growth.",
    )
    without = msgspec.structs.replace(with_dose, radiation=None)
    document = GoldDocument(
        id="A", text="First. It slowed growth.", gold=(with_dose,), gold_ev_only=(without,)
    )

    first, second = gold_claims(document)

    assert first.radiation is not None
    assert (first.radiation.dose_gy, first.radiation.exposed) == ((0.5,), "donor")
    assert second.radiation is None
    quote = first.evidence[0]
    assert document.text[quote.start : quote.end] == quote.text == "It slowed growth."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0.2, 0.4 and 8 Gy", (0.2, 0.4, 8.0), id="list"),
        pytest.param("30 mGy", (0.03,), id="milligray"),
        pytest.param("75 cGy", (0.75,), id="centigray"),
        pytest.param("40 J/cm2", (), id="no-gray"),
    ],
)
def test_parse_dose_gy_converts_units(text, expected):
    assert parse_dose_gy(text) == expected


def test_row_spellings_read_aliases_both_ways():
    row = make_row(1, "KRAS", "", aliases={"K-Ras protein": ("KRAS", "p21"), "other": ("x",)})

    assert row_spellings(row, row.cargo) == (("KRAS", "K-Ras protein", "p21"),)
    assert row_spellings(row, ("p21",)) == (("p21", "K-Ras protein", "KRAS"),)
    assert row_spellings(row, ("TP53",)) == (("TP53",),)


def test_read_claims_takes_a_run_folder_or_its_file(tmp_path):
    claims = (make_claim("CD9", "A549", "uptake"),)
    write_jsonl(claims, tmp_path / "claims.jsonl")

    assert read_claims(tmp_path) == claims
    assert read_claims(tmp_path / "claims.jsonl") == claims
    with pytest.raises(InputError, match=r"none\.jsonl"):
        read_claims(tmp_path / "none.jsonl")
