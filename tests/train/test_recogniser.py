import msgspec
import pytest

from exominer.annotate.pipeline import load_pipeline
from exominer.config import TrainConfig
from exominer.errors import InputError, ModelError
from exominer.records import AnnotatedDocument, Document, Mention, Sentence
from exominer.train.annotated import make_samples
from exominer.train.recogniser import Start, TrainingData, train_recogniser

SENTENCE = "Vesicles of type {name} slowed repair."
NAMES = [f"{letter}X-{i}" for i, letter in enumerate("ABCDEFGHIJKL")]
SETTINGS = TrainConfig(seed=1)


def _annotated(name, kind="lipid"):
    text = SENTENCE.format(name=name)
    start = text.index(name)
    mention = Mention("T1", kind, start, start + len(name), name)
    document = Document(f"{name}.txt", "", "text", text, sentences=(Sentence(0, len(text)),))
    return AnnotatedDocument(document, mentions=(mention,))


DOCUMENTS = [_annotated(name) for name in NAMES]


def _train(out, documents=DOCUMENTS, *, validation=(), **options):
    data = TrainingData(documents, validation, checksums={"a.jsonl": "1f"})
    return train_recogniser(data, out, settings=SETTINGS, **options)


def test_train_recogniser_adds_a_kind_that_the_base_does_not_know(tmp_path):
    report = _train(tmp_path / "model")

    document = _annotated("MX-99").document
    before = load_pipeline().annotate(document)
    after = load_pipeline(tmp_path / "model").annotate(document)
    assert "lipid" not in [mention.kind for mention in before[1]]
    assert ("lipid", "MX-99") in [(mention.kind, mention.text) for mention in after[1]]
    assert before[0] == after[0]
    assert (report.n_documents, report.n_mentions, report.best_f1) == (12, 12, None)


def test_train_recogniser_stops_when_validation_gets_no_better(tmp_path):
    steps = []

    report = _train(
        tmp_path / "model",
        DOCUMENTS[:9],
        validation=DOCUMENTS[9:],
        on_step=lambda step, most: steps.append((step, most)),
    )

    assert report.best_f1 == 1.0
    assert report.n_steps < steps[0][1] == 100
    assert steps[-1][0] == report.n_steps


def test_train_recogniser_from_scratch_keeps_the_syntax_and_no_other_recogniser(tmp_path):
    _train(tmp_path / "model", start=Start(from_scratch=True))

    document = _annotated("MX-99").document
    tokens, mentions = load_pipeline(tmp_path / "model").annotate(document)
    assert tokens == load_pipeline().annotate(document)[0]
    assert {mention.kind for mention in mentions} <= {"lipid"}
    summary = msgspec.json.decode((tmp_path / "model" / "model.json").read_bytes())
    assert list(summary["kinds"]) == ["ner_added"]
    assert summary["data"] == {"a.jsonl": "1f"}


def test_train_recogniser_names_the_annotations_and_the_seed_in_the_summary(tmp_path):
    _train(tmp_path / "model")

    summary = msgspec.json.decode((tmp_path / "model" / "model.json").read_bytes())
    assert next(iter(summary["kinds"])) == "ner_added"
    assert summary["data"]["a.jsonl"] == "1f"
    assert summary["seed"] == 1


def test_make_samples_counts_mentions_outside_sentences_and_drops_phrases_and_roles():
    annotated = _annotated("AX-1")
    phrase = Mention("T2", "effect", 0, 8, "Vesicles")
    role = Mention("T4", "cell_type", 9, 11, "of", source="role")
    title = Mention("T3", "lipid", 0, 8, "Vesicles")
    cut = msgspec.structs.replace(annotated.document, sentences=(Sentence(9, 30),))

    samples, n_outside = make_samples(
        AnnotatedDocument(cut, mentions=(phrase, title, role, *annotated.mentions))
    )

    assert [sample.text[s.start : s.end] for sample in samples for s in sample.spans] == ["AX-1"]
    assert n_outside == 1


def test_train_recogniser_refuses_annotations_without_mentions(tmp_path):
    with pytest.raises(InputError, match="no mentions to learn from"):
        _train(tmp_path / "model", [AnnotatedDocument(_annotated("AX-1").document)])


def test_train_recogniser_refuses_a_base_without_a_model(tmp_path):
    with pytest.raises(ModelError, match=r"no model\.json in it"):
        _train(tmp_path / "m", start=Start(tmp_path))
