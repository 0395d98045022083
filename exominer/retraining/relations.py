"""Annotated documents to a relation model: examples, cross-fitting, calibration, thresholds.

Relate makes the examples and the decisions, train fits and calibrates, evaluate says which
claims are right.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct, field

from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import Pipeline
from exominer.assemble.assembling import assemble_claims
from exominer.config import AssembleConfig, Config
from exominer.corpus import AnnotatedGold
from exominer.evaluate.claims import CLAIM_LEVELS, ClaimLevel, match_claims
from exominer.linear import LinearModel
from exominer.records import AnnotatedDocument, Claim
from exominer.relate.learned.claim_context import ROLE_PARTS, Guess
from exominer.relate.learned.confidence import confidence_features
from exominer.relate.learned.decoding import (
    Found,
    fill_effects,
    find_effects,
    place_found,
)
from exominer.relate.learned.documents import DocumentView
from exominer.relate.learned.examples import (
    Example,
    GoldEffect,
    Losses,
    find_known,
    gold_guess,
    make_examples,
    make_filler_examples,
    place_effects,
)
from exominer.relate.learned.filling import effect_span, write_effects
from exominer.relate.learned.model import FORMAT, KIND, RelationModel, RelationSummary
from exominer.relate.learned.relating import score_effects
from exominer.relate.relating import relate_by_rules
from exominer.retraining.thresholds import PRECISION, Curves
from exominer.train.calibration import Judged, Point
from exominer.train.choices import fit_choices
from exominer.train.kinds import CLAIMS_RECOGNISER
from exominer.train.logistic import NO, YES, FeatureTable, FitSettings, fit_table
from exominer.train.recogniser import ADDED_RECOGNISER

Progress = Callable[[str], None]

STRENGTHS: Final = {
    "start": 5.0, "end": 4.0, "left": 3.0, "kind": 3.0, "direction": 3.0, "polarity": 3.0,
    "exposed": 10.0, "cargo": 15.0, "donor": 15.0, "recipient": 20.0, "radiation": 25.0,
    "dose": 15.0, "confidence": 30.0,
}  # fmt: skip
"""Penalty of each model, chosen by cross-validation on the train part of ``annotations/``."""

FILL: Final = {
    "cargo": (0.45, 0.2), "donor": (0.2, 0.2), "recipient": (0.25, 0.25),
    "radiation": (0.1, 0.5), "dose": (0.35, 0.5),
}  # fmt: skip
"""Least probability of the best and of further fillers, chosen in the same way."""

_SEQUENTIAL: Final = (*ROLE_PARTS, "exposed")
"""Models that know what was decided of the claim before."""

MODEL_NAME: Final = "exominer-relations"


class Lesson(Struct, frozen=True):
    """A document after the rules, with its gold layers and gold claims.

    ``decided`` are offsets in the sentences on whose claims a person decided, where that
    was not done for the whole document: of the others nothing is known. ``is_published`` tells
    the text of a paper from one written for a corpus.
    """

    name: str
    ruled: AnnotatedDocument
    gold: AnnotatedDocument
    claims: tuple[Claim, ...]
    decided: tuple[int, ...] | None = None
    is_published: bool = False


class TrainingSettings(Struct, frozen=True, kw_only=True):
    """``folds`` of documents, dealt with ``seed``, for scores, threshold and calibration.

    The threshold is that of the best F1 among those whose effects have ``precision``, with
    published and written texts counted alike. Features that the pattern ``leave_out`` finds are
    not learnt: for ablations.
    """

    seed: int = 0
    folds: int = 5
    max_sentences_back: int = 3
    precision: float = PRECISION
    leave_out: str = ""
    strengths: dict[str, float] = field(default_factory=lambda: dict(STRENGTHS))
    fill: dict[str, tuple[float, float]] = field(default_factory=lambda: dict(FILL))


class TrainedRelations(Struct, frozen=True):
    """A model with what it says on documents that the model of its fold has not seen.

    ``related`` holds these documents with scored effects, by name; ``losses`` counts gold
    effects and fillers that no candidate stands for.
    """

    model: RelationModel
    related: dict[str, AnnotatedDocument]
    judged: tuple[Judged, ...]
    losses: Losses
    curves: dict[ClaimLevel, tuple[Point, ...]]


def without_annotated(pipeline: Pipeline) -> Pipeline:
    """The pipeline without the recognisers that learnt from annotated documents.

    They find more in documents that they have seen than in any other; claims that were learnt
    from what they find there would trust them too much.
    """
    return pipeline.without(CLAIMS_RECOGNISER, ADDED_RECOGNISER)


def make_lessons(
    corpus: Sequence[AnnotatedGold], pipeline: Pipeline, config: Config
) -> list[Lesson]:
    """Annotate documents and read them by the rules; those without a text are passed over."""
    lessons = []
    for gold in corpus:
        if gold.text:
            annotated = annotate_document(gold.annotated.document, pipeline, config.annotate)
            ruled = relate_by_rules(annotated, config.relate)
            decided = _decided_places(gold)
            lessons.append(
                Lesson(gold.id, ruled, gold.annotated, gold.claims, decided, bool(gold.pmid))
            )
    return lessons


def _decided_places(gold: AnnotatedGold) -> tuple[int, ...] | None:
    if gold.reviewed == "all":
        return None
    return tuple(claim.evidence[0].start for claim in (*gold.claims, *gold.rejected))


def train_relations(
    lessons: Sequence[Lesson], settings: TrainingSettings, progress: Progress = lambda _: None
) -> TrainedRelations:
    """Train on lessons; the same lessons and settings give the same model.

    The documents are dealt into folds. Models of the other folds find the effects of each,
    and from which of them are right a last model learns how sure a claim is. All models are
    then fitted on everything.
    """
    trainer = _Trainer(lessons, settings, progress)
    found, folds = trainer.cross_fit()
    verdicts = {n: trainer.judge(n, effects, "triple") for n, effects in found.items()}
    table = trainer.confidence_table(found, verdicts)
    scored = trainer.cross_score(table, found, folds)
    judged = trainer.pair(scored, verdicts)
    related = {
        lessons[number].name: write_effects(trainer.views[number], effects)
        for number, effects in sorted(scored.items())
    }
    claims = [assemble_claims(related[lesson.name], AssembleConfig()) for lesson in lessons]
    curves = Curves([lesson.claims for lesson in lessons], claims)
    published = [n for n, lesson in enumerate(lessons) if lesson.is_published]
    written = [n for n, lesson in enumerate(lessons) if not lesson.is_published]
    least = curves.choose_least([published, written], precision=settings.precision)
    models = trainer.fit(set(range(len(lessons))))
    models["confidence"] = trainer.fit_confidence(table, range(len(table.rows)))
    progress("fitted on everything")
    summary = RelationSummary(
        kind=KIND, format=FORMAT, name=MODEL_NAME, version="", min_score=least, fill=settings.fill
    )
    return TrainedRelations(
        model=RelationModel(summary, models),
        related=related,
        judged=judged,
        losses=trainer.losses,
        curves={level: curves.read(level) for level in CLAIM_LEVELS},
    )


def deal_folds(n_documents: int, *, n_folds: int, seed: int) -> list[set[int]]:
    """Documents by number in folds of nearly equal size, shuffled with a seed.

    Example:
        >>> [len(fold) for fold in deal_folds(7, n_folds=3, seed=0)]
        [3, 2, 2]
    """
    order = np.random.default_rng(seed).permutation(n_documents)
    return [{int(number) for number in order[fold::n_folds]} for fold in range(n_folds)]


class _Trainer:
    """Lessons as tables of examples, to be fitted on any choice of documents."""

    def __init__(
        self, lessons: Sequence[Lesson], settings: TrainingSettings, progress: Progress
    ) -> None:
        self.lessons, self.settings, self.progress = lessons, settings, progress
        self.losses = Losses()
        self.tables: defaultdict[str, FeatureTable] = defaultdict(FeatureTable)
        self.views: list[DocumentView] = []
        self.effects: list[list[GoldEffect]] = []
        self.known: list[set[int]] = []
        for number, lesson in enumerate(lessons):
            view = DocumentView(lesson.ruled, max_sentences_back=settings.max_sentences_back)
            self.views.append(view)
            known = find_known(view, lesson.decided)
            self.known.append(known)
            for example in make_examples(view, lesson.gold, self.losses, known):
                self._add(example, number)
            self.effects.append(place_effects(view, lesson.gold, Losses()))
        self.folds = deal_folds(
            len(lessons), n_folds=min(settings.folds, len(lessons)), seed=settings.seed
        )
        self._add_fillers([[gold_guess(e) for e in effects] for effects in self.effects])
        self._add_fillers(self._guess_fillers())
        progress(f"{len(lessons)} documents with {self.losses.effects} effects read")

    def _add_fillers(self, guesses: Sequence[Sequence[Guess]]) -> None:
        """Tables of the fillers, in place of those that are there."""
        for name in _SEQUENTIAL:
            self.tables[name] = FeatureTable()
        for number, (view, effects) in enumerate(zip(self.views, self.effects, strict=True)):
            for example in make_filler_examples(view, effects, guesses[number]):
                self._add(example, number)

    def _add(self, example: Example, number: int) -> None:
        kept = example.features
        if self.settings.leave_out:
            kept = frozenset(f for f in kept if not re.search(self.settings.leave_out, f))
        self.tables[example.model].add(kept, example.label, number, example.choice)

    def _guess_fillers(self) -> list[list[Guess]]:
        """The fillers of the gold effects as models of the other folds choose them."""
        guesses: list[list[Guess]] = [[] for _ in self.lessons]
        everything = set(range(len(self.lessons)))
        for held_out in self.folds:
            models = self.fit(everything - held_out, _SEQUENTIAL)
            for number in held_out:
                view = self.views[number]
                effects = [place_found(e.place, e.frame) for e in self.effects[number]]
                filled = fill_effects(view, effects, models, self.settings.fill)
                guesses[number] = [effect.guess for effect in filled]
        return guesses

    def fit(
        self, documents: set[int], names: Sequence[str] | None = None
    ) -> dict[str, LinearModel]:
        """All models but the confidence, or some of them, on some documents."""
        strengths = self.settings.strengths
        return {
            name: (fit_choices if name in ROLE_PARTS else fit_table)(
                table, table.choose(documents), FitSettings(strengths[name])
            )
            for name, table in sorted(self.tables.items())
            if names is None or name in names
        }

    def cross_fit(self) -> tuple[dict[int, list[Found]], list[set[int]]]:
        """Effects of every document by models that have not seen it, and the folds."""
        n_documents, folds = len(self.lessons), self.folds
        found: dict[int, list[Found]] = {}
        for place, held_out in enumerate(folds, start=1):
            models = self.fit(set(range(n_documents)) - held_out)
            for number in sorted(held_out):
                effects = find_effects(self.views[number], models, self.settings.fill)
                found[number] = [e for e in effects if e.span.sentence in self.known[number]]
            self.progress(f"fold {place} of {len(folds)}")
        return found, folds

    def pair(
        self, scored: Mapping[int, Sequence[Found]], verdicts: Mapping[int, Sequence[bool]]
    ) -> tuple[Judged, ...]:
        """Scores with verdicts, in the order of the documents."""
        return tuple(
            Judged(self.lessons[number].name, effect.score, is_right)
            for number in sorted(scored)
            for effect, is_right in zip(scored[number], verdicts[number], strict=True)
        )

    def judge(self, number: int, found: Sequence[Found], level: ClaimLevel) -> list[bool]:
        """Whether each effect gives a claim that is right at a level."""
        view = self.views[number]
        claims = assemble_claims(write_effects(view, found), AssembleConfig())
        pairs = match_claims(self.lessons[number].claims, claims, level)
        right = {(claim.evidence[0].start, claim.effect.text) for _, claim in pairs}
        return [_claim_key(view, effect) in right for effect in found]

    def confidence_table(
        self, found: Mapping[int, Sequence[Found]], verdicts: Mapping[int, Sequence[bool]]
    ) -> FeatureTable:
        """Effects of held-out documents as examples of being right at the triple."""
        table = FeatureTable()
        for number, effects in sorted(found.items()):
            for place, is_right in enumerate(verdicts[number]):
                features = confidence_features(self.views[number], effects, place)
                table.add(features, YES if is_right else NO, number)
        return table

    def fit_confidence(self, table: FeatureTable, places: Sequence[int]) -> LinearModel:
        """The model of how sure a claim is."""
        return fit_table(table, places, FitSettings(self.settings.strengths["confidence"]))

    def cross_score(
        self,
        table: FeatureTable,
        found: Mapping[int, Sequence[Found]],
        folds: Sequence[set[int]],
    ) -> dict[int, list[Found]]:
        """The effects with scores from documents of the other folds."""
        scored: dict[int, list[Found]] = {}
        everything = set(found)
        for held_out in folds:
            model = self.fit_confidence(table, table.choose(everything - held_out))
            for number in sorted(held_out):
                scored[number] = score_effects(self.views[number], found[number], model)
        return scored


def _claim_key(view: DocumentView, effect: Found) -> tuple[int, str]:
    """By which the claim of an effect is known: where its sentence starts, and the phrase."""
    start, end = effect_span(view, effect)
    return view.sentences[effect.span.sentence].scene.text_start, view.document.text[start:end]
