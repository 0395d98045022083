import pytest

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.xml import read_xml


def read(xml):
    return read_xml(xml.encode(), document="a.xml", sha256="", settings=IngestConfig())


def record(abstract="", *, title="Vesicles rose.", more="", after=""):
    article = f"<Article><ArticleTitle>{title}</ArticleTitle>{abstract}</Article>"
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>7</PMID>{article}{more}"
        f"</MedlineCitation>{after}</PubmedArticle>"
    )


def test_read_pubmed_heads_the_parts_of_a_structured_abstract():
    parts = (
        "<AbstractText Label='AIMS' NlmCategory='OBJECTIVE'>To see.</AbstractText>"
        "<AbstractText NlmCategory='RESULTS'>CO<sub>2</sub> fell &amp; rose.</AbstractText>"
        "<AbstractText NlmCategory='UNASSIGNED'>More.</AbstractText>"
    )

    document = read(record(f"<Abstract>{parts}</Abstract>", title="Uptake of <i>it</i>."))

    assert (document.format, document.title) == ("pubmed", "Uptake of it.")
    assert [(s.kind, s.title) for s in document.sections] == [
        ("title", "Uptake of it."),
        ("abstract", "AIMS"),
        ("abstract", "RESULTS"),
    ]
    assert document.text.endswith("CO2 fell & rose.\n\nMore.")
    assert [document.text[s.start : s.end] for s in document.sentences] == [
        "To see.",
        "CO2 fell & rose.",
        "More.",
    ]


def test_read_pubmed_reads_english_abstracts_and_lists_what_it_drops():
    others = (
        "<OtherAbstract Type='plain-language-summary' Language='eng'><AbstractText>Plain."
        "</AbstractText></OtherAbstract><OtherAbstract Language='spa'><AbstractText>Claro."
        "</AbstractText></OtherAbstract><KeywordList><Keyword>dose</Keyword><Keyword>cell"
        "</Keyword></KeywordList>"
    )
    abstract = (
        "<Abstract><AbstractText>It fell.</AbstractText><CopyrightInformation>(c) Us."
        "</CopyrightInformation></Abstract>"
    )

    document = read(record(abstract, more=others))

    assert document.text == "Vesicles rose.\n\nIt fell.\n\nPlain language summary\n\nPlain."
    assert [piece.text for piece in document.dropped] == ["(c) Us.", "Claro.", "dose; cell"]
    assert {piece.reason for piece in document.dropped} == {"front matter"}


def test_read_pubmed_reads_the_reference_list():
    references = (
        "<PubmedData><ArticleIdList><ArticleId IdType='pubmed'>7</ArticleId></ArticleIdList>"
        "<ReferenceList><Reference><Citation>Roe J. J Test. 2011.</Citation><ArticleIdList>"
        "<ArticleId IdType='pubmed'>12</ArticleId></ArticleIdList></Reference></ReferenceList>"
        "</PubmedData>"
    )

    (reference,) = read(record(after=references)).references

    assert (reference.number, reference.pmid, reference.text) == (1, "12", "Roe J. J Test. 2011.")


def test_read_pubmed_warns_of_a_missing_abstract_and_of_a_retraction():
    sort = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType>"

    document = read(record(more=f"{sort}</PublicationTypeList>"))

    assert document.warnings == (
        "the record holds no abstract, so only the title was read",
        "PubMed marks the paper as retracted",
    )


def test_read_pubmed_says_what_it_left_out_where_it_is_given_a_whole_set():
    document = read(f"<PubmedArticleSet>{record()}{record()}</PubmedArticleSet>")

    assert (document.status, document.reason) == (
        "partial",
        "1 further record in the file was not read",
    )


def test_read_pubmed_reads_a_chapter_of_the_bookshelf():
    xml = (
        "<PubmedBookArticle><BookDocument><PMID>9</PMID><Book><BookTitle>All</BookTitle></Book>"
        "<ArticleTitle>Uptake</ArticleTitle><Abstract><AbstractText>It rose.</AbstractText>"
        "</Abstract></BookDocument></PubmedBookArticle>"
    )

    assert read(xml).text.startswith("Uptake\n\nIt rose.")


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        pytest.param("<PubmedArticleSet/>", "corrupt", id="no-record"),
        pytest.param("<PubmedArticle><PMID>7</PMID></PubmedArticle>", "empty", id="no-text"),
    ],
)
def test_read_pubmed_refuses_what_holds_no_text(xml, status):
    with pytest.raises(DocumentError) as caught:
        read(xml)

    assert caught.value.status == status
