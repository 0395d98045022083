import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exominer.errors import InputError
from exominer.jsonl import read_jsonl, write_jsonl
from exominer.records import AnnotatedDocument, Cell, Claim
from tests.strategies import claims, related_documents

SAME_FOLDER = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SAME_FOLDER
@given(st.lists(claims(), max_size=3))
def test_claims_come_back_as_they_were_written(tmp_path, records):
    path = tmp_path / "claims.jsonl"

    assert write_jsonl(records, path) == len(records)
    assert list(read_jsonl(path, Claim)) == records


@SAME_FOLDER
@given(related_documents())
def test_annotated_documents_come_back_as_they_were_written(tmp_path, annotated):
    path = tmp_path / "documents.jsonl"

    assert write_jsonl([annotated], path) == 1
    assert list(read_jsonl(path, AnnotatedDocument)) == [annotated]


def test_write_jsonl_writes_a_line_an_object_with_fields_in_order(tmp_path):
    path = tmp_path / "cells.jsonl"

    write_jsonl([Cell(1, 2, 3, 4)], path)

    line = b'{"row":1,"column":2,"start":3,"end":4,"is_header":false}\n'
    assert path.read_bytes() == line


def test_write_jsonl_keeps_a_line_separator_inside_its_string(tmp_path):
    path = tmp_path / "words.jsonl"

    write_jsonl(["a\u2028b\nc"], path)

    assert list(read_jsonl(path, str)) == ["a\u2028b\nc"]


def test_read_jsonl_passes_blank_lines_over(tmp_path):
    path = tmp_path / "cells.jsonl"
    path.write_bytes(b'\n{"row":1,"column":2,"start":3,"end":4}\r\n \n')

    assert list(read_jsonl(path, Cell)) == [Cell(1, 2, 3, 4)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"{", id="no-json"),
        pytest.param(b'{"row":1}', id="field-missing"),
        pytest.param(b'{"row":"x","column":2,"start":3,"end":4}', id="wrong-type"),
        pytest.param(b"[1, 2]", id="no-object"),
        pytest.param(
            b'"\xff"',
            id="not-utf8",
        ),
    ],
)
def test_read_jsonl_names_file_and_line_of_a_wrong_line(tmp_path, line):
    path = tmp_path / "cells.jsonl"
    path.write_bytes(b"\n" + line)
    record_type = str if line.startswith(b'"') else Cell

    with pytest.raises(InputError, match=re.escape(f"{path}:2: ") + ".*object a line"):
        list(read_jsonl(path, record_type))


def test_read_jsonl_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        list(read_jsonl(tmp_path / "none.jsonl", Cell))
