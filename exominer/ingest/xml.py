"""XML -> Document: the root says whether it is JATS, PubMed or BioC."""

from typing import Protocol

from msgspec import structs

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.bioc import read_bioc_xml
from exominer.ingest.jats import read_jats
from exominer.ingest.pubmed import read_pubmed
from exominer.records import Document
from exominer.safe_xml import Element, MalformedXMLError, descendants, local_name, parse_xml


class ElementReader(Protocol):
    """A root element to a Document."""

    def __call__(self, root: Element, *, document: str, sha256: str) -> Document:
        """Read the article, the first where there are several."""


ROOTS: dict[str, ElementReader] = {
    "PubmedArticleSet": read_pubmed,
    "PubmedArticle": read_pubmed,
    "PubmedBookArticleSet": read_pubmed,
    "PubmedBookArticle": read_pubmed,
    "MedlineCitationSet": read_pubmed,
    "MedlineCitation": read_pubmed,
    "collection": read_bioc_xml,
    "document": read_bioc_xml,
}
"""Readers by the name of the root; any other is JATS or has an article inside."""


def read_xml(data: bytes, *, document: str, sha256: str, settings: IngestConfig) -> Document:
    """Read the article of an XML file.

    A file with a fault, such as an end that is cut off, is read in part if what is left
    of it holds an article with text.

    Args:
        data: The file's bytes in any encoding that XML allows.
        document: The name to give it.
        sha256: Of the bytes.
        settings: ``max_file_mb`` bounds what declared entities may grow to.

    Raises:
        DocumentError: ``empty`` for no bytes or an article without text, ``corrupt`` for
            what is no XML, none of the formats, or an entity bomb.

    Example:
        >>> xml = b"<article><body><p>A.</p></body></article>"
        >>> read_xml(xml, document="a.xml", sha256="", settings=IngestConfig()).format
        'jats'
    """
    max_characters = settings.max_file_mb * 1_000_000
    try:
        return _read_root(parse_xml(data, max_characters=max_characters), document, sha256)
    except MalformedXMLError as error:
        if error.mended is None:
            raise
        try:
            read = _read_root(error.mended, document, sha256)
        except DocumentError:
            raise error from None
        mended = f"{error.reason}; read as far as that can be mended, so text may be missing"
        reason = "; ".join(filter(None, (mended, read.reason)))
        return structs.replace(read, status="partial", reason=reason)


def _read_root(root: Element, document: str, sha256: str) -> Document:
    read = ROOTS.get(local_name(root), read_jats)
    if read is read_bioc_xml and next(descendants(root, "passage"), None) is None:
        read = read_jats
    return read(root, document=document, sha256=sha256)
