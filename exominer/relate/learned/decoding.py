"""Document to effects: where they begin and end, what they say, who plays which part."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from msgspec import Struct, structs

from exominer.linear import LinearModel, rival_chances, sigmoid
from exominer.records import ClaimKind, Direction, Frame, Polarity, RelationKind
from exominer.relate.drafts import CARGO_REACH
from exominer.relate.learned.claim_context import (
    NOTHING,
    ROLE_PARTS,
    Before,
    Guess,
    Place,
    read_before,
)
from exominer.relate.learned.documents import DocumentView, GroupKey
from exominer.relate.learned.effect_features import (
    end_candidates,
    end_features,
    sentence_features,
    start_candidates,
    start_features,
)
from exominer.relate.learned.filler_features import FillerFeatures
from exominer.relate.learned.frame_features import frame_features
from exominer.relate.learned.left_features import left_candidates, left_features
from exominer.relate.learned.sentences import SentenceView

CONTROL: Final = "agent control"
"""A knock-down or an inhibitor acts: no claim, whatever else speaks for one."""
LEAST_START: Final = 0.1
"""Probability of a start below which it is not looked at again."""
UNEXPOSED: Final = "none"

KINDS: Final[tuple[ClaimKind, ...]] = get_args(ClaimKind)
Chosen = tuple[GroupKey, float]


class Span(Struct, frozen=True):
    """A phrase that may be an effect, with the probability of its head.

    ``start`` is the head, ``left`` the first token, which may stand before it.
    """

    sentence: int
    start: int
    end: int
    left: int
    probability: float
    end_probability: float


class Found(Struct, frozen=True):
    """An effect with all its slots; the chances that any name fills a role are its ``best``."""

    span: Span
    kind: ClaimKind
    direction: Direction
    polarity: Polarity
    exposed: str
    sureness: Mapping[str, float]
    fillers: Mapping[RelationKind, tuple[Chosen, ...]]
    best: Mapping[RelationKind, float]
    score: float = 0.0

    @property
    def keys(self) -> dict[RelationKind, frozenset[str]]:
        """The keys of the fillers by role."""
        return _keys(self.fillers)

    @property
    def guess(self) -> Guess:
        """What the claim after this one is to know of it."""
        return Guess(self.keys, self.exposed)

    @property
    def place(self) -> Place:
        """Where the effect stands and what kind of claim it makes."""
        return Place(self.span.sentence, self.span.start, self.span.end, self.kind)


def readable_sentences(view: DocumentView) -> list[int]:
    """Sentences near a vesicle; table cells are left to the rules for tables."""
    with_vesicle = {i for i, s in enumerate(view.sentences) if s.vesicles}
    return [
        i
        for i in range(len(view.sentences))
        if not view.is_cell[i]
        and (view.is_short or any(abs(i - j) <= CARGO_REACH for j in _around(i, with_vesicle)))
    ]


def _around(number: int, wanted: set[int]) -> Iterator[int]:
    for other in range(number - CARGO_REACH, number + CARGO_REACH + 1):
        if other in wanted:
            yield other


def find_effects(
    view: DocumentView,
    models: Mapping[str, LinearModel],
    fill: Mapping[str, tuple[float, float]],
) -> list[Found]:
    """Every effect that is not out of the question, in order of the text, scored."""
    spans = sorted(find_spans(view, models), key=lambda s: (s.sentence, s.start))
    return fill_effects(view, [_read_frame(view, models, span) for span in spans], models, fill)


def fill_effects(
    view: DocumentView,
    effects: Sequence[Found],
    models: Mapping[str, LinearModel],
    fill: Mapping[str, tuple[float, float]],
) -> list[Found]:
    """Effects in order of the text with their fillers, each seen with those of the one before."""
    filler, filled = _Filler(view, models, fill), list[Found]()
    before = NOTHING
    for effect in effects:
        filled.append(filler.fill(effect, before))
        before = read_before(view, effect.place, filled[-1].guess)
    return filled


def find_spans(view: DocumentView, models: Mapping[str, LinearModel]) -> list[Span]:
    """Effect phrases that do not overlap, the likeliest first."""
    likely = [
        (probability, number, start)
        for number in readable_sentences(view)
        for start, probability in _likely_starts(view, models["start"], number)
    ]
    taken: set[tuple[int, int]] = set()
    spans = []
    for probability, number, start in sorted(likely, key=lambda c: (-c[0], c[1], c[2])):
        end, sure = _choose_end(view, models["end"], number, start)
        words = {(number, index) for index in range(start, end + 1)}
        if not words & taken:
            left = _choose_left(view.sentences[number], models["left"], start)
            while any((number, index) in taken for index in range(left, start)):
                left += 1
            taken |= words | {(number, index) for index in range(left, start)}
            spans.append(Span(number, start, end, left, probability, sure))
    return spans


def _likely_starts(
    view: DocumentView, model: LinearModel, number: int
) -> Iterator[tuple[int, float]]:
    shared = model.margins(sentence_features(view, number))[0]
    for start in start_candidates(view.sentences[number]):
        features = start_features(view, number, start)
        own = model.margins(features)[0] - model.intercept[0]
        probability = float(sigmoid(shared + own))
        if probability >= LEAST_START and CONTROL not in features:
            yield start, probability


def _choose_end(
    view: DocumentView, model: LinearModel, number: int, start: int
) -> tuple[int, float]:
    candidates = end_candidates(view.sentences[number], start)
    margins = [
        float(model.margins(end_features(view, number, start, end))[0]) for end in candidates
    ]
    best = max(range(len(candidates)), key=margins.__getitem__)
    return candidates[best], float(sigmoid(margins[best]))


def _choose_left(s: SentenceView, model: LinearModel, head: int) -> int:
    candidates = left_candidates(s, head)
    margins = [float(model.margins(left_features(s, head, left))[0]) for left in candidates]
    return candidates[max(range(len(candidates)), key=margins.__getitem__)]


def place_found(place: Place, frame: Frame) -> Found:
    """An effect that is given, as if it had been found without a doubt."""
    span = Span(place.sentence, place.start, place.end, place.start, 1.0, 1.0)
    return Found(span, place.kind, frame.direction, frame.polarity, frame.exposed, {}, {}, {})


def _read_frame(view: DocumentView, models: Mapping[str, LinearModel], span: Span) -> Found:
    said = frame_features(view, span.sentence, span.start, span.end)
    shares = {name: models[name].distribution(said) for name in ("kind", "direction", "polarity")}
    chosen = {name: max(sorted(share), key=share.__getitem__) for name, share in shares.items()}
    polarity: Polarity = chosen["polarity"]  # type: ignore[assignment]
    return Found(
        span=span,
        kind=chosen["kind"],  # type: ignore[arg-type]
        direction="none" if polarity == "negated" else chosen["direction"],  # type: ignore[arg-type]
        polarity=polarity,
        exposed=UNEXPOSED,
        sureness={name: shares[name][chosen[name]] for name in shares},
        fillers={},
        best={},
    )


class _Filler:
    """Chooses the fillers of the effects of one document."""

    def __init__(
        self,
        view: DocumentView,
        models: Mapping[str, LinearModel],
        least: Mapping[str, tuple[float, float]],
    ) -> None:
        self._view, self._models, self._least = view, models, least
        self._features: dict[int, FillerFeatures] = {}

    def fill(self, effect: Found, before: Before) -> Found:
        """The effect with its fillers; ``before`` are those of the effect before it."""
        fillers: dict[RelationKind, tuple[Chosen, ...]] = {}
        best: dict[RelationKind, float] = {}
        exposed = UNEXPOSED
        for role in ROLE_PARTS:
            if role == "radiation":
                features = self._block(effect).of_exposure(effect.place, _keys(fillers), before)
                share = self._models["exposed"].distribution(features)
                exposed = max(sorted(share), key=share.__getitem__)
            is_given = role in {"radiation", "dose"}
            if is_given and exposed == UNEXPOSED:
                fillers[role], best[role] = (), 0.0
                continue
            ranked = self._rank(effect, role, before, Guess(_keys(fillers), exposed))
            best[role] = ranked[0][1] if ranked else 0.0
            ranked = self._prefer_near(effect, ranked, self._least[role][0])
            fillers[role] = choose_fillers(ranked[:1] if is_given else ranked, self._least[role])
        return structs.replace(effect, fillers=fillers, best=best, exposed=exposed)

    def _prefer_near(self, effect: Found, ranked: list[Chosen], least: float) -> list[Chosen]:
        """The names of the paragraph alone, if one of them is likely enough to be chosen.

        What the annotated abstracts say once holds for all of them; what a paragraph of a
        review says of its cells does not hold for the next.
        """
        number = effect.span.sentence
        near = [chosen for chosen in ranked if self._view.in_paragraph(chosen[0], number)]
        return near if near and near[0][1] >= least else ranked

    def _rank(
        self, effect: Found, role: RelationKind, before: Before, chosen: Guess
    ) -> list[Chosen]:
        model, features = self._models[role], self._block(effect)
        names = features.candidates(role)
        margins = [
            float(model.margins(features.of(effect.place, role, key, before, chosen))[0])
            for key in names
        ]
        ranked = zip(names, rival_chances(margins), strict=True)
        return sorted(ranked, key=lambda chosen: -chosen[1])

    def _block(self, effect: Found) -> FillerFeatures:
        block = self._view.block(effect.span.sentence)
        if block not in self._features:
            self._features[block] = FillerFeatures(self._view, block)
        return self._features[block]


def _keys(fillers: Mapping[RelationKind, Sequence[Chosen]]) -> dict[RelationKind, frozenset[str]]:
    return {role: frozenset(key[1] for key, _ in chosen) for role, chosen in fillers.items()}


def choose_fillers(ranked: Sequence[Chosen], least: tuple[float, float]) -> tuple[Chosen, ...]:
    """The best name where it is likely enough, and others that are likely by themselves.

    Example:
        >>> [name for (_, name), _ in choose_fillers(
        ...     [(("cell", "a"), 0.4), (("cell", "b"), 0.35)], (0.3, 0.5))]
        ['a']
    """
    first, further = least
    return tuple(
        chosen for place, chosen in enumerate(ranked) if chosen[1] >= (further if place else first)
    )
