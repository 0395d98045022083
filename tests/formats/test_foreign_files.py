"""Files as other tools write them, made up, and what is said of those that are no such files."""

import json

import bioc as bioc_library
import pytest
from bioc import biocjson, biocxml

from exominer.errors import InputError
from exominer.formats.annotated import Argument, Attribute, Span
from exominer.formats.bioc import read_bioc_json, read_bioc_xml
from exominer.formats.bioc_writing import write_bioc_json, write_bioc_xml
from exominer.formats.label_studio import read_label_studio
from exominer.formats.prodigy import read_prodigy
from exominer.formats.pubtator import read_pubtator, write_pubtator

PUBTATOR = """7|t|U87 vesicles.
7|a|They slow | growth.
7\t0\t3\tU87\tCellLine\tCVCL_0022
7\t4\t12\tvesicles\tCellularComponent\t
7\t26\t32\tgrowth\tProcess\tGO:1|GO:2\tgrowth|rise
7\tAssociation\tCVCL_0022\tGO:1\tNovel
7\tCotreat\tCVCL_0022\tGO:2

"""


def write(folder, content, name="a.txt"):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_read_pubtator_reads_mentions_and_relations_of_concepts(tmp_path):
    (document,) = read_pubtator(write(tmp_path, PUBTATOR)).documents

    assert document.text == "U87 vesicles.\nThey slow | growth."
    assert [(m.text, m.concept_id) for m in document.mentions] == [
        ("U87", "CVCL_0022"),
        ("vesicles", ""),
        ("growth", "GO:1|GO:2"),
    ]
    first = document.relations[0]
    assert (first.kind, first.attributes) == ("Association", (Attribute("novel", "Novel"),))
    assert first.arguments[1] == Argument("entity2", "GO:1", is_concept=True)


def test_write_pubtator_writes_the_lines_that_were_read(tmp_path):
    documents = read_pubtator(write(tmp_path, PUBTATOR)).documents

    assert write_pubtator(documents, tmp_path / "b.txt") == []
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == PUBTATOR


def test_read_pubtator_needs_no_empty_line_between_documents(tmp_path):
    documents = read_pubtator(write(tmp_path, "7|t|One.\n7|a|Two.\n8|t|Three.\n8|a|\n")).documents

    assert [(d.document, d.text) for d in documents] == [("7", "One.\nTwo."), ("8", "Three.\n")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("7\t0\t3\tU88\tCell\t1", "covers 'U87' but the file says 'U88'", id="words"),
        pytest.param("7\tBinds", "2 fields, a mention has 6", id="fields"),
    ],
)
def test_read_pubtator_names_the_line_it_cannot_read(tmp_path, line, words):
    with pytest.raises(InputError, match=f"a.txt:2: .*{words}"):
        read_pubtator(write(tmp_path, f"7|t|U87 vesicles.\n{line}\n"))


def bioc_passage(offset, text, *annotations):
    return {"offset": offset, "infons": {}, "text": text, "annotations": list(annotations)}


def annotation(name, offset, text, **infons):
    place = {"offset": offset, "length": len(text)}
    return {"id": name, "infons": infons, "text": text, "locations": [place]}


def test_read_bioc_counts_offsets_as_the_passages_do(tmp_path):
    passages = [
        bioc_passage(0, "Growth."),
        bioc_passage(5000, "It fell.", annotation("1", 5003, "fell", type="Process")),
    ]
    path = write(tmp_path, {"documents": [{"id": "7", "passages": passages}]})

    (document,) = read_bioc_json(path).documents

    assert (document.text, document.mentions[0].spans) == ("Growth.\nIt fell.", (Span(11, 15),))
    write_bioc_json([document], tmp_path / "b.json")
    made = json.loads((tmp_path / "b.json").read_bytes())["documents"][0]["passages"][1]
    assert (made["offset"], made["annotations"][0]["locations"][0]["offset"]) == (5000, 5003)


def test_read_bioc_names_fields_that_bioc_lacks(tmp_path):
    passage = {**bioc_passage(0, "It fell."), "accessions": []}
    path = write(tmp_path, {"PubTator3": [{"_id": "7|None", "id": "7", "passages": [passage]}]})

    assert read_bioc_json(path).notes == (
        f"{path}: fields that BioC does not have left out: _id (1), accessions (1)",
    )


def test_read_bioc_counts_annotations_without_a_place(tmp_path):
    passage = bioc_passage(0, "It fell.", {"id": "1", "infons": {"type": "MeSH"}, "locations": []})

    reading = read_bioc_json(write(tmp_path, {"id": "7", "passages": [passage]}))

    assert reading.documents[0].mentions == ()
    assert reading.notes[0].endswith("annotations without a location left out: 1")


def test_read_bioc_tells_annotations_and_relations_of_one_id_apart(tmp_path):
    passage = bioc_passage(0, "It fell.", annotation("1", 0, "It"), annotation("1", 3, "fell"))
    relation = {"id": "1", "infons": {"type": "Is"}, "nodes": [{"refid": "1", "role": "a"}]}
    path = write(tmp_path, {"id": "7", "passages": [passage], "relations": [relation]})

    (document,) = read_bioc_json(path).documents

    names = [m.mention_id for m in document.mentions] + [r.relation_id for r in document.relations]
    assert len(set(names)) == 3


def test_read_bioc_refuses_an_annotation_of_other_words(tmp_path):
    path = write(
        tmp_path, {"id": "7", "passages": [bioc_passage(0, "It.", annotation("1", 0, "Is"))]}
    )

    with pytest.raises(InputError, match="annotation 1 covers 'It' but the file says 'Is'"):
        read_bioc_json(path)


@pytest.mark.parametrize("name", ["xml", "json"])
def test_written_bioc_is_read_by_the_public_library(tmp_path, name):
    (document,) = read_pubtator(write(tmp_path, PUBTATOR)).documents
    path = tmp_path / f"b.{name}"
    {"xml": write_bioc_xml, "json": write_bioc_json}[name]([document], path)
    library = {"xml": biocxml, "json": biocjson}[name]

    with path.open(encoding="utf-8") as file:
        (read,) = library.load(file).documents

    mentions = [mention for passage in read.passages for mention in passage.annotations]
    assert [(m.text, m.total_span.offset) for m in mentions] == [
        (m.text, m.spans[0].start) for m in document.mentions
    ]
    assert [relation.infons["type"] for relation in read.relations] == ["Association", "Cotreat"]


def test_bioc_of_the_public_library_is_read(tmp_path):
    made = bioc_library.BioCDocument()
    made.id = "7"
    passage = bioc_library.BioCPassage.of_text("It fell.", 0)
    mention = bioc_library.BioCAnnotation()
    mention.id, mention.text, mention.infons["type"] = "T1", "fell", "Process"
    mention.add_location(bioc_library.BioCLocation(3, 4))
    passage.add_annotation(mention)
    made.add_passage(passage)
    collection = bioc_library.BioCCollection.of_documents(made)
    path = write(tmp_path, biocxml.dumps(collection), "a.xml")

    (document,) = read_bioc_xml(path).documents

    assert [(m.kind, m.text) for m in document.mentions] == [("Process", "fell")]


TASK = {
    "text": "U87 cells grew.",
    "spans": [
        {"start": 0, "end": 9, "label": "CELL", "token_start": 0, "token_end": 1},
        {"start": 10, "end": 14, "label": "PROCESS", "token_start": 2, "token_end": 2},
    ],
    "relations": [
        {"head": 2, "child": 1, "head_span": {"start": 10, "end": 14},
         "child_span": {"start": 0, "end": 9}, "label": "OF"}
    ],
    "meta": {"pmid": 7},
    "answer": "accept",
}  # fmt: skip


def test_read_prodigy_reads_tasks_and_counts_those_that_were_rejected(tmp_path):
    lines = "\n".join(map(json.dumps, [TASK, {**TASK, "answer": "reject"}]))

    reading = read_prodigy(write(tmp_path, lines, "a.jsonl"))

    (document,) = reading.documents
    assert (document.document, document.attribute("meta")) == ("7", {"pmid": 7})
    assert [(m.kind, m.text) for m in document.mentions] == [
        ("CELL", "U87 cells"),
        ("PROCESS", "grew"),
    ]
    assert document.relations[0].arguments == (Argument("head", "T2"), Argument("child", "T1"))
    assert "tasks with the answer 'reject' left out: 1" in reading.notes[0]


def label_studio(start, end, text="grew 😀 fast"):
    region = {"id": "ab", "from_name": "label", "to_name": "text", "type": "labels"}
    value = {"start": start, "end": end, "text": "fast", "labels": ["SPEED", "OTHER"]}
    choice = {
        "id": "ab",
        "from_name": "polarity",
        "type": "choices",
        "value": {"choices": ["negated"]},
    }
    result = [{**region, "value": value}, {**choice, "to_name": "text"}]
    other = {"result": [], "was_cancelled": False}
    return [{"id": 4, "data": {"text": text}, "annotations": [{"result": result}, other]}]


@pytest.mark.parametrize(
    "offsets", [pytest.param((7, 11), id="characters"), pytest.param((8, 12), id="utf-16")]
)
def test_read_label_studio_reads_regions_with_what_was_chosen_for_them(tmp_path, offsets):
    reading = read_label_studio(write(tmp_path, label_studio(*offsets), "a.json"))

    (mention,) = reading.documents[0].mentions
    assert (mention.text, mention.kind, mention.spans) == ("fast", "SPEED", (Span(7, 11),))
    assert mention.attributes == (
        Attribute("labels", ["SPEED", "OTHER"]),
        Attribute("polarity", "negated"),
    )
    assert "further annotations left out: 1" in reading.notes[0]


@pytest.mark.parametrize(
    ("read", "content"),
    [
        pytest.param(read_label_studio, "{}", id="label-studio"),
        pytest.param(read_label_studio, "[" * 100_000, id="label-studio-deep"),
        pytest.param(read_prodigy, '{"text":' + "[" * 100_000, id="prodigy-deep"),
        pytest.param(read_label_studio, label_studio(1, 5), id="label-studio-offset"),
        pytest.param(read_label_studio, [{"data": {}}], id="label-studio-no-text"),
        pytest.param(
            read_label_studio, [{"data": {"text": ""}, "meta": 7}], id="label-studio-meta"
        ),
        pytest.param(read_prodigy, {"text": "a", "spans": [7]}, id="prodigy-number"),
        pytest.param(read_prodigy, {"spans": []}, id="prodigy-no-text"),
        pytest.param(
            read_prodigy, {"text": "a", "spans": [{"start": 0, "end": 9}]}, id="prodigy-span"
        ),
        pytest.param(read_bioc_json, {"a": 1}, id="bioc"),
        pytest.param(read_bioc_xml, "<a/>", id="bioc-xml"),
    ],
)
def test_readers_say_in_one_line_what_is_wrong(tmp_path, read, content):
    with pytest.raises(InputError, match=r"a\.txt") as caught:
        read(write(tmp_path, content))

    assert "\n" not in str(caught.value)
