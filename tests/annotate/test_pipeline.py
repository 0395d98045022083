import itertools
import json

import msgspec
import pytest
import spacy
from spacy.tokens import Doc

from exominer.annotate.pipeline import load_pipeline
from exominer.errors import ModelError
from exominer.records import Document, Sentence

TEXTS = (
    "Exosomes from irradiated cells slowed the proliferation of recipient cells.",
    "miR-21 was transferred by exosomes to bystander cells,\nwhere it suppressed BCL2.",
    "",
    "BRCA1 was lost in HeLa cells.",
)


def _document(texts=TEXTS):
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(start, start + len(text)))
        start += len(text) + 1
    return Document(
        document="d.txt",
        sha256="",
        format="text",
        text=" ".join(texts) + " ",
        sentences=tuple(sentences),
    )


@spacy.Language.component("says_cell", assigns=["doc.ents"])
def _says_cell(doc: Doc) -> Doc:
    doc.ents = [*doc.ents, *(doc.char_span(7, 17, label="Cell") for _ in range(len(doc) > 3))]
    return doc


@spacy.Language.component("says_line", assigns=["doc.ents"])
def _says_line(doc: Doc) -> Doc:
    # Fails if it were shown the mentions of the recogniser before it.
    doc.ents = [*doc.ents, doc.char_span(7, 11, label="Line"), doc.char_span(0, 3, label="Other")]
    return doc


def _write_model(folder, kinds, pipes=("says_cell", "says_line"), **fields):
    nlp = spacy.blank("en")
    for name in pipes:
        nlp.add_pipe(name)
    nlp.to_disk(folder)
    summary = {"kind": "recogniser", "name": "m", "version": "1", "kinds": kinds, **fields}
    (folder / "model.json").write_text(json.dumps(summary), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shipped():
    return load_pipeline()


def test_annotate_gives_tokens_in_document_offsets(shipped):
    document = _document()

    tokens, _ = shipped.annotate(document)

    assert tokens
    assert all(document.text[token.start : token.end] == token.text for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert not any(token.text.isspace() for token in tokens)


def test_annotate_gives_heads_within_the_sentence(shipped):
    document = _document()

    tokens, _ = shipped.annotate(document)

    for sentence in document.sentences:
        inside = [
            i for i, token in enumerate(tokens) if sentence.start <= token.start < sentence.end
        ]
        assert all(tokens[i].head in inside for i in inside)
        roots = [i for i in inside if tokens[i].head == i]
        assert len(roots) == (1 if inside else 0)


def test_annotate_parses_an_active_and_a_passive_clause(shipped):
    tokens, _ = shipped.annotate(_document())

    arcs = {(token.text, token.dep, tokens[token.head].text) for token in tokens}

    assert {
        ("Exosomes", "nsubj", "slowed"),
        ("proliferation", "dobj", "slowed"),
        ("by", "agent", "transferred"),
        ("BCL2", "dobj", "suppressed"),
    } <= arcs


def test_annotate_marks_auxiliaries(shipped):
    tokens, _ = shipped.annotate(_document())

    assert [token.pos for token in tokens if token.text == "was"] == ["AUX", "AUX"]


def test_annotate_does_not_depend_on_the_batch_size(shipped):
    document = _document(TEXTS * 5)

    results = [shipped.annotate(document, batch_size=size) for size in (1, 3, 64)]

    assert results[0] == results[1] == results[2]


def test_annotate_of_no_sentences_is_empty(shipped):
    assert shipped.annotate(_document(())) == ((), ())


def test_annotate_gives_mentions_that_do_not_overlap(shipped):
    document = _document()

    _, mentions = shipped.annotate(document)

    assert mentions
    assert all(document.text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param(
            {"says_line": {"Line": "cell_line"}, "says_cell": {"Cell": "cell_type"}},
            [("cell_line", "HeLa")],
            id="line-first",
        ),
        pytest.param(
            {"says_cell": {"Cell": "cell_type"}, "says_line": {"Line": "cell_line"}},
            [("cell_type", "HeLa cells")],
            id="cell-first",
        ),
    ],
)
def test_annotate_believes_the_recogniser_that_stands_first(tmp_path, kinds, expected):
    pipeline = load_pipeline(_write_model(tmp_path / "m", kinds))

    _, mentions = pipeline.annotate(_document(("Our TP HeLa cells",)))

    # The label "Other" maps to no kind and is dropped.
    assert [(mention.kind, mention.text) for mention in mentions] == expected
    assert {mention.source for mention in mentions} == {"model"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda folder: folder / "none", "no such folder", id="missing"),
        pytest.param(lambda folder: folder, r"no model\.json in it", id="no-summary"),
        pytest.param(
            lambda folder: _write_model(folder / "m", {}, kind="relations"),
            "a model of kind 'relations'",
            id="other-kind",
        ),
        pytest.param(
            lambda folder: _write_model(folder / "m", {"ner": {"A": "disease"}}),
            "recognisers that the pipeline lacks: ner",
            id="unknown-recogniser",
        ),
        pytest.param(
            lambda folder: _write_model(folder / "m", {"says_line": {"A": "nonsense"}}),
            "Invalid enum value 'nonsense'",
            id="unknown-kind",
        ),
    ],
)
def test_load_pipeline_says_what_is_wrong_with_a_folder(tmp_path, make, message):
    with pytest.raises(ModelError, match=message):
        load_pipeline(make(tmp_path))


def test_load_pipeline_says_that_spacy_cannot_load_it(tmp_path):
    folder = _write_model(tmp_path / "m", {})
    (folder / "config.cfg").unlink()

    with pytest.raises(ModelError, match="can't load it"):
        load_pipeline(folder)


def test_summary_of_the_shipped_model_names_known_kinds(shipped):
    assert shipped.summary.kind == "recogniser"
    assert msgspec.json.encode(shipped.summary.kinds)


def test_without_a_recogniser_the_others_keep_theirs(tmp_path):
    kinds = {"says_line": {"Line": "cell_line"}, "says_cell": {"Cell": "cell_type"}}
    pipeline = load_pipeline(_write_model(tmp_path / "m", kinds))
    document = _document(("The II HeLa cells rose.",))

    _, first = pipeline.annotate(document)
    _, second = pipeline.without("says_line").annotate(document)

    assert [mention.kind for mention in first] == ["cell_line"]
    assert [mention.kind for mention in second] == ["cell_type"]


def test_doubled_blanks_change_neither_parse_nor_mentions(shipped):
    once = "Exosomes of HeLa cells slowed the growth of A549 cells."
    twice = once.replace(" ", " \n ")

    tokens, mentions = shipped.annotate(_document([once]))
    spread, found = shipped.annotate(_document([twice]))

    assert [(t.text, t.dep, t.head) for t in spread] == [(t.text, t.dep, t.head) for t in tokens]
    assert all(twice[t.start : t.end] == t.text for t in spread)
    assert [(m.kind, m.text.split()) for m in found] == [(m.kind, m.text.split()) for m in mentions]


def test_a_name_with_doubled_blanks_is_one_token_where_it_is_asked_for(shipped):
    text = "The  miR-21-5p of exosomes  rose."
    start = text.index("miR")

    tokens, _ = shipped.annotate(_document([text]), whole=[(start, start + 9)])

    assert "miR-21-5p" in {text[t.start : t.end] for t in tokens}
