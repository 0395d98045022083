"""The annotations that ship: valid, placed, split by source."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from exominer.corpus import hash_text, read_gold_corpus
from exominer.ingest.sentences import split_sentences
from exominer.train.authored import read_authored
from exominer.train.authored_check import check_file
from exominer.train.authored_splits import SHARES, group_by_source

ANNOTATIONS = Path(__file__).resolve().parents[1] / "annotations"
FILES = sorted((ANNOTATIONS / "authored").glob("*/*.json"))
WRITTEN = [path for path in FILES if path.name.startswith("W")]
CORPUS = ANNOTATIONS / "documents.jsonl"
SPLITS = ANNOTATIONS / "splits.json"
DOCUMENTS = read_gold_corpus(CORPUS) if CORPUS.exists() else ()


def by_name(path):
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_authored_file_fits_the_schema(path):
    document = read_authored(path)

    assert document.id == path.stem
    assert bool(document.text) != bool(document.pmid)


@pytest.mark.parametrize("path", WRITTEN, ids=by_name)
def test_authored_file_has_no_error(path):
    problems = check_file(path, {}, split_sentences)

    assert [problem.text for problem in problems if problem.level == "error"] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_corpus_document_holds_its_offsets(document):
    mentions = {mention.mention_id: mention for mention in document.annotated.mentions}
    ends = [(relation.head, relation.tail) for relation in document.annotated.relations]

    assert all(head in mentions and tail in mentions for head, tail in ends)
    assert [frame.effect in mentions for frame in document.annotated.frames] == [True] * len(
        document.claims
    )
    if document.text is None:
        assert document.pmid
        assert {e.text for claim in document.claims for e in claim.evidence} <= {""}
        return
    text = document.text
    assert hash_text(text) == document.sha256
    assert all(text[m.start : m.end] == m.text for m in mentions.values())
    assert all(text[e.start : e.end] == e.text for c in document.claims for e in c.evidence)
    marked = [m for m in document.annotated.mentions if m.kind != "effect"]
    assert all(a.end <= b.start for a, b in pairwise(marked))


def test_splits_share_no_source():
    parts = json.loads(SPLITS.read_text(encoding="utf-8")) if SPLITS.exists() else {}
    documents = [read_authored(path) for path in FILES]

    torn = [
        [document.id for document in group]
        for group in group_by_source(documents)
        if len({parts[d.id] for d in group if d.id in parts}) > 1
    ]

    assert torn == []
    assert set(parts.values()) <= set(SHARES)


def test_corpus_says_the_part_that_the_splits_say():
    parts = json.loads(SPLITS.read_text(encoding="utf-8")) if SPLITS.exists() else {}

    assert {d.id: d.split for d in DOCUMENTS} == {d.id: parts.get(d.id, "") for d in DOCUMENTS}


def test_second_annotation_is_of_documents_of_the_corpus_and_as_bare():
    first = {document.id: document for document in DOCUMENTS}
    second = read_gold_corpus(ANNOTATIONS / "second.jsonl")

    assert len(second) == len(list((ANNOTATIONS / "second").glob("*/*.json")))
    for document in second:
        assert document.split == first[document.id].split
        assert document.sha256 == first[document.id].sha256
        assert (document.text is None) == bool(document.pmid)
