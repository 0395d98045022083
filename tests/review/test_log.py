import sqlite3

import pytest

from exominer.review.deciding import decide_claim
from exominer.review.serving import open_store
from tests.review.runs import make_outcome, write_run

OUTCOME = make_outcome()
TEXT = OUTCOME.text
CARRIED_ID, RAISED_ID, SLOWED_ID = (claim.claim_id for claim in OUTCOME.claims)


@pytest.fixture
def run(tmp_path):
    return write_run(tmp_path / "out", OUTCOME)


@pytest.mark.parametrize("statement", ["UPDATE decisions SET who = 'x'", "DELETE FROM decisions"])
def test_log_refuses_to_change_a_decision(run, statement):
    with open_store(run, "Ada") as store:
        decide_claim(store, RAISED_ID, "accept")
    connection = sqlite3.connect(run / "run.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="a decision is never"):
        connection.execute(statement)
    connection.close()
