"""An authored file -> every error in it, one line each."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from exominer.train.authored import AuthoredClaim, AuthoredDocument
from exominer.train.authored_anchors import (
    Layout,
    Span,
    SplitSentences,
    find_occurrences,
    find_unit,
    lay_out,
    parse_marked,
    place_mentions,
)
from exominer.train.authored_fields import find_field_errors
from exominer.train.authored_roles import FillerError, Placed, list_fillers, place_filler

_LEADING: Final = re.compile(
    r"(?:may|might|could|can|would|will|should|did|does|do|was not|were not|not|cannot)\s",
    re.IGNORECASE,
)
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_CONTEXT: Final = 25


class Problem(Struct, frozen=True):
    """One line of the report; a warning asks the annotator to look, an error must go."""

    level: Literal["error", "warning"]
    text: str


def check_file(path: Path, texts: Mapping[str, str], split: SplitSentences) -> tuple[Problem, ...]:
    """Check one authored file.

    Args:
        path: The file.
        texts: Real abstracts by PMID.
        split: A paragraph to its sentences.
    """
    try:
        raw = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        return (Problem("error", f"not readable as JSON: {error}"),)
    wrong = tuple(Problem("error", text) for text in find_field_errors(raw))
    if wrong:
        return wrong
    authored = msgspec.convert(raw, AuthoredDocument)
    text = authored.text or texts.get(authored.pmid, "")
    if not text:
        found = f"no abstract of PMID {authored.pmid} is known; name the table by --abstracts"
        return (Problem("error", found),)
    named = () if path.stem == authored.id else (_error(f"id {authored.id} is not the file name"),)
    return named + check_authored(authored, text, split)


def check_authored(
    authored: AuthoredDocument, text: str, split: SplitSentences
) -> tuple[Problem, ...]:
    """Find what can't be placed in the text or contradicts itself, in the order of the file."""
    placed = place_mentions(text, authored.mentions)
    layout = lay_out(text, split)
    problems = [*_check_head(authored, text), *_check_mentions(authored, text, placed)]
    for number, claim in enumerate(authored.claims, start=1):
        problems += (
            Problem(p.level, f"claim {number}: {p.text}")
            for p in _check_claim(claim, text, placed, layout)
        )
    return (*problems, *_check_pairs(authored))


def _error(text: str) -> Problem:
    return Problem("error", text)


def _warning(text: str) -> Problem:
    return Problem("warning", text)


def _check_head(authored: AuthoredDocument, text: str) -> Iterator[Problem]:
    source = authored.source
    if not (source.doi or source.pmid or source.note) and not authored.pmid:
        yield _error("source names neither doi nor pmid nor note")
    if source.doi and not _DOI.fullmatch(source.doi):
        yield _error(f"source: doi {source.doi!r} is not written 10.…/…")
    if any(pmid and not pmid.isdigit() for pmid in (source.pmid, authored.pmid)):
        yield _error("a PMID has other characters than digits")
    if text != text.strip() or re.search(r"[^\S\n\t]{2}|\r|\n\n\n", text):
        yield _error("text has white space at its ends, doubled spaces or more than one empty line")
    if authored.negative and authored.claims:
        yield _error(f"negative is {authored.negative!r} but there are claims")
    if authored.sort == "negative" and not authored.negative:
        yield _error('sort is "negative" but the field negative is null')


def _check_mentions(authored: AuthoredDocument, text: str, placed: Placed) -> Iterator[Problem]:
    kept = set(placed.values())
    kinds: dict[str, list[str]] = {}
    for kind, values in authored.mentions.items():
        for value in values:
            surface, numbers = parse_marked(value)
            n_found = len(find_occurrences(text, surface))
            if not numbers:
                kinds.setdefault(surface, []).append(kind)
            if not n_found:
                inside = " (only inside a longer word)" if surface in text else ""
                yield _error(f"mention {surface!r} ({kind}) does not occur in the text{inside}")
            elif any(not 0 < n <= n_found for n in numbers):
                yield _error(f"mention {value!r} ({kind}): the text has {n_found} occurrences")
            elif (kind, value) not in kept:
                yield _warning(
                    f"mention {surface!r} ({kind}) is never annotated: every occurrence is in a "
                    "longer mention or a hyphenated compound"
                )
    for surface, named in kinds.items():
        if len(named) > 1:
            found = f"mention {surface!r} is listed as {' and '.join(named)}"
            yield _error(f"{found}: keep one, or say which occurrences by @n")


def _check_claim(
    claim: AuthoredClaim, text: str, placed: Placed, layout: Layout
) -> Iterator[Problem]:
    yield from _check_slots(claim)
    effect, problems = _locate_effect(claim, text)
    yield from problems
    if effect is None:
        return
    unit = find_unit(layout.units, effect)
    if unit is None:
        yield _error(f"effect {claim.effect!r} crosses the end of a sentence or a table cell")
        return
    yield from _check_words(claim, text, unit)
    for filler in list_fillers(claim):
        try:
            found = place_filler(text, placed, filler, effect=effect, unit=unit)
        except FillerError as error:
            yield _error(str(error))
            continue
        if not found.is_mention and filler[0] in ("cargo", "radiation", "dose"):
            yield _warning(f"{filler[0]} {found.surface!r} is not among the mentions")


def _locate_effect(claim: AuthoredClaim, text: str) -> tuple[Span | None, list[Problem]]:
    surface, numbers = parse_marked(claim.effect)
    spans = find_occurrences(text, surface)
    if not spans:
        return None, [_error(f"effect {surface!r} does not occur in the text")]
    if len(numbers) > 1 or any(not 0 < n <= len(spans) for n in numbers):
        return None, [_error(f"effect {claim.effect!r}: the text has {len(spans)} occurrences")]
    if len(spans) > 1 and not numbers:
        places = "; ".join(f"@{n} {_show(text, s)}" for n, s in enumerate(spans, start=1))
        return None, [_error(f"effect {surface!r} occurs {len(spans)} times, add @n: {places}")]
    problems = []
    if match := _LEADING.match(surface):
        problems.append(_warning(f"effect {surface!r} begins with {match[0].strip()!r}"))
    return spans[numbers[0] - 1 if numbers else 0], problems


def _show(text: str, span: Span) -> str:
    start, end = max(span[0] - _CONTEXT, 0), span[1] + _CONTEXT
    return "…" + text[start:end].replace("\n", " ") + "…"


def _check_slots(claim: AuthoredClaim) -> Iterator[Problem]:
    if claim.polarity != "asserted" and not claim.cue:
        yield _error(f"polarity is {claim.polarity} but there is no cue")
    if claim.polarity == "asserted" and claim.cue:
        yield _error(f"polarity is asserted but the cue is {claim.cue!r}")
    if claim.polarity == "negated" and claim.direction != "none":
        yield _warning(f"polarity is negated but direction is {claim.direction}, expected none")
    if claim.kind in ("release", "cargo_change") and claim.recipient:
        yield _warning(f"kind is {claim.kind} but there is a recipient")


def _check_words(claim: AuthoredClaim, text: str, unit: Span) -> Iterator[Problem]:
    sentence = text[unit[0] : unit[1]]
    cue = parse_marked(claim.cue)[0] if claim.cue else ""
    if cue and not find_occurrences(sentence, cue):
        yield _error(f"cue {cue!r} is not in the sentence of the effect")
    process = parse_marked(claim.process)[0]
    if process and process not in text:
        yield _error(f"process {process!r} does not occur in the text")
    elif process and process not in sentence:
        yield _warning(f"process {process!r} is not in the sentence of the effect")


def _check_pairs(authored: AuthoredDocument) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], int] = {}
    for number, claim in enumerate(authored.claims, start=1):
        key = (claim.effect, claim.cargo, claim.donor, claim.recipient)
        if key in seen:
            yield _error(f"claim {number}: same effect and roles as claim {seen[key]}")
        seen.setdefault(key, number)
