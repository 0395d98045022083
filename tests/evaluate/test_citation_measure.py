"""The measure of citations itself, and its figure on the development pairs."""

import pytest

from evaluation.citations.measure import f1_of, score_document, score_pair
from evaluation.citations.truth import read_truth
from exominer.ingest.blocks import Block
from exominer.ingest.build import Source, build_document
from exominer.records import Reference

XML = """<article><body><p>Vesicles were taken up by most cells of the lung
<xref ref-type="bibr" rid="B1">1</xref>–<xref ref-type="bibr" rid="B3">3</xref>, and their cargo of
RNA changed what these cells did after a dose <xref ref-type="bibr" rid="B2">2 3</xref>.</p></body>
<back><ref-list>
<ref id="B1"><label>1</label><article-title>Uptake in lung cells</article-title>
<year>2011</year></ref>
<ref id="B2"><label>2</label><article-title>Cargo and its dose</article-title>
<year>2012</year></ref>
<ref id="B3"><label>3</label><article-title>Mice without change</article-title>
<year>2013</year></ref>
</ref-list></back></article>"""
FIRST = "Vesicles were taken up by most cells of the lung{0}, and their cargo of RNA "
SECOND = "changed what these cells did after a dose{1}."
TITLES = ("Uptake in lung cells", "Cargo and its dose", "Mice without change")


def score(tmp_path, marks, titles=TITLES):
    path = tmp_path / "a.xml"
    path.write_text(XML, encoding="utf-8")
    references = tuple(
        Reference(n, f"Roe J. {title}. J {2010 + n}.", title=title, year=f"{2010 + n}")
        for n, title in enumerate(titles, start=1)
    )
    blocks = [Block("paragraph", (FIRST + SECOND).format(*marks))]
    document = build_document(blocks, source=Source("a", "", "pdf"), references=references)
    scores = score_document(document, read_truth(path))
    return scores.n_found, scores.n_predicted, scores.n_gold


@pytest.mark.parametrize(
    ("marks", "counts"),
    [
        # The range and the list that one xref prints make 3 + 2 in the XML.
        pytest.param((" [1-3]", " [2, 3]"), (5, 5, 5), id="all-right"),
        pytest.param((" [1-3]", ""), (3, 3, 5), id="one-place-missed"),
        pytest.param((" [1-3]", " [1]"), (3, 4, 5), id="wrong-reference"),
        pytest.param((" [1]", " [1-3]"), (3, 4, 5), id="wrong-place"),
    ],
)
def test_score_document_counts_places_and_references(tmp_path, marks, counts):
    assert score(tmp_path, marks) == counts


def test_score_document_goes_by_the_entry_and_not_by_its_number(tmp_path):
    swapped = (TITLES[1], TITLES[0], TITLES[2])

    # 2 of the range 1 to 3 change places, which is the same set; [2, 3] leads to 1 and 3.
    assert score(tmp_path, (" [1-3]", " [2, 3]"), swapped) == (4, 5, 5)


@pytest.mark.shared
def test_citations_of_the_development_pairs_are_read(shared):
    pairs = sorted((shared / "pdfs").glob("*.pdf"))
    scores = [score_pair(pdf, pdf.with_suffix(".xml")) for pdf in pairs]
    found, predicted, gold = (
        sum(getattr(score, name) for score in scores)
        for name in ("n_found", "n_predicted", "n_gold")
    )

    assert len(scores) == 13
    assert f1_of(found, predicted, gold) >= 0.91
    assert sum(score.n_exponents for score in scores) == 0
