"""What speaks for who was exposed, and for a dose: words around the effect, and who got it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from exominer.relate.exposure import BYSTANDER, HOST, PHENOTYPE, RESPONSE
from exominer.relate.learned.claim_context import (
    Before,
    Guess,
    Keys,
    Place,
    context_features,
    in_order,
)
from exominer.relate.learned.documents import DocumentView, Occurrence
from exominer.relate.learned.frame_features import frame_features
from exominer.relate.learned.sentences import SentenceView
from exominer.relate.vesicles import IRRADIATED, NOT_IRRADIATED

_CONTROL: Final = re.compile(
    r"\b(?:sham|mock|naive|controls?|un(?:irradiated|exposed|treated|stressed)|parental|parent"
    r"|non-?(?:irradiated|exposed|treated)|0 Gy)\b|without (?:ir)?radiation|not (?:ir)?radiated",
    re.IGNORECASE,
)
_PATTERNS: Final = {
    "response": RESPONSE,
    "phenotype": PHENOTYPE,
    "bystander": BYSTANDER,
    "host": HOST,
    "irradiated": IRRADIATED,
    "unirradiated": NOT_IRRADIATED,
    "control": _CONTROL,
}
_TELLING: Final = re.compile(
    r"(?:here|back|ahead|rivals|named later|times|side|last claim|rule|is subject|nearer|claim"
    r"|effect|behind|sentence|earlier|clause|subject|vesicle|last vesicle|irradiated vesicles"
    r"|radiation|dose|organism) "
)
"""Features of a dose that mean another thing for each party that can be exposed."""
_BREAKS: Final = frozenset({",", ";", ":", "whereas", "while", "but", "although", "(", ")"})


def exposed_features(
    view: DocumentView,
    given: Sequence[Occurrence],
    place: Place,
    chosen: Keys,
    before: Before,
) -> set[str]:
    """What decides who was exposed.

    Args:
        view: The document.
        given: Where the doses and modalities in reach stand.
        place: The effect.
        chosen: The keys of the claim's cargo and cells.
        before: The claim before.
    """
    found = frame_features(view, place.sentence, place.start, place.end)
    found |= context_features(place, chosen, before)
    reaches = {
        "here": [o for o in given if o.sentence == place.sentence],
        "before": [o for o in given if o.sentence < place.sentence],
        "any": given,
    }
    for reach, occurrences in reaches.items():
        hits = _hit_features(view, in_order(occurrences, place), chosen) if occurrences else set()
        found |= {f"{reach} {name}" for name in hits}
    return found


def given_features(
    view: DocumentView,
    occurrences: Sequence[Occurrence],
    place: Place,
    chosen: Guess,
    known: set[str],
) -> set[str]:
    """What speaks for a dose or a modality being that of a claim, seen with who was exposed.

    Args:
        view: The document.
        occurrences: Where it stands.
        place: The effect.
        chosen: The claim's cargo, cells and exposed party.
        known: What is known of the name as of any other, with what ``around_features`` gives.
    """
    found = _hit_features(view, in_order(occurrences, place), chosen.fillers)
    telling = found | {name for name in known if _TELLING.match(name)}
    crossed = {f"{chosen.exposed} & {name}" for name in telling}
    return found | crossed | {f"exposed {chosen.exposed}"}


def around_features(view: DocumentView, place: Place) -> set[str]:
    """Words around the effect, links, and what is named where."""
    number, start, end = place.sentence, place.start, place.end
    s, text = view.sentences[number], view.document.text
    first, last = s.tree.tokens[start].start, s.tree.tokens[end].end
    earlier = view.sentences[max(number - 2, 0)].scene.text_start
    clause = _clause(s, start, end)
    stretches = {
        "effect": text[first:last],
        "behind": text[last : min(last + 40, s.scene.text_end)],
        "sentence": text[s.scene.text_start : s.scene.text_end],
        "earlier": text[earlier : s.scene.text_start],
        "clause": text[slice(*clause)],
        "subject": _subject_text(s, start),
    }
    found = {
        f"{where} {name}"
        for where, stretch in stretches.items()
        for name, pattern in _PATTERNS.items()
        if pattern.search(stretch)
    }
    here = view.links_by_sentence.get(s.scene.number, [])
    before = [link for link in view.links if link.vesicle.start < last]
    near = min(here, key=lambda link: abs(link.vesicle.start - first)) if here else None
    found.add(f"vesicle {near.irradiated if near else '-'}")
    found.add(f"last vesicle {before[-1].irradiated if before else '-'}")
    share = [link.irradiated for link in view.links]
    found.add(f"irradiated vesicles {_share(share.count(True), len(share))}")
    for part in ("radiation", "dose", "organism"):
        sentences = [i for i, other in enumerate(view.sentences) if part in other.parts]
        found.add(f"{part} named {min(len(sentences), 4)}")
        back = min([number - i for i in sentences if i <= number] + [6])
        found.add(f"{part} back {back}")
        sides = {"left" if i < start else "right" for i, p in enumerate(s.parts) if p == part}
        found |= {f"{part} {side}" for side in sides}
        places = [t.start for t, p in zip(s.tree.tokens, s.parts, strict=True) if p == part]
        found.add(f"{part} in clause {any(clause[0] <= at < clause[1] for at in places)}")
    return found


def _hit_features(view: DocumentView, occurrences: Sequence[Occurrence], chosen: Keys) -> set[str]:
    """Whether a dose was given to the donor, the recipient or a body, where it is likely meant."""
    found = {f"hits {name}" for name in _hits(view, occurrences[:1], chosen)}
    return found | {f"hits somewhere {name}" for name in _hits(view, occurrences, chosen)}


def _hits(view: DocumentView, occurrences: Sequence[Occurrence], chosen: Keys) -> Iterator[str]:
    targets = {t for o in occurrences for t in view.targets(o)}
    cells = {key for part, key in targets if part == "cell"}
    none = frozenset[str]()
    donors, recipients = chosen.get("donor", none), chosen.get("recipient", none)
    told = [
        "donor" * bool(cells & donors),
        "recipient" * bool(cells & recipients),
        "other" * bool(cells - donors - recipients),
        *sorted({part for part, _ in targets} - {"cell"}),
    ]
    named = [name for name in told if name]
    yield from named
    yield f"all {'+'.join(named) or '-'}"
    yield f"all {'+'.join(named) or '-'} {bool(donors)} {bool(recipients)}"


def _clause(s: SentenceView, start: int, end: int) -> tuple[int, int]:
    """Offsets of the stretch between commas or contrasts that holds an effect."""
    left = start
    while left > 0 and s.lower[left - 1] not in _BREAKS:
        left -= 1
    right = end
    while right + 1 < len(s) and s.lower[right + 1] not in _BREAKS:
        right += 1
    return s.tree.tokens[left].start, s.tree.tokens[right].end


def _subject_text(s: SentenceView, start: int) -> str:
    subject = s.subject(start)[0]
    if subject is None:
        return ""
    below = s.tree.subtree(subject, without=frozenset({"acl:relcl"}))
    return " ".join(s.tree.tokens[i].text for i in below if i < start)


def _share(part: int, whole: int) -> str:
    return "-" if not whole else str(round(4 * part / whole))
