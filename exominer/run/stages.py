"""The stages a run goes through, each imported only by the process that needs it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from exominer.config import Config, IngestConfig
from exominer.ingest.inputs import InputList, find_inputs
from exominer.ingest.parts import Part
from exominer.records import AnnotatedDocument, Claim, Document


class Analysis(Struct, frozen=True):
    """What the stages after ingestion make of a document."""

    related: AnnotatedDocument
    claims: tuple[Claim, ...]


Analyser = Callable[[Document], Analysis]


class Stages(Struct, frozen=True):
    """The functions of a run; each is a function of a module, found by its name elsewhere.

    ``read_document`` runs in the process of a single file, what ``load_analyser`` gives
    in that of many.
    """

    find_inputs: Callable[[Sequence[str]], InputList]
    read_document: Callable[..., Document]
    load_analyser: Callable[[Mapping[str, Path], Config], Analyser]


def read_document(
    path: Path, *, document: str, settings: IngestConfig, part: Part | None = None
) -> Document:
    """Read one file, or a paper of it; PDF and XML libraries are not loaded with the run."""
    from exominer.ingest.read import read_document as read  # noqa: PLC0415

    return read(path, document=document, settings=settings, part=part)


def load_analyser(model_dirs: Mapping[str, Path], config: Config) -> Analyser:
    """Load the models by kind; a run that finds every document finished never comes here.

    Raises:
        ModelError: If a folder holds no model that can be loaded.
    """
    from exominer.run.analysis import load_analyser as load  # noqa: PLC0415

    return load(model_dirs, config)


STAGES = Stages(find_inputs=find_inputs, read_document=read_document, load_analyser=load_analyser)
"""Those of the package."""
