"""A folder of papers to the files of a run: what is not done yet is done, then all is written."""

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs

from exominer.config import with_default_score
from exominer.errors import InputError
from exominer.ingest.inputs import Input, note_alternatives, printable
from exominer.run.account import RunAccount, RunOptions, RunSummary
from exominer.run.fingerprint import (
    Model,
    default_score,
    find_models,
    find_versions,
    fingerprint_run,
    note_models,
)
from exominer.run.ledger import Ledger, open_ledger
from exominer.run.outcome import Outcome
from exominer.run.processing import Processor, Task
from exominer.run.results import RESULT_NAMES, write_results
from exominer.run.stages import STAGES, Stages
from exominer.run.workers import process_in_pool

LEDGER_NAME = "run.sqlite"


class RunInterruptedError(KeyboardInterrupt):
    """The user stopped the run; what is finished is kept. The exit code for it is 130.

    A KeyboardInterrupt itself, so that no handler of errors takes it for one.
    """


def run_extraction(
    inputs: Sequence[str],
    out_dir: Path,
    options: RunOptions,
    on_progress: Callable[..., None],
    *,
    stages: Stages = STAGES,
) -> RunSummary:
    """Extract the claims of papers into a folder; finished papers are not done again.

    A paper is finished when the ledger in ``out_dir`` holds it with the same content and
    the same fingerprint, and neither timed out nor crashed. Papers that are no longer
    among the inputs leave the ledger and the tables.

    Args:
        inputs: Folders, files and patterns as typed.
        out_dir: Made where it is missing; a file of a run that is there is replaced.
        options: What to do and what to write.
        on_progress: Called as ``(done=, total=, document=, status=)``, once at the start
            with the number already finished and no document, then after each paper.
        stages: Other functions in place of the package's, for tests.

    Raises:
        InputError: If there is nothing to read, or ``out_dir`` cannot be written or is
            being written by another run.
        ModelError: If a model cannot be loaded.
        RunInterruptedError: If Ctrl-C stopped it; the same command goes on from there.
    """
    if options.jobs < 1:
        raise InputError("--jobs", f"{options.jobs} processes", "Give 1 or more.")
    if options.min_score is not None and not 0 <= options.min_score <= 1:
        raise InputError("--min-score", f"{options.min_score}", "Give a number from 0 to 1.")
    listed = stages.find_inputs(inputs)
    models = find_models(options.models)
    options = _with_default_score(options, models)
    account = RunAccount(
        versions=find_versions(models.values()),
        models={kind: {"path": m.path, **m.summary} for kind, m in sorted(models.items())},
        inputs=tuple(map(printable, inputs)),
        options=options,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        notes=(*listed.notes, *note_models(models)),
    )
    folders = {kind: model.folder for kind, model in models.items()}
    processor = Processor(stages, options.config, folders)
    fingerprint = fingerprint_run(options.config, models.values())
    with _named_errors(out_dir):
        out_dir.mkdir(parents=True, exist_ok=True)
        _check_foreign(out_dir)
        with open_ledger(out_dir / LEDGER_NAME) as ledger:
            tasks = _find_tasks(ledger, listed.inputs, fingerprint)
            account = structs.replace(account, n_resumed=len(listed.inputs) - len(tasks))
            # Closed by name: an interruption here must stop the workers, not the collector.
            with closing(_process(tasks, processor, jobs=options.jobs)) as outcomes:
                _save_all(ledger, outcomes, on_progress, account.n_resumed, len(tasks))
            return _write(ledger, out_dir, account, listed.inputs)


def _check_foreign(out_dir: Path) -> None:
    """Refuse a folder with files of the names of results that no run has written.

    Raises:
        InputError: If there is one.
    """
    foreign = [name for name in RESULT_NAMES if (out_dir / name).exists()]
    if foreign and not (out_dir / LEDGER_NAME).exists():
        found = f"holds {', '.join(foreign)} and no {LEDGER_NAME}, so they are no run's"
        raise InputError(str(out_dir), found, "Name another folder, or move them away.")


def _with_default_score(options: RunOptions, models: Mapping[str, Model]) -> RunOptions:
    """The options with the threshold of the relation model, where they name none."""
    assemble = with_default_score(options.config.assemble, default_score(models))
    return structs.replace(options, config=structs.replace(options.config, assemble=assemble))


@contextmanager
def _named_errors(out_dir: Path) -> Iterator[None]:
    """Give what can stop a run the names under which the command line knows it."""
    try:
        yield
    except KeyboardInterrupt as error:
        done = f"{out_dir}: the run was interrupted and what is done is kept"
        raise RunInterruptedError(f"{done}. The same command goes on from there.") from error
    except OSError as error:
        where, found = str(error.filename or out_dir), error.strerror or str(error)
        raise InputError(where, found, "Check --out and the room on the disk.") from error


def _write(
    ledger: Ledger, out_dir: Path, account: RunAccount, papers: Sequence[Input]
) -> RunSummary:
    """Write the results, without the papers that are no longer among the inputs."""
    gone = ledger.keep_only({each.document for paper in papers for each in paper.versions})
    notes = (
        *note_alternatives(papers, ledger.names()),
        *account.notes,
        *(f"{name}: no longer among the inputs" for name in gone),
    )
    return write_results(ledger, out_dir, structs.replace(account, notes=notes))


def _find_tasks(ledger: Ledger, papers: Sequence[Input], fingerprint: str) -> list[Task]:
    """Find what is not done; of the XML and the PDF of a paper one at most stays in the ledger.

    Which one was read depends on both, so that either, once changed, has the paper done again.
    """
    tasks = []
    for paper in papers:
        hashes = {each.document: _hash_paper(each) for each in paper.versions}
        own = " ".join([fingerprint, *hashes.values()]) if paper.alternative else fingerprint
        done = [name for name, sha256 in hashes.items() if ledger.is_finished(name, sha256, own)]
        if paper.alternative:
            ledger.forget(hashes.keys() - set(done[:1]))
        if not done:
            tasks.append(Task(paper, hashes[paper.document], own))
    return tasks


def _hash_paper(paper: Input) -> str:
    """The hash of a paper's bytes, "" if they cannot be read: the reader says why."""
    try:
        if paper.part:
            return hashlib.sha256(paper.part.read(paper.path)).hexdigest()
        with paper.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def _process(
    tasks: Sequence[Task], processor: Processor, *, jobs: int
) -> Generator[Outcome, None, None]:
    if jobs == 1 or len(tasks) <= 1:
        with closing(processor):
            yield from map(processor.process, tasks)
    else:
        yield from process_in_pool(tasks, processor, n_workers=jobs)


def _save_all(
    ledger: Ledger,
    outcomes: Iterator[Outcome],
    on_progress: Callable[..., None],
    n_resumed: int,
    n_tasks: int,
) -> None:
    """Save each outcome as it comes, so that nothing done is lost."""
    total = n_resumed + n_tasks
    on_progress(done=n_resumed, total=total, document="", status="")
    for done, outcome in enumerate(outcomes, start=n_resumed + 1):
        ledger.save(outcome)
        on_progress(done=done, total=total, document=outcome.document, status=outcome.status)
