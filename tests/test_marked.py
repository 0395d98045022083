import pytest

from tests.marked import parse_marked


def test_parse_marked_gives_mentions_with_offsets():
    text, mentions = parse_marked("{miR-21|mirna} in {exosomes|vesicle}")

    assert text == "miR-21 in exosomes"
    assert [(m.kind, text[m.start : m.end]) for m in mentions] == [
        ("mirna", "miR-21"),
        ("vesicle", "exosomes"),
    ]


def test_parse_marked_rejects_an_unclosed_mark():
    with pytest.raises(ValueError, match="Unbalanced mark"):
        parse_marked("{miR-21|mirna in exosomes.")
