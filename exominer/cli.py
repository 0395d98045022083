"""The commands: each reads its options, calls one function and says what came of it."""

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, cast

import typer

from exominer import __version__
from exominer.cli_options import (
    ConfigPath,
    Inputs,
    ModelNames,
    fetch_models,
    parse_folder,
    telling_interruption,
)
from exominer.cli_train import train_app
from exominer.errors import ExominerError

# typer gives no other public name to the base of its errors about options.
_UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Claims about vesicles and radiation, from a folder of papers to a table.",
)
app.add_typer(train_app, name="train")


def print_version(asked: bool) -> None:
    """Print the version and leave."""
    if asked:
        typer.echo(f"exominer {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback has printed it
        bool, typer.Option("--version", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """Claims about vesicles and radiation, from a folder of papers to a table."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
@telling_interruption()
def extract(
    inputs: Inputs,
    out: Annotated[
        Path, typer.Option(parser=parse_folder, help="Folder for the tables and the report.")
    ],
    jobs: Annotated[int, typer.Option(min=1, help="Processes that work side by side.")] = 1,
    model: ModelNames = None,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Leave out claims scored lower.")
    ] = None,
    radiation_only: Annotated[
        bool, typer.Option("--radiation-only", help="Leave out claims without radiation.")
    ] = False,
    explode: Annotated[
        bool, typer.Option("--explode", help="One row in the tables for each cargo.")
    ] = False,
    config: ConfigPath = None,
) -> None:
    """Extract the claims of papers into tables and a report.

    Exit code 0: every file was read; 3: some could not be, and the summary names them.

    Example: exominer extract papers/ --out results/
    """
    from exominer.config import read_config
    from exominer.run.account import RunOptions
    from exominer.run.extraction import run_extraction
    from exominer.terminal import print_summary, show_progress

    run_options = RunOptions(
        jobs=jobs,
        models=fetch_models(model),
        config=read_config(config),
        min_score=min_score,
        radiation_only=radiation_only,
        explode=explode,
    )
    with show_progress() as on_progress:
        summary = run_extraction(inputs, out, run_options, on_progress)
    print_summary(summary, out)
    raise typer.Exit(summary.exit_code)


@app.command()
@telling_interruption()
def ingest(
    inputs: Inputs,
    out: Annotated[
        Path,
        typer.Option(parser=parse_folder, help="Folder for a JSON and an HTML file per paper."),
    ],
    jobs: Annotated[int, typer.Option(min=1, help="Files read side by side.")] = 1,
    config: ConfigPath = None,
) -> None:
    """Read papers and write what was read: the text with its sections, and a page to look at.

    Exit code 0: every file was read; 3: some could not be, and the summary names them.

    Example: exominer ingest papers/ --out read/
    """
    from exominer.config import read_config
    from exominer.run.account import RunOptions
    from exominer.run.reading import read_papers
    from exominer.terminal import print_reading, show_progress

    options = RunOptions(jobs=jobs, config=read_config(config))
    with show_progress() as on_progress:
        summary = read_papers(inputs, out, options, on_progress)
    print_reading(summary, out)
    raise typer.Exit(summary.exit_code)


@app.command()
@telling_interruption()
def evaluate(
    gold: Annotated[
        Path | None, typer.Option(help="Rows of a claims table, or annotated documents.")
    ] = None,
    predicted: Annotated[
        list[Path] | None,
        typer.Option(help="Claims or annotations, or a run's folder; two are compared."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(help='As for extract, or "shipped"; two are compared.'),
    ] = None,
    second: Annotated[
        Path | None, typer.Option(help="A second annotation of the gold documents.")
    ] = None,
    split: Annotated[str, typer.Option(help="Part of the gold: train, dev or test.")] = "",
    texts: Annotated[
        Path | None, typer.Option(help="Abstracts by PMID: a CSV, or a folder of PMID.txt.")
    ] = None,
    document: Annotated[
        Path | None, typer.Option(help="A paper to extract from and score.")
    ] = None,
    sources: Annotated[str, typer.Option(help="prose, table or all.")] = "all",
    out: Annotated[
        Path | None,
        typer.Option(parser=parse_folder, help="Folder for scores.json and evaluation.html."),
    ] = None,
    config: ConfigPath = None,
) -> None:
    """Score mentions, relations and claims; without options, the shipped Table 1 experiment.

    Example: exominer evaluate --gold annotations/documents.jsonl --split dev --out scores/
    """
    from rich.console import Console

    from exominer.config import read_config
    from exominer.evaluate.evaluation import run_evaluation
    from exominer.evaluate.format import format_report
    from exominer.evaluate.options import EvaluationOptions, check_sources
    from exominer.pipeline import load_systems

    settings = read_config(config)
    options = EvaluationOptions(
        gold=gold,
        predicted=tuple(predicted or ()),
        models=fetch_models(model),
        document=document,
        second=second,
        split=split,
        texts=texts,
        sources=check_sources(sources),
        out=out,
        max_sentences_back=settings.relate.max_sentences_back,
    )
    systems = load_systems(settings, options.models)
    report = run_evaluation(options, stages=systems, settings=settings.evaluate)
    Console().print(format_report(report))
    if out is not None:
        typer.echo(f"Scores and a page written to {out}.")


@app.command()
@telling_interruption()
def review(
    run: Annotated[Path, typer.Argument(help="Folder that extract has written.")],
    reviewer: Annotated[
        str | None, typer.Option(help="Name that decisions are kept under; yours by default.")
    ] = None,
    papers: Annotated[
        list[str] | None, typer.Option(help="Where the PDFs are now, if they were moved.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 0,
    export: Annotated[
        Path | None, typer.Option(help="Write the decisions as annotations instead (.jsonl).")
    ] = None,
    table: Annotated[
        Path | None, typer.Option(help="Write the claims as they stand instead (.csv, .xlsx ...).")
    ] = None,
) -> None:
    """Correct the claims of a run on a local page; what is saved is training data.

    Example: exominer review results/
    """
    from exominer.review import serving
    from exominer.terminal import print_annotations, print_review

    if export is not None and export == table:
        raise typer.BadParameter(f"--export and --table both name {table}; one would be lost")
    name = serving.find_reviewer(reviewer)
    if export is not None:
        print_annotations(*serving.export_annotations(run, export, reviewer=name), export)
    if table is not None:
        n_rows = serving.export_table(run, table, reviewer=name)
        typer.echo(f"Rows written to {table}: {n_rows}.")
    if export is None and table is None:
        n_kept = serving.serve_review(
            run, reviewer=name, papers=papers or (), port=port, on_start=print_review
        )
        typer.echo(f"Stopped. Decisions kept in {run}: {n_kept}.")


@app.command()
@telling_interruption()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file, or a folder of brat.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="A file, or a folder for brat.")],
    from_format: Annotated[str, typer.Option("--from", help="Its format, if not to be told.")] = "",
    to_format: Annotated[str, typer.Option("--to", help="The format to write.")] = "",
    texts: Annotated[
        Path | None, typer.Option(help="ID.txt files or a CSV, for annotations without text.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Rename kinds, as OLD=NEW; repeatable.")
    ] = None,
) -> None:
    """Convert annotations: jsonl, brat, bionlp, BioC, PubTator, Prodigy, Label Studio.

    Formats: jsonl (of exominer), brat, bionlp, bioc-xml, bioc-json, pubtator, prodigy and
    label-studio. What a format has no place for is said in a line at the end.

    Example: exominer convert annotations/documents.jsonl gold.xml
    """
    from exominer.formats.conversion import ConversionOptions, parse_kinds
    from exominer.formats.conversion import convert as convert_file
    from exominer.terminal import print_conversion

    options = ConversionOptions(from_format, to_format, texts, parse_kinds(kind or []))
    print_conversion(convert_file(source, target, options), target)


@app.command()
@telling_interruption()
def doctor(model: ModelNames = None) -> None:
    """Say what is installed, which models run, how good they are, and whether they work.

    Exit code 0: all that is needed works; 3: something does not, and its line says what mends it.

    Example: exominer doctor --model my-recogniser/
    """
    from exominer.doctor.examination import examine
    from exominer.terminal_doctor import print_examination

    examination = examine(fetch_models(model))
    print_examination(examination)
    raise typer.Exit(examination.exit_code)


def main() -> None:
    """Run the command line and leave with its exit code.

    Errors that a person can mend are one line and exit code 2; where the terminal, the pipe
    or the file that is written to takes nothing more, the exit code is 1.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name of a file may hold what the terminal's encoding lacks.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except OSError as error:
        where = f"{error.filename}" if error.filename else "output"
        _say(f"{where}: {error.strerror or error}. Check the path and the room on the disk.")
        code = 2 if error.filename else 1
    except ExominerError as error:
        code = _say(str(error))
    except _UsageError as error:
        code = _say(_format_usage_error(error))
    _drop_unwritten()
    sys.exit(code)


def _format_usage_error(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    message = " ".join(error.format_message().split())  # type: ignore[attr-defined]
    advice = f" Try {context.command_path} --help." if context else ""
    return message if message.endswith(("?", "!")) else f"{message.rstrip('.')}.{advice}"


def _say(message: str) -> int:
    """Print an error, if that is possible, and give the exit code of wrong use or input."""
    with suppress(OSError):
        typer.echo(f"Error: {message}", err=True)
    return 2


def _drop_unwritten() -> None:
    """Write what is left; what cannot be is dropped, or Python would try again and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError, io.UnsupportedOperation):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
