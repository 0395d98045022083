"""Gold and predicted mentions of a document to judgements under six measures.

``strict`` asks for span and kind, ``exact`` for the span, ``type`` for the kind and any
overlap; ``partial`` gives half of the credit to an overlap (SemEval-2013 task 9.1, as
nervaluate counts it). ``approximate`` asks for the kind and lets the predicted span reach
one word beyond the gold on each side (BioNLP 2009). ``document`` asks for kind and name,
once a document.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from exominer.evaluate.annotation import Annotation, Span
from exominer.evaluate.judgements import Item, Judgement, section_of
from exominer.evaluate.matching import name_key
from exominer.records import Document, Mention

Preference = Callable[[Mention, Mention], tuple[float, ...]]
Pair = tuple[Mention | None, Mention | None]

MENTION_MEASURES = ("strict", "exact", "partial", "type", "approximate", "document")
_WORD = re.compile(r"\S+")


def judge_mentions(gold: Annotation, predicted: Annotation) -> Iterator[Judgement]:
    """Judge the mentions of one document; every mention of either side is in one judgement.

    The document level counts names, of which each side has every one once.
    """
    document = gold.document
    for measure in MENTION_MEASURES[:-1]:
        for truth, guess in align_mentions(gold.mentions, predicted.mentions, measure, document):
            credit = judge_pair(truth, guess, measure, document)
            cause, detail = ("", "")
            if measure == "strict" and credit < 1:
                cause, detail = _explain(truth, guess)
            yield Judgement(
                task="mentions",
                measure=measure,
                document=gold.id,
                gold=_item(truth, document),
                predicted=_item(guess, document),
                credit=credit,
                cause=cause,
                detail=detail,
            )
    yield from _judge_names(gold, predicted)


def align_mentions(
    gold: Iterable[Mention], predicted: Iterable[Mention], measure: str, document: Document
) -> list[Pair]:
    """Pair each predicted mention with a gold one that it overlaps, each in one pair at most.

    Those that are equal under strict come first, whatever else overlaps them, then those of
    one span; the others follow in order of the text, each taking what the measure likes
    best of what is left: for ``type`` the nearest bounds of its kind, else the first.
    """
    truths, guesses = (sorted(m, key=lambda m: (m.start, m.end, m.kind)) for m in (gold, predicted))
    taken = _take_equal(truths, guesses, lambda m: (m.start, m.end, m.kind), {})
    if measure != "type":
        taken = _take_equal(truths, guesses, lambda m: (m.start, m.end), taken)
    prefer = _preference(measure, document)
    used = set(taken.values())
    starts = [truth.start for truth in truths]
    longest = max((truth.end - truth.start for truth in truths), default=0)
    for j, guess in enumerate(guesses):
        if j in taken:
            continue
        near = range(bisect_left(starts, guess.start - longest), bisect_left(starts, guess.end))
        touching = [i for i in near if i not in used and overlap(truths[i], guess)]
        if touching:
            taken[j] = min(touching, key=lambda i: (*prefer(truths[i], guess), i))
            used.add(taken[j])
    pairs: list[Pair] = [(truths[i], guesses[j]) for j, i in sorted(taken.items())]
    pairs += [(truth, None) for i, truth in enumerate(truths) if i not in used]
    return pairs + [(None, guess) for j, guess in enumerate(guesses) if j not in taken]


def _take_equal(
    truths: Sequence[Mention],
    guesses: Sequence[Mention],
    key: Callable[[Mention], Hashable],
    taken: Mapping[int, int],
) -> dict[int, int]:
    """Add the pairs of one key to those taken, by index of the guess; -1 is no place."""
    pairs = dict(taken)
    used = set(taken.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for i in reversed(range(len(truths))):
        if i not in used and truths[i].start >= 0:
            free[key(truths[i])].append(i)
    for j, guess in enumerate(guesses):
        if j not in pairs and free.get(key(guess)):
            pairs[j] = free[key(guess)].pop()
    return pairs


def _preference(measure: str, document: Document) -> Preference:
    if measure == "type":
        return _bounds_of_kind
    if measure == "approximate":
        return lambda truth, guess: (0.0 if is_near(truth, guess, document) else 1.0,)
    return lambda _truth, _guess: ()


def _bounds_of_kind(truth: Mention, guess: Mention) -> tuple[float, ...]:
    if truth.kind != guess.kind:
        return 1.0, 0.0
    return 0.0, abs(truth.start - guess.start) + abs(truth.end - guess.end)


def judge_pair(
    truth: Mention | None, guess: Mention | None, measure: str, document: Document
) -> float:
    """The credit of a pair: 1 where the measure holds, 0.5 for a part under ``partial``."""
    if truth is None or guess is None:
        return 0.0
    if measure == "partial":
        return 1.0 if _same_span(truth, guess) else 0.5
    holds: dict[str, bool] = {
        "strict": _same_mention(truth, guess),
        "exact": _same_span(truth, guess),
        "type": truth.kind == guess.kind,
        "approximate": is_near(truth, guess, document),
    }
    return float(holds[measure])


def is_near(truth: Mention, guess: Mention, document: Document) -> bool:
    """Whether a guess of the kind stays within the gold span and a word on each side of it."""
    start, end = widen(document.text, truth.start, truth.end)
    return truth.kind == guess.kind and start <= guess.start and guess.end <= end


def widen(text: str, start: int, end: int) -> Span:
    """The span with a word more on each side.

    Example:
        >>> widen("the raised miR-21 level fell", 11, 17)
        (4, 23)
    """
    before = list(_WORD.finditer(text, max(0, start - 200), start))
    after = _WORD.search(text, end)
    return (before[-1].start() if before else start), (after.end() if after else end)


def overlap(one: Mention, other: Mention) -> bool:
    """Whether two mentions share a character."""
    return one.start < other.end and other.start < one.end


def _same_span(one: Mention, other: Mention) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.start >= 0


def _same_mention(one: Mention, other: Mention) -> bool:
    return one.kind == other.kind and _same_span(one, other)


def _item(mention: Mention | None, document: Document) -> Item | None:
    if mention is None:
        return None
    return Item(
        kind=mention.kind,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        section=section_of(document, mention.start),
        score=mention.score,
    )


def _explain(truth: Mention | None, guess: Mention | None) -> tuple[str, str]:
    if guess is None:
        return "not found", ""
    if truth is None:
        return "nothing there", ""
    if _same_span(truth, guess):
        return "kind wrong", f"{guess.kind} for {truth.kind}"
    if truth.kind == guess.kind:
        return "bounds wrong", f"{guess.text!r} for {truth.text!r}"
    return "bounds and kind wrong", f"{guess.text!r} ({guess.kind}) for {truth.text!r}"


def _judge_names(gold: Annotation, predicted: Annotation) -> Iterator[Judgement]:
    truths = {(m.kind, name_key(m.text)): m for m in reversed(gold.mentions)}
    guesses = {(m.kind, name_key(m.text)): m for m in reversed(predicted.mentions)}
    named = {(m.kind, name_key(m.name)): key for key, m in guesses.items() if m.name}
    document, used = gold.document, set()
    for key, truth in truths.items():
        found = key if key in guesses else named.get(key)
        guess = guesses[found] if found and found not in used else None
        used.add(found)
        yield Judgement(
            task="mentions",
            measure="document",
            document=gold.id,
            gold=_item(truth, document),
            predicted=_item(guess, document),
            credit=float(guess is not None),
        )
    for key, guess in guesses.items():
        if key not in used:
            item = _item(guess, document)
            yield Judgement("mentions", "document", gold.id, None, item, 0.0)
