"""Two annotations of the same documents -> agreement per slot and what to adjudicate."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from exominer.corpus import ROLE_SOURCE, AnnotatedGold
from exominer.records import Claim, Mention

Pairs = list[tuple[Claim, Claim]]
Matcher = Callable[[Sequence[Claim], Sequence[Claim], str], Pairs]
LEVELS: Final = ("effect", "pair", "triple", "full")


class Counted(Struct, frozen=True):
    """Found by both, by the first and by the second annotator."""

    n_both: int
    n_first: int
    n_second: int

    @property
    def f1(self) -> float:
        """F1, the same whichever annotation is taken for the truth."""
        total = self.n_first + self.n_second
        return 2 * self.n_both / total if total else 1.0


class SlotAgreement(Struct, frozen=True):
    """Of ``n_asked`` matched claims ``n_same`` agree; ``kappa`` for closed slots only."""

    n_same: int
    n_asked: int
    kappa: float | None = None


class Agreement(Struct, frozen=True):
    """Agreement of two annotations over the documents that both have."""

    n_documents: int
    mentions: dict[str, Counted]
    claims: dict[str, Counted]
    slots: dict[str, SlotAgreement]


CLOSED: Final[dict[str, Callable[[Claim], str]]] = {
    "kind": lambda claim: claim.kind,
    "direction": lambda claim: claim.effect.direction,
    "polarity": lambda claim: claim.polarity,
    "exposed": lambda claim: claim.radiation.exposed if claim.radiation else "null",
    "finding": lambda claim: claim.finding,
    "study_model": lambda claim: claim.study_model,
}
OPEN: Final[dict[str, Callable[[Claim], frozenset[str]]]] = {
    "cargo": lambda claim: frozenset(item.text.lower() for item in claim.cargo),
    "donor": lambda claim: frozenset(cell.text.lower() for cell in claim.donor_cell),
    "recipient": lambda claim: frozenset(cell.text.lower() for cell in claim.recipient_cell),
    "dose": lambda claim: frozenset(
        [claim.radiation.dose_text] if claim.radiation and claim.radiation.dose_text else []
    ),
}
"""Slots filled with words: two fillings agree if they share one."""


def measure_agreement(
    first: Mapping[str, AnnotatedGold], second: Mapping[str, AnnotatedGold], match: Matcher
) -> Agreement:
    """Measure agreement over the documents that both annotations have.

    Args:
        first: Documents by id.
        second: Documents by id.
        match: Pairs the claims of one document that agree at a level.
    """
    both = sorted(first.keys() & second.keys())
    documents = [(first[name], second[name]) for name in both]
    pairs = [pair for a, b in documents for pair in match_closest(a.claims, b.claims, match)]
    return Agreement(
        n_documents=len(both),
        mentions=_count_mentions(documents),
        claims={
            level: Counted(
                sum(len(match(a.claims, b.claims, level)) for a, b in documents),
                sum(len(a.claims) for a, _ in documents),
                sum(len(b.claims) for _, b in documents),
            )
            for level in LEVELS
        },
        slots=_judge_slots(pairs),
    )


def match_closest(first: Sequence[Claim], second: Sequence[Claim], match: Matcher) -> Pairs:
    """Pair claims whose effects agree, those that agree in most besides first."""
    pairs: Pairs = []
    for level in reversed(LEVELS):
        taken = {id(claim) for pair in pairs for claim in pair}
        pairs += match(
            [claim for claim in first if id(claim) not in taken],
            [claim for claim in second if id(claim) not in taken],
            level,
        )
    return pairs


def _count_mentions(
    documents: Sequence[tuple[AnnotatedGold, AnnotatedGold]],
) -> dict[str, Counted]:
    counts: dict[str, list[int]] = {"all": [0, 0, 0]}
    for pair in documents:
        a, b = (set(mention_keys(gold.annotated.mentions)) for gold in pair)
        for index, keys in enumerate((a & b, a, b)):
            for kind, n in Counter(key[2] for key in keys).items():
                counts.setdefault(kind, [0, 0, 0])[index] += n
                counts["all"][index] += n
    return {kind: Counted(*n) for kind, n in counts.items()}


def mention_keys(mentions: Iterable[Mention]) -> list[tuple[int, int, str]]:
    """Start, end and kind of what the guideline calls a mention; effects are judged as claims."""
    return [
        (mention.start, mention.end, mention.kind)
        for mention in mentions
        if mention.kind != "effect" and mention.source != ROLE_SOURCE
    ]


def _judge_slots(pairs: Pairs) -> dict[str, SlotAgreement]:
    slots: dict[str, SlotAgreement] = {}
    for name, read in CLOSED.items():
        labels = [(read(a), read(b)) for a, b in pairs]
        n_same = sum(a == b for a, b in labels)
        slots[name] = SlotAgreement(n_same, len(labels), compute_kappa(labels))
    for name, read_words in OPEN.items():
        asked = [(read_words(a), read_words(b)) for a, b in pairs]
        asked = [(a, b) for a, b in asked if a or b]
        slots[name] = SlotAgreement(sum(bool(a & b) for a, b in asked), len(asked))
    return slots


def compute_kappa(labels: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa; None where chance alone would agree always or there is nothing to judge.

    Example:
        >>> compute_kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
        0.5
    """
    n = len(labels)
    if not n:
        return None
    first, second = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    by_chance = sum(first[label] * second[label] for label in first) / n**2
    seen = sum(a == b for a, b in labels) / n
    return None if by_chance == 1 else round((seen - by_chance) / (1 - by_chance), 4)


def list_disagreements(first: AnnotatedGold, second: AnnotatedGold, match: Matcher) -> list[str]:
    """Everything that two annotators of a document decided otherwise, as Markdown items."""
    pairs = match_closest(first.claims, second.claims, match)
    paired = {id(claim) for pair in pairs for claim in pair}
    lines = [
        f"- only {who}: {_describe(claim)}"
        for who, gold in (("first", first), ("second", second))
        for claim in gold.claims
        if id(claim) not in paired
    ]
    lines += (line for a, b in pairs if (line := _compare(a, b)))
    keys = [set(mention_keys(gold.annotated.mentions)) for gold in (first, second)]
    text = first.text or ""
    for who, only in (("first", keys[0] - keys[1]), ("second", keys[1] - keys[0])):
        named = Counter(f"{text[start:end]} ({kind})" for start, end, kind in sorted(only))
        if named:
            lines.append(f"- mentions only {who}: {'; '.join(named)}")
    return lines


def _describe(claim: Claim) -> str:
    cargo = ", ".join(item.text for item in claim.cargo) or "whole vesicle"
    slots = f"{claim.kind}, {cargo}, {claim.effect.direction}, {claim.polarity}"
    return f'"{claim.effect.text}" ({slots}) in: {claim.evidence[0].text}'


def _compare(first: Claim, second: Claim) -> str:
    differing = [
        f"{name} {read(first)} / {read(second)}"
        for name, read in CLOSED.items()
        if read(first) != read(second)
    ]
    for name, read_words in OPEN.items():
        a, b = read_words(first), read_words(second)
        if (a or b) and not a & b:
            differing.append(f"{name} {_join(a)} / {_join(b)}")
    if not differing:
        return ""
    return f'- "{first.effect.text}" / "{second.effect.text}": {"; ".join(differing)}'


def _join(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "none"
