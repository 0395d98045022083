"""Documents with gold claims to examples for every model, and what the candidates lose."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, field

from exominer.records import AnnotatedDocument, Frame, Mention, RelationKind
from exominer.relate.learned.claim_context import (
    NOTHING,
    ROLE_PARTS,
    Before,
    Guess,
    Place,
    read_before,
)
from exominer.relate.learned.decoding import UNEXPOSED, readable_sentences
from exominer.relate.learned.documents import DocumentView, GroupKey, filler_key
from exominer.relate.learned.effect_features import (
    LONGEST_EFFECT,
    end_candidates,
    end_features,
    sentence_features,
    start_candidates,
    start_features,
)
from exominer.relate.learned.filler_features import FillerFeatures
from exominer.relate.learned.frame_features import frame_features
from exominer.relate.learned.left_features import find_head, left_candidates, left_features

YES: Final = "yes"
NO: Final = "no"


class Example(Struct, frozen=True):
    """What one model is asked about, and the answer; ``choice`` numbers what rivals for one."""

    model: str
    features: frozenset[str]
    label: str
    choice: int = 0


class GoldEffect(Struct, frozen=True):
    """A gold effect on the tokens of the view, with its fillers by role."""

    place: Place
    left: int
    frame: Frame
    fillers: dict[RelationKind, list[Mention]]


class Losses(Struct):
    """Gold effects and fillers that no candidate stands for; they are misses, not left out."""

    effects: int = 0
    lost_effects: int = 0
    fillers: Counter[str] = field(default_factory=Counter)
    lost_fillers: Counter[str] = field(default_factory=Counter)


def find_known(view: DocumentView, decided: Sequence[int] | None) -> set[int]:
    """The sentences of which it is known what they claim, by number: all, if none are named.

    Args:
        view: The document.
        decided: Offsets in the sentences on whose claims a person decided.
    """
    known = set(readable_sentences(view))
    if decided is None:
        return known
    scenes = {number: view.sentences[number].scene for number in known}
    return {
        number
        for number, scene in scenes.items()
        if any(scene.text_start <= at < scene.text_end for at in decided)
    }


def make_examples(
    view: DocumentView, gold: AnnotatedDocument, losses: Losses, known: set[int]
) -> Iterator[Example]:
    """Examples of a document but for its fillers, in a fixed order; counts what is lost.

    Args:
        view: The document as the recogniser and the rules see it.
        gold: The same text with gold effects, frames and relations.
        losses: Added to.
        known: The sentences to learn from, see ``find_known``.
    """
    effects = place_effects(view, gold, losses)
    yield from _start_examples(view, effects, known)
    for effect in effects:
        yield from _end_examples(view, effect)
        yield from _left_examples(view, effect)
        yield from _frame_examples(view, effect)
        groups = view.groups_of_block(view.block(effect.place.sentence))
        for role, fillers in effect.fillers.items():
            if role in ROLE_PARTS:
                found = any(
                    _is_filler(view, k, fillers) for k in groups if k[0] == ROLE_PARTS[role]
                )
                losses.fillers[role] += 1
                losses.lost_fillers[role] += not found


def make_filler_examples(
    view: DocumentView, effects: Sequence[GoldEffect], guesses: Sequence[Guess]
) -> Iterator[Example]:
    """Examples of fillers and exposure; ``guesses`` are what a model chose for each effect.

    A claim is decided with those of the claim before it at hand. Were these the right ones
    here, the model would trust them more than it can when it runs.
    """
    by_block: dict[int, FillerFeatures] = {}
    before = NOTHING
    for number, (effect, guess) in enumerate(zip(effects, guesses, strict=True)):
        block = view.block(effect.place.sentence)
        if block not in by_block:
            by_block[block] = FillerFeatures(view, block)
        features = by_block[block]
        for role in ROLE_PARTS:
            fillers = effect.fillers.get(role, [])
            if role in {"radiation", "dose"} and guess.exposed == UNEXPOSED:
                continue
            for key in features.candidates(role):
                names = features.of(effect.place, role, key, before, guess)
                label = YES if _is_filler(view, key, fillers) else NO
                yield Example(role, frozenset(names), label, number)
        yield _exposure_example(features, effect, guess, before)
        before = read_before(view, effect.place, guess)


def _exposure_example(
    features: FillerFeatures, effect: GoldEffect, guess: Guess, before: Before
) -> Example:
    said = features.of_exposure(effect.place, guess.fillers, before)
    return Example("exposed", frozenset(said), _exposed(effect))


def _exposed(effect: GoldEffect) -> str:
    is_exposed = bool(effect.fillers.get("radiation") or effect.fillers.get("dose"))
    return effect.frame.exposed if is_exposed else UNEXPOSED


def gold_guess(effect: GoldEffect) -> Guess:
    """The gold fillers and exposure of an effect."""
    keys = {
        role: frozenset(filler_key(m) for m in effect.fillers.get(role, [])) for role in ROLE_PARTS
    }
    return Guess(keys, _exposed(effect))


def place_effects(view: DocumentView, gold: AnnotatedDocument, losses: Losses) -> list[GoldEffect]:
    """Gold effects on tokens, in order of the text; those that fit none are counted lost."""
    mentions = {m.mention_id: m for m in gold.mentions}
    fillers: defaultdict[str, defaultdict[RelationKind, list[Mention]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for relation in gold.relations:
        fillers[relation.head][relation.kind].append(mentions[relation.tail])
    found = []
    readable = set(readable_sentences(view))
    for frame in gold.frames:
        placed = _place_effect(view, mentions[frame.effect], frame, readable)
        losses.effects += 1
        losses.lost_effects += placed is None
        if placed is not None:
            found.append(GoldEffect(*placed, frame, dict(fillers[frame.effect])))
    return sorted(found, key=lambda e: (e.place.sentence, e.place.start, e.place.end))


def _place_effect(
    view: DocumentView, effect: Mention, frame: Frame, readable: set[int]
) -> tuple[Place, int] | None:
    """The head and the last token of an effect, and its first."""
    for number in readable:
        s = view.sentences[number]
        if s.scene.text_start <= effect.start < s.scene.text_end:
            covered = s.tree.covered(effect.start, effect.end)
            if not covered:
                return None
            allowed = set(start_candidates(s))
            heads = (find_head(s, index, covered[-1]) for index in covered)
            head = next((index for index in heads if index in allowed), None)
            if head is None:
                return None
            end = min(covered[-1], head + LONGEST_EFFECT - 1)
            return Place(number, head, end, frame.kind), covered[0]
    return None


def _start_examples(
    view: DocumentView, effects: Sequence[GoldEffect], known: set[int]
) -> Iterator[Example]:
    starts = {(e.place.sentence, e.place.start) for e in effects}
    for number in sorted(known):
        shared = sentence_features(view, number)
        for index in start_candidates(view.sentences[number]):
            label = YES if (number, index) in starts else NO
            features = frozenset(shared | start_features(view, number, index))
            yield Example("start", features, label)


def _end_examples(view: DocumentView, effect: GoldEffect) -> Iterator[Example]:
    place = effect.place
    for end in end_candidates(view.sentences[place.sentence], place.start):
        features = end_features(view, place.sentence, place.start, end)
        yield Example("end", frozenset(features), YES if end == place.end else NO)


def _left_examples(view: DocumentView, effect: GoldEffect) -> Iterator[Example]:
    s, head = view.sentences[effect.place.sentence], effect.place.start
    for left in left_candidates(s, head):
        features = left_features(s, head, left)
        yield Example("left", frozenset(features), YES if left == effect.left else NO)


def _frame_examples(view: DocumentView, effect: GoldEffect) -> Iterator[Example]:
    place, frame = effect.place, effect.frame
    said = frozenset(frame_features(view, place.sentence, place.start, place.end))
    yield Example("kind", said, frame.kind)
    yield Example("polarity", said, frame.polarity)
    if frame.polarity != "negated":
        yield Example("direction", said, frame.direction)


def _is_filler(view: DocumentView, key: GroupKey, fillers: Sequence[Mention]) -> bool:
    """Whether a name is one of the gold fillers, by its key or by a place they share."""
    if key[1] in {filler_key(m) for m in fillers}:
        return True
    spans = [o.mention for o in view.groups[key]]
    return any(m.start < s.end and s.start < m.end for m in fillers for s in spans)
