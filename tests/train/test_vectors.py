from exominer.train.samples import text_key
from exominer.train.stages import make_tokenizing_pipeline
from exominer.train.vectors import read_column, read_plain_texts, write_training_text

LONG = "Exosomes of irradiated cells carry other cargo"


def test_write_training_text_writes_each_text_once_in_tokens(tmp_path):
    texts = [f"{LONG}, IL-6.", f"{LONG},  IL-6.", f"{LONG} than before.", "Too short."]

    n_words = write_training_text(
        make_tokenizing_pipeline(), texts, tmp_path / "t.txt", held_out=frozenset()
    )

    lines = (tmp_path / "t.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == [f"{LONG} , IL - 6 .", f"{LONG} than before ."]
    assert n_words == 12 + 10


def test_write_training_text_leaves_out_held_out_sentences(tmp_path):
    held_out = frozenset({text_key(f"{LONG}.")})

    n_words = write_training_text(
        make_tokenizing_pipeline(), [f"{LONG}."], tmp_path / "t.txt", held_out=held_out
    )

    assert n_words == 0


def test_read_column_reads_quoted_fields(tmp_path):
    (tmp_path / "t.csv").write_text('id,abstract\n1,"A, b"\n2,\n', encoding="utf-8")

    assert list(read_column(tmp_path / "t.csv", "abstract", delimiter=",")) == ["A, b", ""]


def test_read_plain_texts_reads_files_below_the_folders_in_order(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text("three\n", encoding="utf-8")
    (tmp_path / "b" / "1.txt").write_text("one\ntwo\n", encoding="utf-8")

    assert list(read_plain_texts([tmp_path])) == ["one", "two", "three"]
