"""The page and its HTTP interface, which a program may use as well.

Every request carries the token, in the header ``X-Exominer-Token``. Bodies and answers are
JSON; an error is ``{"error": "one line"}`` with the status 400 (not as it should be),
403 (token), 404 (no such claim or document), 409 (not now), 413 (body too large),
421 (Host) or 500 (the disk).

    GET  /api/run                     folder, reviewer, documents, counts, values of closed cells
    GET  /api/claims                  a part of the list: sort=uncertainty|paper|teaches,
                                      show=open|decided|accepted|rejected|corrected|added|gone|all,
                                      q=words, document=NAME, offset=N, limit=N (most 500),
                                      around=CLAIM_ID in place of offset
    GET  /api/claims/ID               the claim, its cells, places, paragraphs and history
    GET  /api/claims/ID/page          the page of the PDF with the evidence; page=N for another
    POST /api/claims/ID/decision      {"action": "accept"|"reject"|"correct", "changes": {...},
                                      "placed": [{"slot", "start", "end"}]}
    POST /api/claims                  a missed claim: {"document", "changes", "placed"}
    POST /api/undo                    {} for the last decision, {"claim_id"} for that of a claim
    POST /api/documents/complete      {"document"}: it has no claim but those that hold
    GET  /api/passage                 document=NAME, at=OFFSET; step=-1|1 for the paragraph beside
    GET  /api/radiation               modality=, dose=: class and numbers that follow
    GET  /api/annotations             what was decided, as annotations (JSON lines)

``changes`` names only the cells that change (the fields of ``corrections.Draft``); ``effect``
and ``radiation`` may be given in part. ``placed`` says where words stand in the document's
text; what is left out is looked for.
"""

import sqlite3
from pathlib import Path

from flask import Flask, Response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from exominer.review.api import EXTENSION, Review, answer, api
from exominer.review.page_images import PageImages
from exominer.review.refusal import RefusedError
from exominer.review.security import cookie_name, guard
from exominer.review.store import Store

MAX_BODY = 256 * 1024


def create_app(store: Store, images: PageImages, *, run_dir: Path, token: str, port: int) -> Flask:
    """Make the application for a run; it answers only on loopback and with the token."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.extensions[EXTENSION] = Review(store, images, run_dir)
    app.register_blueprint(api)
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(sqlite3.Error, _unsaved)
    guard(app, token=token, port=port)

    @app.get("/")
    def page() -> str | Answer:
        if "token" in request.args:
            # Out of the address bar and the history, and into a cookie.
            response = redirect("/", code=303)
            response.set_cookie(cookie_name(port), token, httponly=True, samesite="Strict")
            return response
        return render_template("review.html", token=token, run=run_dir.resolve().name)

    return app


def _refused(error: RefusedError) -> Response:
    return answer({"error": str(error)}, error.status)


def _unsaved(error: sqlite3.Error) -> Response:
    found = f"the run's file cannot be read or written ({error})"
    return answer({"error": f"{found}. Check the room on the disk."}, 500)


def _failed(error: HTTPException) -> Response:
    return answer({"error": error.description or error.name}, error.code or 500)
