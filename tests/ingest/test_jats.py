import unicodedata

import pytest
from lxml import etree

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.jats_inline import expand_ranges, flatten
from exominer.ingest.jats_references import read_references
from exominer.ingest.jats_tables import find_abbreviations, read_tables
from exominer.ingest.xml import read_xml

NUMBERS = {f"B{i}": i for i in range(1, 30)}


def read(xml):
    data = xml if isinstance(xml, bytes) else xml.encode()
    return read_xml(data, document="a.xml", sha256="", settings=IngestConfig())


def article(body="", *, front="", back=""):
    return f"<article><front>{front}</front><body>{body}</body><back>{back}</back></article>"


def xref(number, text=None):
    return f'<xref ref-type="bibr" rid="B{number}">{text or number}</xref>'


def titles(document):
    return [(s.kind, s.title) for s in document.sections]


@pytest.mark.parametrize(
    ("inside", "text", "numbers"),
    [
        pytest.param(f"[{xref(3)}]", "[3]", [(3,)], id="one"),
        pytest.param(f"[{xref(3)}–{xref(5)}]", "[3–5]", [(3, 4, 5)], id="range"),
        pytest.param(xref(3, "[3]") + "-" + xref(5, "[5]"), "[3]-[5]", [(3, 4, 5)], id="bracketed"),
        pytest.param(f"({xref(3)}, {xref(7)})", "(3, 7)", [(3, 7)], id="list"),
        pytest.param(
            f"<sup>{xref(3)},{xref(5)}–{xref(7)}</sup>", "3,5–7", [(3, 5, 6, 7)], id="sup"
        ),
        pytest.param(xref(3, "3–5"), "3–5", [(3, 4, 5)], id="range-in-one-link"),
        pytest.param(xref("3 B4", "3 4"), "3 4", [(3, 4)], id="two-targets"),
        pytest.param(xref(3, "Roe 2011"), "Roe 2011", [(3,)], id="author-year"),
        pytest.param(
            f"{xref(3, 'Roe 2011')}; {xref(4, 'Poe 2012')}",
            "Roe 2011; Poe 2012",
            [(3,), (4,)],
            id="two-authors",
        ),
        pytest.param(f"{xref(3)} of {xref(5)}", "3 of 5", [(3,), (5,)], id="words-between"),
        pytest.param('<xref ref-type="fig" rid="F1">Fig. 1</xref>', "Fig. 1", [], id="figure"),
        pytest.param(xref(99), "99", [], id="unknown-target"),
    ],
)
def test_flatten_marks_citations_as_printed(inside, text, numbers):
    flat = flatten(etree.fromstring(f"<p>Seen {inside} before.</p>"), NUMBERS)

    assert flat.text == f"Seen {text} before."
    assert [marker.numbers for marker in flat.markers] == numbers
    covered = "".join(flat.text[m.start : m.end] for m in flat.markers)
    assert covered in (text, text.replace("; ", ""), text.replace(" of ", ""), "")


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        pytest.param(
            "<p>10<sup>6</sup>  cells\n at <i>37</i> °C</p>", "10⁶ cells at 37 °C", id="sup"
        ),
        pytest.param("<p>5×10<sup> −9 </sup>M</p>", "5×10⁻⁹M", id="negative-exponent"),
        pytest.param("<p><sup>137</sup>Cs and Ca<sup>2+</sup></p>", "137Cs and Ca2+", id="isotope"),
        pytest.param(
            "<p>In 2010<sup>6</sup>, 10<sup><xref rid='B6'>6</xref></sup></p>",
            "In 20106, 106",
            id="raised-citation",
        ),
        pytest.param("<p>a<break/>b</p>", "a b", id="break"),
        pytest.param("<p>a<!-- no --><?x y?>b</p>", "ab", id="comment"),
        pytest.param("<td><p>one</p><p>two</p></td>", "one two", id="paragraphs-in-a-cell"),
        pytest.param("<p>soft\u00adware\u200b</p>", "software", id="invisible"),
        pytest.param(
            "<p>where <inline-formula><alternatives><tex-math>\\begin{document}$$x$$"
            "\\end{document}</tex-math><math><mi>x</mi></math></alternatives></inline-formula></p>",
            "where x",
            id="formula-given-twice",
        ),
        pytest.param(
            "<p><tex-math>\\usepackage{a}\\begin{document}$$y^2$$\\end{document}</tex-math></p>",
            "y^2",
            id="tex-only",
        ),
    ],
)
def test_flatten_gives_one_line_of_text(xml, text):
    assert flatten(etree.fromstring(xml)).text == text


def test_expand_ranges_leaves_spans_that_no_list_has():
    assert expand_ranges("3-2000") == (3, 2000)
    assert expand_ranges("9-3") == (9, 3)


def test_read_jats_gives_sections_their_kinds_at_all_depths():
    document = read(
        article(
            "<p>First.</p><sec sec-type='materials|methods'><title>What we did</title>"
            "<p>A.</p><sec><label>2.1</label><title>Cells</title><p>B.</p></sec></sec>"
            "<sec><title>Results</title><p>C.</p></sec><sec><title>Uptake</title><p>D.</p></sec>",
            front="<article-meta><title-group><article-title>On uptake<xref ref-type='fn'>*</xref>"
            "</article-title></title-group><abstract><p>Short.</p></abstract></article-meta>",
            back="<ack><p>Thanks.</p></ack>",
        )
    )

    assert document.title == "On uptake"
    assert titles(document) == [
        ("title", "On uptake"),
        ("abstract", "Abstract"),
        ("introduction", ""),
        ("methods", "What we did"),
        ("methods", "2.1 Cells"),
        ("results", "Results"),
        ("body", "Uptake"),
        ("back", ""),
    ]


def test_read_jats_keeps_a_structured_abstract_one_kind():
    abstract = "<abstract><sec><title>Methods</title><p>A.</p></sec></abstract>"

    document = read(article("<p>B.</p>", front=f"<article-meta>{abstract}</article-meta>"))

    assert titles(document)[:2] == [("abstract", "Abstract"), ("abstract", "Methods")]


def test_read_jats_does_not_break_a_paragraph_at_a_figure_in_it():
    figure = "<fig><label>Fig. 1</label><caption><title>Growth.</title><p>In h.</p></caption></fig>"

    document = read(article(f"<p>Cells {figure}grew.</p><p>Then stopped.</p>"))

    assert document.text == "Cells grew.\n\nFig. 1 Growth. In h.\n\nThen stopped."


def test_read_jats_reads_lists_with_printed_numbers():
    items = "<list-item><label>1.</label><p>One.</p></list-item><list-item><label>•</label><p>Two."

    document = read(article(f"<p>These: <list>{items}</p></list-item></list> and so on.</p>"))

    assert document.text == "These:\n\n1. One.\n\nTwo.\n\nand so on."


def test_read_jats_keeps_the_section_running_after_a_box():
    box = (
        "<boxed-text><caption><title>Key points</title></caption><sec><title>Aims</title><p>A.</p>"
    )

    document = read(
        article(f"<sec><title>Results</title><p>B.</p>{box}</sec></boxed-text><p>C.</p></sec>")
    )

    place = document.text.index("C.")
    assert [s.title for s in document.sections if s.start <= place < s.end] == ["Results"]


def test_read_jats_drops_and_lists_letters_and_notes():
    sub = "<sub-article><body><p>Review letter.</p></body></sub-article>"
    notes = "<article-meta><author-notes><p>Equal work.</p></author-notes></article-meta>"
    xml = article("<p>Text.</p>", front=notes).replace("</article>", sub + "</article>")

    document = read(xml)

    assert document.text == "Text."
    assert [(piece.text, piece.reason) for piece in document.dropped] == [
        ("Equal work.", "front matter"),
        ("Review letter.", "other article"),
    ]


def test_read_jats_reads_what_the_paper_says_of_a_supplement():
    media = "<media><caption><p>Click here.</p></caption></media>"
    supplement = (
        "<supplementary-material><label>Figure S1</label><caption><title>Uptake.</title>"
        f"<p>It rose.</p></caption>{media}</supplementary-material>"
    )

    document = read(article(f"<p>Text.</p>{supplement}"))

    assert document.text == "Text.\n\nFigure S1 Uptake. It rose."
    assert [(piece.text, piece.reason) for piece in document.dropped] == [
        ("Click here.", "supplement")
    ]


def test_read_jats_warns_of_a_table_that_is_a_picture():
    wrap = (
        "<table-wrap><label>Table 1</label><caption><p>Doses.</p></caption><graphic/>"
        "<table-wrap-foot><p>n = 3.</p></table-wrap-foot></table-wrap>"
    )

    document = read(article(f"<p>Text.</p>{wrap}"))

    assert "Table 1 is given as a picture only" in document.warnings[0]
    assert document.text == "Text.\n\nTable 1 Doses.\n\nn = 3."


@pytest.mark.parametrize(
    "wrapper",
    [
        pytest.param("<OAI-PMH xmlns='http://o/'><record>{}</record></OAI-PMH>", id="oai"),
        pytest.param("<pmc-articleset>{}</pmc-articleset>", id="article-set"),
        pytest.param("\n<!DOCTYPE x SYSTEM 'missing.dtd'><x>{}</x>", id="unknown-dtd"),
    ],
)
def test_read_jats_finds_the_article_in_a_wrapper(wrapper):
    prefixed = "<j:article xmlns:j='http://j/'><j:body><j:p>Text.</j:p></j:body></j:article>"

    document = read(wrapper.format(prefixed))

    assert (document.text, document.status) == ("Text.", "ok")


def test_read_jats_reads_the_first_article_of_a_set_and_says_so():
    document = read(f"<set>{article('<p>One.</p>')}{article('<p>Two.</p>')}</set>")

    assert (document.text, document.status) == ("One.", "partial")
    assert document.reason == "1 further article in the file was not read"


def test_read_jats_warns_where_there_is_only_an_abstract():
    document = read("<article><front><abstract><p>Short.</p></abstract></front></article>")

    assert [s.kind for s in document.sections] == ["abstract"]
    assert "no body" in document.warnings[0]


def test_read_jats_resolves_named_characters_and_simple_entities_without_a_dtd():
    declared = "<!DOCTYPE article SYSTEM 'a.dtd' [<!ENTITY ev 'vesicles'>]>"

    document = read(declared + article("<p>&ev;&nbsp;at 37&thinsp;&deg;C</p>"))

    assert document.text == "vesicles at 37 °C"


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(b" ", "empty", "no text", id="blank"),
        pytest.param(b"<article/>", "empty", "without title", id="no-content"),
        pytest.param(b"<a><b></a>", "corrupt", "not well-formed", id="mismatch"),
        pytest.param(b"<TEI/>", "corrupt", "root is <TEI>", id="other"),
        pytest.param(
            b"<!DOCTYPE a [<!ENTITY x 'a'><!ENTITY y '&x;&x;'>]><article><p>b</p></article>",
            "corrupt",
            "made of other entities",
            id="nested-entities",
        ),
    ],
)
def test_read_jats_refuses_what_is_no_article(data, status, words):
    with pytest.raises(DocumentError, match=words) as caught:
        read(data)

    assert caught.value.status == status


def table(rows, foot=""):
    wrap = f"<table-wrap><label>Table 2</label><caption><p>Cargo.</p></caption>{rows}{foot}"
    return read_tables(etree.fromstring(wrap + "</table-wrap>"))


def test_read_tables_places_spanned_cells():
    (grid,) = table(
        "<table><thead><tr><th rowspan='2'>Cell</th><th colspan='2'>Dose</th></tr>"
        "<tr><th>2 Gy</th><th>4 Gy</th></tr></thead>"
        "<tbody><tr><td>A549</td><td>1</td><td>2</td></tr></tbody></table>"
    )

    assert (grid.label, grid.caption) == ("Table 2", "Cargo.")
    assert [(c.text, c.row, c.column, c.is_header) for c in grid.cells] == [
        ("Cell", 0, 0, True),
        ("Dose", 0, 1, True),
        ("2 Gy", 1, 1, True),
        ("4 Gy", 1, 2, True),
        ("A549", 2, 0, False),
        ("1", 2, 1, False),
        ("2", 2, 2, False),
    ]


def test_read_tables_reads_cals_columns_by_name():
    specs = "".join(f"<colspec colname='c{i}'/>" for i in (1, 2, 3))
    (grid,) = table(
        f"<table><tgroup>{specs}<tbody><row><entry morerows='1'>A</entry>"
        "<entry namest='c2' nameend='c3'>B</entry></row><row><entry colname='c3'>C</entry></row>"
        "</tbody></tgroup></table>"
    )

    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        ("A", 0, 0, 2, 1),
        ("B", 0, 1, 1, 2),
        ("C", 1, 2, 1, 1),
    ]


def test_read_tables_bounds_spans_and_skips_footnote_letters():
    (grid,) = table(
        "<table><tr><td colspan='99999999'>p53<sup><xref ref-type='table-fn'>a</xref></sup></td>"
        "<td rowspan='x'>1</td></tr></table>"
    )

    assert [(c.text, c.column) for c in grid.cells] == [("p53", 0), ("1", 200)]


def test_read_tables_reads_abbreviations_of_the_footnote():
    foot = (
        "<table-wrap-foot><fn><p>IR: ionizing radiation; EV, extracellular vesicle.</p></fn>"
        "<fn><p>ND = not determined</p></fn></table-wrap-foot>"
    )

    (grid,) = table("<table><tr><td>1</td></tr></table>", foot)

    assert grid.abbreviations == (
        ("IR", "ionizing radiation"),
        ("EV", "extracellular vesicle"),
        ("ND", "not determined"),
    )
    assert grid.footnote.endswith("ND = not determined")


@pytest.mark.parametrize(
    "footnote",
    [
        pytest.param("Note: cells were irradiated twice.", id="note"),
        pytest.param("Values, given as means, are of three wells.", id="sentence"),
        pytest.param("*P < 0.05", id="significance"),
    ],
)
def test_find_abbreviations_takes_no_other_footnote(footnote):
    assert find_abbreviations(footnote) == []


def test_read_references_numbers_by_label_and_reads_fields():
    back = (
        "<back><ref-list><ref id='R2'><label>2.</label><element-citation><person-group>"
        "<name><surname>Roe</surname><given-names>J</given-names></name></person-group>"
        "<article-title>Dose and uptake</article-title><source>J Test</source><year>2011</year>"
        "<pub-id pub-id-type='doi'>10.1000/x(1)</pub-id><pub-id pub-id-type='pmid'>12</pub-id>"
        "</element-citation></ref><ref id='R1'><label>1.</label><mixed-citation>Poe A. More. 2012. "
        "(doi: 10.1000/y).</mixed-citation></ref></ref-list></back>"
    )

    read_list = read_references(etree.fromstring(f"<article>{back}</article>"))

    assert read_list.numbers == {"R2": 2, "R1": 1}
    first, second = read_list.references
    assert first.text == "Roe J. Dose and uptake. J Test. 2011."
    assert (first.doi, first.pmid, first.title) == ("10.1000/x(1)", "12", "Dose and uptake")
    assert (second.number, second.doi, second.year) == (1, "10.1000/y", "2012")


@pytest.mark.shared
def test_read_jats_keeps_every_table_and_reference_of_real_papers(shared):
    papers = sorted((shared / "pdfs").glob("*.xml"))[:5]
    assert papers

    for paper in papers:
        root = etree.parse(str(paper)).getroot()
        document = read(paper.read_bytes())
        assert len(document.tables) == len(list(root.iter("table")))
        assert len(document.references) == len(list(root.iter("ref")))


def letters_of(text):
    """Leave out white space and how exponents are written."""
    flat = unicodedata.normalize("NFKC", "".join(text.split()))
    return flat.translate(dict.fromkeys(map(ord, "−–"), "-"))


def paragraphs_of(root):
    """The text of every ``p`` and ``title`` without blocks in it, white space removed."""
    for element in root.iter("p", "title"):
        inside = {child.tag for child in element.iterdescendants()}
        outside = {above.tag for above in element.iterancestors()}
        blocks = {"p", "fig", "table-wrap", "list", "alternatives", "disp-formula", "fn"}
        is_read = outside & {"body", "abstract", "back"} and not outside & {"ref-list"}
        if is_read and "table-wrap-foot" not in outside and not inside & blocks:
            yield letters_of("".join(element.itertext()))


@pytest.mark.shared
def test_read_jats_keeps_every_paragraph_of_real_papers(shared):
    papers = sorted((shared / "pdfs").glob("*.xml"))[::3]
    assert papers

    for paper in papers:
        document = read(paper.read_bytes())
        kept = letters_of("".join([document.text, *(piece.text for piece in document.dropped)]))
        expected = list(paragraphs_of(etree.parse(str(paper)).getroot()))
        assert len(expected) > 20
        assert [text for text in expected if text not in kept and "References" not in text] == []
