"""The stages in a row: a document to its claims. The only module that imports them all."""

from functools import cache
from pathlib import Path

from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import Pipeline, load_pipeline
from exominer.assemble.assembling import assemble_claims
from exominer.config import Config
from exominer.evaluate.evaluation import Stages
from exominer.ingest.read import read_document
from exominer.records import Claim, Document
from exominer.relate.relating import relate_document


def extract_claims(document: Document, pipeline: Pipeline, config: Config) -> tuple[Claim, ...]:
    """Run annotate, relate and assemble over one document.

    Returns:
        The claims in the order of their evidence; none for a document that could not be read.
    """
    annotated = annotate_document(document, pipeline, config.annotate)
    related = relate_document(annotated, config.relate)
    return assemble_claims(related, config.assemble)


def read_paper(path: Path, config: Config) -> Document:
    """Read a file that stands for itself: its document name is the file's name."""
    return read_document(path, document=path.name, settings=config.ingest)


def load_stages(config: Config, *, model_dir: Path | None = None) -> Stages:
    """Reading and extraction for the evaluate stage; the model is loaded when first needed."""

    @cache
    def pipeline() -> Pipeline:
        return load_pipeline(model_dir)

    return Stages(
        read=lambda path: read_paper(path, config),
        extract=lambda document: extract_claims(document, pipeline(), config),
    )
