"""The fields of an authored file, before any string is placed -> what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from msgspec import structs

from exominer.corpus import AuthoredSource
from exominer.records import ClaimKind, Direction, Exposed, Finding, Polarity, StudyModel
from exominer.train.authored import (
    AUTHORED_KINDS,
    AuthoredClaim,
    AuthoredDocument,
    AuthoredRadiation,
    NegativeSort,
    Sort,
)

_CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "kind": get_args(ClaimKind),
    "direction": get_args(Direction),
    "polarity": get_args(Polarity),
    "finding": get_args(Finding),
    "study_model": get_args(StudyModel),
}
_LISTS: Final = ("cargo", "donor", "recipient")
_STRINGS: Final = ("effect", "process", "target", "pathway")


def find_field_errors(raw: object) -> Iterator[str]:
    """Name every field that is missing, unknown or has a value that is none of its own.

    Example:
        >>> list(find_field_errors({"id": "W1"}))[0]
        'field "sort" is missing'
    """
    if not isinstance(raw, dict):
        yield "expected one JSON object"
        return
    yield from _names(raw, AuthoredDocument, "")
    yield from _closed(raw, "sort", get_args(Sort), "")
    if raw.get("negative") is not None:
        yield from _closed(raw, "negative", get_args(NegativeSort), "")
    for name in ("id", "title", "text", "pmid"):
        if not isinstance(raw.get(name, ""), str):
            yield f'"{name}" must be a string'
    if bool(raw.get("text")) == bool(raw.get("pmid")):
        yield 'one of "text" (written) and "pmid" (real abstract) must be filled, not both'
    yield from _parts(raw.get("source"), AuthoredSource, "source: ")
    yield from _mentions(raw.get("mentions"))
    if not _is_strings(raw.get("contestable", [])):
        yield '"contestable" must be a list of strings'
    claims = raw.get("claims", [])
    if not isinstance(claims, list):
        yield '"claims" must be a list'
        return
    for number, claim in enumerate(claims, start=1):
        yield from (f"claim {number}: {error}" for error in _claim(claim))


def _names(raw: Mapping[str, Any], record: type, where: str) -> Iterator[str]:
    fields = structs.fields(record)
    known = [field.encode_name for field in fields]
    for field in fields:
        if field.required and field.encode_name not in raw:
            yield f'{where}field "{field.encode_name}" is missing'
    for name in raw:
        if name not in known:
            yield f'{where}field "{name}" is unknown; the fields are {", ".join(known)}'


def _parts(raw: object, record: type, where: str) -> Iterator[str]:
    if raw is None:
        return
    if not isinstance(raw, dict):
        yield f"{where}expected an object, found {raw!r}"
        return
    yield from _names(raw, record, where)
    for name, value in raw.items():
        if not isinstance(value, str) and not (name == "dose" and value is None):
            yield f'{where}"{name}" must be a string, found {value!r}'


def _mentions(raw: object) -> Iterator[str]:
    if not isinstance(raw, dict):
        if raw is not None:
            yield '"mentions" must be an object of lists'
        return
    for kind, values in raw.items():
        if kind not in AUTHORED_KINDS:
            yield f'mentions: kind "{kind}" is unknown; the kinds are {", ".join(AUTHORED_KINDS)}'
        if not _is_strings(values):
            yield f"mentions: {kind} must be a list of non-empty strings"
        elif len(set(values)) < len(values):
            yield f"mentions: {kind} lists a form twice"


def _claim(raw: object) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "expected an object"
        return
    yield from _names(raw, AuthoredClaim, "")
    for name, values in _CLOSED.items():
        yield from _closed(raw, name, values, "")
    for name in _LISTS:
        if not _is_strings(raw.get(name, [])):
            yield f'"{name}" must be a list of non-empty strings ([] if there is none)'
    for name in _STRINGS:
        if not isinstance(raw.get(name, ""), str):
            yield f'"{name}" must be a string ("" if there is none)'
    if not isinstance(raw.get("cue"), str | None):
        yield '"cue" must be a string or null'
    radiation = raw.get("radiation")
    yield from _parts(radiation, AuthoredRadiation, "radiation: ")
    if isinstance(radiation, dict):
        yield from _closed(radiation, "exposed", get_args(Exposed), "radiation: ")


def _closed(
    raw: Mapping[str, Any], name: str, values: tuple[str, ...], where: str
) -> Iterator[str]:
    if name in raw and raw[name] not in values:
        yield f'{where}"{name}" is {raw[name]!r}, expected one of {", ".join(values)}'


def _is_strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values)
