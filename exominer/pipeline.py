"""The stages in a row: a document to its claims. The only module that imports them all."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import Pipeline
from exominer.assemble.assembling import assemble_claims
from exominer.config import Config, with_default_score
from exominer.errors import InputError
from exominer.evaluate.options import Stages
from exominer.ingest.read import read_document
from exominer.records import AnnotatedDocument, Claim, Document
from exominer.relate.learned.model import RelationModel
from exominer.relate.relating import relate_document
from exominer.run.analysis import load_analyser
from exominer.run.fingerprint import default_score, find_models
from exominer.run.stages import Analyser

SHIPPED = "shipped"
"""Stands for the models of the package, where a folder of another is asked for."""


def extract_claims(
    document: Document, pipeline: Pipeline, config: Config, relations: RelationModel | None = None
) -> tuple[Claim, ...]:
    """Run annotate, relate and assemble over one document; without relations, by the rules.

    Returns:
        The claims in the order of their evidence; none for a document that could not be read.
    """
    annotated = annotate_document(document, pipeline, config.annotate)
    related = relate_document(annotated, config.relate, relations)
    least = relations.summary.min_score if relations is not None else 0.0
    return assemble_claims(related, with_default_score(config.assemble, least))


def read_paper(path: Path, config: Config) -> Document:
    """Read a file that stands for itself: its document name is the file's name."""
    return read_document(path, document=path.name, settings=config.ingest)


def load_systems(config: Config, model_names: Sequence[Path | str] = ()) -> dict[str, Stages]:
    """The systems that evaluation compares: one for each model, or the shipped one.

    A model, named by path or URL, takes the place of the shipped one of its kind; the name
    "shipped" stands for the models as they ship. A model is loaded when it is first needed.

    Raises:
        InputError: If more than two are given, or one twice.
        ModelError: If there is no model of a name.
    """
    names = [str(name) for name in model_names] or [SHIPPED]
    if len(names) > 2 or len(set(names)) < len(names):
        found = f"--model names {', '.join(names)}"
        raise InputError("evaluate", found, "Name one, or two different ones to compare.")
    return {name: load_stages(config, () if name == SHIPPED else (name,)) for name in names}


def load_stages(config: Config, model_names: Sequence[Path | str] = ()) -> Stages:
    """Reading and extraction for the evaluate stage; the model is loaded when first needed.

    Raises:
        ModelError: If there is no model of a name.
    """
    models = find_models(model_names)
    folders = {kind: model.folder for kind, model in models.items()}
    least = with_default_score(config.assemble, default_score(models)).min_score or 0.0

    @cache
    def analyser() -> Analyser:
        return load_analyser(folders, config)

    def analyse(document: Document) -> tuple[AnnotatedDocument, tuple[Claim, ...]]:
        analysis = analyser()(document)
        kept = (c for c in analysis.claims if c.score >= least)
        return analysis.related, tuple(kept)

    return Stages(read=lambda path: read_paper(path, config), analyse=analyse)
