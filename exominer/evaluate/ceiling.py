"""Two annotators of the same documents to the ceiling beside the figures of a system."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from exominer.evaluate.agreement import compute_kappa
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.judgements import Judgement, Task, count_judgements, score_counts
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
    judgements = judge_documents(both, chosen, max_sentences_back=max_sentences_back)
    documents = tuple(document.id for document in both)
    tasks: dict[Task, dict[str, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    for judgement in judgements:
        tasks[judgement.task][judgement.measure].append(judgement)
    return Ceiling(
        name=name,
        documents=documents,
        tasks={
            task: {measure: _agreement(found, documents) for measure, found in measures.items()}
            for task, measures in tasks.items()
        },
        kappa=_kappas(judgements),
    )


def _agreement(judgements: Sequence[Judgement], documents: Sequence[str]) -> Agreement:
    kinds = count_judgements(judgements, documents, lambda item: item.kind)
    whole = sum(kinds.values())
    return Agreement(
        whole=score_counts(whole).f1 if kinds else 0.0,  # type: ignore[arg-type]
        kinds={kind: score_counts(table).f1 for kind, table in sorted(kinds.items())},
    )


def _kappas(judgements: Iterable[Judgement]) -> dict[str, float | None]:
    labels: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for judgement in judgements:
        item = judgement.gold or judgement.predicted
        if judgement.measure == "effect found" and item is not None and SLOTS[item.kind].is_closed:
            pair = (judgement.gold, judgement.predicted)
            first, second = (side.says if side else "" for side in pair)
            labels[item.kind].append((first, second))
    return {slot: compute_kappa(pairs) for slot, pairs in labels.items()}
