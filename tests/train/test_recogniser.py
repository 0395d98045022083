import msgspec
import pytest

from exominer.annotate.pipeline import load_pipeline
from exominer.config import TrainConfig
from exominer.errors import InputError, ModelError
from exominer.jsonl import write_jsonl
from exominer.records import AnnotatedDocument, Document, Mention, Sentence
from exominer.train.recogniser import make_samples, train_recogniser

SENTENCE = "Vesicles of type {name} slowed repair."


def _annotated(name, kind="lipid", document="d.txt"):
    text = SENTENCE.format(name=name)
    start = text.index(name)
    mention = Mention("T1", kind, start, start + len(name), name)
    sentences = (Sentence(0, len(text)),)
    return AnnotatedDocument(
        Document(document, "", "text", text, sentences=sentences), mentions=(mention,)
    )


@pytest.fixture(scope="module")
def annotations(tmp_path_factory):
    path = tmp_path_factory.mktemp("annotations") / "a.jsonl"
    names = [f"{letter}X-{i}" for i, letter in enumerate("ABCDEFGHIJKL")]
    write_jsonl([_annotated(name, document=f"{name}.txt") for name in names], path)
    return path


def test_train_recogniser_adds_a_kind_that_the_base_does_not_know(annotations, tmp_path):
    report = train_recogniser(
        annotations, tmp_path / "model", base=None, settings=TrainConfig(seed=1)
    )

    document = _annotated("MX-99").document
    before = load_pipeline().annotate(document)
    after = load_pipeline(tmp_path / "model").annotate(document)
    assert "lipid" not in [mention.kind for mention in before[1]]
    assert ("lipid", "MX-99") in [(mention.kind, mention.text) for mention in after[1]]
    assert before[0] == after[0]
    assert report.n_documents == 12
    assert report.n_held_out + report.n_mentions == 12
    assert report.scores["all"].f1.n == report.n_held_out


def test_train_recogniser_names_the_annotations_in_the_summary(annotations, tmp_path):
    train_recogniser(annotations, tmp_path / "model", base=None, settings=TrainConfig())

    summary = msgspec.json.decode((tmp_path / "model" / "model.json").read_bytes())
    assert next(iter(summary["kinds"])) == "ner_added"
    assert "a.jsonl" in summary["data"]


def test_make_samples_counts_mentions_outside_sentences_and_drops_phrases():
    annotated = _annotated("AX-1")
    phrase = Mention("T2", "effect", 0, 8, "Vesicles")
    title = Mention("T3", "lipid", 0, 8, "Vesicles")
    cut = msgspec.structs.replace(annotated.document, sentences=(Sentence(9, 30),))

    samples, n_outside = make_samples(
        AnnotatedDocument(cut, mentions=(phrase, title, *annotated.mentions))
    )

    assert [sample.text[s.start : s.end] for sample in samples for s in sample.spans] == ["AX-1"]
    assert n_outside == 1


def test_train_recogniser_refuses_annotations_without_mentions(tmp_path):
    path = tmp_path / "a.jsonl"
    write_jsonl([AnnotatedDocument(_annotated("AX-1").document)], path)

    with pytest.raises(InputError, match="no mentions to learn from"):
        train_recogniser(path, tmp_path / "model", base=None, settings=TrainConfig())


def test_train_recogniser_refuses_a_base_without_a_model(annotations, tmp_path):
    with pytest.raises(ModelError, match="can't be loaded"):
        train_recogniser(annotations, tmp_path / "m", base=tmp_path, settings=TrainConfig())
