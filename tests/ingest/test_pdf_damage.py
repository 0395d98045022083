import zlib

import pytest

from exominer.ingest.pdf_damage import count_damaged

SOUND = zlib.compress(b"BT (Vesicles of irradiated cells) Tj ET" * 9)
BROKEN = SOUND[:2] + b"\xff" * 20


def stream(packed, entries=b""):
    return b"1 0 obj\n<</Filter/FlateDecode%b>>\nstream\r\n%b\nendstream\n" % (entries, packed)


@pytest.mark.parametrize(
    ("data", "counts"),
    [
        pytest.param(stream(SOUND) + stream(BROKEN), (1, 2), id="one-of-two"),
        pytest.param(stream(BROKEN, b"/Subtype/Image"), (0, 0), id="picture"),
        pytest.param(stream(BROKEN, b"/Length1 99"), (0, 0), id="font"),
        pytest.param(stream(BROKEN, b"/Subtype/Image") + stream(SOUND), (0, 1), id="after-picture"),
        pytest.param(b"stream\n" + BROKEN, (0, 0), id="not-packed"),
        pytest.param(stream(BROKEN) + b"/Encrypt 9 0 R", (0, 0), id="encrypted"),
        pytest.param(stream(SOUND[:20]), (0, 1), id="cut-off"),
        pytest.param(b"", (0, 0), id="nothing"),
    ],
)
def test_count_damaged_counts_streams_of_text_that_do_not_unpack(data, counts):
    assert count_damaged(data) == counts


def test_count_damaged_stops_at_what_grows_without_bound():
    block = zlib.compress(bytes(2**22), 9)
    assert count_damaged(stream(block) * 100)[1] < 70


@pytest.mark.shared
def test_count_damaged_finds_nothing_wrong_with_real_papers(shared):
    papers = sorted((shared / "pdfs").glob("*.pdf"))
    assert papers

    counts = [count_damaged(path.read_bytes()) for path in papers]

    assert [n_damaged for n_damaged, _ in counts] == [0] * len(papers)
    assert min(n_streams for _, n_streams in counts) > 10
