import csv

import msgspec
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.export.files import clean_text, defuse_formula
from exominer.export.rows import CLAIM_COLUMNS, MentionRow, claim_row
from exominer.export.tables import WRITERS, write_claims_csv, write_mentions_csv
from exominer.jsonl import read_jsonl
from exominer.records import Claim, Effect
from tests.export.export_claims import BARE, SENTENCE, claim


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_write_claims_csv_gives_one_readable_row_a_claim(tmp_path):
    path = tmp_path / "claims.csv"

    assert write_claims_csv([claim(), BARE], path) == 2

    row, bare = read_csv(path)
    assert row == {
        "document": "sub/a.pdf",
        "kind": "function",
        "cargo": "miR-9; -9a",
        "cargo_type": "miRNA; miRNA",
        "donor_cell": "U87",
        "recipient_cell": "HUVEC",
        "effect": "slow growth",
        "process": "growth",
        "direction": "decrease",
        "target": "",
        "pathway": "",
        "modality": "",
        "modality_class": "unspecified",
        "dose_text": "2 Gy",
        "dose_gy": "2; 0.005",
        "fractions": "5",
        "exposed": "donor",
        "polarity": "negated",
        "cue": "did not",
        "study_model": "in_vitro",
        "finding": "cited",
        "citations": "[7]; [8]",
        "dois": "10.1/x",
        "source": "prose",
        "section": "Results",
        "page": "4",
        "table": "",
        "row": "",
        "sentence": SENTENCE,
        "start": "100",
        "end": str(100 + len(SENTENCE)),
        "score": "0.1235",
        "cargo_name": "miR-9; miR-9a",
        "donor_name": "U87",
        "recipient_name": "HUVEC",
        "claim_id": "c1",
    }
    empty = ("cargo", "modality_class", "exposed", "fractions", "page", "cue", "dois")
    assert [bare[name] for name in empty] == [""] * len(empty)


def test_write_claims_csv_is_opened_right_by_excel(tmp_path):
    path = tmp_path / "claims.csv"
    write_claims_csv([claim(effect=Effect("γ-rays, α"))], path)
    content = path.read_bytes()

    assert content.startswith(b"\xef\xbb\xbfdocument,kind,cargo,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert '"γ-rays, α"'.encode() in content


def test_write_claims_csv_without_claims_is_a_header(tmp_path):
    path = tmp_path / "claims.csv"

    assert write_claims_csv([], path) == 0
    assert path.read_text(encoding="utf-8-sig").split(",")[:2] == ["document", "kind"]
    assert read_csv(path) == []


@given(text=st.text(st.characters(exclude_categories=[])))
def test_write_claims_csv_keeps_every_text_and_runs_no_formula(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("csv") / "claims.csv"

    write_claims_csv([claim(effect=Effect(text))], path)

    (row,) = read_csv(path)
    assert row["effect"] == defuse_formula(clean_text(text))
    assert not row["effect"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_write_claims_csv_goes_on_beyond_one_batch(tmp_path, monkeypatch):
    monkeypatch.setattr("exominer.export.tables._ROWS_AT_ONCE", 2)
    path = tmp_path / "claims.csv"

    assert write_claims_csv([claim(claim_id=str(n)) for n in range(5)], path) == 5
    assert [row["claim_id"] for row in read_csv(path)] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("name", ["csv", "xlsx", "parquet", "jsonl"])
def test_writers_explode_into_one_row_a_cargo(tmp_path, name):
    # Two cargo in the first claim, none in the second: 2 + 1 rows.
    assert WRITERS[name]([claim(), BARE], tmp_path / name, explode=True) == 3


@pytest.mark.parametrize("name", ["csv", "xlsx", "parquet", "jsonl"])
def test_writers_write_the_same_bytes_twice(tmp_path, name):
    for path in (tmp_path / "one", tmp_path / "two"):
        WRITERS[name]([claim(), BARE], path)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_write_claims_jsonl_is_read_back(tmp_path):
    WRITERS["jsonl"]([claim(), BARE], tmp_path / "claims.jsonl")

    assert list(read_jsonl(tmp_path / "claims.jsonl", Claim)) == [claim(), BARE]


def test_write_claims_parquet_keeps_types_and_text(tmp_path):
    WRITERS["parquet"]([claim(effect=Effect("=x")), BARE], tmp_path / "claims.parquet")

    frame = pd.read_parquet(tmp_path / "claims.parquet")
    assert list(frame.columns) == [column.name for column in CLAIM_COLUMNS]
    assert frame["effect"].tolist() == ["=x", "slow growth"]
    assert frame["page"].dtype == "Int64"
    assert frame["page"].isna().tolist() == [False, True]


def test_claim_row_names_a_citation_marker_once():
    marks = tuple(msgspec.structs.replace(c, marker="[7,8]") for c in claim().citations)
    row = dict(
        zip(
            (column.name for column in CLAIM_COLUMNS),
            claim_row(claim(citations=marks)),
            strict=True,
        )
    )

    assert row["citations"] == "[7,8]"


def test_write_mentions_csv_gives_one_row_a_mention(tmp_path):
    path = tmp_path / "mentions.csv"
    row = MentionRow("a.txt", "T1", "mirna", 3, 6, "-9a", "miR-9a", "", 0.5, "grammar", "Results")

    assert write_mentions_csv([row], path) == 1
    assert read_csv(path) == [
        {
            "document": "a.txt",
            "mention_id": "T1",
            "kind": "mirna",
            "start": "3",
            "end": "6",
            "text": "'-9a",
            "name": "miR-9a",
            "concept_id": "",
            "score": "0.5",
            "source": "grammar",
            "section": "Results",
        }
    ]
