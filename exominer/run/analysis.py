"""The stages after ingestion as one function: Document -> relations and claims."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from exominer.annotate.annotator import annotate_document
from exominer.annotate.pipeline import load_pipeline
from exominer.assemble.assembling import assemble_claims
from exominer.config import Config
from exominer.records import Document
from exominer.relate.learned.model import load_relations
from exominer.relate.relating import relate_document
from exominer.run.stages import Analyser, Analysis


def load_analyser(model_dirs: Mapping[str, Path], config: Config) -> Analyser:
    """Load the models by kind, or the shipped ones, and tie the stages together.

    Claims of every score are kept; the tables leave out the low ones when they are
    written, so that another threshold needs no second reading.

    Raises:
        ModelError: If a folder holds no model that can be loaded.
    """
    pipeline = load_pipeline(model_dirs.get("recogniser"), device=config.annotate.device)
    relations = load_relations(model_dirs.get("relations"))
    assemble = msgspec.structs.replace(config.assemble, min_score=0.0)

    def analyse(document: Document) -> Analysis:
        annotated = annotate_document(document, pipeline, config.annotate)
        related = relate_document(annotated, config.relate, relations)
        return Analysis(related, assemble_claims(related, assemble))

    return analyse
