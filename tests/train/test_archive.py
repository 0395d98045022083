import io
import tarfile

import pytest

from exominer.errors import InputError
from exominer.train.archive import extract_members, unpack_archives


def _write_archive(path, names):
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 2
            archive.addfile(member, io.BytesIO(b"ab"))


def test_extract_members_takes_what_stands_below_the_prefixes(tmp_path):
    _write_archive(tmp_path / "a.tar.gz", ["./c/text/1.txt", "c/other/2.txt"])

    n_files = extract_members(tmp_path / "a.tar.gz", tmp_path / "out", ("c/text/",))

    assert n_files == 1
    assert (tmp_path / "out/c/text/1.txt").read_text() == "ab"
    assert not (tmp_path / "out/c/other").exists()


def test_extract_members_says_which_path_the_archive_lacks(tmp_path):
    _write_archive(tmp_path / "a.tar.gz", ["c/text/1.txt"])

    with pytest.raises(InputError, match="nothing below c/trees/"):
        extract_members(tmp_path / "a.tar.gz", tmp_path / "out", ("c/text/", "c/trees/"))


def test_unpack_archives_names_the_archive_that_is_missing(tmp_path):
    with pytest.raises(InputError, match=r"craft\.tar\.gz: no such archive"):
        unpack_archives(tmp_path, tmp_path / "work")
