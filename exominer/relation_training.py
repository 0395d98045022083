"""Annotated documents to a relation model: examples, cross-fitting, calibration, thresholds."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct, field, structs

from exominer.assemble.assembling import assemble_claims
from exominer.config import AssembleConfig
from exominer.evaluate.claims import ClaimLevel, match_claims
from exominer.linear import LinearModel
from exominer.records import AnnotatedDocument, Claim
from exominer.relate.learned.decoding import Found, confidence_features, find_effects
from exominer.relate.learned.documents import DocumentView
from exominer.relate.learned.examples import Losses, make_examples
from exominer.relate.learned.filling import effect_span, write_effects
from exominer.train.logistic import FeatureTable, FitSettings, fit_table

Models = Mapping[str, LinearModel]

STRENGTHS = {
    "start": 5.0, "end": 2.0, "kind": 3.0, "direction": 3.0, "polarity": 3.0, "exposed": 10.0,
    "cargo": 10.0, "donor": 10.0, "recipient": 10.0, "radiation": 10.0, "dose": 10.0,
    "confidence": 3.0,
}  # fmt: skip
"""Penalty of each model, chosen by cross-validation on the train part of ``annotations/``."""

FILL = {
    "cargo": (0.4, 0.5), "donor": (0.25, 0.45), "recipient": (0.4, 0.5),
    "radiation": (0.25, 0.5), "dose": (0.35, 0.5),
}  # fmt: skip
"""Least probability of the best and of further fillers, chosen in the same way."""


class Lesson(Struct, frozen=True):
    """A document after the rules, with its gold layers and gold claims."""

    name: str
    ruled: AnnotatedDocument
    gold: AnnotatedDocument
    claims: tuple[Claim, ...]


class TrainingSettings(Struct, frozen=True, kw_only=True):
    """``folds`` of documents, dealt with ``seed``, for calibration and thresholds."""

    seed: int = 0
    folds: int = 5
    max_sentences_back: int = 3
    strengths: dict[str, float] = field(default_factory=lambda: dict(STRENGTHS))
    fill: dict[str, tuple[float, float]] = field(default_factory=lambda: dict(FILL))


Progress = Callable[[str], None]


class Judged(Struct, frozen=True):
    """A claim on a held-out document: its score and the levels at which it is right."""

    document: str
    score: float
    right: frozenset[str]


def deal_folds(names: Sequence[str], *, n_folds: int, seed: int) -> list[set[int]]:
    """Documents by number in folds of nearly equal size, shuffled with a seed."""
    order = np.random.default_rng(seed).permutation(len(names))
    return [{int(number) for number in order[fold::n_folds]} for fold in range(n_folds)]


class Trainer:
    """Lessons as tables of examples, fitted on any choice of documents."""

    def __init__(
        self, lessons: Sequence[Lesson], settings: TrainingSettings, progress: Progress
    ) -> None:
        self.lessons, self.settings, self.progress = lessons, settings, progress
        self.losses = Losses()
        self.tables: defaultdict[str, FeatureTable] = defaultdict(FeatureTable)
        self.views: list[DocumentView] = []
        for number, lesson in enumerate(lessons):
            view = DocumentView(lesson.ruled, max_sentences_back=settings.max_sentences_back)
            self.views.append(view)
            for example in make_examples(view, lesson.gold, self.losses):
                self.tables[example.model].add(example.features, example.label, number)
        progress(f"{len(lessons)} documents, {self.losses.effects} effects read")

    def fit(self, documents: set[int]) -> dict[str, LinearModel]:
        """All models but the confidence, on some documents."""
        return {
            name: fit_table(
                table, table.choose(documents), FitSettings(self.settings.strengths[name])
            )
            for name, table in sorted(self.tables.items())
        }

    def decode(self, models: Models, number: int) -> list[Found]:
        """Effects of one document by some models."""
        return find_effects(self.views[number], models, self.settings.fill)

    def cross_fit(self) -> dict[int, list[Found]]:
        """Effects of every document by models that have not seen it."""
        everything = set(range(len(self.lessons)))
        folds = deal_folds(
            [lesson.name for lesson in self.lessons],
            n_folds=min(self.settings.folds, len(self.lessons)),
            seed=self.settings.seed,
        )
        found: dict[int, list[Found]] = {}
        for place, held_out in enumerate(folds, start=1):
            models = self.fit(everything - held_out)
            found |= {number: self.decode(models, number) for number in sorted(held_out)}
            self.progress(f"fold {place} of {len(folds)}")
        return found

    def judge(self, number: int, found: Sequence[Found], level: ClaimLevel) -> list[bool]:
        """Whether each effect gives a claim that is right at a level."""
        view = self.views[number]
        claims = assemble_claims(write_effects(view, found), AssembleConfig())
        pairs = match_claims(self.lessons[number].claims, claims, level)
        right = {(claim.evidence[0].start, claim.effect.text) for _, claim in pairs}
        return [_key(view, effect) in right for effect in found]

    def confidence_table(self, found: Mapping[int, Sequence[Found]]) -> FeatureTable:
        """Effects of held-out documents as examples of being right at the triple."""
        table = FeatureTable()
        for number, effects in sorted(found.items()):
            verdicts = self.judge(number, effects, "triple")
            for place, is_right in enumerate(verdicts):
                features = confidence_features(self.views[number], effects, place)
                table.add(features, "yes" if is_right else "no", number)
        return table


def _key(view: DocumentView, effect: Found) -> tuple[int, str]:
    """By which the claim of an effect is known: where its sentence starts, and the phrase."""
    start, end = effect_span(view, effect)
    return view.sentences[effect.span.sentence].scene.text_start, view.document.text[start:end]


def score_effects(view: DocumentView, found: Sequence[Found], model: LinearModel) -> list[Found]:
    """The effects with their calibrated probability of being right."""
    return [
        structs.replace(effect, score=model.probability(confidence_features(view, found, place)))
        for place, effect in enumerate(found)
    ]
