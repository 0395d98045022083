import json

import spacy

from exominer.train.packing import save_pipeline
from exominer.train.stages import make_tokenizing_pipeline


def test_save_pipeline_leaves_out_the_words_it_has_met(tmp_path):
    nlp = make_tokenizing_pipeline()
    nlp("Confidentialname rose.")

    save_pipeline(nlp, tmp_path / "model")

    strings = json.loads((tmp_path / "model/vocab/strings.json").read_text(encoding="utf-8"))
    assert "Confidentialname" not in strings
    assert "Fig." in strings


def test_save_pipeline_keeps_the_tokenizer(tmp_path):
    save_pipeline(make_tokenizing_pipeline(), tmp_path / "model")

    doc = spacy.load(tmp_path / "model")("PD-L1 (Fig. 2) after 2Gy; it's so.")

    assert [token.text for token in doc] == ("PD - L1 ( Fig. 2 ) after 2 Gy ; it 's so .".split())


def test_save_pipeline_replaces_an_older_folder(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "old.txt").write_text("old")

    save_pipeline(make_tokenizing_pipeline(), tmp_path / "model")

    assert not (tmp_path / "model" / "old.txt").exists()
