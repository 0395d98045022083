"""What the commands have in common: options, and how they end when a person stops them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

EXIT_INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

Inputs = Annotated[
    list[str],
    typer.Argument(help="Folders, files or globs of .pdf, .txt, .xml, .nxml and .json (BioC)."),
]
ConfigPath = Annotated[
    Path | None, typer.Option("--config", help="Settings, a table per stage (TOML).")
]


ModelNames = Annotated[
    list[str] | None,
    typer.Option(
        help="Model in place of the shipped one: folder, archive, versioned URL or org/name."
    ),
]


def fetch_models(names: list[str] | None) -> tuple[str, ...]:
    """Fetch the models that are named by a URL and not here yet; give the names as they are."""
    from exominer.model_sources.source import find_source, is_url
    from exominer.terminal_models import show_transfer

    for name in filter(is_url, names or ()):
        with show_transfer(name) as on_progress:
            find_source(name, on_progress=on_progress)
    return tuple(names or ())


def parse_folder(text: str) -> Path:
    """The folder named by an option; an empty name, as of an unset variable, is none."""
    if not text.strip():
        raise typer.BadParameter("the name is empty")
    return Path(text)


@contextmanager
def telling_interruption() -> Iterator[None]:
    """Say that Ctrl-C was heard, which typer would pass over."""
    try:
        yield
    except KeyboardInterrupt as error:
        typer.echo(str(error) or "Stopped.", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from error
