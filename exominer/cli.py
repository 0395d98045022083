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
    version: Annotated[  # noqa: ARG001  the callback does the work
        bool, typer.Option("--version", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """Claims about vesicles and radiation, from a folder of papers to a table."""


def main() -> None:
    """Run the command line; errors that a person can mend are one line and exit code 2."""
    try:
        app()
    except ExominerError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("Stopped. The same command goes on where it stopped.", err=True)
        sys.exit(130)
