"""What is shown while a model is fetched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def show_transfer(url: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar on standard error over the bytes of a file, once the first have come."""
    console = Console(stderr=True)
    columns = (TextColumn("fetching"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("fetching", total=None, visible=False)

        def on_progress(n_bytes: int, total: int | None) -> None:
            if not progress.tasks[task].visible:
                console.print(f"Fetching {url}", markup=False, highlight=False, soft_wrap=True)
            progress.update(task, completed=n_bytes, total=total, visible=True)

        yield on_progress
