"""Scores into the tables of a README, so that its figures are those of scores.json."""

from collections.abc import Sequence
from pathlib import Path


def fill_readme(path: Path, parts: dict[str, str]) -> None:
    """Put each part between its two marks, `<!-- name -->` and `<!-- end name -->`."""
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        before, start, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- end {name} -->")
        if not start or not end:
            raise ValueError(f"{path}: no marks for {name!r}.")
        text = f"{before}{start}{part}\n{end}{after}"
    path.write_text(text, encoding="utf-8")


def format_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
