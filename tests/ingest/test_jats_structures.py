"""Structures that publishers use: every marked word stands in the text once, in this order."""

import re

import pytest

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.xml import read_xml


def read(xml):
    return read_xml(xml.encode(), document="a.xml", sha256="", settings=IngestConfig())


def article(body="", *, front="", back="", after="", language="en"):
    return (
        f'<article xml:lang="{language}"><front><article-meta><title-group><article-title>On it'
        f"</article-title></title-group></article-meta>{front}</front><body>{body}</body>"
        f"<back>{back}</back>{after}</article>"
    )


def words_of(text):
    """The made-up words zz1, zz2 ... of a text, in order."""
    return re.findall(r"zz\d+", text)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<sec>zz1 <italic>zz2</italic> zz3<p>zz4</p>zz5</sec>", id="loose-text"),
        pytest.param("zz1<p>zz2</p>zz3", id="loose-text-in-the-body"),
        pytest.param("<sec>zz1<!-- a -->zz2<p>zz3</p></sec>", id="loose-text-at-a-comment"),
        pytest.param("<sec><title>zz1</title>zz2<p>zz3</p></sec>", id="loose-text-under-a-title"),
        pytest.param(
            "<p>zz1<disp-quote><p>zz2</p><attrib>zz3</attrib></disp-quote>zz4</p>", id="quote"
        ),
        pytest.param(
            "<statement><label>zz1</label><title>zz2</title><p>zz3</p></statement>", id="statement"
        ),
        pytest.param(
            "<def-list><title>zz1</title><def-head>zz2</def-head><def-item><term>zz3</term>"
            "<term>zz4</term><def><p>zz5</p><p>zz6</p></def></def-item></def-list>",
            id="definitions",
        ),
        pytest.param("<def-list><def-item><term>zz1</term></def-item></def-list>", id="no-meaning"),
        pytest.param(
            "<list><title>zz1</title><list-item><p>zz2</p><list><list-item><p>zz3</p></list-item>"
            "</list></list-item></list>",
            id="nested-list",
        ),
        pytest.param("<list><list-item>zz1</list-item></list>", id="list-without-paragraphs"),
        pytest.param(
            "<boxed-text><label>zz1</label><caption><title>zz2</title></caption><p>zz3</p>"
            "<list><list-item><p>zz4</p></list-item></list><boxed-text><p>zz5</p></boxed-text>"
            "</boxed-text>",
            id="box",
        ),
        pytest.param("<p>zz1 <boxed-text><p>zz3</p></boxed-text>zz2</p>", id="box-in-p"),
        pytest.param(
            "<fig-group><label>zz1</label><caption><p>zz2</p></caption><fig><label>zz3</label>"
            "<caption><p>zz4</p></caption></fig></fig-group>",
            id="figure-group",
        ),
        pytest.param(
            "<fig><caption><p>zz1</p></caption><disp-formula>zz2</disp-formula><list><list-item>"
            "<p>zz3</p></list-item></list><attrib>zz4</attrib><alt-text>a curve</alt-text></fig>",
            id="figure-with-more",
        ),
        pytest.param(
            "<fig><caption><p>zz1</p></caption><table><tr><td>zz2</td></tr></table></fig>",
            id="table-in-a-figure",
        ),
        pytest.param(
            "<table-wrap-group><label>zz1</label><caption><p>zz2</p></caption><table-wrap>"
            "<table><tr><td>zz3</td></tr></table></table-wrap></table-wrap-group>",
            id="table-group",
        ),
        pytest.param(
            "<table-wrap><label>zz1</label><caption><title>zz2</title></caption><table><tr><td>zz3"
            "</td></tr></table><p>zz4</p><attrib>zz5</attrib></table-wrap>",
            id="table-with-more",
        ),
        pytest.param(
            "<table-wrap><list><list-item><p>zz1</p></list-item></list></table-wrap>",
            id="list-as-table",
        ),
        pytest.param("<table>zz1</table><table-wrap><table/></table-wrap>", id="table-of-no-rows"),
        pytest.param("<p>zz1</p><table><tr><td>zz2</td></tr></table>", id="bare-table"),
        pytest.param("<p>zz1<table><tr><td>zz2</td></tr></table>zz3</p>", id="bare-table-in-p"),
        pytest.param(
            "<table-wrap><table><tr><td>zz1<table><tr><td>zz2</td></tr></table></td></tr></table>"
            "</table-wrap>",
            id="table-in-a-cell",
        ),
        pytest.param("<media><label>zz1</label><caption><p>zz2</p></caption></media>", id="video"),
        pytest.param(
            "<p><named-content>zz1</named-content><foo>zz2</foo></p>", id="unknown-inline"
        ),
        pytest.param("<foo><bar>zz1</bar><p>zz2</p></foo>", id="unknown-block"),
        pytest.param("<speech><speaker>zz1</speaker><p>zz2</p></speech>", id="speech"),
        pytest.param("<verse-group><verse-line>zz1</verse-line></verse-group>", id="verse"),
        pytest.param("<question><label>zz1</label><p>zz2</p></question>", id="question"),
        pytest.param(
            "<disp-formula-group><label>zz1</label><disp-formula>zz2</disp-formula>"
            "</disp-formula-group>",
            id="formulas",
        ),
        pytest.param("<array><tbody><tr><td>zz1</td></tr></tbody></array>", id="array"),
        pytest.param("<address><addr-line>zz1</addr-line></address>", id="address"),
        pytest.param("<sig-block><sig>zz1</sig></sig-block>", id="signature"),
        pytest.param("<p>zz1<fn><label>a</label><p>zz3</p></fn> zz2</p>", id="note-in-p"),
        pytest.param(
            "<chem-struct-wrap><label>zz1</label><caption><p>zz2</p></caption></chem-struct-wrap>",
            id="structure",
        ),
    ],
)
def test_read_jats_keeps_every_word(body):
    text = read(article(body)).text

    found = words_of(text)
    assert sorted(found) == sorted(words_of(body))
    assert len(found) == len(set(found))


def test_read_jats_reads_what_stands_beside_the_body():
    document = read(
        article(
            "<p>zz2</p>",
            front="<notes><p>zz1</p></notes>",
            back="<title>zz3</title><sec><title>zz4</title><p>zz5</p></sec><app-group><title>zz6"
            "</title><app><label>zz7</label><sec><p>zz8</p></sec></app></app-group><glossary>"
            "<def-list><def-item><term>zz9</term><def><p>zz10</p></def></def-item></def-list>"
            "</glossary><fn-group><fn><p>zz11</p></fn></fn-group>",
            after="<floats-group><fig><caption><p>zz12</p></caption></fig></floats-group>",
        )
    )

    assert words_of(document.text) == [f"zz{i}" for i in range(1, 13)]
    assert {s.kind for s in document.sections if "zz5" in document.text[s.start : s.end]} == {
        "back"
    }


def test_read_jats_reads_every_abstract_under_its_name():
    abstracts = (
        "<abstract><p>zz1</p></abstract><abstract abstract-type='key-points'><p>zz2</p></abstract>"
        "<abstract abstract-type='author-summary'><title>Summary</title><p>zz3</p></abstract>"
        "<abstract abstract-type='graphical'><p><graphic/></p></abstract>"
    )

    document = read(f"<article><front>{abstracts}</front></article>")

    assert [s.title for s in document.sections] == ["Abstract", "Key points", "Summary"]
    assert {s.kind for s in document.sections} == {"abstract"}


def test_read_jats_reads_the_english_abstract_of_another_language_and_says_so():
    front = (
        "<abstract xml:lang='es'><p>zz1</p></abstract>"
        "<trans-abstract xml:lang='en'><p>zz2</p></trans-abstract>"
        "<trans-abstract xml:lang='pt'><p>zz3</p></trans-abstract>"
    )

    document = read(article("<p>zz4</p>", front=front, language="es"))

    assert words_of(document.text) == ["zz1", "zz2", "zz4"]
    assert [piece.text for piece in document.dropped] == ["zz3"]
    assert "language is 'es'" in document.warnings[0]


def test_read_jats_drops_translations_of_an_english_abstract():
    front = "<trans-abstract xml:lang='fr'><p>zz1</p></trans-abstract>"

    dropped = read(article("<p>zz2</p>", front=front)).dropped
    assert [piece.text for piece in dropped] == ["zz1"]


def test_read_jats_reads_sub_articles_of_an_article_without_text_of_its_own():
    letters = "".join(
        f"<sub-article><front-stub><title-group><article-title>P{i}</article-title></title-group>"
        f"</front-stub><body><p>zz{i}</p></body></sub-article>"
        for i in (1, 2)
    )

    document = read(article(after=letters))

    assert words_of(document.text) == ["zz1", "zz2"]
    assert [s.title for s in document.sections] == ["On it", "P1", "P2"]


def test_read_jats_reads_a_translation_to_english():
    body = "<body><p>zz2</p></body>"
    translation = f"<sub-article article-type='translation' xml:lang='en'>{body}</sub-article>"

    assert words_of(read(article("<p>zz1</p>", after=translation, language="pt")).text) == [
        "zz1",
        "zz2",
    ]


@pytest.mark.parametrize(
    "wrapper",
    [
        pytest.param("<pmc-articleset>{}</pmc-articleset>", id="set"),
        pytest.param(
            "<OAI-PMH xmlns='urn:oai'><GetRecord><record><metadata>{}</metadata></record>"
            "</GetRecord></OAI-PMH>",
            id="oai",
        ),
    ],
)
def test_read_jats_reads_an_article_in_a_wrapper(wrapper):
    document = read(wrapper.format(article("<p>zz1</p>")))

    assert (words_of(document.text), document.status) == (["zz1"], "ok")


def test_read_jats_reads_with_namespaces():
    xml = "<j:article xmlns:j='urn:j'><j:body><j:sec><j:title>Results</j:title><j:p>zz1</j:p>"

    document = read(xml + "</j:sec></j:body></j:article>")

    assert [(s.kind, words_of(document.text)) for s in document.sections] == [("results", ["zz1"])]


def test_read_jats_reads_a_chapter():
    chapter = (
        "<book><book-meta><book-title-group><book-title>B</book-title></book-title-group>"
        "</book-meta><book-body><book-part><book-part-meta><title-group><title>Uptake</title>"
        "</title-group><abstract><p>zz1</p></abstract></book-part-meta><body><sec><title>Methods"
        "</title><p>zz2</p></sec><book-part><book-part-meta><title-group><title>Inner</title>"
        "</title-group></book-part-meta><body><p>zz3</p></body></book-part></body></book-part>"
        "</book-body></book>"
    )

    document = read(chapter)

    assert document.title == "Uptake"
    assert words_of(document.text) == ["zz1", "zz2", "zz3"]
    assert [s.title for s in document.sections] == ["Uptake", "Abstract", "Methods", "Inner"]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        pytest.param(
            "<article><body><p>5&nbsp;&mu;m</p></body></article>", "5 μm", id="no-doctype"
        ),
        pytest.param(
            '<!DOCTYPE article PUBLIC "-//NLM//DTD" "a.dtd"><article><body><p>&agr;&thinsp;&bgr;'
            "&rarr;</p></body></article>",
            "α β→",
            id="names-of-the-dtd",
        ),
        pytest.param(
            "<article><body><p>a &lt; b &amp;mu;</p></body></article>", "a < b &mu;", id="own"
        ),
    ],
)
def test_read_jats_knows_named_characters_without_a_dtd(xml, text):
    document = read(xml)

    assert " ".join(document.text.split()) == text
    assert document.warnings[1:] == ()


def test_read_jats_names_the_root_it_cannot_read():
    with pytest.raises(DocumentError, match=r"root is <full-text>.*expected is JATS"):
        read("<full-text><p>zz1</p></full-text>")
