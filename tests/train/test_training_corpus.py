import hashlib

import msgspec
import pytest

from exominer.corpus import write_gold
from exominer.errors import InputError
from exominer.train.training_corpus import is_marked_by_hand, read_training_corpus
from tests.train.gold_documents import make_gold


def _write(path, documents):
    write_gold(documents, path)
    return path


def _ids(documents):
    return {document.id for document in documents}


def test_read_training_corpus_keeps_the_parts_that_documents_name(tmp_path):
    documents = [make_gold(f"T{i}", split="train") for i in range(20)]
    documents += [make_gold("D1", split="dev"), make_gold("X1", split="test")]
    path = _write(tmp_path / "a.jsonl", documents)

    corpus = read_training_corpus([path], texts=None)

    assert _ids(corpus.held_out) == {"D1"}
    assert _ids(corpus.train) | _ids(corpus.validation) == {f"T{i}" for i in range(20)}
    assert 0 < len(corpus.validation) < 8
    assert corpus.left_out == ("1 documents of a test part",)
    assert corpus.checksums == {"a.jsonl": hashlib.sha256(path.read_bytes()).hexdigest()}


def test_read_training_corpus_holds_out_the_same_documents_when_more_come(tmp_path):
    few, many = ([make_gold(f"N{i}") for i in range(n)] for n in (30, 90))

    first = read_training_corpus([_write(tmp_path / "few.jsonl", few)], texts=None)
    second = read_training_corpus([_write(tmp_path / "many.jsonl", many)], texts=None)

    assert 0 < len(first.held_out) < 15
    assert _ids(first.held_out) <= _ids(second.held_out)
    assert not _ids(first.train) & _ids(second.held_out)


def test_read_training_corpus_takes_the_later_of_two_annotations_of_a_text(tmp_path):
    old, new = make_gold("A1", split="train"), make_gold("A1", split="train", kind="antigen")
    paths = [_write(tmp_path / "old.jsonl", [old]), _write(tmp_path / "new.jsonl", [new])]

    corpus = read_training_corpus(paths, texts=None)

    [document] = (*corpus.train, *corpus.validation)
    assert document.annotated.mentions[0].kind == "antigen"


def test_read_training_corpus_names_documents_without_their_text(tmp_path):
    abstract = msgspec.structs.replace(make_gold("P1", split="train"), pmid="123", text=None)
    documents = [abstract, *(make_gold(f"T{i}", split="train") for i in range(9))]
    folder = tmp_path / "mine"
    folder.mkdir()
    _write(folder / "a.jsonl", documents)

    corpus = read_training_corpus([folder], texts=None)

    assert corpus.left_out == ("P1: no abstract of PMID 123",)


def test_read_training_corpus_refuses_a_folder_without_annotations(tmp_path):
    with pytest.raises(InputError, match=r"no \.jsonl file"):
        read_training_corpus([tmp_path], texts=None)


def test_read_training_corpus_refuses_to_train_on_nothing(tmp_path):
    path = _write(tmp_path / "a.jsonl", [make_gold("D1", split="dev")])

    with pytest.raises(InputError, match=r"no document to train on .* 1 held out"):
        read_training_corpus([path], texts=None)
    with pytest.raises(InputError, match="no annotations are named"):
        read_training_corpus([], texts=None)


def test_is_marked_by_hand_tells_mentions_that_a_recogniser_found():
    assert is_marked_by_hand(make_gold("A1"))
    assert not is_marked_by_hand(make_gold("A1", source="model"))
