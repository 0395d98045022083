import pytest

from exominer.ingest.layout import is_wrapped, split_lines
from exominer.ingest.passages import Assembler, count_heading_lines

BODY = (
    "Cells were given a dose of two grays and then put\n"
    "back into the dark, where they shed vesicles for a\n"
    "day before the medium was taken and spun twice in\n"
    "the cold. The pellets were kept.\n"
)


def assemble(text):
    lines = split_lines(text)
    passages = Assembler(lines, is_wrapped=is_wrapped(lines)).assemble()
    return [(passage.kind, " ".join(passage.lines)[:24]) for passage in passages]


def test_assemble_ends_a_paragraph_at_a_short_line():
    assert assemble(BODY + BODY) == [
        ("paragraph", "Cells were given a dose "),
        ("paragraph", "Cells were given a dose "),
    ]


def test_assemble_goes_on_after_a_note_at_the_foot_of_a_page():
    text = BODY.replace("spun twice in\n", "spun twice in\n\n* Correspondence: a@b.org\n\n")

    assert assemble(text) == [
        ("paragraph", "Cells were given a dose "),
        ("note", "* Correspondence: a@b.or"),
    ]


def test_assemble_keeps_items_of_a_list_apart():
    text = BODY + "• one dose of two grays and then\nnothing\n• two doses\n"

    assert assemble(text)[1:] == [
        ("paragraph", "• one dose of two grays "),
        ("paragraph", "• two doses"),
    ]


@pytest.mark.parametrize(
    ("text", "before", "n_lines"),
    [
        pytest.param("Uptake of vesicles\n" + BODY, "", 1, id="short"),
        pytest.param("\nMethods\n" + BODY, "Keywords: dose, cells", 1, id="known-words"),
        pytest.param(
            "\nUptake of vesicles by irradiated and by bystander\ncells of the lung\n" + BODY,
            "It rose.",
            2,
            id="two-lines",
        ),
        pytest.param(
            "Uptake of vesicles has been seen in many cells of\n\nthe lung",
            "It rose.",
            0,
            id="orphan",
        ),
        pytest.param("Uptake of vesicles\n" + BODY, "It was not the", 0, id="inside-a-sentence"),
        pytest.param("## Uptake\nIt rose.", "It fell", 1, id="markdown"),
    ],
)
def test_count_heading_lines_needs_an_end_above_and_a_beginning_below(text, before, n_lines):
    assert count_heading_lines(split_lines(text), 0, before=before) == n_lines
