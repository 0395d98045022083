import hashlib
import re
import shutil
from collections import Counter

import msgspec
import pytest

from exominer.annotate.pipeline import load_pipeline
from exominer.config import TrainConfig, TransformerConfig
from exominer.errors import InputError, ModelError
from exominer.records import AnnotatedDocument, Document, Mention, Sentence
from exominer.train.recogniser import Start, TrainingData
from exominer.train.samples import LabelledSpan, Sample
from exominer.train.transformer_recogniser import TaggedData, fine_tune, train_transformer
from tests.encoders.tiny import make_tiny_bert

pytestmark = pytest.mark.transformers
NAMES = [f"{letter}X-{(i + 3 * j) % 10}" for i, letter in enumerate("ABCDEFGHIJ") for j in range(3)]
HOW = TransformerConfig(epochs=15, batch_size=4, learn_rate=3e-3, device="cpu")
SETTINGS = TrainConfig(seed=1, transformer=HOW)
FILLER = "and then we saw repair, "
FILLING = FILLER * 40


def _document(text):
    return Document("d.txt", "", "text", text, sentences=(Sentence(0, len(text)),))


def _annotated(name, kind="lipid"):
    text = f"Vesicles of type {name} slowed repair."
    start = text.index(name)
    mention = Mention("T1", kind, start, start + len(name), name)
    return AnnotatedDocument(_document(text), mentions=(mention,))


PLAIN = AnnotatedDocument(_document(FILLER * 6))
DOCUMENTS = [PLAIN, PLAIN, *(_annotated(name) for name in NAMES)]


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return make_tiny_bert(tmp_path_factory.mktemp("base") / "encoder")


@pytest.fixture(scope="module")
def trained(encoder):
    out = encoder.parent / "trained"
    data = TrainingData(DOCUMENTS, checksums={"a.jsonl": "1f"})
    return out, train_transformer(data, out, start=Start(encoder), settings=SETTINGS)


def test_train_transformer_finds_a_kind_beside_the_syntax_of_the_shipped_model(trained):
    out, report = trained
    document = _document("Vesicles of type CX-9 slowed repair.")

    tokens, mentions = load_pipeline(out).annotate(document)

    assert ("lipid", "CX-9") in [(mention.kind, mention.text) for mention in mentions]
    assert tokens == load_pipeline().annotate(document)[0]
    assert (report.n_documents, report.n_mentions, report.n_unaligned) == (32, 30, 0)
    # 32 sentences in batches of 4, 15 epochs.
    assert (report.n_steps, report.best_f1) == (8 * 15, None)


def test_a_mention_far_beyond_the_encoders_maximum_is_found_at_its_offsets(
    trained, encoder, tmp_path
):
    import torch

    from exominer.encoders.tagger import start_tagger

    shutil.copytree(trained[0], tmp_path / "m")
    tagger = start_tagger(encoder, ["lipid"], SETTINGS)
    # The encoder knows no context, and this head takes "β" alone for a lipid.
    with torch.no_grad():
        beta = tagger.model.bert(**tagger.collate(tagger.encode("β").windows))[0][0, 1]
        tagger.model.classifier.weight.copy_(torch.stack([0 * beta, beta, 0 * beta]))
        tagger.model.classifier.bias.copy_(torch.tensor([0.9 * float(beta @ beta), 0.0, -99.0]))
    tagger.save(tmp_path / "m")
    text = f"Vesicles of type β slowed repair, {FILLING}vesicles of type β slowed repair."

    mentions = load_pipeline(tmp_path / "m").annotate(_document(text))[1]

    # The encoder reads 46 sub-tokens at a time, and more than 200 words stand before the second.
    assert text.rindex("β") > 900
    found = [(m.start, m.end, m.text) for m in mentions if m.kind == "lipid"]
    assert found == [(17, 18, "β"), (text.rindex("β"), text.rindex("β") + 1, "β")]


def test_make_lessons_tags_every_word_of_a_long_sentence_once(encoder):
    from exominer.encoders.tagger import start_tagger
    from exominer.train.transformer_loop import make_lessons

    text = f"AX-1 rose, {FILLING}vesicles of type BX-7 slowed."
    spans = tuple(
        LabelledSpan(text.index(name), text.index(name) + 4, "lipid") for name in ("AX-1", "BX-7")
    )
    unclear = LabelledSpan(text.index("saw") + 1, text.index("saw") + 3, "lipid")
    tagger = start_tagger(encoder, ["lipid"], SETTINGS)

    lessons, n_unclear = make_lessons(tagger, [Sample("d", text, (*spans, unclear))])

    n_tags = Counter(tag for lesson in lessons for tag in lesson.tags)
    # "AX-1" is AX, - and 1: two beginnings, four words more. "saw" is unknown once.
    assert (n_tags[1], n_tags[2]) == (2, 4)
    n_words = len(re.findall(r"\w+|[^\w\s]", text))
    assert n_tags[0] == n_words - 6 - 1
    assert n_unclear == 1
    assert len(lessons) > 5


def test_other_kinds_are_left_to_the_shipped_recognisers(trained):
    out, _ = trained
    document = _document("Apoptosis of HeLa cells was caused by p53 and cisplatin.")

    shipped = load_pipeline().annotate(document)[1]
    found = load_pipeline(out).annotate(document)[1]

    assert len(shipped) >= 3
    lipids = [mention for mention in found if mention.kind == "lipid"]
    free = [m for m in shipped if all(m.end <= o.start or o.end <= m.start for o in lipids)]
    assert free
    assert [mention for mention in found if mention.kind != "lipid"] == free


def test_from_scratch_finds_the_kinds_of_its_annotations_alone(encoder):
    out = encoder.parent / "alone"
    start = Start(encoder, from_scratch=True)

    train_transformer(TrainingData(DOCUMENTS), out, start=start, settings=SETTINGS)

    text = "Vesicles of type AX-1 slowed repair and p53 caused apoptosis of HeLa cells."
    mentions = load_pipeline(out).annotate(_document(text))[1]
    assert {mention.kind for mention in mentions} == {"lipid"}


def _weights(folder):
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def test_the_same_seed_gives_the_same_weights(trained, encoder):
    again = encoder.parent / "again"
    start, other = Start(encoder), msgspec.structs.replace(SETTINGS, seed=2)

    train_transformer(TrainingData(DOCUMENTS), again, start=start, settings=SETTINGS)
    same = _weights(again)
    train_transformer(TrainingData(DOCUMENTS), again, start=start, settings=other)

    assert same == _weights(trained[0]) != _weights(again)


def test_training_stops_when_validation_gets_no_better(encoder):
    steps = []
    data = TrainingData(DOCUMENTS[:20], DOCUMENTS[20:])

    report = train_transformer(
        data,
        encoder.parent / "stopped",
        start=Start(encoder),
        settings=msgspec.structs.replace(SETTINGS, transformer=_with(epochs=40, patience=2)),
        on_step=lambda step, most, loss: steps.append((step, most, loss)),
    )

    assert report.best_f1 == 1.0
    assert report.n_steps < steps[0][1] == 5 * 40
    assert steps[-1][0] == report.n_steps
    assert steps[-1][2] < steps[0][2]


def _with(**changes):
    return msgspec.structs.replace(HOW, **changes)


def test_the_folder_names_base_licence_annotations_and_settings(trained, encoder):
    out, _ = trained

    summary = msgspec.json.decode((out / "model.json").read_bytes())

    assert (summary["kind"], summary["format"]) == ("recogniser", 1)
    assert summary["kinds"] == {"transformer": {"lipid": "lipid"}}
    assert summary["architecture"] == "BertForTokenClassification"
    assert summary["base"]["name"] == "encoder"
    assert summary["base"]["licence"] == "not named in its folder"
    assert summary["base"]["weights"] == {"model.safetensors": _weights(encoder)}
    assert (summary["data"], summary["seed"]) == ({"a.jsonl": "1f"}, 1)
    card = (out / "CARD.md").read_text()
    assert "| lipid | lipid |" in card
    assert "learn_rate 0.003" in card
    assert not [path for path in out.iterdir() if path.suffix in (".bin", ".pt", ".pkl")]


def test_a_trained_transformer_is_a_base_and_hands_on_the_licence(encoder, tmp_path):
    (encoder / "README.md").write_text("---\nlanguage: en\nlicense: mit\n---\n# A model\n")
    settings = msgspec.structs.replace(SETTINGS, transformer=_with(epochs=1))
    data = TrainingData([_annotated(name, kind="antigen") for name in NAMES])

    train_transformer(data, tmp_path / "a", start=Start(encoder), settings=settings)
    (encoder / "README.md").unlink()
    train_transformer(data, tmp_path / "b", start=Start(tmp_path / "a"), settings=settings)

    summary = msgspec.json.decode((tmp_path / "b" / "model.json").read_bytes())
    assert (summary["base"]["name"], summary["base"]["licence"]) == ("a", "mit")
    assert summary["kinds"] == {"transformer": {"antigen": "antigen"}}


def test_labels_of_a_corpus_are_mapped_to_kinds_or_left_out(encoder, tmp_path):
    samples = [
        Sample(
            name,
            f"Vesicles of type {name} slowed repair.",
            (LabelledSpan(0, 8, "EV"), LabelledSpan(17, 21, "Fat")),
        )
        for name in NAMES
    ]

    data = TaggedData(samples, {"Fat": "lipid"})
    fine_tune(data, tmp_path / "m", start=Start(encoder, from_scratch=True), settings=SETTINGS)

    mentions = load_pipeline(tmp_path / "m").annotate(_document(samples[0].text))[1]
    assert [(mention.kind, mention.text) for mention in mentions] == [("lipid", "AX-0")]


def test_a_loss_that_runs_away_is_told(encoder):
    import torch

    from exominer.encoders.tagger import start_tagger
    from exominer.train.transformer_loop import make_lessons, train_tagger

    tagger = start_tagger(encoder, ["lipid"], SETTINGS)
    lessons, _ = make_lessons(tagger, [Sample("d", "AX-1", (LabelledSpan(0, 4, "lipid"),))])
    torch.nn.init.constant_(tagger.model.classifier.weight, float("inf"))

    with pytest.raises(InputError, match=r"the loss is nan after 1 steps\. Lower learn_rate"):
        train_tagger(tagger, lessons, SETTINGS, on_step=lambda *_: None)


def test_annotations_without_mentions_are_refused(encoder, tmp_path):
    bare = [PLAIN]

    with pytest.raises(InputError, match="no mentions to learn from"):
        train_transformer(
            TrainingData(bare), tmp_path / "m", start=Start(encoder), settings=SETTINGS
        )


def test_a_model_of_another_format_is_refused(trained, tmp_path):
    out, _ = trained
    for path in out.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    summary = msgspec.json.decode((tmp_path / "model.json").read_bytes())
    (tmp_path / "model.json").write_bytes(msgspec.json.encode({**summary, "format": 9}))

    with pytest.raises(ModelError, match="a model of format 9, not 1"):
        load_pipeline(tmp_path)
