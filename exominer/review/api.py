"""The JSON endpoints of the page, as ``server`` describes them."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import msgspec
from flask import Blueprint, Response, current_app, request
from msgspec import Struct

from exominer.records import (
    CargoType,
    ClaimKind,
    Direction,
    Exposed,
    Finding,
    ModalityClass,
    Polarity,
    StudyModel,
)
from exominer.review.annotations import format_annotations
from exominer.review.corrections import draft_of, parse_radiation
from exominer.review.deciding import (
    add_claim,
    complete_document,
    decide_claim,
    undo_decision,
)
from exominer.review.decisions import Placed
from exominer.review.listing import FILTERS, ORDERS, choose_entries, count_states, summarise
from exominer.review.page_images import MissingPageError, PageImages
from exominer.review.passages import claim_passages, find_neighbour, find_paragraph, show_passage
from exominer.review.refusal import RefusedError
from exominer.review.store import Store

EXTENSION = "exominer-review"
"""Under this name of ``app.extensions`` stands the ``Review`` that the endpoints serve."""

api = Blueprint("api", __name__, url_prefix="/api")

Body = TypeVar("Body")
_MAX_LIMIT = 500
_MAX_WORDS = 500
_CLOSED: dict[str, tuple[str, ...]] = {
    "kind": get_args(ClaimKind),
    "type": get_args(CargoType),
    "direction": get_args(Direction),
    "polarity": get_args(Polarity),
    "study_model": get_args(StudyModel),
    "finding": get_args(Finding),
    "modality_class": get_args(ModalityClass),
    "exposed": get_args(Exposed),
}


class Review(Struct, frozen=True):
    """A run under review and the pages of its papers."""

    store: Store
    images: PageImages
    run_dir: Path


class DecisionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A decision on a claim as the page sends it."""

    action: Literal["accept", "reject", "correct"]
    changes: dict[str, Any] = {}
    placed: tuple[Placed, ...] = ()


class ClaimBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim that the run missed."""

    document: str
    changes: dict[str, Any]
    placed: tuple[Placed, ...] = ()


class UndoBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which claim's decision to take back; the last of all where none is named."""

    claim_id: str | None = None


class DocumentBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A document as a whole."""

    document: str


def answer(content: object, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(msgspec.json.encode(content), status, mimetype="application/json")


def _review() -> Review:
    review: Review = current_app.extensions[EXTENSION]
    return review


def _store() -> Store:
    return _review().store


def _body(kind: type[Body]) -> Body:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.DecodeError as error:
        raise RefusedError(400, f"the body is not as it should be: {error}", "Mend it.") from error


def _number(name: str, default: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return default
    try:
        return int(given[:12])
    except ValueError as error:
        raise RefusedError(400, f"{name} is {given[:40]!r}", "Give a whole number.") from error


def _choice(name: str, known: Collection[str], default: str) -> str:
    given = request.args.get(name, default)
    if given not in known:
        raise RefusedError(400, f"{name} is {given[:40]!r}", f"Give one of {', '.join(known)}.")
    return given


@api.get("/run")
def run() -> Response:
    return answer(
        {
            "run": str(_review().run_dir),
            "reviewer": _store().reviewer,
            "documents": _store().documents(),
            "counts": count_states(_store().ordered("paper")),
            "closed": _CLOSED,
        }
    )


@api.get("/claims")
def claims() -> Response:
    ordered = _store().ordered(_choice("sort", ORDERS, "uncertainty"))
    show = _choice("show", FILTERS, "open")
    chosen = choose_entries(
        ordered,
        show=show,
        query=request.args.get("q", "")[:200],
        document=request.args.get("document", ""),
    )
    limit = min(max(_number("limit", 50), 1), _MAX_LIMIT)
    offset = max(_number("offset", 0), 0)
    if around := request.args.get("around"):
        ids = [entry.claim.claim_id for entry in chosen]
        offset = max(ids.index(around) - limit // 2, 0) if around in ids else offset
    part = chosen[offset : offset + limit]
    return answer(
        {
            "total": len(chosen),
            "offset": offset,
            "counts": count_states(ordered),
            "items": [summarise(entry) for entry in part],
        }
    )


@api.post("/claims")
def add() -> Response:
    body = _body(ClaimBody)
    return answer(add_claim(_store(), body.document, body.changes, body.placed), 201)


@api.get("/claims/<claim_id>")
def claim(claim_id: str) -> Response:
    entry = _store().entry(claim_id)
    current = entry.current
    placed = _store().placed(entry)
    passages = []
    if _store().stands(entry):
        paper = _store().paper(entry.document)
        passages = claim_passages(paper, current.evidence, placed)
    return answer(
        {
            **summarise(entry),
            "claim": current,
            "extracted": entry.claim,
            "cells": draft_of(current),
            "placed": placed,
            "passages": passages,
            "history": _store().history(entry),
            "is_complete": _store().is_complete(entry.document),
        }
    )


@api.get("/claims/<claim_id>/page")
def claim_page(claim_id: str) -> Response:
    entry = _store().entry(claim_id)
    evidence = entry.current.evidence
    asked = _number("page", 0)
    try:
        found = _review().images.find_page(
            _store().about(entry.document),
            asked or evidence[0].page,
            [each.text for each in evidence],
            search=not asked,
        )
    except MissingPageError as error:
        return answer({"missing": str(error)})
    return answer(found)


@api.post("/claims/<claim_id>/decision")
def decide(claim_id: str) -> Response:
    body = _body(DecisionBody)
    return answer(decide_claim(_store(), claim_id, body.action, body.changes, body.placed))


@api.post("/undo")
def undo() -> Response:
    return answer(undo_decision(_store(), _body(UndoBody).claim_id))


@api.post("/documents/complete")
def complete() -> Response:
    return answer(complete_document(_store(), _body(DocumentBody).document))


@api.get("/passage")
def passage() -> Response:
    paper = _store().paper(request.args.get("document", ""))
    document = paper.document
    if not document.text:
        raise RefusedError(404, f"{document.document} has no text", "See the run's report.")
    at = min(max(_number("at", 0), 0), len(document.text) - 1)
    span = find_paragraph(document, at, at + 1)
    if step := _number("step", 0):
        span = find_neighbour(document, *span, step=step) or span
    return answer(show_passage(paper, span))


@api.get("/radiation")
def radiation() -> Response:
    modality, dose = request.args.get("modality", ""), request.args.get("dose", "")
    return answer(parse_radiation(modality[:500], dose[:500]))


@api.get("/annotations")
def annotations() -> Response:
    lines = b"".join(msgspec.json.encode(a) + b"\n" for a in format_annotations(_store()).documents)
    response = Response(lines, mimetype="application/jsonl")
    response.headers["Content-Disposition"] = "attachment; filename=annotations.jsonl"
    return response
