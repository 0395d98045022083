"""Documents with their claims to one self-contained HTML page."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from exominer.export.files import replacing
from exominer.export.highlights import Highlight, Role, Segment, cut_segments
from exominer.pages import load_template
from exominer.records import Claim, Evidence, Page, Radiation

_ARROWS = {"increase": "↑", "decrease": "↓", "none": "•"}
_READ = ("ok", "partial")
ROLES: tuple[Role, ...] = ("effect", "cargo", "donor", "recipient", "radiation", "cue")


class ClaimView(Struct, frozen=True):
    """A claim and where its parts stand in the document's text."""

    claim: Claim
    highlights: tuple[Highlight, ...] = ()


class DocumentView(Struct, frozen=True):
    """What the report says of a file; ``status`` and ``reason`` are the Document's.

    ``n_read`` and ``n_dropped`` count characters that are no white space, the latter by the
    words that say why; ``blank_pages`` are those without a text layer.
    """

    document: str
    status: str
    reason: str = ""
    title: str = ""
    claims: tuple[ClaimView, ...] = ()
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
    n_read: int = 0
    n_dropped: dict[str, int] = msgspec.field(default_factory=dict)
    blank_pages: tuple[int, ...] = ()


class _Card(NamedTuple):
    """A claim as the template shows it."""

    claim: Claim
    arrow: str
    radiation: str
    evidence: list[tuple[Evidence, tuple[Segment, ...]]]
    words: str


class _File(NamedTuple):
    """A line of the list of files; ``kept`` is in percent of all characters."""

    view: DocumentView
    n_dropped: int
    kept: int | None


def _format_radiation(radiation: Radiation | None) -> str:
    if radiation is None:
        return ""
    parts = [radiation.modality or radiation.text, radiation.dose_text]
    if radiation.exposed != "unspecified":
        parts.append(f"{radiation.exposed} exposed")
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _make_card(view: ClaimView) -> _Card:
    claim = view.claim
    named = (*(item.name for item in claim.cargo), *(cell.name for cell in claim.donor_cell))
    effect = claim.effect
    # The script searches the words on the card; these do not stand on it.
    words = (*named, *(cell.name for cell in claim.recipient_cell), effect.process, effect.target)
    return _Card(
        claim=claim,
        arrow=_ARROWS[claim.effect.direction],
        radiation=_format_radiation(claim.radiation),
        evidence=[(e, cut_segments(e, view.highlights)) for e in claim.evidence],
        words=" ".join(dict.fromkeys(word for word in words if word)).lower(),
    )


def _make_file(view: DocumentView) -> _File:
    n_dropped = sum(view.n_dropped.values())
    total = view.n_read + n_dropped
    return _File(view, n_dropped, round(100 * view.n_read / total) if total else None)


def _cap(documents: Iterable[DocumentView], max_claims: int) -> Iterator[list[_Card]]:
    """The cards of each document until the page has its fill, then empty lists."""
    left = max_claims
    for view in documents:
        yield [_make_card(claim) for claim in view.claims[:left]]
        left -= min(left, len(view.claims))


def _count(documents: tuple[DocumentView, ...]) -> dict[str, int]:
    claims = [view.claim for document in documents for view in document.claims]
    n_read = sum(document.status in _READ for document in documents)
    return {
        "documents": len(documents),
        "read": n_read,
        "not read": len(documents) - n_read,
        "claims": len(claims),
        "under radiation": sum(claim.radiation is not None for claim in claims),
        "negated or hedged": sum(claim.polarity != "asserted" for claim in claims),
    }


def render_report(
    documents: Iterable[DocumentView], *, max_claims: int, notes: tuple[str, ...] = (), made_by: str
) -> str:
    """Render the page, which loads nothing: no network, no script of others, no fonts.

    Every text of a paper is escaped. Documents and their claims stay in the order given;
    claims beyond the first ``max_claims`` are counted and not shown.

    Args:
        documents: All files of the run, those without claims and those not read included.
        max_claims: Most claims on the page.
        notes: Lines about the run as a whole.
        made_by: Program and version, for the foot of the page.

    Example:
        >>> paper = DocumentView(document="<script>.txt", status="ok")
        >>> page = render_report([paper], max_claims=10, made_by="exominer")
        >>> "&lt;script&gt;.txt" in page
        True
    """
    views = tuple(documents)
    cards = list(_cap(views, max_claims))
    kinds = Counter(view.claim.kind for document in views for view in document.claims)
    return load_template("exominer.export", "report.html").render(
        counts=_count(views),
        groups=[(view, shown) for view, shown in zip(views, cards, strict=True) if shown],
        files=[_make_file(view) for view in views],
        kinds=sorted(kinds),
        n_shown=sum(map(len, cards)),
        notes=notes,
        made_by=made_by,
        roles=ROLES,
    )


def write_report(
    documents: Iterable[DocumentView],
    path: Path,
    *,
    max_claims: int,
    notes: tuple[str, ...] = (),
    made_by: str,
) -> None:
    """Write what ``render_report`` renders."""
    page = render_report(documents, max_claims=max_claims, notes=notes, made_by=made_by)
    with replacing(path) as part:
        part.write_text(page, encoding="utf-8", errors="replace")
