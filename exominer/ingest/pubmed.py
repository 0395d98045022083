"""PubMed XML -> Document: title and abstracts of a record."""

from collections.abc import Iterator

from exominer.errors import DocumentError
from exominer.ingest.blocks import Block
from exominer.ingest.build import Source, build_document
from exominer.ingest.jats_inline import flatten
from exominer.ingest.parts import status_of_first
from exominer.records import Document, Reference
from exominer.safe_xml import Element, children, descendants, local_name

RECORDS = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
LISTED = ("Keyword", "DescriptorName", "NameOfSubstance", "GeneSymbol")


def read_pubmed(root: Element, *, document: str, sha256: str) -> Document:
    r"""Read a record of PubMed; the parts of a structured abstract get their headings.

    Abstracts in English are read, among them those for lay readers; those in other
    languages, keywords and MeSH terms are dropped and listed.

    Args:
        root: A record or a set of them, of which the first is read.
        document: The name to give it.
        sha256: Of the file.

    Raises:
        DocumentError: ``corrupt`` without a record, ``empty`` for one without text.

    Example:
        >>> from lxml import etree
        >>> abstract = "<Abstract><AbstractText Label='AIM'>To see.</AbstractText></Abstract>"
        >>> xml = f"<PubmedArticle><ArticleTitle>Uptake.</ArticleTitle>{abstract}</PubmedArticle>"
        >>> read_pubmed(etree.fromstring(xml), document="a.xml", sha256="").text
        'Uptake.\n\nAIM\n\nTo see.'
    """
    records = _find_records(root)
    if not records:
        raise DocumentError("corrupt", f"<{local_name(root)}> of PubMed without a record in it")
    record = records[0]
    blocks = [block for block in _record_blocks(record) if block.text]
    if all(block.kind == "dropped" for block in blocks):
        raise DocumentError("empty", "a record of PubMed without title and abstract")
    return build_document(
        blocks,
        source=Source(document, sha256, "pubmed", *status_of_first(len(records), "record")),
        references=tuple(_find_references(record)),
        warnings=tuple(_find_warnings(record)),
    )


def _find_records(root: Element) -> list[Element]:
    if local_name(root) in RECORDS:
        return [root]
    found = list(descendants(root, *RECORDS[:2]))
    return found or list(descendants(root, "MedlineCitation"))


def _record_blocks(record: Element) -> Iterator[Block]:
    for title in (*descendants(record, "ArticleTitle"), *descendants(record, "BookTitle")):
        yield Block("title", flatten(title).text)
        break
    for abstract in descendants(record, "Abstract", "OtherAbstract"):
        if abstract.get("Language", "eng").casefold() == "eng":
            yield from _abstract_blocks(abstract)
        else:
            yield Block("dropped", flatten(abstract).text, reason="front matter")
    for name in LISTED:
        terms = [flatten(term).text for term in descendants(record, name)]
        yield Block("dropped", "; ".join(dict.fromkeys(terms)), reason="front matter")


def _abstract_blocks(abstract: Element) -> Iterator[Block]:
    """Read an abstract, headed by its labels; one without labels or type needs no heading."""
    sort = abstract.get("Type") or "Abstract"
    if local_name(abstract) == "OtherAbstract":
        yield Block("heading", sort.replace("-", " ").capitalize(), section="abstract")
    for part in children(abstract, "AbstractText"):
        if heading := part.get("Label") or _category(part):
            yield Block("heading", heading, section="abstract")
        yield Block("paragraph", flatten(part).text, section="abstract")
    for line in children(abstract, "CopyrightInformation"):
        yield Block("dropped", flatten(line).text, reason="front matter")


def _category(part: Element) -> str:
    category = part.get("NlmCategory") or ""
    return "" if category == "UNASSIGNED" else category


def _find_references(record: Element) -> Iterator[Reference]:
    entries = (e for e in descendants(record, "Reference") if list(children(e, "Citation")))
    for number, entry in enumerate(entries, start=1):
        ids = {
            kind: next(
                (
                    flatten(i).text
                    for i in descendants(entry, "ArticleId")
                    if i.get("IdType") == kind
                ),
                "",
            )
            for kind in ("doi", "pubmed")
        }
        text = " ".join(flatten(citation).text for citation in children(entry, "Citation"))
        yield Reference(number, text, doi=ids["doi"], pmid=ids["pubmed"])


def _find_warnings(record: Element) -> Iterator[str]:
    if not list(descendants(record, "AbstractText")):
        yield "the record holds no abstract, so only the title was read"
    sorts = [flatten(sort).text for sort in descendants(record, "PublicationType")]
    if "Retracted Publication" in sorts:
        yield "PubMed marks the paper as retracted"
