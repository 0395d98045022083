"""Gold and predicted relations of a document to judgements under four measures.

Effects are aligned one to one by their overlap. Then ``exact`` asks for the spans of effect
and filler, ``approximate`` for their overlap, ``name`` for an effect that overlaps and a
filler of the same name, wherever it stands; ``document`` asks for role and name, once a
document. Every gold relation counts, within the reach of a candidate or not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from exominer.evaluate.annotation import Annotation, sentence_number
from exominer.evaluate.assignment import pair_off
from exominer.evaluate.judgements import Item, Judgement, section_of
from exominer.evaluate.matching import name_key, names_overlap
from exominer.evaluate.mentions import overlap
from exominer.records import AnnotatedDocument, Document, Mention, Relation, RelationKind

RELATION_MEASURES = ("exact", "approximate", "name", "document")

_NO_SIDE: Mapping[RelationKind, Sequence["Filler"]] = {}


class Filler(Struct, frozen=True):
    """A relation with its two mentions."""

    relation: Relation
    effect: Mention
    mention: Mention


class Head(Struct, frozen=True):
    """An effect mention with what fills its roles."""

    effect: Mention
    fillers: Mapping[RelationKind, Sequence[Filler]]


def find_heads(annotated: AnnotatedDocument) -> list[Head]:
    """The effects of a document in order of the text, with or without fillers."""
    mentions = {mention.mention_id: mention for mention in annotated.mentions}
    fillers: dict[str, dict[RelationKind, list[Filler]]] = defaultdict(lambda: defaultdict(list))
    for relation in annotated.relations:
        filler = Filler(relation, mentions[relation.head], mentions[relation.tail])
        fillers[relation.head][relation.kind].append(filler)
    effects = [m for m in annotated.mentions if m.kind == "effect" or m.mention_id in fillers]
    return [Head(effect, fillers.get(effect.mention_id, _NO_SIDE)) for effect in effects]


def align_heads(
    gold: Sequence[Head], predicted: Sequence[Head]
) -> list[tuple[Head | None, Head | None]]:
    """Pair effects that overlap, those that share most words and fillers; then the rest."""
    return [(one, other) for one, other, _ in pair_off(gold, predicted, _head_weight)]


def _head_weight(one: Head, other: Head) -> float:
    shared = min(one.effect.end, other.effect.end) - max(one.effect.start, other.effect.start)
    if shared <= 0:
        return 0.0
    total = one.effect.end - one.effect.start + other.effect.end - other.effect.start
    pairs = [
        _same_name(a, b)
        for role, fillers in one.fillers.items()
        for a in fillers
        for b in other.fillers.get(role, ())
    ]
    n_fillers = sum(map(len, one.fillers.values())) + sum(map(len, other.fillers.values()))
    return 2 * shared / total + (2 * sum(pairs) / n_fillers if n_fillers else 0.0)


def _same_name(one: Filler, other: Filler) -> bool:
    names = [name for name in (other.mention.text, other.mention.name) if name]
    return overlap(one.mention, other.mention) or any(
        names_overlap(one.mention.text, name) for name in names
    )


def _same_spans(one: Filler, other: Filler) -> bool:
    return all(
        (a.start, a.end) == (b.start, b.end)
        for a, b in ((one.effect, other.effect), (one.mention, other.mention))
    )


def _same_place(one: Filler, other: Filler) -> bool:
    return overlap(one.mention, other.mention)


_AGREE: dict[str, Callable[[Filler, Filler], bool]] = {
    "exact": _same_spans,
    "approximate": _same_place,
    "name": _same_name,
}


def judge_relations(
    gold: Annotation, predicted: Annotation, *, max_sentences_back: int
) -> Iterator[Judgement]:
    """Judge the relations of one document; causes are given under ``name``.

    Args:
        gold: Its effects and fillers are all counted.
        predicted: Over the same text.
        max_sentences_back: How far back relations look for what an effect is about.
    """
    truths, guesses = find_heads(gold.annotated), find_heads(predicted.annotated)
    cause = _Cause(gold, predicted, guesses, truths, max_sentences_back)
    for truth, guess in align_heads(truths, guesses):
        sides = (truth.fillers if truth else _NO_SIDE), (guess.fillers if guess else _NO_SIDE)
        for role in dict.fromkeys((*sides[0], *sides[1])):
            mine, theirs = (side.get(role, ()) for side in sides)
            for measure, agree in _AGREE.items():
                for a, b, _ in pair_off(mine, theirs, agree):
                    why = ("", "")
                    if measure == "name":
                        why = cause.of_miss(a, guess) if a and not b else why
                        why = cause.of_false_alarm(b, truth) if b and not a else why
                    yield _judgement(gold, measure, a, b, why)
    yield from _judge_names(gold, truths, guesses)


def _judgement(
    gold: Annotation,
    measure: str,
    truth: Filler | None,
    guess: Filler | None,
    why: tuple[str, str] = ("", ""),
) -> Judgement:
    document = gold.document
    return Judgement(
        task="relations",
        measure=measure,
        document=gold.id,
        gold=_item(truth, document),
        predicted=_item(guess, document),
        credit=float(truth is not None and guess is not None),
        cause=why[0],
        detail=why[1],
    )


def _item(filler: Filler | None, document: Document) -> Item | None:
    if filler is None:
        return None
    effect, mention = filler.effect, filler.mention
    return Item(
        kind=filler.relation.kind,
        start=effect.start,
        end=effect.end,
        text=effect.text,
        section=section_of(document, effect.start),
        score=filler.relation.score,
        says=f"{filler.relation.kind} {mention.text}",
        also=((mention.start, mention.end),),
    )


def _judge_names(
    gold: Annotation, truths: Sequence[Head], guesses: Sequence[Head]
) -> Iterator[Judgement]:
    sides = _distinct(truths), _distinct(guesses)
    for truth, guess, _ in pair_off(*sides, _same_role_and_name):
        yield _judgement(gold, "document", truth, guess)


def _distinct(heads: Sequence[Head]) -> list[Filler]:
    every = (f for head in heads for fillers in head.fillers.values() for f in fillers)
    named: dict[tuple[str, str], Filler] = {}
    for filler in every:
        named.setdefault((filler.relation.kind, name_key(filler.mention.text)), filler)
    return list(named.values())


def _same_role_and_name(one: Filler, other: Filler) -> float:
    if one.relation.kind != other.relation.kind:
        return 0.0
    key = name_key(one.mention.text)
    keys = [name_key(name) for name in (other.mention.text, other.mention.name) if name]
    return float(bool(key) and key in keys)


class _Cause(Struct, frozen=True):
    """Traces an error through the steps that a relation takes."""

    gold: Annotation
    predicted: Annotation
    guesses: Sequence[Head]
    truths: Sequence[Head]
    max_sentences_back: int

    def of_miss(self, filler: Filler, guess: Head | None) -> tuple[str, str]:
        role, named = filler.relation.kind, f"{filler.relation.kind} {filler.mention.text}"
        if not any(overlap(filler.mention, m) for m in self.predicted.annotated.mentions):
            return "mention missed", named
        if self._is_outside(filler):
            return "outside the window", named
        if guess is None:
            return "effect missed", named
        other = _role_of(filler, guess)
        if other and other != role:
            return "role wrong", f"{named}, taken for {other}"
        return "not linked", named

    def of_false_alarm(self, filler: Filler, truth: Head | None) -> tuple[str, str]:
        role, named = filler.relation.kind, f"{filler.relation.kind} {filler.mention.text}"
        if truth is None:
            return "no such effect", named
        other = _role_of(filler, truth)
        if other and other != role:
            return "role wrong", f"{named}, which is {other}"
        if not truth.fillers.get(role):
            return "filler added", named
        return "filler wrong", named

    def _is_outside(self, filler: Filler) -> bool:
        sentences = [(s.start, s.end) for s in self.gold.document.sentences]
        back = sentence_number(sentences, filler.effect.start) - sentence_number(
            sentences, filler.mention.start
        )
        return back < 0 or back > self.max_sentences_back


def _role_of(filler: Filler, head: Head) -> str:
    for role, fillers in head.fillers.items():
        if any(_same_name(filler, other) for other in fillers):
            return role
    return ""
