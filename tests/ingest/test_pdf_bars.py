"""What the reader must reach on real papers whose XML is known."""

import shutil
from collections import defaultdict

import pytest

from evaluation.pdf_text.measure import count_headings, count_text, load_scorer
from evaluation.pdf_text.truth import read_truth
from exominer.config import IngestConfig
from exominer.ingest.read import read_document

LEAST = {
    "par95": 96.5, "s97": 98.5, "order": 99.5, "heading recall": 85, "heading precision": 85,
    "kind": 85,
}  # fmt: skip


@pytest.mark.shared
def test_read_document_keeps_the_text_order_and_headings_of_real_papers(shared, tmp_path):
    scorer = load_scorer(shared / "tools" / "pdf_text_score.py")
    sums = defaultdict(lambda: [0.0, 0.0])
    pairs = sorted((shared / "pdfs").glob("*.xml"))
    assert len(pairs) == 13

    for xml_path in pairs:
        pdf_path = tmp_path / f"{xml_path.stem}.pdf"
        shutil.copy(xml_path.with_suffix(".pdf"), pdf_path)
        document = read_document(pdf_path, document=pdf_path.name, settings=IngestConfig())
        found = count_text(document.text, tmp_path / "text.txt", xml_path, scorer)
        found |= count_headings(document, read_truth(xml_path))
        for name, (n_found, n) in found.items():
            sums[name][0] += n_found
            sums[name][1] += n

    reached = {name: 100 * sums[name][0] / sums[name][1] for name in LEAST}
    assert {name: value for name, value in reached.items() if value < LEAST[name]} == {}
