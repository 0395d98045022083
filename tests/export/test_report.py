import re
from html.parser import HTMLParser

from exominer.export.highlights import Highlight
from exominer.export.report import ClaimView, DocumentView, render_report, write_report
from exominer.records import Citation, Effect, Page
from tests.export.export_claims import BARE, SENTENCE, START, claim, evidence

HOSTILE = "<script>alert(1)</script><img src=x onerror=\"alert('2')\">&amp;{{ 7 * 7 }}"


class Page_(HTMLParser):  # noqa: N801 - a page as parsed, beside the record Page
    """Tags with their attributes, marked texts by class, and the visible text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.marks, self.text, self._open = [], [], "", None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs).get("class"))

    def handle_data(self, data):
        if self._open and self._open[0] == "mark":
            self.marks.append((self._open[1], data))
        self._open = None
        self.text += data


def render(*views, max_claims=100, **options):
    return render_report(views, max_claims=max_claims, made_by="exominer 1", **options)


def highlight(text, role):
    at = START + SENTENCE.index(text)
    return Highlight(at, at + len(text), role)


def test_render_report_highlights_the_parts_of_the_sentence():
    parts = (highlight("U87", "donor"), highlight("did not", "cue"))
    view = DocumentView("a.pdf", "ok", claims=(ClaimView(claim(), parts),))

    page = Page_(render(view))

    assert ("donor", "U87") in page.marks
    assert ("cue", "did not") in page.marks


def test_render_report_escapes_every_text_of_a_paper():
    told = claim(
        claim_id=HOSTILE,
        effect=Effect(HOSTILE, HOSTILE, "none", HOSTILE, HOSTILE),
        citations=(Citation(HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE),),
        evidence=(evidence(HOSTILE, section=HOSTILE), evidence(HOSTILE, source="table", row=1)),
    )
    view = DocumentView(
        HOSTILE, "ok", HOSTILE, HOSTILE, claims=(ClaimView(told),), warnings=(HOSTILE,)
    )

    page = Page_(render(view, notes=(HOSTILE,)))

    assert [tag for tag, _ in page.tags if tag in {"script", "img"}] == ["script"]
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "{{ 7 * 7 }}" in page.text
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links
    assert all(link.startswith("https://doi.org/%3Cscript%3E") for link in links)


def test_render_report_loads_nothing():
    page = render(DocumentView("a.pdf", "ok", claims=(ClaimView(claim()),)))

    loading = re.findall(r"""<(?:link|iframe|object|base)\b|@import|url\(|[\s"]src\s*=""", page)
    assert loading == []
    assert "default-src 'none'" in page


def test_render_report_counts_and_lists_every_file():
    views = (
        DocumentView("a.pdf", "ok", claims=(ClaimView(claim()), ClaimView(BARE))),
        DocumentView("none.txt", "ok"),
        DocumentView("scan.pdf", "no_text_layer", "the pages are pictures"),
    )

    text = re.sub(r"\s+", " ", Page_(render(*views)).text)

    # Three documents, two of them read; two claims, one with radiation, both negated.
    assert "3documents 2read 1not read 2claims 1under radiation 2negated or hedged" in text
    assert "none.txt read 0" in text
    assert "scan.pdfthe pages are pictures no text layer 0" in text


def test_render_report_says_what_was_read_of_the_pages():
    pages = (Page(1, 0, 90, 90, 10), Page(2, 90, 180, 60, 40), Page(3, 180, 180, 0, 2))
    view = DocumentView(
        "a.pdf", "ok", pages=pages, n_read=150, n_dropped={"page <i>": 52}, blank_pages=(3,)
    )

    text = re.sub(r"\s+", " ", Page_(render(view)).text)

    # 150 of 202 characters were kept.
    assert "page <i>52 PageReadLeft out 19010 26040 3no text on this page" in text
    assert "read 0 3 150 52 74 %" in text


def test_render_report_shows_no_more_claims_than_asked_and_says_so():
    views = [
        DocumentView(
            name, "ok", claims=tuple(ClaimView(claim(claim_id=f"{name}{n}")) for n in "12")
        )
        for name in "abc"
    ]

    page = Page_(render(*views, max_claims=3))

    shown = [attributes["id"] for tag, attributes in page.tags if tag == "article"]
    assert shown == ["a1", "a2", "b1"]
    assert "shows the first 3 of 6 claims" in page.text


def test_render_report_counts_one_in_the_singular():
    page = render(DocumentView("a.pdf", "ok", claims=(ClaimView(claim()),)))

    assert "<title>Claims: 1 from 1 document</title>" in page
    assert "<b>1</b>document</li>" in page
    assert "<b>1</b>claim</li>" in page


def test_render_report_without_claims_says_so():
    assert "No claims were found" in render(DocumentView("a.txt", "ok"))


def test_write_report_is_the_same_twice(tmp_path):
    view = DocumentView("a.pdf", "ok", claims=(ClaimView(claim()),))
    for name in ("one", "two"):
        write_report([view], tmp_path / name, max_claims=1, made_by="exominer 1")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
