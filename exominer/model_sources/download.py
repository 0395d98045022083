"""A URL of an archive -> the file: http and https alone, within limits."""

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from exominer import __version__
from exominer.errors import ModelError
from exominer.model_sources.archive import Limits

Progress = Callable[[int, int | None], None]
"""Told the bytes that have come and those that will, if the server says."""

_CHUNK_BYTES: Final = 1 << 16


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https alone, and from https to nothing less."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        *about: Any,  # noqa: ANN401 - as urllib calls it
    ) -> urllib.request.Request | None:
        """The next request, as urllib asks for it.

        Raises:
            URLError: If it is of another protocol.
        """
        old, new = urlsplit(req.full_url).scheme, urlsplit(about[-1]).scheme
        if new not in ("http", "https") or (old == "https" and new != "https"):
            raise urllib.error.URLError(f"it leads on from {old} to {new}")
        return super().redirect_request(req, *about)


def download(
    url: str, path: Path, limits: Limits, on_progress: Progress = lambda _n, _total: None
) -> str:
    """Fetch a file and give its SHA-256.

    Args:
        url: Of http or https.
        path: Where the file is written.
        limits: Bytes and seconds at most.
        on_progress: Called after each piece.

    Raises:
        ModelError: If the server can't be reached or refuses, or sends too much, too little
            or too slowly.
        OSError: If ``path`` can't be written.
    """
    opener = urllib.request.build_opener(Redirects)
    request = urllib.request.Request(url, headers={"User-Agent": f"exominer/{__version__}"})
    try:
        response = opener.open(request, timeout=limits.timeout_seconds)
    except urllib.error.HTTPError as error:
        error.close()
        found = f"the server answers {error.code} ({error.reason})"
        raise ModelError(url, found, "Check the URL, in a browser if need be.") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        do = "Check the URL and the network; or fetch the file elsewhere and give its path."
        raise ModelError(url, f"can't be fetched ({reason})", do) from error
    with response, path.open("wb") as out:
        return _copy(response, out, url, limits, on_progress)


def _copy(
    response: Any,  # noqa: ANN401 - what an opener gives has no public type
    out: IO[bytes],
    url: str,
    limits: Limits,
    on_progress: Progress,
) -> str:
    said = response.headers.get("Content-Length", "")
    total = int(said) if said.isascii() and said.isdigit() else None
    digest, n_bytes, started = hashlib.sha256(), 0, time.monotonic()
    _check_size(total or 0, url, limits)
    while chunk := _read(response, url):
        n_bytes += len(chunk)
        _check_size(n_bytes, url, limits)
        if time.monotonic() - started > limits.max_seconds:
            found = f"took more than {limits.max_seconds:g} seconds"
            raise ModelError(url, found, "Fetch the file elsewhere and give its path.")
        digest.update(chunk)
        out.write(chunk)
        on_progress(n_bytes, total)
    if total is not None and n_bytes != total:
        found = f"cut off after {n_bytes:,} of {total:,} bytes"
        raise ModelError(url, found, "Try again.")
    return digest.hexdigest()


def _read(response: Any, url: str) -> bytes:  # noqa: ANN401
    """Whatever has come; ``read`` would wait for a whole chunk, for ever if it drips."""
    try:
        return bytes(response.read1(_CHUNK_BYTES))
    except (OSError, http.client.HTTPException) as error:
        found = f"the transfer broke off ({str(error) or type(error).__name__})"
        raise ModelError(url, found, "Try again, or give the path of the file.") from error


def _check_size(n_bytes: int, url: str, limits: Limits) -> None:
    if n_bytes > limits.max_bytes:
        found = f"larger than {limits.max_bytes / 1e6:,.0f} MB"
        raise ModelError(url, found, "Fetch it yourself, unpack it and give the folder.")
