import json

import pytest

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.bioc import read_bioc_json
from exominer.ingest.xml import read_xml

TABLE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<table><thead><tr><th>Cell</th><th>Dose</th></tr>'
    "</thead><tbody><tr><td>MCF-7</td><td>2 Gy</td></tr></tbody></table>"
)


def passage(text, **infons):
    return {"offset": 0, "infons": infons, "text": text}


def central(*passages):
    """A file as PubMed Central gives it: a list of collections."""
    document = {"id": "PMC1", "infons": {}, "passages": list(passages)}
    return [{"bioctype": "BioCCollection", "source": "PMC", "infons": {}, "documents": [document]}]


def read(content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_bioc_json(data, document="a.json", sha256="", settings=IngestConfig())


def test_read_bioc_gives_the_sections_of_pubmed_central_their_kinds():
    document = read(
        central(
            passage("On uptake", section_type="TITLE", type="front", kwd="dose cell"),
            passage("It rose.", section_type="ABSTRACT", type="abstract"),
            passage("What we did", section_type="METHODS", type="title_1"),
            passage("Cells.", section_type="METHODS", type="paragraph"),
            passage("Cells inside", section_type="METHODS", type="title_2"),
            passage("More.", section_type="METHODS", type="paragraph"),
            passage("Fig. 1 Uptake.", section_type="FIG", type="fig_caption", id="F1"),
            passage("No interest.", section_type="COMP_INT", type="footnote"),
        )
    )

    assert (document.format, document.title) == ("bioc", "On uptake")
    assert [(s.kind, s.title) for s in document.sections] == [
        ("title", "On uptake"),
        ("abstract", ""),
        ("methods", "What we did"),
        ("methods", "Cells inside"),
        ("caption", "Fig. 1"),
        ("back", ""),
    ]
    assert [piece.text for piece in document.dropped] == ["dose cell"]


def test_read_bioc_makes_one_table_of_its_passages():
    document = read(
        central(
            passage("Text.", section_type="RESULTS", type="paragraph"),
            passage("Doses given", section_type="TABLE", type="table_title_caption", id="T2"),
            passage("Cell\tDose", section_type="TABLE", type="table", id="T2", xml=TABLE),
            passage("Gy: gray", section_type="TABLE", type="table_footnote", id="T2"),
        )
    )

    (table,) = document.tables
    assert (table.label, table.confidence, table.footnote) == ("Table 2", 1.0, "Gy: gray")
    assert table.abbreviations == (("Gy", "gray"),)
    assert document.text[table.caption_start : table.caption_end] == "Table 2 Doses given"
    assert document.text[table.start : table.end] == "Cell\tDose\nMCF-7\t2 Gy"


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param("", id="none"),
        pytest.param("<table><tr>", id="broken"),
        pytest.param("<!DOCTYPE t [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><t>&c;</t>", id="bomb"),
    ],
)
def test_read_bioc_reads_a_flattened_table_where_its_xml_does_not_serve(xml):
    text = "Cell\tDose\t \tMCF-7\t2 Gy"

    document = read(central(passage(text, section_type="TABLE", type="table", id="x", xml=xml)))

    (table,) = document.tables
    assert document.text[table.start : table.end] == "Cell\tDose\nMCF-7\t2 Gy"
    assert table.confidence < 1


def test_read_bioc_reads_references():
    infons = {"name_0": "surname:Roe;given-names:J", "name_1": "surname:Poe;given-names:A"}
    more = {"source": "J Test", "year": "2011", "volume": "3", "fpage": "4", "pub-id_pmid": "12"}

    document = read(
        central(
            passage("Text.", section_type="RESULTS", type="paragraph"),
            passage("A title", section_type="REF", type="ref", **infons, **more),
        )
    )

    (reference,) = document.references
    assert reference.text == "Roe J, Poe A. A title. J Test. 2011. 3:4."
    assert (reference.pmid, reference.year, reference.number) == ("12", "2011", 1)
    assert document.text == "Text."


ABSTRACT = {
    "id": 7,
    "_id": "7|None",
    "passages": [
        {**passage("Uptake.", type="title"), "annotations": [{"id": "1", "locations": []}]},
        passage("It rose.", type="abstract"),
    ],
}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"PubTator3": [ABSTRACT]}, id="pubtator-3"),
        pytest.param({"source": "PubTator", "documents": [ABSTRACT]}, id="collection"),
        pytest.param(ABSTRACT, id="bare-document"),
        pytest.param(json.dumps(ABSTRACT).encode() + b"\n" * 2, id="json-lines"),
        pytest.param(b"\xef\xbb\xbf" + json.dumps([ABSTRACT]).encode(), id="byte-order-mark"),
    ],
)
def test_read_bioc_reads_every_wrapper(content):
    document = read(content)

    assert document.text == "Uptake.\n\nIt rose."
    assert [s.kind for s in document.sections] == ["title", "abstract"]


def test_read_bioc_xml_reads_sentences_where_passages_have_no_text():
    xml = (
        "<!DOCTYPE collection SYSTEM 'BioC.dtd'><collection><document><id>7</id><passage>"
        "<infon key='type'>abstract</infon><offset>0</offset><sentence><offset>0</offset><text>"
        "It rose.</text></sentence><sentence><offset>9</offset><text>It fell.</text></sentence>"
        "</passage></document></collection>"
    )

    document = read_xml(xml.encode(), document="a.xml", sha256="", settings=IngestConfig())

    assert (document.format, document.text) == ("bioc", "It rose. It fell.")


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        pytest.param(b"{", "corrupt", "is no JSON", id="no-json"),
        pytest.param(b"[" * 100_000, "corrupt", "is no JSON", id="deep"),
        pytest.param({"name": 1}, "corrupt", "the keys 'name'", id="other-json"),
        pytest.param([1], "corrupt", "no BioC: 1,", id="number"),
        pytest.param({"passages": [{"offset": "x"}]}, "corrupt", "Expected `int`", id="type"),
        pytest.param({"documents": []}, "empty", "without text", id="no-document"),
        pytest.param(central(passage("", type="title")), "empty", "without text", id="no-text"),
    ],
)
def test_read_bioc_says_why_a_file_has_no_text(content, status, words):
    with pytest.raises(DocumentError, match=words) as caught:
        read(content)

    assert caught.value.status == status
