import pytest

from exominer.errors import DocumentError
from exominer.ingest.decoding import decode_text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("γ-rays at 5 Gy".encode("utf-8-sig"), id="utf-8-mark"),
        pytest.param("γ-rays at 5 Gy".encode("utf-16"), id="utf-16-mark"),
        pytest.param("γ-rays\u00a0at\u20095\u202fGy".encode(), id="spaces"),
        pytest.param("γ\u200b-rays at 5\u00ad Gy".encode(), id="invisible"),
    ],
)
def test_decode_text_gives_one_form(data):
    assert decode_text(data) == ("γ-rays at 5 Gy", ())


def test_decode_text_falls_back_to_windows_1252_and_says_so():
    text, warnings = decode_text("2 µg – naïve".encode("cp1252"))

    assert text == "2 µg – naïve"
    assert warnings == ("byte 2 is not UTF-8; read as Windows-1252",)


def test_decode_text_puts_line_ends_into_one_form():
    assert decode_text(b"a\r\nb\rc\x0cd")[0] == "a\nb\nc\x0cd"


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(b"", "empty", "white space", id="nothing"),
        pytest.param(b" \n\t\xef\xbb\xbf", "empty", "white space", id="blank"),
        pytest.param(b"\x01\x02\x03PK", "corrupt", "control characters", id="binary"),
        pytest.param(b"<!DOCTYPE html><html>", "corrupt", "is HTML, not plain text", id="html"),
        pytest.param(b"%PDF-1.4", "corrupt", "ending .pdf", id="pdf"),
        pytest.param(b"<?xml version='1.0'?>", "corrupt", "ending .xml", id="xml"),
        pytest.param(b"PK\x03\x04word", "corrupt", "zip file, not plain text", id="docx"),
        pytest.param("ab\n".encode("utf-16-le") + b"\xff\xd8", "corrupt", "NUL", id="no-mark"),
    ],
)
def test_decode_text_refuses_what_is_no_text(data, status, words):
    with pytest.raises(DocumentError, match=words) as caught:
        decode_text(data)

    assert caught.value.status == status
