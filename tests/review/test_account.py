import json

import pytest

from exominer.review.account import Account, read_account


@pytest.mark.parametrize("content", ["", "[]", '{"inputs": 3}', None])
def test_read_account_of_an_odd_file_says_nothing(tmp_path, content):
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")

    assert read_account(tmp_path) == Account()


@pytest.mark.parametrize(("given", "least"), [(None, 0.34), (0.0, 0.0), (0.7, 0.7)])
def test_read_account_tells_inputs_and_the_least_score(tmp_path, given, least):
    options = {"config": {"assemble": {"min_score": 0.34}}, "min_score": given, "jobs": 1}
    account = {"inputs": ["papers/"], "options": options, "other": 1}
    (tmp_path / "run.json").write_text(json.dumps(account), encoding="utf-8")

    found = read_account(tmp_path)

    assert found.inputs == ("papers/",)
    assert found.least_score == least
