"""What a person decided -> annotated documents, in the format that training reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from exominer.assemble.assembling import evidence_holds
from exominer.corpus import AnnotatedGold, AuthoredSource, hash_text
from exominer.records import (
    AnnotatedDocument,
    CargoType,
    Claim,
    Frame,
    Mention,
    MentionKind,
    Relation,
    RelationKind,
)
from exominer.review.corrections import Correction
from exominer.review.decisions import Decision, Placed, Slot
from exominer.review.paper import Paper
from exominer.review.store import Store
from exominer.train.authored_anchors import choose_nearest
from exominer.train.authored_roles import NEW_KINDS

REVIEW_SOURCE: Final = "review"
"""Source of a mention that fills a part of a claim that holds; others are the run's own."""

Span = tuple[int, int]

_CARGO_KINDS: Final[dict[CargoType | None, MentionKind]] = {
    "protein": "gene_or_protein",
    "miRNA": "mirna",
    "lncRNA": "ncrna",
    "circRNA": "ncrna",
    "lipid": "lipid",
    "antigen": "antigen",
}


class Annotations(Struct, frozen=True):
    """Documents with decisions, and a line for each decision that could not be placed."""

    documents: tuple[AnnotatedGold, ...]
    problems: tuple[str, ...]


def format_annotations(store: Store) -> Annotations:
    """Make a document of all decisions that hold on one content, sorted by its name.

    Accepted, corrected and added claims are its claims, rejected ones its ``rejected``.
    Decisions on content that the run no longer has are named as problems.
    """
    names = {about.sha256: name for name, about in sorted(store.contents().items(), reverse=True)}
    groups: dict[str, list[Decision]] = defaultdict(list)
    problems: list[str] = []
    for decision in store.standing():
        if decision.sha256 in names:
            groups[names[decision.sha256]].append(decision)
        else:
            found = f"{decision.document}: decision {decision.decision_id} ({decision.action})"
            problems.append(f"{found} is about a content that the run no longer has")
    documents = []
    for name, decisions in sorted(groups.items()):
        gold, lost = annotate_paper(store.paper(name), decisions)
        documents.append(gold)
        problems += lost
    return Annotations(tuple(documents), tuple(problems))


def annotate_paper(
    paper: Paper, decisions: Sequence[Decision]
) -> tuple[AnnotatedGold, tuple[str, ...]]:
    """Make the annotated document of a paper, and name the claims that are not in its text."""
    document = paper.document
    held: dict[str, Correction] = {}
    problems: list[str] = []
    for decision in decisions:
        claim = decision.gold
        if claim is None:
            continue
        if not all(evidence_holds(document.text, e) for e in claim.evidence):
            where = f"{document.document}: claim {claim.claim_id}"
            problems.append(f"{where} no longer stands where it was decided on")
        else:
            held[claim.claim_id] = Correction(claim, decision.placed)
    claims = sorted(held.values(), key=_position)
    is_whole = any(decision.action == "complete" for decision in decisions)
    people = ", ".join(sorted({decision.who for decision in decisions}))
    gold = AnnotatedGold(
        id=document.document,
        sort="paper",
        negative="other" if is_whole and not claims else None,
        split="",
        source=AuthoredSource(note=f"claims of a run, decided on by {people}"),
        title=document.title,
        sha256=hash_text(document.text),
        text=document.text,
        pmid="",
        annotated=_annotate(paper, claims),
        claims=tuple(each.claim for each in claims),
        reviewed="all" if is_whole else "claims",
        rejected=tuple(d.shown for d in decisions if d.action == "reject" and d.shown),
    )
    return gold, tuple(problems)


def _position(correction: Correction) -> tuple[int, int, str]:
    first = correction.claim.evidence[0]
    return first.start, _effect(correction)[0], correction.claim.claim_id


def _effect(correction: Correction) -> Span:
    place = next((p for p in correction.placed if p.slot == "effect"), None)
    first = correction.claim.evidence[0]
    return (place.start, place.end) if place else (first.start, first.end)


def _annotate(paper: Paper, claims: Sequence[Correction]) -> AnnotatedDocument:
    """Mentions, frames and relations of the claims that hold, beside the run's mentions."""
    text = paper.document.text
    spans = _choose_mentions(paper, claims)
    drafts: list[tuple[Span, int, MentionKind, str]] = [
        *((span, -1, kind, source) for span, (kind, source) in spans.items()),
        *((_effect(c), i, "effect", REVIEW_SOURCE) for i, c in enumerate(claims)),
    ]
    drafts.sort(key=lambda draft: draft[:2])
    names = {draft[:2]: f"T{number}" for number, draft in enumerate(drafts, start=1)}
    relations: dict[tuple[RelationKind, str, str], None] = {}
    for i, claim in enumerate(claims):
        head = names[_effect(claim), i]
        for kind, span in _fillers(paper, claim, spans):
            relations[kind, head, names[span, -1]] = None
    return AnnotatedDocument(
        document=paper.document,
        mentions=tuple(
            Mention(names[span, key], kind, *span, text[slice(*span)], source=source)
            for span, key, kind, source in drafts
        ),
        frames=tuple(_frame(c.claim, names[_effect(c), i]) for i, c in enumerate(claims)),
        relations=tuple(Relation(f"R{n}", *arc) for n, arc in enumerate(relations, start=1)),
    )


def _choose_mentions(
    paper: Paper, claims: Sequence[Correction]
) -> dict[Span, tuple[MentionKind, str]]:
    """Mentions that do not overlap: what fills a part goes first, the longer before the shorter."""
    run = {(m.start, m.end): m for m in paper.mentions if m.kind != "effect"}
    fillers: dict[Span, MentionKind] = {}
    for claim in claims:
        for place in claim.placed:
            if kind := _kind(paper, claim, place):
                span = (place.start, place.end)
                fillers.setdefault(span, run[span].kind if span in run else kind)
    chosen: dict[Span, tuple[MentionKind, str]] = {}
    for span in sorted(fillers, key=lambda s: (s[0] - s[1], s)):
        if _is_free(span, chosen):
            chosen[span] = fillers[span], REVIEW_SOURCE
    others = {s: (m.kind, m.source) for s, m in run.items() if _is_free(s, chosen)}
    return chosen | others


def _is_free(span: Span, taken: Iterable[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _relation(slot: Slot) -> RelationKind | None:
    """The relation of a part to the effect; effect and cue have none."""
    if slot == "effect":
        return None
    return None if slot == "cue" else slot


def _kind(paper: Paper, claim: Correction, place: Placed) -> MentionKind | None:
    """What a filler is that the run has no mention for; None where the part is no filler."""
    relation = _relation(place.slot)
    if relation is None:
        return None
    words = paper.document.text[place.start : place.end]
    item = next((item for item in claim.claim.cargo if item.text == words), None)
    known = _CARGO_KINDS.get(item.type) if item and relation == "cargo" else None
    return known or NEW_KINDS[relation]


def _fillers(
    paper: Paper, claim: Correction, spans: dict[Span, tuple[MentionKind, str]]
) -> Iterable[tuple[RelationKind, Span]]:
    effect = _effect(claim)
    vesicles = [span for span, (kind, _) in spans.items() if kind == "vesicle"]
    if vesicles:
        unit = paper.places.find_unit(*effect)
        yield "vesicle", choose_nearest(vesicles, effect, unit)
    for place in claim.placed:
        if relation := _relation(place.slot):
            # A filler inside a longer one of another claim is that mention.
            around = next(s for s in spans if s[0] < place.end and place.start < s[1])
            yield relation, around


def _frame(claim: Claim, effect: str) -> Frame:
    return Frame(
        effect=effect,
        kind=claim.kind,
        direction=claim.effect.direction,
        polarity=claim.polarity,
        exposed=claim.radiation.exposed if claim.radiation else "unspecified",
        study_model=claim.study_model,
        finding=claim.finding,
        cue=claim.cue,
        process=claim.effect.process,
    )
