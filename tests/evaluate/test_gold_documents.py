import json

import pytest
from msgspec import structs

from exominer.corpus import AnnotatedGold, AuthoredSource, hash_text, write_gold
from exominer.errors import InputError
from exominer.evaluate.claims import judge_claim_slots
from exominer.evaluate.gold_documents import read_gold_set, read_prediction
from exominer.export.rows import mention_rows
from exominer.export.tables import write_mentions_csv
from exominer.jsonl import write_jsonl
from exominer.records import Relation
from exominer.run.ledger import open_ledger
from exominer.run.outcome import Outcome
from tests.evaluate.evaluate_claims import make_claim
from tests.evaluate.evaluate_documents import annotate


def corpus_document(name, split, pmid=""):
    annotated = annotate("{miR-21|mirna} rose", name=name).annotated
    text = annotated.document.text
    return AnnotatedGold(
        id=name, sort="abstract", negative=None, split=split, source=AuthoredSource(), title="",
        sha256=hash_text(text), text=text, pmid=pmid, annotated=annotated, claims=(),
    )  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "documents.jsonl"
    parts = [corpus_document("W1", "dev"), corpus_document("A2", "dev", pmid="7")]
    write_gold([*parts, corpus_document("W3", "train")], path)
    return path


def test_read_gold_set_takes_a_part_and_says_what_is_left_out(corpus):
    gold = read_gold_set(corpus, split="dev")

    assert [document.id for document in gold.documents] == ["W1"]
    assert gold.left_out == ("A2: no abstract of PMID 7",)
    assert gold.documents[0].has_relations


@pytest.mark.parametrize("form", ["folder", "csv"])
def test_read_gold_set_joins_texts_by_pmid(corpus, tmp_path, form):
    texts = tmp_path / "texts.csv"
    if form == "csv":
        texts.write_text("pmid,abstract\n7,miR-21 rose\n", encoding="utf-8")
    else:
        texts = tmp_path / "texts"
        texts.mkdir()
        (texts / "7.txt").write_text("miR-21 rose", encoding="utf-8")

    gold = read_gold_set(corpus, split="dev", texts=texts)

    assert [document.id for document in gold.documents] == ["W1", "A2"]
    assert gold.left_out == ()


def test_read_gold_set_leaves_out_a_text_that_has_changed(corpus, tmp_path):
    (tmp_path / "texts.csv").write_text("pmid,abstract\n7,miR-21 fell\n", encoding="utf-8")

    gold = read_gold_set(corpus, texts=tmp_path / "texts.csv")

    assert gold.left_out == ("A2: the abstract of PMID 7 has another checksum",)


@pytest.mark.parametrize(
    ("split", "message"),
    [pytest.param("tset", "part 'tset'. Its parts: dev, train", id="unknown-part")],
)
def test_read_gold_set_names_the_parts_there_are(corpus, split, message):
    with pytest.raises(InputError, match=message):
        read_gold_set(corpus, split=split)


def test_read_gold_set_says_when_no_document_has_a_text(tmp_path):
    write_gold([corpus_document("A2", "dev", pmid="7")], tmp_path / "gold.jsonl")

    with pytest.raises(
        InputError, match="none of 1 documents has its text, the first: A2: no abstract"
    ):
        read_gold_set(tmp_path / "gold.jsonl")


def test_read_gold_set_has_no_parts_of_documents_with_claims(tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"id": "D1", "gold": []}\n')

    with pytest.raises(InputError, match="belong to no part"):
        read_gold_set(tmp_path / "gold.jsonl", split="dev")


def test_read_prediction_takes_claims_alone_from_a_file(tmp_path):
    bare = structs.replace(make_claim("a", "b", "c"), evidence=())
    write_jsonl([make_claim("a", "b", "c", document="sub/D1.txt"), bare], tmp_path / "claims.jsonl")

    found = read_prediction(tmp_path / "claims.jsonl")

    assert list(found.documents) == ["D1"]
    assert not found.documents["D1"].has_mentions
    assert found.n_without_evidence == 1


def test_read_prediction_takes_mentions_and_texts_from_a_run(tmp_path):
    """A run's folder as its own writers write it; a text like a formula is read back whole."""
    annotated = annotate("{-9a|mirna} rose", name="D1").annotated
    outcome = Outcome(
        "D1.txt", "0", "0", "ok", text=annotated.document.text, mentions=mention_rows(annotated)
    )
    with open_ledger(tmp_path / "run.sqlite") as ledger:
        ledger.save(outcome)
    write_mentions_csv(outcome.mentions, tmp_path / "mentions.csv")
    write_jsonl([], tmp_path / "claims.jsonl")

    (document,) = read_prediction(tmp_path).documents.values()

    assert document.has_mentions
    assert document.mentions == annotated.mentions
    assert document.document.text == "-9a rose"


def test_read_prediction_says_which_line_of_mentions_is_wrong(tmp_path):
    (tmp_path / "mentions.csv").write_text("document,kind,start\nD1.txt,gene,x\n")
    (tmp_path / "run.sqlite").touch()
    write_jsonl([], tmp_path / "claims.jsonl")

    with pytest.raises(InputError, match=r"mentions\.csv:2: no kind of mention is called 'gene'"):
        read_prediction(tmp_path)


def test_read_prediction_takes_gold_documents_for_a_second_annotation(tmp_path):
    (tmp_path / "second.jsonl").write_text(json.dumps({"id": "D1", "gold": []}))

    assert list(read_prediction(tmp_path / "second.jsonl").documents) == ["D1"]


def test_read_gold_set_says_which_relation_hangs_in_the_air(tmp_path):
    document = corpus_document("W1", "dev")
    arcs = (Relation("R1", "cargo", "T1", "T9"),)
    annotated = structs.replace(document.annotated, relations=arcs)
    write_jsonl([structs.replace(document, annotated=annotated)], tmp_path / "gold.jsonl")

    with pytest.raises(InputError, match="W1: relation R1 names the mention T9, which is not"):
        read_gold_set(tmp_path / "gold.jsonl")


def test_read_gold_set_says_which_mention_covers_other_words(tmp_path):
    document = corpus_document("W1", "dev")
    (mention,) = document.annotated.mentions
    moved = structs.replace(document.annotated, mentions=(structs.replace(mention, start=1),))
    write_jsonl([structs.replace(document, annotated=moved)], tmp_path / "gold.jsonl")

    with pytest.raises(InputError, match="W1: mention T1 covers 'iR-21', not 'miR-21'"):
        read_gold_set(tmp_path / "gold.jsonl")


def test_read_prediction_refuses_two_documents_of_one_name(tmp_path):
    with open_ledger(tmp_path / "run.sqlite") as ledger:
        ledger.save(Outcome("a/D1.txt", "0", "0", "ok", text="x"))
        ledger.save(Outcome("b/D1.txt", "0", "0", "ok", text="y"))
    write_mentions_csv([], tmp_path / "mentions.csv")
    write_jsonl([], tmp_path / "claims.jsonl")

    with pytest.raises(InputError, match="two documents of the run are called D1"):
        read_prediction(tmp_path)


def test_read_gold_set_tells_slots_that_were_not_annotated(tmp_path):
    claim = dict.fromkeys(("cargo", "donor_cell", "recipient_cell"), ())
    claim |= {"effect": "rose", "effect_direction": "increase", "polarity": "asserted"}
    claim["claim_type"] = "uptake"
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "D1", "gold": [claim]}))
    (gold,) = read_gold_set(tmp_path / "gold.jsonl").documents

    judged = {judgement.gold.kind for judgement in judge_claim_slots(gold, gold)}

    assert gold.unsaid == {"finding", "study model"}
    assert judged == {"kind", "direction", "polarity"}
