"""What speaks for a found effect giving a claim that is right."""

import math
from collections.abc import Iterator, Sequence

from exominer.relate.learned.decoding import Found
from exominer.relate.learned.documents import DocumentView


def confidence_features(view: DocumentView, found: Sequence[Found], place: int) -> set[str]:
    """What the whole of a claim and its neighbours say about its being right.

    Probabilities become steps ("start > -1"), so that a linear model can bend.
    """
    effect = found[place]
    span, s = effect.span, view.sentences[effect.span.sentence]
    beside = [f.span.probability for f in found if f.span.sentence == span.sentence]
    beside.remove(span.probability)
    nearby = [f.span.probability for f in found if abs(f.span.sentence - span.sentence) == 1]
    mean = sum(f.span.probability for f in found) / len(found)
    numbers = {
        "start": span.probability,
        "end": span.end_probability,
        "beside": max(beside, default=0.0),
        "nearby": max(nearby, default=0.0),
        "document": mean,
        **effect.sureness,
        **{f"best {role}": effect.best[role] for role in ("cargo", "donor", "recipient")},
    }
    steps = {f"{name} > {step}" for name, value in numbers.items() for step in _steps(value)}
    filled = {f"fills {r} {min(len(effect.fillers[r]), 3)}" for r in ("cargo", "donor")}
    rule = any(first <= span.end and span.start <= last for first, last, _ in view.rules_in(s))
    pairs = {f"start > {step} {effect.kind}" for step in _steps(span.probability)}
    return (
        steps
        | filled
        | pairs
        | set(_among(found, effect))
        | {
            f"rule {rule}",
            f"kind {effect.kind}",
            f"polarity {effect.polarity}",
            f"exposed {effect.exposed}",
            f"exposed {effect.exposed} {effect.kind}",
            f"vesicle here {bool(s.vesicles)}",
            f"pos {s.pos(span.start)}",
            f"effects beside {min(sum(p > 0.3 for p in beside), 3)}",
            f"length {min(span.end - span.start, 8)}",
        }
    )


def _among(found: Sequence[Found], effect: Found) -> Iterator[str]:
    """Which of the sentence's effects it is, and whether another says the same more surely."""
    order = [f.span.start for f in found if f.span.sentence == effect.span.sentence]
    yield f"order {min(sorted(order).index(effect.span.start), 3)} {min(len(order), 4)}"
    agents = _agents(effect)
    alike = [f for f in found if f is not effect and _agents(f) == agents]
    yield f"same agents {min(len(alike), 3)}"
    twins = [f for f in alike if (f.kind, f.direction) == (effect.kind, effect.direction)]
    yield f"surer twin {any(f.span.probability > effect.span.probability for f in twins)}"


def _agents(effect: Found) -> tuple[frozenset[str], frozenset[str]]:
    cargo, donors = (effect.fillers.get(role, ()) for role in ("cargo", "donor"))
    return frozenset(key[1] for key, _ in cargo), frozenset(key[1] for key, _ in donors)


def _steps(probability: float) -> range:
    """Half logits from -4 up to that of a probability."""
    clipped = min(max(probability, 0.018), 0.982)
    return range(-8, math.floor(2 * math.log(clipped / (1 - clipped))) + 1)
