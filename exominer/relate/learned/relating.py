"""A document after the rules to the same with the effects that a relation model finds."""

from collections.abc import Sequence

from msgspec import structs

from exominer.linear import LinearModel
from exominer.records import AnnotatedDocument
from exominer.relate.learned.confidence import confidence_features
from exominer.relate.learned.decoding import Found, find_effects
from exominer.relate.learned.documents import DocumentView
from exominer.relate.learned.filling import write_effects
from exominer.relate.learned.model import RelationModel


def relate_by_model(
    ruled: AnnotatedDocument, model: RelationModel, *, max_sentences_back: int
) -> AnnotatedDocument:
    """Put the model's effects in place of those of the rules, but for table cells."""
    view = DocumentView(ruled, max_sentences_back=max_sentences_back)
    found = find_effects(view, model.models, model.summary.fill)
    return write_effects(view, score_effects(view, found, model.models["confidence"]))


def score_effects(view: DocumentView, found: Sequence[Found], model: LinearModel) -> list[Found]:
    """The effects with their calibrated probability of being right."""
    return [
        structs.replace(effect, score=model.probability(confidence_features(view, found, place)))
        for place, effect in enumerate(found)
    ]
