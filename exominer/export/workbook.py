"""Rows of the claims table to an Excel workbook, the same bytes for the same rows."""

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exominer.export.files import clean_text, defuse_formula
from exominer.export.rows import CLAIM_COLUMNS, Value

# Excel's own limits, "Excel specifications and limits".
_MAX_ROWS = 1_048_576
_MAX_CHARACTERS = 32_767
# Workbooks carry the time they were made at; a fixed one keeps equal content equal.
_FIXED_TIME = datetime(2000, 1, 1)
_CLAIM_WIDTHS = {column.name: column.width for column in CLAIM_COLUMNS}
FILE_COLUMNS = {
    "document": 40,
    "status": 14,
    "reason": 60,
    "claims": 8,
    "pages": 8,
    "characters_read": 16,
    "characters_left_out": 18,
    "warnings": 80,
}
"""The columns of the sheet of files and their widths in characters."""
_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="DDE7F0")
_TOP = Alignment(vertical="top")


def _cell(sheet: Worksheet, value: Value) -> object:
    """A text stays a text, whatever it starts with, also after it was edited."""
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    if len(text) > _MAX_CHARACTERS:
        text = text[: _MAX_CHARACTERS - 1] + "…"
    if defuse_formula(text) == text and not text.startswith("#"):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _add_sheet(book: Workbook, title: str, widths: Mapping[str, int]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    header = []
    for index, (name, width) in enumerate(widths.items(), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
        cell = WriteOnlyCell(sheet, value=name)
        cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _TOP
        header.append(cell)
    sheet.append(header)
    return sheet


def _fill_sheet(sheet: Worksheet, rows: Iterable[Sequence[Value]], n_columns: int) -> int:
    n_rows = 0
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        n_rows += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(n_columns)}{n_rows + 1}"
    return n_rows


def _fix_times(made: Path, path: Path) -> None:
    """Copy a workbook with the times of its parts and of its saving set to a fixed one."""
    stamp = _FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = modified.sub(rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, _FIXED_TIME.timetuple()[:6])
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)


def write_workbook(
    rows: Iterable[Sequence[Value]], path: Path, *, files: Iterable[Sequence[Value]] = ()
) -> int:
    """Write rows in the order of ``CLAIM_COLUMNS``; return how many.

    ``files``, in the order of ``FILE_COLUMNS``, go to a sheet of their own if there are any.

    The header is bold, frozen and filtered. Texts are never formulas; a text longer than
    a cell can hold ends in an ellipsis, and rows beyond what a sheet can hold go on in
    the next.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "exominer"
    book.properties.created = _FIXED_TIME
    iterator = iter(rows)
    n_rows = 0
    for n_sheets, first in enumerate(chain([None], iterator)):
        kept = [] if first is None else [first]
        limit = _MAX_ROWS - 1 - len(kept)
        title = "claims" if n_sheets == 0 else f"claims {n_sheets + 1}"
        sheet = _add_sheet(book, title, _CLAIM_WIDTHS)
        n_rows += _fill_sheet(sheet, chain(kept, islice(iterator, limit)), len(CLAIM_COLUMNS))
    if listed := list(islice(files, _MAX_ROWS - 1)):
        _fill_sheet(_add_sheet(book, "files", FILE_COLUMNS), listed, len(FILE_COLUMNS))
    with TemporaryDirectory() as folder:
        made = Path(folder, "made.xlsx")
        book.save(made)
        _fix_times(made, path)
    return n_rows
