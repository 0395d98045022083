import pytest

from exominer.ingest.layout import (
    Line,
    find_furniture,
    is_caption_start,
    is_heading_text,
    is_wrapped,
    split_lines,
)


def test_split_lines_takes_a_rare_leading_blank_for_a_page_end():
    lines = split_lines("\n".join(["a"] * 12) + "\n b")

    assert lines[-1].has_gap
    assert not lines[-2].has_gap


def test_is_wrapped_goes_by_lines_that_begin_in_lower_case():
    wrapped = split_lines("Vesicles rose after the\ndose and fell when it\nwas withdrawn.")
    whole = split_lines("Vesicles rose.\nThe dose fell.\nIt was withdrawn.")

    assert is_wrapped(wrapped)
    assert not is_wrapped(whole)


def test_find_furniture_finds_running_heads_at_page_edges():
    bodies = ["One began.\nIt was", "Two went\non.", "Three held\nits", "Four came\nlast."]
    pages = [f"Roe et al. Test ({n}) 3:4\n{body}\n{n}" for n, body in enumerate(bodies)]

    lines = split_lines("\f".join(pages))

    # The first and the last line of each of the four pages of four lines.
    assert find_furniture(lines) == {0, 3, 4, 7, 8, 11, 12, 15}


def test_find_furniture_without_pages_needs_a_series_of_numbers():
    lines = split_lines("One.\n\n7\n\nTwo.\n\n8\n\nThree.\n\n53\n\nFour. Page 3 of 12")

    assert {lines[i].text for i in find_furniture(lines)} == {"7", "8", "Four. Page 3 of 12"}


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        pytest.param("Fig. 1 Uptake of vesicles", "It rose.", True, id="after-sentence"),
        pytest.param("Figure 2: Uptake", "It rose in the", True, id="colon"),
        pytest.param("Table 1 Doses of all arms", "It rose when cells", True, id="interrupts"),
        pytest.param("Fig. 2 shows that", "It rose.", False, id="verb"),
        pytest.param("Fig. 2. The dose", "as shown in", False, id="referred-to"),
        pytest.param("Table 1). The dose", "as shown (see", False, id="in-brackets"),
        pytest.param("Uptake", "It rose.", False, id="no-label"),
    ],
)
def test_is_caption_start_tells_captions_from_sentences(text, before, expected):
    assert is_caption_start(Line(text), before=before) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Uptake of vesicles", True, id="words"),
        pytest.param("2.1. Cell culture", True, id="numbered"),
        pytest.param("Vesicles rose.", False, id="sentence"),
        pytest.param("Vesicles released by", False, id="function-word"),
        pytest.param("vesicles rose", False, id="lower-case"),
        pytest.param("Vesicles rose [3] as seen", False, id="citation"),
    ],
)
def test_is_heading_text_goes_by_the_words(text, expected):
    assert is_heading_text(text) is expected
