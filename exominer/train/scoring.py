"""A trained pipeline and held-out samples -> scores with bootstrap intervals over documents."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from exominer.train.examples import make_gold_parse
from exominer.train.samples import ParsedSentence, Sample

Array = npt.NDArray[np.float64]

_N_RESAMPLES = 1000
_PUNCTUATION = ("p", "punct")
_ARC_KEYS = {"tag": "tag_acc", "uas": "dep_uas", "las": "dep_las"}


class Score(Struct, frozen=True):
    """A figure from 0 to 1 with the 2.5 and 97.5 percentiles of its bootstrap.

    ``n`` is what it was counted on: gold mentions, or words.
    """

    value: float
    low: float
    high: float
    n: int


class MentionScore(Struct, frozen=True):
    """Strict scores (exact span and label): precision, recall, and F1 with its interval."""

    precision: float
    recall: float
    f1: Score


def score_mentions(
    nlp: Language, recogniser: str, samples: list[Sample]
) -> dict[str, MentionScore]:
    """Score one recogniser of a pipeline, see ``score_spans``.

    Gold mentions that fit no token boundaries count as missed.
    """
    docs = find_mentions(nlp, recogniser, [sample.text for sample in samples])
    found = [[(s.start_char, s.end_char, s.label_) for s in doc.ents] for doc in docs]
    return score_spans(samples, found)


def score_spans(
    samples: Sequence[Sample], found: Sequence[Iterable[tuple[int, int, str]]]
) -> dict[str, MentionScore]:
    """Score what was found in samples, strictly, by label; "all" is micro-averaged.

    Example:
        >>> from exominer.train.samples import LabelledSpan
        >>> sample = Sample("d", "p53 fell.", (LabelledSpan(0, 3, "gene"),))
        >>> score_spans([sample], [[(0, 3, "gene"), (4, 8, "gene")]])["gene"].precision
        0.5
    """
    counts: dict[str, dict[str, Array]] = defaultdict(lambda: defaultdict(lambda: np.zeros(3)))
    for sample, spans in zip(samples, found, strict=True):
        gold = {(span.start, span.end, span.label) for span in sample.spans}
        own = set(spans)
        for column, chosen in enumerate((gold & own, own, gold)):
            for _, _, label in chosen:
                counts[label][sample.document][column] += 1
                counts["all"][sample.document][column] += 1
    documents = sorted({sample.document for sample in samples})
    return {
        label: _score_counts(np.array([by_document[name] for name in documents]))
        for label, by_document in sorted(counts.items())
    }


def find_mentions(nlp: Language, recogniser: str, texts: list[str]) -> list[Doc]:
    """Run one recogniser and the encoder it listens to, and no other component."""
    docs = [nlp.make_doc(text) for text in texts]
    for name, component in nlp.pipeline:
        if name in ("encoder", recogniser):
            pipe: Any = component  # spaCy types components as plain functions
            docs = list(pipe.pipe(docs, batch_size=256))
    return docs


def _score_counts(counts: Array) -> MentionScore:
    """Score rows of (both, found, gold), a document each."""
    both, found, gold = counts.sum(axis=0)
    return MentionScore(
        precision=_ratio(both, found),
        recall=_ratio(both, gold),
        f1=bootstrap(2 * counts[:, 0], counts[:, 1] + counts[:, 2], n=int(gold)),
    )


def _ratio(part: float, whole: float) -> float:
    return round(float(part / whole), 4) if whole else 0.0


def bootstrap(parts: Array, wholes: Array, *, n: int) -> Score:
    """Divide a sum over documents by another, with the interval of resampled documents.

    Example:
        >>> bootstrap(np.array([1.0, 2.0]), np.array([2.0, 4.0]), n=6)
        Score(value=0.5, low=0.5, high=0.5, n=6)
    """
    picks = np.random.default_rng(0).integers(0, len(parts), size=(_N_RESAMPLES, len(parts)))
    sums = wholes[picks].sum(axis=1)
    values = np.divide(parts[picks].sum(axis=1), sums, out=np.zeros(_N_RESAMPLES), where=sums > 0)
    low, high = np.percentile(values, [2.5, 97.5])
    value = _ratio(parts.sum(), wholes.sum())
    return Score(value, round(float(low), 4), round(float(high), 4), n)


def score_trees(nlp: Language, sentences: Iterable[ParsedSentence]) -> dict[str, Score]:
    """Score tags and arcs from raw sentences; words that are tokenised otherwise count as wrong.

    Arcs to punctuation do not count, as is usual.
    """
    made = [(sentence.document, make_gold_parse(nlp, sentence)) for sentence in sentences]
    parsed = nlp.pipe(example.predicted for _, example in made)
    examples: dict[str, list[Example]] = defaultdict(list)
    for (document, example), doc in zip(made, parsed, strict=True):
        examples[document].append(Example(doc, example.reference))
    rows: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for document in sorted(examples):
        scored = {
            **Scorer.score_token_attr(examples[document], "tag"),
            **Scorer.score_deps(examples[document], "dep", ignore_labels=_PUNCTUATION),
        }
        n_words = sum(len(example.reference) for example in examples[document])
        for name, key in _ARC_KEYS.items():
            rows[name].append((scored[key] * n_words, n_words))
    scores = {}
    for name, pairs in rows.items():
        table = np.array(pairs)
        scores[name] = bootstrap(table[:, 0], table[:, 1], n=int(table[:, 1].sum()))
    return scores
