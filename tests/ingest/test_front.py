import pytest

from exominer.ingest.front import find_front_matter
from exominer.ingest.layout import split_lines


@pytest.mark.parametrize(
    ("text", "title", "end"),
    [
        pytest.param(
            "REVIEW\n\nVesicles and the\ndose they follow\nAnn Roe1,2 and Bo Poe1\n\nAbstract",
            [1, 2],
            4,
            id="authors-below",
        ),
        pytest.param(
            "© The Authors 2020\nOriginal Article\nVesicles after X-rays\nAnn Roe,1 Bo Poe 2"
            "\nDepartment of Tests, Testville\nAbstract\nOne.",
            [2],
            5,
            id="licence-above",
        ),
        pytest.param(
            "Vesicles after X-rays in mice\n\n" + "Cells shed them. " * 30, [0], 1, id="clean"
        ),
        pytest.param("Cells shed vesicles after a dose. " * 12, [], 0, id="bare-abstract"),
        pytest.param("Results\n\nCells shed vesicles. " * 12, [], 0, id="heading-first"),
    ],
)
def test_find_front_matter_finds_the_title(text, title, end):
    front = find_front_matter(split_lines(text))

    assert (list(front.title), front.end) == (title, end)
