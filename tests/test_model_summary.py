import pytest
from msgspec import Struct

from exominer.errors import ModelError
from exominer.model_summary import SUMMARY_FILE, read_summary, write_summary


class Named(Struct):
    name: str


def test_read_summary_reads_what_is_asked_of_what_was_written(tmp_path):
    write_summary({"kind": "relations", "format": 1, "name": "ours", "more": 2}, tmp_path)

    assert read_summary(tmp_path, Named, kind="relations", layout=1) == Named("ours")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param('{"kind": "recogniser", "format": 1}', "of kind 'recogniser'", id="kind"),
        pytest.param('{"kind": "relations", "format": 2}', "of format 2, not 1", id="format"),
        pytest.param('{"kind": "relations", "format": 1}', "field `name`", id="field"),
        pytest.param("kind: relations", "malformed", id="no-json"),
    ],
)
def test_read_summary_says_what_is_wrong(tmp_path, content, message):
    (tmp_path / SUMMARY_FILE).write_text(content)

    with pytest.raises(ModelError, match=message):
        read_summary(tmp_path, Named, kind="relations", layout=1)
