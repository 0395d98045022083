import pytest

from exominer.errors import InputError
from exominer.evaluate.shipped import find_shipped_gold, find_shipped_papers


def test_find_shipped_files_takes_the_first_root_that_has_them(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for root in (first, second):
        (root / "corpora").mkdir(parents=True)
        (root / "annotations").mkdir()
    (second / "annotations" / "table1.jsonl").touch()
    for name in ("review_restated.txt", "review_restated_table.xml", "review_restated.md"):
        (second / "corpora" / name).touch()

    assert find_shipped_gold([first, second]) == second / "annotations" / "table1.jsonl"
    assert [path.name for path in find_shipped_papers([first, second])] == [
        "review_restated.txt",
        "review_restated_table.xml",
    ]


def test_find_shipped_files_says_what_to_give_instead(tmp_path):
    with pytest.raises(InputError, match="--gold"):
        find_shipped_gold([tmp_path])
    with pytest.raises(InputError, match="--document"):
        find_shipped_papers([tmp_path])
