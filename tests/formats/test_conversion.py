import json

import pytest

from exominer.errors import InputError
from exominer.formats.conversion import (
    READERS,
    WRITERS,
    ConversionOptions,
    convert,
    find_format,
    find_out_format,
)

PUBTATOR = "7|t|U87 vesicles.\n7|a|They grew.\n7\t0\t3\tU87\tCellLine\tCVCL_0022\n\n"


def write(folder, name, content):
    path = folder / name
    path.write_text(content)
    return path


def test_every_format_is_read_and_written():
    assert list(READERS) == list(WRITERS)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("a.txt", PUBTATOR, "pubtator", id="pubtator"),
        pytest.param("a.tsv", "7\t0\t3\tU87\tCellLine\tC\n", "pubtator", id="without-text"),
        pytest.param("a.xml", "<?xml version='1.0'?><collection/>", "bioc-xml", id="bioc-xml"),
        pytest.param("a.json", '{"source": "", "documents": []}', "bioc-json", id="bioc-json"),
        pytest.param("a.json", '[{"id": 1, "data": {"text": "a"}}]', "label-studio", id="tasks"),
        pytest.param("a.jsonl", '{"text": "a", "spans": []}\n', "prodigy", id="prodigy"),
        pytest.param("a.jsonl", '{"id": "", "annotated": 0, "claims": []}', "jsonl", id="ours"),
        pytest.param("a.ann", "", "brat", id="brat"),
    ],
)
def test_find_format_tells_by_ending_and_content(tmp_path, name, content, expected):
    assert find_format(write(tmp_path, name, content)) == expected


def test_find_format_takes_a_folder_or_a_text_with_annotations_for_brat(tmp_path):
    path = write(tmp_path, "a.txt", "Text.")
    write(tmp_path, "a.ann", "")

    assert (find_format(tmp_path), find_format(path)) == ("brat", "brat")


def test_find_out_format_asks_where_the_ending_says_nothing(tmp_path):
    assert find_out_format(tmp_path / "out") == "brat"
    with pytest.raises(InputError, match="Give --to"):
        find_out_format(tmp_path / "a.docx")


def test_convert_counts_and_renames_kinds(tmp_path):
    source = write(tmp_path, "a.txt", PUBTATOR)
    options = ConversionOptions(kinds={"CellLine": "cell_line"})

    done = convert(source, tmp_path / "new" / "b.jsonl", options)

    assert (done.source, done.target, done.n_documents, done.n_mentions) == (
        "pubtator",
        "jsonl",
        1,
        1,
    )
    made = json.loads((tmp_path / "new" / "b.jsonl").read_text())
    annotated = made["annotated"]
    assert (made["pmid"], annotated["mentions"][0]["kind"]) == ("7", "cell_line")
    assert [(s["start"], s["end"]) for s in annotated["document"]["sentences"]] == [
        (0, 13),
        (14, 24),
    ]


def test_convert_names_a_kind_to_rename_that_nothing_has(tmp_path):
    source = write(tmp_path, "a.txt", PUBTATOR)

    done = convert(source, tmp_path / "b.xml", ConversionOptions(kinds={"Cell": "cell_line"}))

    assert "--kind Cell: nothing is of this kind; the kinds are CellLine" in done.notes


def test_convert_refuses_to_write_over_what_it_reads(tmp_path):
    source = write(tmp_path, "a.txt", PUBTATOR)

    with pytest.raises(InputError, match="IN and OUT are the same"):
        convert(source, tmp_path / "." / "a.txt", ConversionOptions(target="brat"))
    assert source.read_text() == PUBTATOR


def test_convert_says_what_a_format_has_no_place_for(tmp_path):
    source = write(tmp_path, "a.txt", PUBTATOR)

    done = convert(source, tmp_path / "b.jsonl", ConversionOptions())

    assert done.notes == (
        "left out, as the format has no place for it: mentions of the kind 'CellLine' "
        "(--kind CellLine=... keeps them) (1)",
    )


def test_convert_leaves_out_documents_without_the_text_that_a_format_needs(tmp_path):
    source = write(tmp_path, "a.tsv", "7\t0\t3\tU87\tCellLine\tC\n")

    done = convert(source, tmp_path / "b.xml", ConversionOptions())

    assert (done.n_documents, done.notes) == (
        0,
        ("7: left out, as bioc-xml needs the text (--texts)",),
    )


def test_convert_joins_texts_that_differ_and_lists_what_it_cannot_place(tmp_path):
    annotations = "7\t0\t3\tU87\tCellLine\tC\n7\t4\t9\tgreen\tColour\t\n"
    source = write(tmp_path, "a.tsv", annotations)
    write(tmp_path, "7.txt", "The U87 cells.")

    done = convert(source, tmp_path / "out", ConversionOptions(texts_path=tmp_path))

    assert (tmp_path / "out" / "7.ann").read_text().startswith("T1\tCellLine 4 7\tU87\n")
    assert done.notes[1] == "7: T2 'green' (4-9) can't be placed"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(
            {"source": "word"}, "no format 'word'. The formats are jsonl, brat", id="from"
        ),
        pytest.param({"target": "word"}, "--to: no format 'word'", id="to"),
    ],
)
def test_convert_names_the_formats_it_knows(tmp_path, options, words):
    source = write(tmp_path, "a.txt", PUBTATOR)

    with pytest.raises(InputError, match=words):
        convert(source, tmp_path / "b.xml", ConversionOptions(**options))


def test_convert_says_that_an_input_is_missing_or_unlike_any_format(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        convert(tmp_path / "no.xml", tmp_path / "b.xml", ConversionOptions())
    with pytest.raises(InputError, match="looks like none"):
        convert(write(tmp_path, "a.bin", "what"), tmp_path / "b.xml", ConversionOptions())
