import gzip
import io
import tarfile
import zipfile

import pytest

from exominer.errors import ModelError
from exominer.model_sources.archive import Limits, unpack
from tests.foreign_models import pack_tar

SMALL = Limits(max_unpacked_bytes=2_000_000, max_files=20)


def _entry(name, content=b"x", kind=tarfile.REGTYPE, target=""):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info, content


def _zip(path, name, content=b"x", mode=0o100644):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, content)
    return path


def _written(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def into(tmp_path):
    folder = tmp_path / "deep" / "into"
    folder.mkdir(parents=True)
    return folder


def test_unpack_writes_the_files_of_a_tar(tmp_path, into):
    more = [_entry("m", b"", tarfile.DIRTYPE), _entry("m/a.txt", b"one"), _entry("m/n/b", b"")]

    unpack(pack_tar(None, tmp_path / "m.tar.gz", more=more), into, SMALL, where="m")

    assert _written(into) == ["m/a.txt", "m/n/b"]
    assert (into / "m" / "a.txt").read_bytes() == b"one"


def test_unpack_writes_the_files_of_a_wheel(tmp_path, into):
    unpack(_zip(tmp_path / "m.whl", "m/a.txt", b"one"), into, SMALL, where="m")

    assert (into / "m" / "a.txt").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        pytest.param([_entry("../out.txt")], "a path that leads out", id="up"),
        pytest.param([_entry("m/../../out.txt")], "a path that leads out", id="up-inside"),
        pytest.param([_entry("/tmp/out.txt")], "a path that leads out", id="absolute"),
        pytest.param([_entry("C:\\out.txt")], "a path that leads out", id="drive"),
        pytest.param([_entry("m\x1b[2J")], "a path that leads out", id="control-characters"),
        pytest.param([_entry("l", b"", tarfile.SYMTYPE, "/etc")], "a link", id="link"),
        pytest.param([_entry("l", b"", tarfile.LNKTYPE, "/etc/passwd")], "a link", id="hard-link"),
        pytest.param([_entry("f", b"", tarfile.FIFOTYPE)], "a link or a device", id="pipe"),
        pytest.param([_entry("a"), _entry("a", b"yy")], "two entries", id="twice"),
        pytest.param([_entry("a"), _entry("a/b")], "two entries", id="file-as-folder"),
        pytest.param([_entry(f"{n}") for n in range(21)], "more than 20 files", id="files"),
        pytest.param([_entry("big", bytes(2_000_001))], "more than 2 MB", id="bomb"),
        pytest.param(
            [_entry("link", b"", tarfile.SYMTYPE, ".."), _entry("link/out.txt")],
            "a link",
            id="through-a-link",
        ),
    ],
)
def test_unpack_refuses_a_tar_that_is_not_safe(tmp_path, into, more, message):
    path = pack_tar(None, tmp_path / "m.tar.gz", more=more)

    with pytest.raises(ModelError, match=f"m: an archive with {message}"):
        unpack(path, into, SMALL, where="m")

    outside = {"m.tar.gz", *(f"deep/into/{name}" for name in _written(into))}
    assert set(_written(tmp_path)) <= outside


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param(("../out.txt",), "a path that leads out", id="up"),
        pytest.param(("/out.txt",), "a path that leads out", id="absolute"),
        pytest.param(("l", b"/etc/passwd", 0o120777), "a link", id="link"),
        pytest.param(("big", bytes(3_000_000)), "more than 2 MB", id="bomb"),
    ],
)
def test_unpack_refuses_a_wheel_that_is_not_safe(tmp_path, into, entry, message):
    with pytest.raises(ModelError, match=f"m: an archive with {message}"):
        unpack(_zip(tmp_path / "m.whl", *entry), into, SMALL, where="m")

    assert set(_written(tmp_path)) <= {"m.whl", "deep/into/big"}


def test_unpack_never_holds_a_header_that_claims_to_be_long(tmp_path, into):
    info = tarfile.TarInfo("name")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    path = tmp_path / "m.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)))

    with pytest.raises(ModelError, match="a header that is too long"):
        unpack(path, into, SMALL, where="m")


def test_unpack_refuses_a_file_by_the_size_it_claims(tmp_path, into):
    info = tarfile.TarInfo("big")
    info.size = 3_000_000
    path = tmp_path / "m.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf() + bytes(10_240)))

    with pytest.raises(ModelError, match="more than 2 MB"):
        unpack(path, into, SMALL, where="m")
    assert _written(into) == []


def test_unpack_counts_headers_that_are_no_files(tmp_path, into):
    info = tarfile.TarInfo("name")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 512_000
    path = tmp_path / "m.tar.gz"
    path.write_bytes(gzip.compress((info.tobuf(tarfile.GNU_FORMAT) + bytes(512_000)) * 5))

    with pytest.raises(ModelError, match="more than 2 MB"):
        unpack(path, into, SMALL, where="m")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<html>Not found</html>", id="a-web-page"),
        pytest.param(gzip.compress(b"no tar, but long enough to be read as one" * 30), id="no-tar"),
        pytest.param(b"PK\x05\x06" + bytes(10), id="broken-zip"),
    ],
)
def test_unpack_says_what_is_no_archive(tmp_path, into, content):
    path = tmp_path / "m.tar.gz"
    path.write_bytes(content)

    with pytest.raises(ModelError, match="no archive that can be read"):
        unpack(path, into, SMALL, where="m")


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_unpack_says_that_an_archive_is_cut_off(tmp_path, into, share):
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        info = tarfile.TarInfo("a")
        content = bytes(range(256)) * 400
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    path = tmp_path / "m.tar.gz"
    path.write_bytes(whole.getvalue()[: int(share * len(whole.getvalue()))])

    with pytest.raises(ModelError, match="no archive that can be read"):
        unpack(path, into, SMALL, where="m")


def test_unpack_says_that_a_wheel_is_locked(tmp_path, into):
    path = _zip(tmp_path / "m.whl", "a", b"content")
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag of encryption, in the entry and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"no archive that can be read .*encrypted"):
        unpack(path, into, SMALL, where="m")
