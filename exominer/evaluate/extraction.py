"""Gold documents to what a system finds in their texts, end to end."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from exominer.evaluate.annotation import Annotation
from exominer.evaluate.options import Stages
from exominer.records import AnnotatedDocument, Document

_READ = ("ok", "partial")


def extract_annotations(gold: Sequence[Annotation], stages: Stages) -> dict[str, Annotation]:
    """Read and analyse each text from a file of its own; gold mentions are never used.

    Returns:
        By id of the gold document what was found; nothing where a text could not be read.
    """
    found: dict[str, Annotation] = {}
    with TemporaryDirectory() as folder:
        for number, document in enumerate(gold):
            path = Path(folder) / f"{number}.txt"
            path.write_text(document.document.text, encoding="utf-8", newline="")
            found[document.id] = _analyse(document.id, stages.read(path), stages)
    return found


def _analyse(name: str, document: Document, stages: Stages) -> Annotation:
    annotated, claims = (
        stages.analyse(document) if document.status in _READ else (AnnotatedDocument(document), ())
    )
    return Annotation(name, annotated, claims, has_mentions=True, has_relations=True)
