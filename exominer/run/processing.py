"""One paper through all stages; whatever goes wrong becomes its outcome."""

import time
import traceback
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from exominer.config import Config
from exominer.export.highlights import find_highlights
from exominer.export.rows import mention_rows
from exominer.ingest.coverage import count_dropped
from exominer.ingest.inputs import Input
from exominer.records import Document
from exominer.run.outcome import Outcome
from exominer.run.reading_host import ReadingHost
from exominer.run.stages import Analyser, Stages
from exominer.run.time_limit import TimeLimitError, limit_seconds

_MAX_REASON = 300


class Task(Struct, frozen=True):
    """A paper to do; ``sha256`` is of its bytes as they were when the run looked at them."""

    paper: Input
    sha256: str
    fingerprint: str


class Processor:
    """Takes papers through the stages; close it after use.

    The model is loaded once, for the first paper with a text. Until the first paper it
    can be sent to another process.
    """

    def __init__(self, stages: Stages, config: Config, model_dirs: Mapping[str, Path]) -> None:
        self._stages = stages
        self._config = config
        self._model_dirs = model_dirs
        self._host: ReadingHost | None = None
        self._analyser: Analyser | None = None

    def process(self, task: Task) -> Outcome:
        """Read, annotate, relate and assemble one paper.

        Raises:
            ModelError: If the model cannot be loaded; no paper would fare better.
            InputError: If no process to read in can be started.
        """
        started = time.perf_counter()
        if self._host is None or not self._host.is_alive:
            self._host = ReadingHost(self._stages.read_document, self._config.ingest)
        document = self._host.read(task.paper)
        outcome = _outcome_of_reading(task, document)
        if outcome.is_read:
            if self._analyser is None:
                self._analyser = self._stages.load_analyser(self._model_dirs, self._config)
            seconds = self._config.annotate.timeout_seconds
            outcome = _analyse(outcome, document, self._analyser, seconds=seconds)
        taken = round(time.perf_counter() - started, 3)
        return msgspec.structs.replace(outcome, seconds=taken)

    def close(self) -> None:
        """Stop the reading process."""
        if self._host is not None:
            self._host.close()


def _outcome_of_reading(task: Task, document: Document) -> Outcome:
    return Outcome(
        document=document.document,
        sha256=document.sha256 or task.sha256,
        fingerprint=task.fingerprint,
        status=document.status,
        reason=document.reason,
        text=document.text,
        title=document.title,
        pages=document.pages,
        n_dropped=count_dropped(document),
        warnings=document.warnings,
    )


def _analyse(
    outcome: Outcome, document: Document, analyser: Analyser, *, seconds: float
) -> Outcome:
    """Run the stages after reading for at most ``seconds``, as far as ``limit_seconds`` can."""
    try:
        with limit_seconds(seconds):
            analysis = analyser(document)
            return msgspec.structs.replace(
                outcome,
                claims=analysis.claims,
                highlights=tuple(find_highlights(c, analysis.related) for c in analysis.claims),
                mentions=mention_rows(analysis.related),
                layers=msgspec.structs.replace(document, text="", dropped=()),
            )
    except TimeLimitError:
        limit = f"finding its claims took more than {seconds:g} seconds"
        reason = f"{limit}; raise timeout_seconds under [annotate] in the config file"
        return msgspec.structs.replace(outcome, status="timeout", reason=reason, text="")
    except Exception as error:  # noqa: BLE001 - one paper must not end a run over thousands
        message = f"{type(error).__name__}: {error}".split("\n")[0][:_MAX_REASON]
        return msgspec.structs.replace(
            outcome, status="crashed", reason=message, text="", traceback=traceback.format_exc()
        )


def crashed(task: Task, reason: str) -> Outcome:
    """The outcome of a paper whose process is gone."""
    return Outcome(
        document=task.paper.document,
        sha256=task.sha256,
        fingerprint=task.fingerprint,
        status="crashed",
        reason=reason,
    )
