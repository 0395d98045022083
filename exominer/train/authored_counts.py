"""The annotated corpus -> what is in it, counted by part."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from exominer.corpus import ROLE_SOURCE, AnnotatedGold

Counts = dict[tuple[str, str], Counter[str]]
_PARTS = ("train", "dev", "test", "")


def count_corpus(documents: Iterable[AnnotatedGold]) -> Counts:
    """Count by (group, value), then by part of the corpus; "" is a document without part."""
    counts: Counts = defaultdict(Counter)
    for gold in documents:
        for key in _list_features(gold):
            counts[key][gold.split] += 1
    return dict(counts)


def _list_features(gold: AnnotatedGold) -> Iterator[tuple[str, str]]:
    yield "documents", "all"
    yield "documents", "real abstract" if gold.pmid else "written"
    yield "sort of document", gold.sort
    if gold.negative:
        yield "negative", gold.negative
    for claim in gold.claims:
        yield "claims", "all"
        if claim.polarity != "asserted":
            yield "claims", "negated or speculative"
        if claim.radiation:
            yield "claims", "with radiation"
            yield "exposed", claim.radiation.exposed
            if claim.radiation.dose_text:
                yield "claims", "with a dose"
        for role, items in (
            ("cargo", claim.cargo),
            ("donor", claim.donor_cell),
            ("recipient", claim.recipient_cell),
        ):
            if items:
                yield "claims", f"with {role}"
        yield "claim kind", claim.kind
        yield "polarity", claim.polarity
        yield "direction", claim.effect.direction
        yield "finding", claim.finding
        yield "study model", claim.study_model
    for mention in gold.annotated.mentions:
        if mention.source != ROLE_SOURCE and mention.kind != "effect":
            yield "mentions", "all"
            yield "mention kind", mention.kind
    for relation in gold.annotated.relations:
        yield "relation kind", relation.kind


def format_counts(counts: Counts) -> str:
    """Write the counts as a Markdown table, groups in the order of their first value.

    Example:
        >>> print(format_counts({("documents", "all"): Counter({"train": 2, "test": 1})}))
        | What | Value | All | train | dev | test | no part |
        | --- | --- | ---: | ---: | ---: | ---: | ---: |
        | documents | all | 3 | 2 | 0 | 1 | 0 |
    """
    groups = list(dict.fromkeys(group for group, _ in counts))
    keys = sorted(counts, key=lambda key: (groups.index(key[0]), key[1] != "all", key[1]))
    head = ["| What | Value | All | train | dev | test | no part |"]
    head.append("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    return "\n".join([*head, *(_format_row(key, counts[key]) for key in keys)])


def _format_row(key: tuple[str, str], count: Counter[str]) -> str:
    cells: Sequence[object] = (*key, count.total(), *(count[part] for part in _PARTS))
    return "| " + " | ".join(str(cell).replace("_", " ") for cell in cells) + " |"
