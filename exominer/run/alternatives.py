"""The XML and the PDF of one paper -> the Document of the one that holds its full text."""

from collections.abc import Callable

from msgspec import structs

from exominer.ingest.inputs import Input
from exominer.records import Document, SectionKind
from exominer.run.outcome import READ_STATUSES

OUTSIDE_FULL_TEXT: frozenset[SectionKind] = frozenset(
    {"title", "abstract", "caption", "table", "references", "back"}
)


def read_paper(paper: Input, read: Callable[[Input], Document]) -> Document:
    """Read a paper, or its alternative where the paper is unreadable or an abstract alone.

    The Document has the name of the file that was read, and a warning that says so.
    """
    found = read(paper)
    if paper.alternative is None or has_full_text(found):
        return found
    other = read(paper.alternative)
    is_read = found.status in READ_STATUSES
    lack = "has no full text" if is_read else f"is {found.status} ({found.reason})"
    if other.status in READ_STATUSES and len(other.text) > len(found.text):
        said = f"read in place of {found.document}, which {lack}"
        return structs.replace(other, warnings=(said, *other.warnings))
    help_sought = f"nor has {other.document} more ({other.reason or other.status})"
    if is_read:
        return structs.replace(found, warnings=(*found.warnings, f"no full text; {help_sought}"))
    return structs.replace(found, reason=f"{found.reason}; {help_sought}")


def has_full_text(document: Document) -> bool:
    """Tell whether a document has text besides its abstract.

    Example:
        >>> from exominer.records import Section
        >>> abstract = Section("abstract", "Abstract", 0, 20)
        >>> has_full_text(Document("a.xml", "", "jats", "text", sections=(abstract,)))
        False
    """
    return any(section.kind not in OUTSIDE_FULL_TEXT for section in document.sections)
