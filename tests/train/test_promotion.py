import json

import pytest
from msgspec import structs

from exominer.errors import InputError
from exominer.train.promotion import Change, Trial, check_model_folder, promote

GAIN = Change("mirna", "strict", old=0.7, new=0.8, difference=0.1, low=0.02, high=0.18, n_gold=40)
LOSS = Change(
    "cell_line", "strict", old=0.9, new=0.7, difference=-0.2, low=-0.3, high=-0.1, n_gold=40
)
NOISE = Change(
    "disease", "strict", old=0.6, new=0.59, difference=-0.01, low=-0.05, high=0.03, n_gold=40
)


def _model(folder, name):
    folder.mkdir()
    (folder / "model.json").write_text(json.dumps({"name": name}))
    return folder


def _read(folder):
    return json.loads((folder / "model.json").read_text())


def _promote(tmp_path, *changes, force=False):
    candidate = _model(tmp_path / "candidate", "new")
    return promote(candidate, tmp_path / "model", Trial("old", 12, changes), force=force)


def test_promote_replaces_the_old_model_when_nothing_is_worse_beyond_noise(tmp_path):
    _model(tmp_path / "model", "old")

    promotion = _promote(tmp_path, GAIN, NOISE)

    assert (promotion.promoted, promotion.forced) == (True, False)
    summary = _read(tmp_path / "model")
    assert summary["name"] == "new"
    assert summary["trial"]["compared_with"] == "old"
    assert [change["kind"] for change in summary["trial"]["changes"]] == ["mirna", "disease"]
    assert not (tmp_path / "candidate").exists()


def test_promote_sets_a_worse_model_aside_and_leaves_the_old_one(tmp_path):
    _model(tmp_path / "model", "old")

    promotion = _promote(tmp_path, GAIN, LOSS)

    assert not promotion.promoted
    assert _read(tmp_path / "model") == {"name": "old"}
    assert promotion.folder == tmp_path / "model-refused"
    assert _read(promotion.folder)["trial"]["promoted"] is False


def test_promote_passes_over_a_loss_that_has_no_say(tmp_path):
    claims = structs.replace(LOSS, kind="claims", has_a_say=False)

    assert _promote(tmp_path, GAIN, claims).promoted


def test_promote_records_that_it_was_forced(tmp_path):
    promotion = _promote(tmp_path, LOSS, force=True)

    assert (promotion.promoted, promotion.forced) == (True, True)
    assert _read(tmp_path / "model")["trial"]["forced"] is True


def test_promote_does_not_call_a_model_forced_that_needed_no_force(tmp_path):
    assert not _promote(tmp_path, GAIN, force=True).forced


def test_check_model_folder_refuses_a_folder_with_other_things(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")

    with pytest.raises(InputError, match="other things than a model"):
        check_model_folder(tmp_path)
    check_model_folder(_model(tmp_path / "model", "old"))
    check_model_folder(tmp_path / "new")
