"""Text made fit for table cells, and files that appear whole or not at all."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The openings that Excel, LibreOffice and Google Sheets take for a formula, full width
# forms included (OWASP, "CSV Injection").
_FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``path`` once the block is through.

    A block that raises leaves ``path`` as it was.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     target = Path(folder, "claims.csv")
        ...     with replacing(target) as part:
        ...         n_characters = part.write_text("whole")
        ...     target.read_text()
        'whole'
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def clean_text(text: str) -> str:
    r"""Leave out the characters that XML forbids; tab and line ends stay.

    Example:
        >>> clean_text("2\x0c Gy")
        '2 Gy'
    """
    return _NOT_IN_XML.sub("", text)


def defuse_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Example:
        >>> defuse_formula("-9a"), defuse_formula("miR-9a")
        ("'-9a", 'miR-9a')
    """
    return f"'{text}" if text.startswith(_FORMULA_OPENINGS) else text
