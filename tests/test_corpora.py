import re
import runpy
from itertools import chain
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT / "corpora"
SHARED = ROOT.parent / "shared"
PAPERS = sorted(
    path for path in CORPORA.rglob("*") if path.suffix in {".txt", ".xml", ".nxml", ".pdf"}
)
DIRECTIONS = {"increase", "decrease", "none"}
ROW_FIELDS = {"row", "cargo", "donor_cell", "recipient_cell", "effects", "references", "aliases"}
EFFECT_FIELDS = {"process", "direction", "target", "pathway"}


def read_lines(path):
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def read_pdf(path):
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return "\n".join(pages).replace("\ufffe\r\n", "").replace("\ufffe", "")


def read_paper(path):
    """The running text of a paper without its reference list, whose titles are quoted."""
    if path.suffix == ".pdf":
        text = read_pdf(path)
    elif path.suffix == ".xml":
        article = etree.parse(path).getroot()
        etree.strip_elements(article, "ref-list", with_tail=False)
        text = " ".join(article.itertext())
    else:
        text = path.read_text(encoding="utf-8")
    return re.split(r"\n\s*References\s*\n", text)[0]


def find_runs(text, length):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


def by_name(paths):
    return [pytest.param(path, id=path.name) for path in paths]


def test_corpora_hold_all_three_formats():
    counts = {suffix: sum(p.suffix == suffix for p in PAPERS) for suffix in (".txt", ".xml")}

    assert len(PAPERS) >= 16
    assert counts[".txt"] >= 8
    assert counts[".xml"] >= 3
    assert sum(p.suffix == ".pdf" for p in PAPERS) == 2


def test_corpora_readme_lists_every_paper_once():
    readme = (CORPORA / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\S+\.(?:txt|xml|nxml|pdf)) \|", readme, flags=re.MULTILINE)

    assert sorted(listed) == [path.relative_to(CORPORA).as_posix() for path in PAPERS]


@pytest.mark.parametrize("path", by_name(p for p in PAPERS if p.suffix == ".txt"))
def test_corpora_text_starts_with_a_title_line(path):
    title, gap, *_ = path.read_text(encoding="utf-8").split("\n", 2)

    assert 20 < len(title) < 120
    assert not title.endswith(".")
    assert gap == "" or path.name == "flattened_table.txt"


@pytest.mark.parametrize("path", by_name(p for p in PAPERS if p.suffix == ".xml"))
def test_corpora_xml_is_an_article_whose_links_resolve(path):
    article = etree.parse(path).getroot()
    targets = set(article.xpath("//ref/@id | //table-wrap/@id"))
    links = article.xpath("//xref/@rid")

    assert article.tag == "article"
    assert links
    assert set(links) <= targets


@pytest.mark.parametrize("name", ["jats_claims_table.xml", "jats_reordered_table.xml"])
def test_corpora_table_rows_fill_every_column(name):
    rows = etree.parse(CORPORA / name).findall(".//table//tr")
    # A cell that spans two rows stands in the first and is missing from the second.
    spanned = sum(int(cell.get("rowspan", "1")) - 1 for row in rows for cell in row)

    assert len(rows) >= 6
    assert sum(len(row) for row in rows) + spanned == 6 * len(rows)


@pytest.mark.parametrize(
    ("name", "n_pages"), [("review_two_column.pdf", 2), ("paper_one_column.pdf", 1)]
)
def test_corpora_pdf_is_what_its_source_gives(name, n_pages, tmp_path):
    pytest.importorskip("reportlab")
    script = runpy.run_path(str(CORPORA / "build_pdfs.py"))
    stem = name.removesuffix(".pdf")
    source = (CORPORA / "pdf_sources" / f"{stem}.md").read_text(encoding="utf-8")
    built = tmp_path / name, tmp_path / f"again_{name}"
    for path in built:
        script["build_pdf"](source, path, n_columns=script["N_COLUMNS"][stem])
    with pypdfium2.PdfDocument(CORPORA / name) as pdf:
        n_shipped = len(pdf)

    assert built[0].read_bytes() == built[1].read_bytes()
    assert read_pdf(built[0]) == read_pdf(CORPORA / name)
    assert n_shipped == n_pages
    assert (CORPORA / name).stat().st_size < 200_000


def test_corpora_two_column_pdf_breaks_words_at_line_ends():
    with pypdfium2.PdfDocument(CORPORA / "review_two_column.pdf") as pdf:
        first_page = pdf[0].get_textpage().get_text_range()

    assert first_page.count("\ufffe") >= 3
    assert "Fig. 1" in first_page


@pytest.mark.parametrize(
    "expected",
    [pytest.param(e, id=e["document"]) for e in read_lines(CORPORA / "expected.jsonl")],
)
def test_corpora_expected_words_stand_in_the_document(expected):
    text = " ".join(read_paper(CORPORA / expected["document"]).split()).lower()
    must_find = expected.get("must_find", [])
    words = [w for item in must_find for w in (item["cargo"], item["effect_word"]) if w]

    assert ("max_claims" in expected) != bool(must_find)
    assert [word for word in words if word.lower() not in text] == []


def test_corpora_near_misses_are_expected_to_give_no_claim():
    silent = {
        e["document"] for e in read_lines(CORPORA / "expected.jsonl") if e.get("max_claims") == 0
    }

    assert silent == {path.name for path in PAPERS if path.name.startswith("near_miss")}


TABLE1 = read_lines(ROOT / "annotations" / "table1.jsonl")


def test_table1_has_eight_rows_in_order():
    assert [row["row"] for row in TABLE1] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [row["references"][0] for row in TABLE1] == [9, 7, 45, 52, 91, 92, 92, 107]


@pytest.mark.parametrize("row", [pytest.param(row, id=f"row-{row['row']}") for row in TABLE1])
def test_table1_row_follows_the_schema(row):
    names = row["cargo"] + row["donor_cell"] + row["recipient_cell"]
    effects = row["effects"]
    spellings = [(name, alias) for name, found in row["aliases"].items() for alias in found]

    assert set(row) == ROW_FIELDS
    assert row["cargo"]
    assert row["donor_cell"]
    assert effects
    assert len(names) == len(set(names))
    assert set(row["aliases"]) <= {*names, *(effect["process"] for effect in effects)}
    assert [pair for pair in spellings if pair[0] == pair[1] or not pair[1].strip()] == []
    assert len(spellings) == len(set(spellings))
    assert [e for e in effects if set(e) != EFFECT_FIELDS or not e["process"]] == []
    assert {e["direction"] for e in effects} <= DIRECTIONS


@pytest.mark.shared
@pytest.mark.parametrize("path", by_name(PAPERS))
def test_corpora_share_no_run_of_twelve_words_with_the_sources(path):
    if not SHARED.is_dir():
        pytest.skip("the development data is absent")
    development = read_lines(SHARED / "dev_set" / "documents.jsonl")
    sources = [(SHARED / "seed" / "review.txt").read_text(encoding="utf-8")]
    sources += [document["text"] for document in development]
    known = set(chain.from_iterable(find_runs(source, 12) for source in sources))

    assert known
    assert find_runs(read_paper(path), 12) & known == set()
