"""Documents -> JSON files and pages to look at what was read."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Template

from exominer.dropped import REASONS
from exominer.errors import InputError
from exominer.ingest.coverage import count_dropped, count_printed, has_text
from exominer.ingest.shown import anchor, find_items
from exominer.pages import load_template
from exominer.records import Document, Page


def format_document_html(document: Document) -> str:
    """Format a page with all layers over the text, warnings, coverage and what was left out.

    Example:
        >>> page = format_document_html(Document("a.txt", "", "text", "p < 0.05", title="A & B"))
        >>> "A &amp; B" in page, "p &lt; 0.05" in page
        (True, True)
    """
    dropped = count_dropped(document)
    return _template().render(
        document=document,
        counts=_count(document),
        n_read=count_printed(document.text),
        n_dropped=sum(dropped.values()),
        dropped={REASONS[reason]: number for reason, number in dropped.items()},
        bars=_make_bars(document.pages),
        n_blank=sum(not has_text(page) for page in document.pages),
        items=find_items(document) if document.text else [],
        references=[(anchor(entry, i), entry) for i, entry in enumerate(document.references)],
    )


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
def _template() -> Template:
    return load_template("exominer.ingest", "document.html")


def _count(document: Document) -> list[tuple[int, str, str]]:
    counts = [
        (len(document.pages), "page", "pages"),
        (len(document.sentences), "sentence", "sentences"),
        (len(document.tables), "table", "tables"),
        (len(document.citations), "citation", "citations"),
        (len(document.references), "reference", "references"),
    ]
    return [count for count in counts if count[0]]


def _make_bars(pages: Sequence[Page]) -> list[tuple[Page, float, float, bool]]:
    """Give the heights of the bars of each page in percent, and whether it has no text."""
    # Room for the number below the bar.
    most = max((page.n_read + page.n_dropped for page in pages), default=0) / 80 or 1
    return [
        (page, round(page.n_read / most, 1), round(page.n_dropped / most, 1), not has_text(page))
        for page in pages
    ]
