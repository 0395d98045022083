"""Who may talk to the page: the browser that was given the address, on this machine."""

import hmac
import secrets
from collections.abc import Callable

from flask import Flask, Request, Response, abort, request

TOKEN_HEADER = "X-Exominer-Token"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_READS = ("GET", "HEAD")


def make_token() -> str:
    """A secret of 192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)


def guard(app: Flask, *, token: str, port: int) -> None:
    """Let in only requests that know the token and are addressed to this server.

    The token comes with the first address, in a cookie or in a header; what changes
    something must have it in the header, which no page of another site can send. A Host
    other than loopback is the mark of DNS rebinding.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    cookie = cookie_name(port)

    def is_known(given: str | None) -> bool:
        return given is not None and hmac.compare_digest(given.encode(), token.encode())

    def check() -> None:
        if request.host not in hosts:
            abort(421, "This address is not served here.")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            abort(403, "Requests of other sites are not answered.")
        in_header = is_known(request.headers.get(TOKEN_HEADER))
        if request.method not in _READS and not in_header:
            abort(403, f"The token must be in the header {TOKEN_HEADER}.")
        if not (in_header or is_known(request.cookies.get(cookie)) or _opens(request, is_known)):
            abort(403, "The token is missing or wrong. Open the address that review printed.")

    def add_headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response

    app.before_request(check)
    app.after_request(add_headers)


def cookie_name(port: int) -> str:
    """Cookies are shared by the ports of a host, so the name has the port."""
    return f"exominer-review-{port}"


def _opens(asked: Request, is_known: Callable[[str | None], bool]) -> bool:
    """Whether this is the address as printed, the one place where the token is in it."""
    return asked.path == "/" and is_known(asked.args.get("token"))
