import re

import pytest

from exominer.annotate.foreign import LABELS, load_finder, read_foreign
from exominer.annotate.pipeline import load_pipeline
from exominer.errors import ModelError
from exominer.records import Document, Sentence
from tests.foreign_models import LABELS as SCISPACY
from tests.foreign_models import make_pipeline

TEXT = "Zubrin rose in glimmer cells of mice with melanoma."


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    """A pipeline that has learnt two words, with a tagger of its own."""
    folder = tmp_path_factory.mktemp("foreign") / "taught"
    make_pipeline("ner_made_up_md", n_steps=150).to_disk(folder)
    return folder


@pytest.fixture
def make_folder(tmp_path):
    """A pipeline that was taught nothing, with the labels of one of scispaCy's."""

    def make(name="ner_craft_md", **changes):
        folder = tmp_path / name
        make_pipeline(name, SCISPACY[name]).to_disk(folder)
        for old, new in changes.items():
            path = folder / "config.cfg"
            text = path.read_text()
            changed = re.sub(rf"(?m)^{old} = .*$", new, text, count=1)
            assert changed != text
            path.write_text(changed)
        return folder

    return make


def _document(text):
    return Document("d.txt", "", "text", text, sentences=(Sentence(0, len(text)),))


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        pytest.param(
            "ner_bionlp13cg_md",
            ("CELLULAR_COMPONENT", "IMMATERIAL_ANATOMICAL_ENTITY"),
            id="bionlp13cg",
        ),
        pytest.param("ner_craft_md", ("GO", "SO"), id="craft"),
        pytest.param("ner_jnlpba_md", (), id="jnlpba"),
        pytest.param("ner_bc5cdr_md", (), id="bc5cdr"),
    ],
)
def test_read_foreign_maps_the_labels_of_scispacy_and_names_the_others(make_folder, name, left_out):
    summary = read_foreign(make_folder(name))

    assert (summary.name, summary.version) == (f"en_{name}", "0.5.4")
    assert summary.labels_left_out == left_out
    assert set(summary.kinds) == set(SCISPACY[name]) - set(left_out)
    assert len(summary.kinds) >= 2


def test_labels_are_all_of_some_pipeline():
    known = {label.replace("-", "_") for labels in SCISPACY.values() for label in labels}

    assert set(LABELS) <= known


def test_a_foreign_recogniser_stands_in_for_the_kinds_it_knows(taught):
    pipeline = load_pipeline(taught)

    _, mentions = pipeline.annotate(_document(TEXT))

    # The made-up words are the foreign one's, organism and disease those of the shipped ones,
    # which would find genes and cells, too.
    assert [(m.kind, m.text) for m in mentions] == [
        ("gene_or_protein", "Zubrin"),
        ("cell_type", "glimmer cells"),
        ("organism", "mice"),
        ("disease", "melanoma"),
    ]
    kinds = pipeline.summary.kinds
    assert "cell_type" not in {
        k for n, own in kinds.items() if n != "foreign" for k in own.values()
    }


def test_a_foreign_recogniser_leaves_the_syntax_as_it_is(taught, pipeline):
    tokens, _ = load_pipeline(taught).annotate(_document(TEXT))

    assert tokens == pipeline.annotate(_document(TEXT))[0]
    assert {token.tag for token in tokens} != {"NN"}


def test_a_foreign_recogniser_reads_empty_sentences_and_any_white_space(taught):
    text = "Zubrin rose in glimmer\ncells. "
    sentences = (Sentence(0, 29), Sentence(29, 30), Sentence(30, 30))

    _, mentions = load_pipeline(taught).annotate(
        Document("d.txt", "", "text", text, sentences=sentences)
    )

    assert [m.text for m in mentions] == ["Zubrin", "glimmer\ncells"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"before_creation": 'before_creation = {"@callbacks": "strangers.run.v1"}'},
            r"more than .* \(its before_creation, strangers\.run\.v1\)",
            id="callback",
        ),
        pytest.param(
            {"@tokenizers": '@tokenizers = "strangers.Tokenizer.v1"'},
            r"\(strangers\.Tokenizer\.v1\)",
            id="tokenizer",
        ),
        pytest.param(
            {"@architectures": '@architectures = "spacy.TorchBiLSTMEncoder.v1"'},
            r"\(spacy\.TorchBiLSTMEncoder\.v1\)",
            id="layer",
        ),
        pytest.param({"lang": 'lang = "de"'}, "the language 'de'", id="language"),
        pytest.param({"lang": "lang"}, r"config\.cfg: can't be read", id="broken-config"),
        pytest.param(
            {"factory": 'source = "en_core_web_sm"'},
            r"config\.cfg is not that of a pipeline .*'factory'",
            id="sourced-component",
        ),
    ],
)
def test_read_foreign_refuses_what_spacy_alone_cannot_load(make_folder, changes, message):
    with pytest.raises(ModelError, match=message):
        read_foreign(make_folder(**changes))


def test_read_foreign_refuses_labels_without_a_kind(tmp_path):
    make_pipeline("core_sci_md", ["ENTITY"]).to_disk(tmp_path / "m")

    with pytest.raises(ModelError, match=r"none of its labels \(ENTITY\) is a kind"):
        read_foreign(tmp_path / "m")


def test_read_foreign_refuses_a_pipeline_without_ner(tmp_path):
    nlp = make_pipeline("m")
    nlp.remove_pipe("ner")
    nlp.to_disk(tmp_path / "m")

    with pytest.raises(ModelError, match=r"no ner among its components \(tok2vec, tagger\)"):
        read_foreign(tmp_path / "m")


@pytest.mark.parametrize("content", ["{", "[]", '{"lang": "en"}', '{"labels": 7}'])
def test_read_foreign_says_that_meta_cannot_be_read(make_folder, content):
    folder = make_folder()
    (folder / "meta.json").write_text(content)

    with pytest.raises(ModelError, match=r"meta\.json: can't be read"):
        read_foreign(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("ner/model", b"", id="empty-weights"),
        pytest.param("ner/model", b"\x81\xa1", id="cut-weights"),
        pytest.param("ner/moves", b"no msgpack", id="moves"),
        pytest.param("tokenizer", b"\xc1", id="tokenizer"),
        pytest.param("vocab/strings.json", b"{", id="strings"),
    ],
)
def test_load_finder_says_that_a_damaged_pipeline_cannot_be_loaded(make_folder, name, content):
    folder = make_folder()
    (folder / name).write_bytes(content)

    with pytest.raises(ModelError, match="can't load it"):
        load_finder(folder)


def test_load_finder_loads_nothing_but_recognisers_and_encoders(make_folder):
    folder = make_folder()
    (folder / "tagger" / "model").write_bytes(b"damaged, and not looked at")
    config = (folder / "config.cfg").read_text()
    changed = config.replace('factory = "tagger"', 'factory = "of_strangers"')
    (folder / "config.cfg").write_text(changed)

    assert changed != config
    assert len(load_finder(folder)(["Zubrin rose.", ""])) == 2
