import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from exominer.evaluate.judgements import Item, Resampling
from exominer.evaluate.marks import cut_pieces
from exominer.evaluate.page import MAX_SHOWN, render_page
from exominer.evaluate.report import EvaluationReport
from exominer.evaluate.system import (
    Mistake,
    SystemScores,
    judge_documents,
    score_found_slots,
    score_tasks,
)
from tests.evaluate.evaluate_claims import make_claim
from tests.evaluate.evaluate_documents import annotate

HOSTILE = "<script>alert(1)</script> & \"x\" 'y'"


class Tags(HTMLParser):
    """The tags of a page, and every address that it would load."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.addresses, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [v for name, v in attrs if name in {"src", "href"} and v[:1] != "#"]


def report_of(gold, predicted):
    """The report of one system over one document."""
    outcomes = judge_documents([gold], {gold.id: predicted}, max_sentences_back=3)
    resampling = Resampling((gold.id,), 10, 0)
    tasks = score_tasks(outcomes, {gold.id: gold.document}, resampling)
    system = SystemScores("shipped", tasks, score_found_slots(outcomes))
    return EvaluationReport("gold.jsonl", "dev", ("shipped",), (gold.id,), systems=(system,))


@pytest.fixture
def page():
    claim = make_claim("miR-21", "HeLa", "rose", quote="miR-21 of HeLa rose")
    gold = structs.replace(annotate("{miR-21|mirna} of {HeLa|cell_line} rose"), claims=(claim,))
    said = annotate("{miR-21|dose} of HeLa rose")
    return render_page(report_of(gold, said))


def test_render_page_shows_tasks_plots_and_errors(page):
    tags = Tags(page).tags

    assert tags.count("h1") == 1
    # Bars of all measures and of the kinds of mentions, claims and slots; curve and calibration
    # of the first two.
    assert tags.count("svg") == 1 + 3 + 2 * 2
    assert "kind wrong: <b>1</b> misses, <b>1</b> false alarms" in page
    assert "not found: <b>1</b> misses, <b>0</b> false alarms" in page
    assert '<mark class="gold predicted">miR-21</mark>' in page


def test_render_page_loads_nothing(page):
    parsed = Tags(page)

    assert parsed.addresses == []
    assert not {"script", "link", "img", "iframe"} & set(parsed.tags)
    assert "url(" not in page
    assert "http" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)


def test_render_page_escapes_what_papers_and_files_say():
    claim = make_claim(HOSTILE, HOSTILE, "rose", document=HOSTILE, quote=HOSTILE)
    gold = structs.replace(annotate(f"{{a|mirna}} {HOSTILE} rose", name=HOSTILE), claims=(claim,))
    report = report_of(gold, annotate(f"a {HOSTILE} rose", name=HOSTILE))

    page = render_page(structs.replace(report, gold=HOSTILE, notes=(HOSTILE,), left_out=(HOSTILE,)))

    assert "script" not in Tags(page).tags
    assert page.count("&lt;script&gt;") > 5


def test_render_page_says_how_many_errors_it_does_not_show():
    marked = " ".join("{miR-21|mirna}" for _ in range(MAX_SHOWN + 3))

    page = render_page(report_of(annotate(marked), annotate(marked.replace("mirna", "dose"))))

    assert "3 more are in scores.json." in page


items = st.none() | st.builds(
    Item, st.just("dose"), st.integers(-1, 30), st.integers(-1, 40), st.just("")
)
mistakes = st.builds(
    Mistake,
    st.just("D1"),
    st.just("not found"),
    st.just(""),
    items,
    items,
    st.text(max_size=30),
    st.integers(0, 10),
)


@given(mistakes)
def test_cut_pieces_loses_no_character_of_the_sentence(mistake):
    assert "".join(piece.text for piece in cut_pieces(mistake)) == mistake.sentence


def test_cut_pieces_marks_where_two_sides_overlap():
    gold, said = Item("mirna", 4, 10, "miR-21"), Item("mirna", 8, 14, "21 ros")

    found = cut_pieces(Mistake("A", "", "", gold, said, "The miR-21 rose.", 0))

    assert [(piece.text, piece.marks) for piece in found] == [
        ("The ", ""),
        ("miR-", "gold"),
        ("21", "gold predicted"),
        (" ros", "predicted"),
        ("e.", ""),
    ]
