"""Small pieces that all printed scores are laid out with."""

from rich import box
from rich.table import Table

from exominer.evaluate.bootstrap import Proportion


def make_table(title: str, *columns: str, n_left: int = 1) -> Table:
    """A table whose first columns are text and the others figures."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i < n_left else "right")
    return table


def format_proportion(proportion: Proportion) -> str:
    """Count, share and interval.

    Example:
        >>> format_proportion(Proportion(value=0.75, low=0.5, high=1.0, n_found=6, n=8))
        '6/8 0.75 (0.50 to 1.00)'
    """
    return (
        f"{proportion.n_found}/{proportion.n} {proportion.value:.2f} "
        f"({proportion.low:.2f} to {proportion.high:.2f})"
    )


def shorten(text: str, max_characters: int) -> str:
    r"""One line of at most so many characters; what is cut off is shown by three dots.

    Example:
        >>> shorten("carried\ninto cells", 14)
        'carried int...'
    """
    line = " ".join(text.split())
    return line if len(line) <= max_characters else line[: max_characters - 3] + "..."
