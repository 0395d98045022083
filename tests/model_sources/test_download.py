import hashlib
import socket
import threading
import time
import urllib.error
import urllib.request

import pytest

from exominer.errors import ModelError
from exominer.model_sources.archive import Limits
from exominer.model_sources.download import Redirects, download
from tests.model_sources.loopback import leads_to, sends, serving

SMALL = Limits(max_bytes=1000, timeout_seconds=0.5, max_seconds=1.0)


def _drips(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass


def _flows(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(bytes(100))
    except OSError:
        pass


def test_download_writes_the_file_and_gives_its_checksum(tmp_path):
    told = []
    with serving({"/a": sends(b"content")}) as (address, _):
        sha256 = download(
            f"{address}/a", tmp_path / "a", SMALL, lambda n, total: told.append((n, total))
        )

    assert sha256 == hashlib.sha256(b"content").hexdigest()
    assert (tmp_path / "a").read_bytes() == b"content"
    assert told == [(7, 7)]


def test_download_follows_to_another_place(tmp_path):
    with serving({"/a": leads_to("/b"), "/b": sends(b"content")}) as (address, asked):
        download(f"{address}/a", tmp_path / "a", SMALL)

    assert asked == ["/a", "/b"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(None, "the server answers 404", id="absent"),
        pytest.param(sends(b"x", claims=10**12), "larger than", id="says-it-is-large"),
        pytest.param(_flows, "larger than", id="is-large"),
        pytest.param(sends(b"x", claims=900), "cut off after 1 of 900 bytes", id="cut-off"),
        pytest.param(_drips, "took more than 1 seconds", id="drips"),
        pytest.param(leads_to("file:///etc/passwd"), "answers 302 .* not allowed", id="to-a-file"),
        pytest.param(leads_to("ftp://127.0.0.1/a"), "leads on from http to ftp", id="to-ftp"),
        pytest.param(leads_to("/a"), "answers 302", id="in-circles"),
    ],
)
def test_download_says_what_went_wrong(tmp_path, answer, message):
    answers = {"/a": answer} if answer else {}
    with serving(answers) as (address, _), pytest.raises(ModelError, match=message):
        download(f"{address}/a", tmp_path / "a", SMALL)


def test_redirects_lead_from_https_to_nothing_less():
    request = urllib.request.Request("https://example.org/a")
    about = (None, 302, "Found", {})

    with pytest.raises(urllib.error.URLError, match="from https to http"):
        Redirects().redirect_request(request, *about, "http://example.org/a")
    assert Redirects().redirect_request(request, *about, "https://example.org/b") is not None


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(b"", "timed out", id="silence"),
        pytest.param(b"220 mail.example.org ESMTP\r\n", "can't be fetched", id="no-http"),
    ],
)
def test_download_says_that_no_server_of_http_answers(tmp_path, answer, message):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.sendall(answer)
                time.sleep(0 if answer else 1.0)

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        with pytest.raises(ModelError, match=message):
            download(url, tmp_path / "a", SMALL)
        thread.join()


def test_download_says_that_nothing_listens(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(ModelError, match=r"can't be fetched .* Check the URL and the network"):
        download(f"http://127.0.0.1:{port}/a", tmp_path / "a", SMALL)
