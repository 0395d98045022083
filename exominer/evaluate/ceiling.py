"""Two annotators of the same documents to the ceiling beside the figures of a system."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from exominer.evaluate.agreement import compute_kappa
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.outcomes import Outcome, Task, count_outcomes, score_counts
from exominer.evaluate.slots import SLOTS
from exominer.evaluate.system import judge_documents


class Agreement(Struct, frozen=True):
    """F1 of the second annotator against the gold, as a whole and by kind, role or slot."""

    whole: float
    kinds: dict[str, float]


class Ceiling(Struct, frozen=True):
    """Agreement over the documents that both have; kappa for slots of fixed values.

    Kappa is over claims whose effect both have; None where all have one value.
    """

    name: str
    documents: tuple[str, ...]
    tasks: dict[Task, dict[str, Agreement]]
    kappa: dict[str, float | None]

    def find(self, task: Task, measure: str, kind: str = "") -> float | None:
        """The agreement beside a figure; None where the second annotator has nothing of it."""
        agreement = self.tasks.get(task, {}).get(measure)
        if agreement is None:
            return None
        return agreement.kinds.get(kind) if kind else agreement.whole


def measure_ceiling(
    name: str,
    gold: Sequence[Annotation],
    second: Mapping[str, Annotation],
    *,
    max_sentences_back: int,
) -> Ceiling:
    """Score the second annotation against the gold by the measures of a system."""
    both = [document for document in gold if document.id in second]
    chosen = {document.id: second[document.id] for document in both}
    outcomes = judge_documents(both, chosen, max_sentences_back=max_sentences_back)
    documents = tuple(document.id for document in both)
    tasks: dict[Task, dict[str, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for outcome in outcomes:
        tasks[outcome.task][outcome.measure].append(outcome)
    return Ceiling(
        name=name,
        documents=documents,
        tasks={
            task: {measure: _agreement(found, documents) for measure, found in measures.items()}
            for task, measures in tasks.items()
        },
        kappa=_kappas(outcomes),
    )


def _agreement(outcomes: Sequence[Outcome], documents: Sequence[str]) -> Agreement:
    kinds = count_outcomes(outcomes, documents, lambda item: item.kind)
    whole = sum(kinds.values())
    return Agreement(
        whole=score_counts(whole).f1 if kinds else 0.0,  # type: ignore[arg-type]
        kinds={kind: score_counts(table).f1 for kind, table in sorted(kinds.items())},
    )


def _kappas(outcomes: Iterable[Outcome]) -> dict[str, float | None]:
    labels: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for outcome in outcomes:
        item = outcome.gold or outcome.predicted
        if outcome.measure == "effect found" and item is not None and SLOTS[item.kind].is_closed:
            pair = (outcome.gold, outcome.predicted)
            first, second = (side.says if side else "" for side in pair)
            labels[item.kind].append((first, second))
    return {slot: compute_kappa(pairs) for slot, pairs in labels.items()}
