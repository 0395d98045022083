import json
import sqlite3

import pytest

from exominer.review.page_images import PageImages, PaperFiles
from exominer.review.security import TOKEN_HEADER
from exominer.review.server import MAX_BODY, create_app
from exominer.review.serving import open_store
from tests.review.runs import make_outcome, span, write_run

PORT = 4711
HOST = f"127.0.0.1:{PORT}"
TOKEN = {TOKEN_HEADER: "secret"}
NASTY = "<script>alert(1)</script>"
OUTCOME = make_outcome()
ODD = make_outcome(f"{NASTY}.txt")
TEXT = OUTCOME.text
CARRIED_ID, RAISED_ID, SLOWED_ID = (claim.claim_id for claim in OUTCOME.claims)


@pytest.fixture
def client(tmp_path):
    run = write_run(tmp_path / NASTY.replace("/", "_"), OUTCOME, ODD)
    with open_store(run, "Ada") as store:
        images = PageImages(PaperFiles(()))
        app = create_app(store, images, run_dir=run, token="secret", port=PORT)
        app.testing = True
        client = app.test_client()
        client.environ_base["HTTP_HOST"] = HOST
        yield client


def get(client, path, **fields):
    return client.get(path, headers=TOKEN, base_url=f"http://{HOST}", **fields)


def post(client, path, body, headers=TOKEN):
    return client.post(path, json=body, headers=headers, base_url=f"http://{HOST}")


ENDPOINTS = ["/", "/static/app.js", "/api/run", "/api/claims", f"/api/claims/{RAISED_ID}",
             "/api/annotations", "/api/passage?document=a.txt", "/nothing"]  # fmt: skip


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no token"),
        pytest.param({TOKEN_HEADER: "secre"}, id="wrong token"),
        pytest.param({TOKEN_HEADER: ""}, id="empty token"),
        pytest.param({"Cookie": f"exominer-review-{PORT}=sécret"}, id="odd cookie"),
        pytest.param({"Cookie": "exominer-review-1=secret"}, id="cookie of another port"),
    ],
)
def test_nothing_is_answered_without_the_token(client, path, headers):
    response = client.get(path, headers=headers, base_url=f"http://{HOST}")

    assert response.status_code == 403
    assert TEXT[:20].encode() not in response.data


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", f"localhost.:{PORT}"]
)
def test_host_other_than_this_server_is_refused(client, host):
    response = client.get("/api/run", headers=TOKEN, base_url=f"http://{host}")

    assert response.status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:80"])
def test_request_of_another_site_is_refused(client, origin):
    response = post(client, "/api/undo", {}, {**TOKEN, "Origin": origin})

    assert response.status_code == 403


def test_address_gives_a_cookie_and_leaves_the_token_out(client):
    response = client.get("/?token=secret", base_url=f"http://{HOST}")

    assert (response.status_code, response.location) == (303, "/")
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    page = client.get("/", base_url=f"http://{HOST}")
    assert page.status_code == 200
    assert NASTY.encode() not in page.data


def test_token_in_the_address_opens_the_page_only(client):
    assert client.get("/api/run?token=secret", base_url=f"http://{HOST}").status_code == 403


def test_cookie_alone_changes_nothing(client):
    client.get("/?token=secret", base_url=f"http://{HOST}")

    assert client.get("/api/run", base_url=f"http://{HOST}").status_code == 200
    path = f"/api/claims/{RAISED_ID}/decision"
    assert post(client, path, {"action": "accept"}, headers={}).status_code == 403
    assert get(client, f"/api/claims/{RAISED_ID}").json["state"] == "open"


def test_answers_forbid_foreign_resources_and_caching(client):
    headers = get(client, "/").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/server.py",
        "/static//etc/passwd",
        "/api/claims/..%2f..%2fetc%2fpasswd",
        "/api/claims/..%2f..%2fetc%2fpasswd/page",
        "/api/passage?document=../../etc/passwd",
    ],
)
def test_paths_lead_nowhere_but_to_the_run(client, path):
    response = get(client, path, follow_redirects=True)

    assert response.status_code == 404
    assert b"root:" not in response.data and b"def create_app" not in response.data


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        pytest.param(b"{", 400, "truncated", id="no JSON"),
        pytest.param(b"[]", 400, "Expected `object`", id="no object"),
        pytest.param(b'{"action": "delete"}', 400, "Invalid enum", id="unknown action"),
        pytest.param(b'{"action": "undo"}', 400, "Invalid enum", id="not here"),
        pytest.param(b'{"action": "accept", "who": "x"}', 400, "unknown field", id="other field"),
        pytest.param(b'{"action": "correct", "placed": [{"slot": "x", "start": 0, "end": 1}]}',
                     400, "Invalid enum", id="unknown part"),
        pytest.param(b'{"action": "correct", "placed": [{"slot": "cue", "start": -1, "end": 1}]}',
                     400, "`int` >= 0", id="before the text"),
        pytest.param(rb'{"action": "correct", "changes": {"effect": {"process": "\ud800"}}}',
                     400, "", id="half a character"),
        pytest.param(b'{"action": "correct", "changes": {"radiation": {"modality": "X-rays", '
                     b'"fractions": -3}}}', 400, "fractions", id="fewer fractions than one"),
        pytest.param(b"\xff", 400, "", id="no text"),
        pytest.param(b'"' + b"x" * MAX_BODY + b'"', 413, "", id="too large"),
    ],
)  # fmt: skip
def test_odd_body_is_one_line_of_error(client, body, status, message):
    path = f"/api/claims/{RAISED_ID}/decision"
    response = client.post(path, data=body, headers=TOKEN, base_url=f"http://{HOST}")

    assert response.status_code == status
    error = json.loads(response.data)["error"]
    assert message in error and "\n" not in error


@pytest.mark.parametrize(
    "query", ["sort=random", "show=some", "offset=x", "limit=1.5", "sort=paper&limit=-"]
)
def test_odd_query_is_refused(client, query):
    assert get(client, f"/api/claims?{query}").status_code == 400


def test_claims_are_listed_in_parts(client):
    first = get(client, "/api/claims?sort=paper&limit=2").json
    rest = get(client, "/api/claims?sort=paper&limit=100&offset=2").json

    assert (first["total"], first["offset"], len(first["items"])) == (6, 0, 2)
    assert (rest["offset"], len(rest["items"])) == (2, 4)
    listed = [item["claim_id"] for item in first["items"] + rest["items"]]
    assert len(set(listed)) == 6
    around = get(client, f"/api/claims?sort=paper&limit=2&around={listed[5]}").json
    assert [item["claim_id"] for item in around["items"]] == listed[4:]


def test_claim_comes_with_cells_places_and_paragraphs(client):
    found = get(client, f"/api/claims/{RAISED_ID}").json

    assert found["cells"]["effect"]["text"] == "raised the migration"
    assert {"slot": "donor", "start": 24, "end": 28} not in found["placed"]
    start, end = span(TEXT, "A549")
    assert {"slot": "donor", "start": start, "end": end} in found["placed"]
    assert found["passages"][0]["text"].startswith("Exosomes of irradiated A549")
    assert (found["history"], found["is_complete"]) == ([], False)


def test_decisions_by_program_correct_add_undo_and_export(client):
    path = f"/api/claims/{RAISED_ID}/decision"
    body = {"action": "correct", "changes": {"effect": {"direction": "decrease"}}}
    assert post(client, path, body).json["action"] == "correct"
    start, end = span(TEXT, "did not alter apoptosis")
    missed = {
        "document": "a.txt",
        "changes": {"effect": {"text": "did not alter apoptosis"}},
        "placed": [{"slot": "effect", "start": start, "end": end}],
    }
    added = post(client, "/api/claims", missed)
    assert added.status_code == 201
    assert get(client, "/api/claims?show=decided").json["total"] == 2
    assert post(client, "/api/undo", {}).json["undoes"] == added.json["decision_id"]

    (line,) = get(client, "/api/annotations").data.splitlines()

    (claim,) = json.loads(line)["claims"]
    assert claim["effect"]["direction"] == "decrease"


def test_run_names_reviewer_documents_and_closed_cells(client):
    run = get(client, "/api/run").json

    assert run["reviewer"] == "Ada"
    assert [(d["document"], d["n_open"]) for d in run["documents"]] == [
        (f"{NASTY}.txt", 3),
        ("a.txt", 3),
    ]
    assert run["closed"]["direction"] == ["increase", "decrease", "none"]


def test_passage_steps_through_a_document(client):
    first = get(client, "/api/passage?document=a.txt&at=0").json
    second = get(client, "/api/passage?document=a.txt&at=0&step=1").json
    last = get(client, f"/api/passage?document=a.txt&at={second['start']}&step=1").json

    assert first["end"] + 2 == second["start"]
    assert last["start"] == second["start"]


def test_page_that_is_not_there_says_why(client):
    missing = get(client, f"/api/claims/{RAISED_ID}/page").json["missing"]

    assert missing.startswith("a.txt is not found below the inputs of the run")


def test_decision_that_cannot_be_saved_is_told_and_not_taken(client, monkeypatch):
    def fail(_log, _decision):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("exominer.review.log.DecisionLog.append", fail)

    response = post(client, f"/api/claims/{RAISED_ID}/decision", {"action": "accept"})

    assert response.status_code == 500
    assert "disk is full" in response.json["error"]
    assert get(client, f"/api/claims/{RAISED_ID}").json["state"] == "open"


def test_radiation_follows_from_what_is_printed(client):
    found = get(client, "/api/radiation?modality=X-rays&dose=5 x 2 Gy").json

    assert found == {"modality_class": "photon", "dose_gy": [2.0], "fractions": 5}
