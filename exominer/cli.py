"""The commands: each reads its options, calls one function and says what came of it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from exominer import __version__
from exominer.errors import ExominerError

EXIT_FAILURES = 3
"""Exit code of a run that finished with documents that could not be read."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Claims about vesicles and radiation, from a folder of papers to a table.",
)

Inputs = Annotated[
    list[str], typer.Argument(help="Folders, files or globs of .pdf, .txt, .xml and .nxml.")
]
ConfigPath = Annotated[
    Path | None, typer.Option("--config", help="Settings, a table per stage (TOML).")
]


def print_version(asked: bool) -> None:
    """Print the version and leave."""
    if asked:
        typer.echo(f"exominer {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """Claims about vesicles and radiation, from a folder of papers to a table."""


@app.command()
def extract(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="Folder for the tables and the report.")],
    jobs: Annotated[int, typer.Option(min=1, help="Processes that work side by side.")] = 1,
    model: Annotated[
        list[Path] | None, typer.Option(help="Model folder in place of the shipped one.")
    ] = None,
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
        models=tuple(model or ()),
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
def ingest(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="Folder for a JSON and an HTML file per paper.")],
    config: ConfigPath = None,
) -> None:
    """Read papers and write what was read: the text with its sections, and a page to look at.

    Example: exominer ingest papers/ --out read/
    """
    from exominer.config import read_config
    from exominer.run.reading import read_papers
    from exominer.terminal import print_reading

    summary = read_papers(inputs, out, read_config(config))
    print_reading(summary, out)
    raise typer.Exit(summary.exit_code)


@app.command()
def evaluate(
    gold: Annotated[
        Path | None, typer.Option(help="Rows of a claims table, or documents with claims.")
    ] = None,
    predicted: Annotated[
        Path | None, typer.Option(help="A claims.jsonl, or the folder of a run.")
    ] = None,
    document: Annotated[
        Path | None, typer.Option(help="A paper to extract from and score.")
    ] = None,
    sources: Annotated[str, typer.Option(help="prose, table or all.")] = "all",
    out: Annotated[Path | None, typer.Option(help="Folder for scores.json.")] = None,
    config: ConfigPath = None,
) -> None:
    """Score claims against gold; without options, the shipped Table 1 experiment.

    Example: exominer evaluate --gold gold.jsonl --predicted results/
    """
    from rich.console import Console

    from exominer.config import read_config
    from exominer.evaluate.evaluation import (
        EvaluationOptions,
        check_sources,
        run_evaluation,
    )
    from exominer.evaluate.format import format_report
    from exominer.pipeline import load_stages

    settings = read_config(config)
    options = EvaluationOptions(gold, predicted, document, check_sources(sources), out)
    report = run_evaluation(options, stages=load_stages(settings), settings=settings.evaluate)
    Console().print(format_report(report))
    if out is not None:
        typer.echo(f"Scores written to {out}.")


def main() -> None:
    """Run the command line; errors that a person can mend are one line and exit code 2."""
    try:
        app()
    except ExominerError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt as error:
        typer.echo(str(error) or "Stopped.", err=True)
        sys.exit(130)
