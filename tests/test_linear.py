import numpy as np
import pytest

from exominer.errors import ModelError
from exominer.linear import LinearModel, read_models, write_models

MODEL = LinearModel(
    ("down", "up"),
    {"w fell": 0, "w rosé": 1},
    np.array([[2.0, -1.0], [-1.0, 3.0]], dtype=np.float32),
    np.array([0.0, 0.5], dtype=np.float32),
)
YES = LinearModel(
    ("yes",), {"w rose": 0}, np.ones((1, 1), np.float32), np.zeros(1, dtype=np.float32)
)


def test_distribution_sums_to_one_and_prefers_the_heavier_class():
    shares = MODEL.distribution(["w rosé", "w unheard"])

    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["up"] > 0.98


def test_probability_without_known_features_is_that_of_the_intercept():
    assert YES.probability(["w unheard"]) == pytest.approx(0.5)


def test_models_that_are_written_score_the_same_when_read(tmp_path):
    write_models({"direction": MODEL, "start": YES}, tmp_path / "weights.npz")

    read = read_models(tmp_path / "weights.npz")

    assert read["direction"].distribution(["w fell"]) == MODEL.distribution(["w fell"])
    assert read["start"].rows == YES.rows


def test_models_are_the_same_bytes_each_time(tmp_path):
    for name in ("a.npz", "b.npz"):
        write_models({"start": YES}, tmp_path / name)

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_damaged_weights_are_one_clear_error(tmp_path, content):
    path = tmp_path / "weights.npz"
    path.write_bytes(content)

    with pytest.raises(ModelError, match="no weights that can be read"):
        read_models(path)


def test_pickled_weights_are_refused(tmp_path):
    path = tmp_path / "weights.npz"
    arrays = {"start.features": np.array([{"a": 1}], dtype=object)}
    np.savez(path, **arrays)

    with pytest.raises(ModelError, match="no weights that can be read"):
        read_models(path)


def test_weights_that_do_not_fit_their_features_are_refused(tmp_path):
    path = tmp_path / "weights.npz"
    wrong = LinearModel(("yes",), {"a": 0, "b": 1}, YES.weights, YES.intercept)
    write_models({"start": wrong}, path)

    with pytest.raises(ModelError, match="of 2 features"):
        read_models(path)
