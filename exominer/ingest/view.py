"""Documents -> JSON files and pages to look at what was read."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import jinja2
import msgspec
from msgspec import Struct

from exominer.errors import InputError
from exominer.records import Cell, Document, Section, Table


class Span(Struct, frozen=True):
    """A stretch of text between two marks: where a sentence begins, what is a citation."""

    text: str
    begins_sentence: bool = False
    numbers: tuple[int, ...] = ()


class Part(Struct, frozen=True):
    """A section as shown: a heading, paragraphs of spans, or the rows of a table."""

    section: Section
    heading: str = ""
    paragraphs: tuple[tuple[Span, ...], ...] = ()
    table: Table | None = None
    rows: tuple[tuple["ShownCell", ...], ...] = ()


class ShownCell(Struct, frozen=True):
    """A table cell with the rows and columns that it covers."""

    text: str
    n_rows: int
    n_columns: int
    is_header: bool


def format_document_html(document: Document) -> str:
    """Format a page with sections, sentences, tables, references, warnings and coverage.

    Example:
        >>> page = format_document_html(Document("a.txt", "", "text", "p < 0.05", title="A & B"))
        >>> "A &amp; B" in page, "p &lt; 0.05" in page
        (True, True)
    """
    return _template().render(document=document, parts=list(_find_parts(document)))


def write_documents(documents: Iterable[Document], out_dir: Path) -> int:
    """Write ``<document>.json`` and ``<document>.html`` for each; return how many documents.

    Subfolders of a document's name are made below ``out_dir``.

    Raises:
        InputError: If a name leads outside ``out_dir`` or a file cannot be written.
    """
    n_documents = 0
    for document in documents:
        text = msgspec.json.format(msgspec.json.encode(document), indent=1)
        _write(out_dir, f"{document.document}.json", text)
        _write(out_dir, f"{document.document}.html", format_document_html(document).encode())
        n_documents += 1
    return n_documents


def _write(out_dir: Path, name: str, content: bytes) -> None:
    target = out_dir / name
    if not target.resolve().is_relative_to(out_dir.resolve()):
        raise InputError(name, f"leads outside {out_dir}", "Rename the document.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        found = f"cannot be written ({error.strerror})"
        raise InputError(str(target), found, "Check the folder and its rights.") from error


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("exominer.ingest"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("document.html")


def _find_parts(document: Document) -> Iterator[Part]:
    """Give the sections in order; text outside of all of them is a part too."""
    tables = {table.start: table for table in document.tables}
    if not document.sections and document.text:
        whole = Section("body", "", 0, len(document.text))
        yield Part(whole, "", tuple(_find_paragraphs(document, 0, len(document.text))))
    last_title = ""
    for section in document.sections:
        table = tables.get(section.start) if section.kind == "table" else None
        if table is not None:
            yield Part(section, table=table, rows=tuple(_find_rows(document.text, table.cells)))
            continue
        heading = _printed_heading(document.text, section)
        paragraphs = _find_paragraphs(document, section.start + len(heading), section.end)
        yield Part(section, "" if section.title == last_title else heading, tuple(paragraphs))
        last_title = section.title or last_title


def _printed_heading(text: str, section: Section) -> str:
    """Give the title where it stands as a heading of its own: a resumed section has none."""
    end = section.start + len(section.title)
    stands = text.startswith(section.title, section.start) and text[end : end + 2] in ("", "\n\n")
    return section.title if stands else ""


def _find_paragraphs(document: Document, start: int, end: int) -> Iterator[tuple[Span, ...]]:
    place = start
    for paragraph in document.text[start:end].split("\n\n"):
        if paragraph.strip():
            yield tuple(_find_spans(document, place, place + len(paragraph)))
        place += len(paragraph) + 2


def _find_spans(document: Document, start: int, end: int) -> Iterator[Span]:
    """Cut a paragraph at the beginnings of sentences and around citations."""
    begins = {s.start for s in document.sentences if start <= s.start < end}
    cited = {c.start: c for c in document.citations if start <= c.start < end}
    cuts = {start, end} | begins | set(cited) | {min(c.end, end) for c in cited.values()}
    ordered = sorted(cuts)
    for first, last in pairwise(ordered):
        mark = cited.get(first)
        numbers = mark.numbers if mark else ()
        yield Span(document.text[first:last], first in begins and first > start, numbers)


def _find_rows(text: str, cells: Sequence[Cell]) -> Iterator[tuple[ShownCell, ...]]:
    """Put a cell that stands at several places of the grid together again."""
    places: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        places.setdefault((cell.start, cell.end), []).append(cell)
    shown: dict[int, list[tuple[int, ShownCell]]] = {}
    for (start, end), same in places.items():
        row, column = min(c.row for c in same), min(c.column for c in same)
        n_rows = 1 + max(c.row for c in same) - row
        n_columns = 1 + max(c.column for c in same) - column
        whole = ShownCell(text[start:end], n_rows, n_columns, same[0].is_header)
        shown.setdefault(row, []).append((column, whole))
    for row in range(1 + max((cell.row for cell in cells), default=-1)):
        ordered = sorted(shown.get(row, []), key=lambda placed: placed[0])
        yield tuple(cell for _, cell in ordered)
