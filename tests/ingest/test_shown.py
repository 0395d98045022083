from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exominer.ingest.blocks import Block, Marker
from exominer.ingest.build import Source, build_document
from exominer.ingest.shown import find_items
from tests.ingest.test_build import blocks, squeeze

SOURCE = Source("a.pdf", "", "pdf")
BLOCKS = [
    Block("heading", "Results"),
    Block("dropped", "Head 1", page=1),
    Block("paragraph", "It rose. It fell.", page=1),
    Block("dropped", "Head 2", page=2),
    Block("caption", "Figure 1. Growth.", page=2),
    Block("dropped", "2 Gy", page=2, reason="fragment"),
    Block("dropped", "4 Gy", page=2, reason="fragment"),
    Block("paragraph", "It stayed [1].", page=3, markers=(Marker(10, 13, (1,)),)),
    Block("dropped", "Head 4", page=4),
]


def test_find_items_puts_pages_and_what_was_left_out_in_their_places():
    document = build_document(BLOCKS, source=SOURCE, page_characters=(200, 200, 5, 5))

    found = [
        (item.kind, item.text or (item.page and item.page.number) or item.pieces)
        for item in find_items(document)
    ]

    heads = "running heads and page numbers"
    assert found == [
        ("heading", "Results"),
        ("page", 1),
        ("dropped", ((heads, ("Head 1",)),)),
        ("paragraph", ()),
        ("page", 2),
        ("dropped", ((heads, ("Head 2",)),)),
        ("caption", ()),
        ("dropped", (("words of figures and other scraps", ("2 Gy", "4 Gy")),)),
        ("page", 3),
        ("paragraph", ()),
        ("page", 4),
        ("dropped", ((heads, ("Head 4",)),)),
    ]


def test_find_items_names_the_kind_of_section_where_it_changes():
    document = build_document(BLOCKS, source=SOURCE)

    blocks = [item for item in find_items(document) if item.kind != "dropped"]

    assert [item.opens for item in blocks] == ["results", "", "caption", "results"]


def written(item):
    if item.rows:
        return [span.text for row in item.rows for cell in row for span in cell.spans]
    return [item.text, *(span.text for each in item.sentences for span in each.spans)]


@given(st.lists(blocks(), max_size=8))
def test_find_items_shows_all_of_the_text_once_and_all_that_was_left_out(given_blocks):
    document = build_document(given_blocks, source=SOURCE)
    items = find_items(document)

    titles = [document.text[s.start : s.end] for s in document.sections if s.kind == "title"]
    shown = "".join(text for item in items for text in written(item)) + "".join(titles)
    left_out = [text for item in items for _, texts in item.pieces for text in texts]
    # A cell over several rows is shown once; the text has its words once too.
    assert sorted(squeeze(shown)) == sorted(squeeze(document.text))
    assert sorted(left_out) == sorted(piece.text for piece in document.dropped)
    assert all(first.start <= second.start for first, second in pairwise(items))
