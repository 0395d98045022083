import sqlite3

import pytest

from exominer.errors import InputError
from exominer.export.highlights import Highlight
from exominer.export.rows import MentionRow
from exominer.records import (
    CargoItem,
    Claim,
    Cue,
    Document,
    Effect,
    Evidence,
    Page,
    Radiation,
    Sentence,
)
from exominer.run.ledger import DocumentEntry, open_ledger
from exominer.run.outcome import Outcome

EVIDENCE = Evidence("a.pdf", "table", "Results", 3, 5, 12, "α\trose\n", "Table 1", 2, 0)
CLAIM = Claim(
    claim_id="0f",
    kind="release",
    cargo=(CargoItem("miR-7", "miRNA"),),
    donor_cell=(),
    recipient_cell=(),
    effect=Effect("rose", direction="increase"),
    radiation=Radiation("2 Gy", dose_gy=(2.0,), fractions=5),
    polarity="speculative",
    cue=Cue("may", 1, 4),
    study_model="patient",
    finding="cited",
    citations=(),
    evidence=(EVIDENCE,),
    score=0.125,
)
OUTCOME = Outcome(
    document="a.pdf",
    sha256="s1",
    fingerprint="f1",
    status="partial",
    reason="page 2 is a picture",
    text="text with \x00 and α",
    pages=(Page(1, 0, 10, 10, 2),),
    warnings=("odd font",),
    claims=(CLAIM,),
    highlights=((Highlight(5, 8, "cargo"),),),
    mentions=(MentionRow("a.pdf", "T1", "dose", 1, 2, "x", "", "", 1.0, "", "Results"),),
    layers=Document("a.pdf", "s1", "pdf", "", sentences=(Sentence(0, 4),)),
    seconds=1.5,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.sqlite"


def failed(status):
    return Outcome(document="b.pdf", sha256="s2", fingerprint="f1", status=status, reason="why")


def test_ledger_gives_back_what_was_saved_sorted_by_name(path):
    with open_ledger(path) as ledger:
        ledger.save(failed("empty"))
        ledger.save(OUTCOME)
    with open_ledger(path) as ledger:
        assert list(ledger.outcomes()) == [OUTCOME, failed("empty")]


def test_ledger_gives_claims_without_the_rest(path):
    with open_ledger(path) as ledger:
        ledger.save(OUTCOME)
        ledger.save(failed("empty"))
        listed = list(ledger.claims())

    assert listed == [
        (DocumentEntry("a.pdf", "s1", "partial", ""), (CLAIM,)),
        (DocumentEntry("b.pdf", "s2", "empty", ""), ()),
    ]


def test_find_gives_one_document(path):
    with open_ledger(path) as ledger:
        ledger.save(OUTCOME)
        assert ledger.find("a.pdf") == OUTCOME
        assert ledger.find("z.pdf") is None


def test_ledger_has_the_columns_that_other_programs_rely_on(path):
    with open_ledger(path) as ledger:
        ledger.save(OUTCOME)
    query = "SELECT document, sha256, status, reason, text FROM documents"
    connection = sqlite3.connect(path)
    rows = connection.execute(query).fetchall()
    connection.close()

    assert rows == [("a.pdf", "s1", "partial", "page 2 is a picture", "text with \x00 and α")]


@pytest.mark.parametrize(
    ("document", "sha256", "fingerprint", "expected"),
    [
        pytest.param("a.pdf", "s1", "f1", True, id="all the same"),
        pytest.param("a.pdf", "s9", "f1", False, id="other content"),
        pytest.param("a.pdf", "s1", "f9", False, id="other settings"),
        pytest.param("z.pdf", "s1", "f1", False, id="other document"),
    ],
)
def test_is_finished_asks_for_same_content_and_settings(
    path, document, sha256, fingerprint, expected
):
    with open_ledger(path) as ledger:
        ledger.save(OUTCOME)

        assert ledger.is_finished(document, sha256, fingerprint) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [("empty", True), ("corrupt", True), ("timeout", False), ("crashed", False)],
)
def test_is_finished_gives_failures_by_chance_another_try(path, status, expected):
    with open_ledger(path) as ledger:
        ledger.save(failed(status))

        assert ledger.is_finished("b.pdf", "s2", "f1") is expected


def test_save_replaces_what_was_known_of_a_document(path):
    with open_ledger(path) as ledger:
        ledger.save(failed("timeout"))
        ledger.save(failed("empty"))

        assert [outcome.status for outcome in ledger.outcomes()] == ["empty"]


def test_keep_only_removes_and_names_the_others(path):
    with open_ledger(path) as ledger:
        ledger.save(OUTCOME)
        ledger.save(failed("empty"))

        assert ledger.keep_only({"a.pdf", "new.pdf"}) == ("b.pdf",)
        assert [outcome.document for outcome in ledger.outcomes()] == ["a.pdf"]


def test_open_ledger_refuses_a_second_user_and_lets_the_next_one_in(path):
    refusal = pytest.raises(InputError, match="another run is writing there")
    with open_ledger(path), refusal, open_ledger(path):
        pass
    with open_ledger(path) as ledger:
        assert list(ledger.outcomes()) == []


def test_open_ledger_refuses_a_file_that_is_none(path):
    path.write_bytes(b"a text of some length that is not a database" * 40)

    with pytest.raises(InputError, match="not a ledger"), open_ledger(path):
        pass


@pytest.mark.parametrize("version", [0, 1])
def test_open_ledger_refuses_the_database_of_another_program_untouched(path, version):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    before = path.read_bytes(), path.stat().st_mtime_ns

    with pytest.raises(InputError, match="not a ledger"), open_ledger(path):
        pass

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [file.name for file in path.parent.iterdir()] == ["run.sqlite"]


def test_open_ledger_takes_an_empty_file_for_a_new_one(path):
    path.touch()

    with open_ledger(path) as ledger:
        assert list(ledger.outcomes()) == []


def test_open_ledger_leaves_one_plain_file(path):
    with open_ledger(path) as ledger:
        ledger.save(OUTCOME)

    assert [file.name for file in path.parent.iterdir()] == ["run.sqlite"]
