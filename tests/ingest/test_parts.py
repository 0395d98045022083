import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exominer.config import IngestConfig
from exominer.ingest.inputs import find_inputs
from exominer.ingest.parts import find_parts
from exominer.ingest.read import read_document


def record(pmid, text):
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><ArticleTitle>{text}</ArticleTitle>"
        f"</MedlineCitation ></PubmedArticle >"
    )


def write(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read_all(path):
    return {
        paper.document: read_document(
            paper.path, document=paper.document, settings=IngestConfig(), part=paper.part
        )
        for paper in find_inputs([str(path)]).inputs
    }


def test_find_inputs_gives_each_record_of_a_set_a_name_and_a_text_of_its_own(tmp_path):
    records = record(11, "Größe &lt; 2.") + "<!-- </PubmedArticle> -->" + record(12, "It rose.")
    write(
        tmp_path / "set.xml", f"<?xml version='1.0'?><PubmedArticleSet>{records}</PubmedArticleSet>"
    )

    documents = read_all(tmp_path)

    assert {name: (d.text, d.status) for name, d in documents.items()} == {
        "set.xml#11": ("Größe < 2.", "ok"),
        "set.xml#12": ("It rose.", "ok"),
    }
    assert len({d.sha256 for d in documents.values()}) == 2


def test_read_document_of_a_part_has_the_same_hash_whatever_stands_beside_it(tmp_path):
    alone = f"<PubmedArticleSet>{record(1, 'A.')}{record(2, 'B.')}</PubmedArticleSet>"
    more = f"<PubmedArticleSet>{record(0, 'C.')}{record(2, 'B.')}</PubmedArticleSet>"
    first, second = write(tmp_path / "a.xml", alone), write(tmp_path / "b.xml", more)

    assert read_all(first)["a.xml#2"].sha256 == read_all(second)["b.xml#2"].sha256


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.xml", f"<PubmedArticleSet>{record(1, 'A.')}</PubmedArticleSet>", id="one"),
        pytest.param("a.xml", "<article><sub-article/><article/></article>", id="article"),
        pytest.param("a.xml", "<PubmedArticleSet>" + record(1, "A.") * 2, id="cut-off"),
        pytest.param("a.xml", b"\x00\x01", id="no-xml"),
        pytest.param("a.json", "{}", id="no-bioc"),
        pytest.param("a.json", "[" * 100_000, id="deep"),
        pytest.param(
            "a.xml",
            "<!DOCTYPE s [<!ENTITY x 'y'>]><PubmedArticleSet>"
            f"{record(1, '&x;')}{record(2, 'B.')}</PubmedArticleSet>",
            id="own-entities",
        ),
    ],
)
def test_find_parts_gives_none_where_the_file_is_one_document(tmp_path, name, content):
    assert find_parts(write(tmp_path / name, content)) == []


def test_find_parts_names_records_apart(tmp_path):
    records = "".join(map(record, ["1", "1", "../../x", "y" * 500], "ABCD")) + "<PubmedArticle/>"
    path = write(tmp_path / "a.xml", f"<PubmedArticleSet>{records}</PubmedArticleSet>")

    names = [name for name, _ in find_parts(path)]

    assert names == ["1", "1-2", ".._.._x", "y" * 80, "part-5"]


def test_find_inputs_cuts_articles_whose_namespaces_stand_further_out(tmp_path):
    articles = "".join(
        f"<article><front><article-meta><article-id pub-id-type='doi'>10.1/{i}</article-id>"
        f"<article-id pub-id-type='pmc'>{i}</article-id></article-meta></front><body><p>"
        f"<x:a x:b='1'>Text</x:a> {i}: &nbsp;<m:math><m:mi>y</m:mi></m:math></p></body></article>"
        for i in (1, 2)
    )
    outer = "<set xmlns='urn:s' xmlns:x='urn:x' xmlns:m='urn:m'>"
    path = write(tmp_path / "a.xml", f"<!DOCTYPE set SYSTEM 'a.dtd'>{outer}{articles}</set>")

    texts = {name: document.text for name, document in read_all(path).items()}

    assert texts == {"a.xml#1": "Text 1: y", "a.xml#2": "Text 2: y"}


def test_find_inputs_cuts_a_file_in_another_encoding(tmp_path):
    xml = f"<?xml version='1.0' encoding='ISO-8859-1'?><s>{record(1, 'Köln')}{record(2, 'é')}</s>"
    path = write(tmp_path / "a.xml", xml, "latin-1")

    assert [document.text for document in read_all(path).values()] == ["Köln", "é"]


def document_of(number, text):
    return {"id": str(number), "passages": [{"infons": {"type": "title"}, "text": text}]}


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda documents: json.dumps({"documents": documents}), id="collection"),
        pytest.param(
            lambda documents: json.dumps({"PubTator3": documents}, indent=1), id="pubtator"
        ),
        pytest.param(
            lambda documents: json.dumps([{"documents": [each]} for each in documents]), id="lists"
        ),
        pytest.param(lambda documents: "\n".join(map(json.dumps, documents)), id="lines"),
    ],
)
def test_find_inputs_cuts_bioc_json(tmp_path, wrap):
    documents = [document_of(1, "Größe"), document_of(2, "Größe"), document_of(3, "It rose.")]
    path = write(tmp_path / "a.json", wrap(documents))

    assert {name: d.text for name, d in read_all(path).items()} == {
        "a.json#1": "Größe",
        "a.json#2": "Größe",
        "a.json#3": "It rose.",
    }


def test_find_inputs_cuts_bioc_xml(tmp_path):
    documents = "".join(
        f"<document><id>{i}</id><passage><offset>0</offset><text>T{i}</text></passage></document>"
        for i in (1, 2)
    )
    path = write(tmp_path / "a.xml", f"<collection><source>s</source>{documents}</collection>")

    assert {name: d.text for name, d in read_all(path).items()} == {
        "a.xml#1": "T1",
        "a.xml#2": "T2",
    }


@settings(deadline=None)
@given(st.lists(st.text("aé<&]>- \n", min_size=1, max_size=20), min_size=2, max_size=5))
def test_parts_cover_the_records_whatever_they_hold(tmp_path_factory, texts):
    escaped = [t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for t in texts]
    xml = "".join(record(i, text) for i, text in enumerate(escaped))
    path = write(tmp_path_factory.mktemp("parts") / "a.xml", f"<s>{xml}</s>")

    parts = find_parts(path)

    assert b"".join(part.read(path) for _, part in parts) == xml.encode()
