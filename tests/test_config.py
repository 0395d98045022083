import pytest

from exominer.config import Config, parse_config, read_config
from exominer.errors import ConfigError

STAGES = ("ingest", "annotate", "relate", "assemble", "export", "train", "evaluate")


def test_config_has_a_table_for_each_stage():
    assert Config.__struct_fields__ == STAGES


def test_parse_config_keeps_defaults_of_what_is_left_out():
    config = parse_config("[ingest]\nmax_pages = 7\n")

    assert config.ingest.max_pages == 7
    assert config.ingest.max_file_mb == Config().ingest.max_file_mb
    assert config.relate == Config().relate


def test_parse_config_takes_an_empty_file():
    assert parse_config("") == Config()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("[digest]\npages = 7", "digest", id="unknown-table"),
        pytest.param("[ingest]\nmax_pages = 'many'", "ingest.max_pages", id="wrong-type"),
        pytest.param("[ingest]\nmax_pages = 0", "ingest.max_pages", id="below-one"),
        pytest.param("[assemble]\nmin_score = 1.5", "assemble.min_score", id="above-one"),
        pytest.param("[ingest]\ntimeout_seconds = 0", "timeout_seconds", id="no-time"),
        pytest.param("[ingest]\ntimeout_seconds = 1e9", "timeout_seconds", id="over-a-day"),
        pytest.param("[annotate]\ntimeout_seconds = inf", "timeout_seconds", id="infinite"),
        pytest.param("[assemble]\nmin_score = nan", "min_score", id="no-number"),
        pytest.param("[ingest]\nmemory_mb = 2000000", "memory_mb", id="no-such-memory"),
        pytest.param("[relate]\nmax_sentences_back = -1", "max_sentences_back", id="negative"),
        pytest.param("[ingest\nmax_pages = 7", "config", id="no-toml"),
    ],
)
def test_parse_config_names_what_is_wrong_and_the_tables(text, found):
    with pytest.raises(ConfigError) as caught:
        parse_config(text)

    assert found in str(caught.value)
    assert all(stage in caught.value.do for stage in STAGES)


def test_parse_config_names_the_keys_of_a_table_with_an_unknown_one():
    with pytest.raises(ConfigError, match="`pages`") as caught:
        parse_config("[annotate]\npages = 7")

    assert caught.value.do == "The keys of [annotate] are batch_size, timeout_seconds, device."


def test_read_config_passes_over_a_byte_order_mark(tmp_path):
    path = tmp_path / "exominer.toml"
    path.write_bytes(b"\xef\xbb\xbf[ingest]\nmax_pages = 7\n")

    assert read_config(path).ingest.max_pages == 7


def test_read_config_reads_utf8_and_names_the_file_in_its_errors(tmp_path):
    path = tmp_path / "exominer.toml"
    path.write_text("# Größe\n[export]\nreport_claims = 3\n", encoding="utf-8")
    assert read_config(path).export.report_claims == 3

    path.write_text("[export]\nclaims = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"exominer\.toml: .*claims"):
        read_config(path)


def test_read_config_gives_defaults_without_a_path():
    assert read_config(None) == Config()


@pytest.mark.parametrize(
    "data", [pytest.param(None, id="missing"), pytest.param(b"\xff\xfe", id="not-utf8")]
)
def test_read_config_says_that_a_file_cannot_be_read(tmp_path, data):
    path = tmp_path / "exominer.toml"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(path)


def test_parse_config_names_the_keys_of_a_table_within_a_table():
    with pytest.raises(ConfigError, match=r"keys of \[train.transformer\] are epochs, batch_size"):
        parse_config("[train.transformer]\nbatches = 3")


def test_parse_config_takes_the_devices_that_there_are():
    assert parse_config('[annotate]\ndevice = "cuda:1"').annotate.device == "cuda:1"
    with pytest.raises(ConfigError, match="device"):
        parse_config('[annotate]\ndevice = "gpu"')
