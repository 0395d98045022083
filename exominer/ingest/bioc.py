"""BioC as PubMed Central and PubTator give it -> Document."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree
from msgspec import structs

from exominer.bioc import BiocDocument, Collection, Passage, parse_bioc_json
from exominer.bioc_xml import convert_collection
from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.blocks import Block, Grid, GridCell
from exominer.ingest.build import Source, build_document
from exominer.ingest.jats_tables import find_abbreviations, read_tables
from exominer.ingest.parts import status_of_first
from exominer.ingest.sections import find_caption_label, find_section_kind
from exominer.records import Document, Reference, SectionKind
from exominer.safe_xml import Element, parse_xml

SECTIONS: dict[str, SectionKind] = {
    "TITLE": "title",
    "ABSTRACT": "abstract",
    "INTRO": "introduction",
    "METHODS": "methods",
    "SUBJECTS": "methods",
    "RESULTS": "results",
    "DISCUSS": "discussion",
    "CONCL": "conclusion",
    "CASE": "body",
    "FIG": "caption",
    "TABLE": "caption",
    "REF": "references",
    "ACK_FUND": "back",
    "AUTH_CONT": "back",
    "COMP_INT": "back",
    "ABBR": "back",
    "APPENDIX": "back",
    "SUPPL": "back",
    "REVIEW_INFO": "back",
}
"""Values of ``section_type`` in the files of PubMed Central; others are ``body``."""

TITLES = ("front", "title")
FLAT_CONFIDENCE = 0.5
"""Of a table of which only the flattened text is there."""


def read_bioc_json(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:  # noqa: ARG001 - the signature of readers
    """Read the first document of a JSON file; annotations in it are passed over.

    Raises:
        DocumentError: ``corrupt`` for what is no BioC, ``empty`` for one without text.

    Example:
        >>> data = b'{"id": "1", "passages": [{"infons": {"type": "title"}, "text": "Uptake"}]}'
        >>> read_bioc_json(data, document="a.json", sha256="", settings=IngestConfig()).title
        'Uptake'
    """
    return _read_collection(parse_bioc_json(data), document, sha256)


def read_bioc_xml(root: Element, *, document: str, sha256: str) -> Document:
    """Read the first document of a parsed collection; as ``read_bioc_json``."""
    return _read_collection(convert_collection(root), document, sha256)


def _read_collection(collection: Collection, document: str, sha256: str) -> Document:
    documents = collection.documents
    blocks = list(_document_blocks(documents[0])) if documents else []
    if not any(block.text.strip() or block.grid for block in blocks if block.kind != "dropped"):
        raise DocumentError("empty", "a BioC file without text")
    return build_document(
        blocks,
        source=Source(document, sha256, "bioc", *status_of_first(len(documents), "document")),
        references=tuple(_find_references(documents[0])),
    )


def _document_blocks(document: BiocDocument) -> Iterator[Block]:
    """Read the passages; a table's stand together, however many they are."""
    has_title = False
    for table, group in groupby(document.passages, key=_table_id):
        passages = list(group)
        if table:
            yield from _table_blocks(passages)
            continue
        for passage in passages:
            for block in _passage_blocks(passage):
                if block.kind != "title":
                    yield block
                elif has_title:
                    yield structs.replace(block, kind="heading", section="body")
                else:
                    has_title = True
                    yield block


def _passage_blocks(passage: Passage) -> Iterator[Block]:
    text, sort, section = _text(passage), _sort(passage), _section(passage)
    if not text or section == "REF":
        return
    if sort in TITLES and section in ("", "TITLE"):
        yield Block("title", text)
        if keywords := passage.infons.get("kwd"):
            yield Block("dropped", str(keywords), reason="front matter")
    elif section == "FIG" or sort.startswith("fig"):
        yield Block("caption", text)
    elif section == "KEYWORD":
        yield Block("dropped", text, reason="front matter")
    elif re.fullmatch(r"(?:\w+_)?title(?:_\d+)?", sort):
        yield Block("heading", text, section=_heading_kind(section, text))
    else:
        yield Block("paragraph", text, section=_paragraph_kind(section, sort))


def _text(passage: Passage) -> str:
    if passage.text and passage.text.strip():
        return passage.text
    return " ".join(sentence.text or "" for sentence in passage.sentences).strip()


def _sort(passage: Passage) -> str:
    return str(passage.infons.get("type") or "").casefold()


def _section(passage: Passage) -> str:
    """Give the section's type; PubTator has only a type for abstracts, or ``section``."""
    named = str(passage.infons.get("section_type") or "").upper()
    return "ABSTRACT" if not named and _sort(passage) == "abstract" else named


def _heading_kind(section: str, text: str) -> SectionKind:
    return SECTIONS.get(section) or find_section_kind(text) or "body"


def _paragraph_kind(section: str, sort: str) -> SectionKind | None:
    """Say the kind of a paragraph only where no heading need stand above it."""
    if section in ("ABSTRACT", "INTRO") or "footnote" in sort:
        return "back" if "footnote" in sort else SECTIONS[section]
    return None if section else "body"


def _table_id(passage: Passage) -> str:
    is_table = _section(passage) == "TABLE" or _sort(passage).startswith("table")
    return (
        str(passage.infons.get("id") or passage.infons.get("file") or "table") if is_table else ""
    )


def _table_blocks(passages: Sequence[Passage]) -> Iterator[Block]:
    """Make one grid of the caption, the table and the notes below it."""
    bodies = [passage for passage in passages if _sort(passage) == "table"]
    notes = " ".join(_text(p) for p in passages if "foot" in _sort(p))
    captions = [p for p in passages if p not in bodies and "foot" not in _sort(p)]
    caption = " ".join(filter(None, map(_text, captions)))
    if not bodies:
        yield from (Block("caption", text) for text in (caption, notes) if text)
    for i, body in enumerate(bodies):
        cells, confidence = _read_cells(body)
        grid = Grid(
            label=find_caption_label(caption) or _label(body),
            cells=cells,
            caption="" if i else caption,
            footnote=notes,
            abbreviations=tuple(find_abbreviations(notes)),
            confidence=confidence,
        )
        yield Block("table", "", grid=grid)


def _label(body: Passage) -> str:
    """Make "Table 2" of an id such as "T2"; other ids say nothing to a reader."""
    found = re.fullmatch(
        r"T(?:ab\w*)?[-_. ]?(\d+)", str(body.infons.get("id") or ""), re.IGNORECASE
    )
    return f"Table {found[1]}" if found else ""


def _read_cells(body: Passage) -> tuple[tuple[GridCell, ...], float]:
    """Read the XML of a table where it is there, else its flattened text."""
    if xml := str(body.infons.get("xml") or ""):
        try:
            table = parse_xml(xml.encode(), max_characters=len(xml))
        except DocumentError:
            table = None
        if table is not None:
            wrap = etree.Element("table-wrap")
            wrap.append(table)
            if grids := read_tables(wrap):
                return grids[0].cells, 1.0
    return tuple(_flat_cells(_text(body))), FLAT_CONFIDENCE


def _flat_cells(text: str) -> Iterator[GridCell]:
    """Cells end with a tab, and a row with one more, with a blank before it."""
    rows = re.split(r"\n|\t \t", text.strip("\n"))
    for row, line in enumerate(rows):
        for column, cell in enumerate(line.split("\t")):
            yield GridCell(cell.strip(), row, column, is_header=row == 0)


def _find_references(document: BiocDocument) -> Iterator[Reference]:
    entries = [p for p in document.passages if _section(p) == "REF" and _sort(p) == "ref"]
    for number, entry in enumerate(entries, start=1):
        infons = {key: str(value) for key, value in entry.infons.items()}
        yield Reference(
            number=number,
            text=_reference_text(_text(entry), infons),
            doi=infons.get("pub-id_doi", ""),
            pmid=infons.get("pub-id_pmid", ""),
            title=_text(entry),
            year=infons.get("year", ""),
        )


def _reference_text(title: str, infons: dict[str, str]) -> str:
    """Set the parts of an entry in the order of a printed one."""
    names = [
        re.sub(r"surname:|given-names:", "", value).replace(";", " ")
        for key, value in infons.items()
        if re.fullmatch(r"name_\d+", key)
    ]
    pages = "-".join(filter(None, (infons.get("fpage", ""), infons.get("lpage", ""))))
    parts = [", ".join(names), title, infons.get("source", ""), infons.get("year", "")]
    place = ":".join(filter(None, (infons.get("volume", ""), pages)))
    return " ".join(f"{part.rstrip('.')}." for part in (*parts, place) if part)
