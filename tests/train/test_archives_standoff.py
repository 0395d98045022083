import pytest

from exominer.errors import InputError
from exominer.train.archives_standoff import (
    cut_into_samples,
    parse_mentions,
    read_standoff,
    split_sentences,
)
from exominer.train.samples import LabelledSpan

TEXT = "BRCA1 and 53BP1 in repair\nLoss of BRCA1 slows repair. Cells die.\n"


def test_parse_mentions_leaves_out_events_and_mentions_in_pieces():
    annotations = "T1\tgene 0 5\tBRCA1\nE1\tLoss:T1\nT2\tgene 0 5;10 15\tBRCA1 53BP1\n"

    assert parse_mentions(annotations, TEXT, document="d") == [LabelledSpan(0, 5, "gene")]


def test_parse_mentions_keeps_the_labels_asked_for():
    annotations = "T1\tgene 0 5\tBRCA1\nT2\tprocess 19 25\trepair\n"

    found = parse_mentions(annotations, TEXT, document="d", labels=frozenset({"process"}))

    assert found == [LabelledSpan(19, 25, "process")]


def test_parse_mentions_rejects_shifted_offsets_naming_the_line():
    with pytest.raises(InputError, match=r"^d:1: the mention covers 'RCA1 '"):
        parse_mentions("T1\tgene 1 6\tBRCA1\n", TEXT, document="d")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Cells die. Mice do not.", ["Cells die.", "Mice do not."], id="two"),
        pytest.param("TNF vs. IL-2 rose.", ["TNF vs. IL-2 rose."], id="vs"),
        pytest.param("In E. Coli it rose.", ["In E. Coli it rose."], id="initial"),
        pytest.param("Title\nText.", ["Title", "Text."], id="lines"),
        pytest.param("P = 0.05 here.", ["P = 0.05 here."], id="decimal"),
    ],
)
def test_split_sentences_ends_at_a_stop_before_a_capital(text, expected):
    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_cut_into_samples_counts_offsets_from_the_sentence():
    samples = list(cut_into_samples("d", TEXT, [LabelledSpan(34, 39, "gene")]))

    assert [sample.text[s.start : s.end] for sample in samples for s in sample.spans] == ["BRCA1"]


def test_read_standoff_reads_a_folder_in_order_of_names(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.a1").write_text("T1\tgene 0 5\tBRCA1\n", encoding="utf-8")

    samples = read_standoff(tmp_path, suffixes=(".a1",))

    assert [sample.document for sample in samples] == ["a", "a", "a", "b", "b", "b"]
    assert samples[0].spans == (LabelledSpan(0, 5, "gene"),)
