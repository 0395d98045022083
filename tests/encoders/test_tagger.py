import json
import socket

import msgspec
import numpy as np
import pytest

from exominer.config import TrainConfig, TransformerConfig
from exominer.errors import ConfigError, ModelError
from tests.encoders.tiny import make_tiny_bert

pytestmark = pytest.mark.transformers
SETTINGS = TrainConfig(transformer=TransformerConfig(device="cpu"))


@pytest.fixture
def encoder(tmp_path):
    return make_tiny_bert(tmp_path / "encoder")


def _start(folder, labels=("lipid",), settings=SETTINGS):
    from exominer.encoders.tagger import start_tagger

    return start_tagger(folder, labels, settings)


def _load(folder, device="cpu"):
    from exominer.encoders.tagger import load_tagger

    return load_tagger(folder, device=device)


def test_a_local_folder_never_leads_to_the_network(encoder, monkeypatch):
    asked = []

    def refuse(*where, **_kwargs):
        asked.append(where)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    tagger = _start(encoder)
    tagger.save(encoder.parent / "trained")

    assert len(_load(encoder.parent / "trained").find_spans(["Vesicles", ""])) == 2
    assert asked == []


def test_find_spans_does_not_depend_on_what_stands_beside_a_text(encoder):
    tagger = _start(encoder)
    texts = ["we saw vesicles of type a1", "", "repair " * 90 + "of b2", "x"]

    together = tagger.find_spans(texts)

    assert together == [tagger.find_spans([text])[0] for text in texts]
    assert any(together)


def test_find_spans_reads_a_text_to_its_end(encoder):
    tagger = _start(encoder)
    import torch

    with torch.no_grad():  # a head that calls every word the beginning of a lipid
        tagger.model.classifier.weight.zero_()
        tagger.model.classifier.bias.copy_(torch.tensor([0.0, 5.0, 0.0]))
    text = "vesicles of a1, " * 400

    spans = tagger.find_spans([text])[0]

    assert tagger.size == 46
    assert [text[start:end] for start, end, _ in spans] == ["vesicles", "of", "a1", ","] * 400


def test_start_tagger_is_the_same_for_the_same_seed(encoder):
    settings = [msgspec.structs.replace(SETTINGS, seed=seed) for seed in (1, 1, 2)]
    heads = [_start(encoder, settings=own).model.classifier.weight for own in settings]

    first, again, other = (head.detach().numpy() for head in heads)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_start_tagger_puts_new_labels_on_a_trained_tagger(encoder):
    _start(encoder, labels=("lipid",)).save(encoder.parent / "trained")

    tagger = _start(encoder.parent / "trained", labels=("antigen", "lipid"))

    assert tagger.tags == ("O", "B-antigen", "I-antigen", "B-lipid", "I-lipid")


def _drop_weights(folder, lost):
    from safetensors.torch import load_file, save_file

    path = folder / "model.safetensors"
    kept = {name: values for name, values in load_file(path).items() if lost not in name}
    save_file(kept, path, metadata={"format": "pt"})


def test_start_tagger_refuses_weights_that_lack_a_part_of_the_encoder(encoder):
    _drop_weights(encoder, "attention")

    with pytest.raises(ModelError, match=r"lack \d+ of the encoder's, such as .*attention"):
        _start(encoder)


def test_load_tagger_refuses_weights_without_the_head(encoder):
    _start(encoder).save(encoder)
    _drop_weights(encoder, "classifier")

    with pytest.raises(ModelError, match=r"lack 2 of the model's, such as classifier\.bias"):
        _load(encoder)


def test_load_tagger_refuses_tags_of_another_scheme(encoder):
    _start(encoder).save(encoder)
    config = json.loads((encoder / "config.json").read_text())
    config |= {"id2label": {"0": "a", "1": "b", "2": "c"}, "label2id": {"a": 0, "b": 1, "c": 2}}
    (encoder / "config.json").write_text(json.dumps(config))

    with pytest.raises(ModelError, match=r"tags a, b, c \.\.\., not O and B and I"):
        _load(encoder)


def test_code_that_a_folder_brings_along_is_not_run(encoder):
    config = json.loads((encoder / "config.json").read_text())
    own = {"AutoConfig": "own.Config", "AutoModelForTokenClassification": "own.Model"}
    config |= {"model_type": "own", "auto_map": own}
    (encoder / "config.json").write_text(json.dumps(config))
    (encoder / "own.py").write_text(f"open({str(encoder / 'was_run')!r}, 'w')")

    with pytest.raises(ModelError, match="can't load it"):
        _start(encoder)
    assert not (encoder / "was_run").exists()


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_broken_file_is_one_line_that_names_the_folder(encoder, name):
    (encoder / name).write_text("{ broken")

    with pytest.raises(ModelError, match=r"encoder: transformers .* can't load it") as raised:
        _start(encoder)
    assert "\n" not in str(raised.value)


def test_choose_device_refuses_one_that_is_not_there(encoder):
    settings = TrainConfig(transformer=TransformerConfig(device="cuda:7"))

    with pytest.raises(ConfigError, match=r"device 'cuda:7' is not there .*Use auto or cpu"):
        _start(encoder, settings=settings)
