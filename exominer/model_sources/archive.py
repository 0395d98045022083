"""An archive of strangers -> files in a folder: no links, no way out of it, no growing."""

import gzip
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from msgspec import Struct

from exominer.errors import ModelError

TAR_SUFFIXES: Final = (".tar.gz", ".tgz")
ZIP_SUFFIXES: Final = (".whl", ".zip")
_CHUNK_BYTES: Final = 1 << 20
# Long names and extended headers of a tar are read at once, whatever length they claim.
_MOST_AT_ONCE: Final = 16 << 20


class Limits(Struct, frozen=True):
    """What a model may cost: bytes on the way and unpacked, files, seconds.

    The largest pipelines of scispaCy are archives of about 0.6 GB. ``timeout_seconds`` are
    those without a byte, ``max_seconds`` those of the whole transfer.
    """

    max_bytes: int = 1 << 30
    max_unpacked_bytes: int = 2 << 30
    max_files: int = 5000
    timeout_seconds: float = 30.0
    max_seconds: float = 3600.0


class _Refused(Exception):  # noqa: N818 - found while an archive is read, told as a ModelError
    """What is wrong with an archive."""


def is_archive(name: str) -> bool:
    """Tell an archive by its name.

    Example:
        >>> is_archive("en_ner_craft_md-0.5.4.tar.gz"), is_archive("model.bin")
        (True, False)
    """
    return name.lower().endswith((*TAR_SUFFIXES, *ZIP_SUFFIXES))


def unpack(path: Path, into: Path, limits: Limits, *, where: str) -> None:
    """Write the files of a tar.gz, wheel or zip into a folder.

    Args:
        path: The archive, told by its content, not by its name.
        into: An empty folder.
        limits: Bytes and files at most, by what the archive claims and by what is written.
        where: How errors call the archive.

    Raises:
        ModelError: If it can't be read, holds a link, a device or a path that leads out of
            the folder, or passes a limit. What was written until then stays.
        OSError: If the folder can't be written.
    """
    reader = _read_zip if zipfile.is_zipfile(path) else _read_tar
    n_bytes = n_files = 0
    try:
        with reader(path, limits) as entries:
            for name, size, file in entries:
                n_files += 1
                _check_size(n_bytes + size, limits)
                if n_files > limits.max_files:
                    raise _Refused(f"more than {limits.max_files} files")
                target = into / _check_name(name)
                with _writing(target) as out:
                    while chunk := file.read(_CHUNK_BYTES):
                        n_bytes += len(chunk)
                        _check_size(n_bytes, limits)
                        out.write(chunk)
    except _Refused as error:
        found = f"an archive with {error}"
        raise ModelError(where, found, "Give the archive as its makers publish it.") from error
    except (
        *(tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError),
        *(ValueError, RuntimeError, NotImplementedError),  # of zipfile: encrypted, unknown method
    ) as error:
        found = f"no archive that can be read ({str(error) or type(error).__name__})"
        raise ModelError(
            where, found, "Fetch it anew; it may be cut off, or a web page in its place."
        ) from error


@contextmanager
def _writing(target: Path) -> Iterator[IO[bytes]]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("xb")
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise _Refused(f"two entries of the name {target.name!r}") from error
    with file:
        yield file


def _check_name(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    has_odd = any(c in name for c in "\\:") or not name.isprintable()
    if path.is_absolute() or ".." in path.parts or not path.parts or has_odd:
        raise _Refused(f"a path that leads out of it or is odd ({name[:80]!r})")
    return path


def _check_size(n_bytes: int, limits: Limits) -> None:
    if n_bytes > limits.max_unpacked_bytes:
        most = limits.max_unpacked_bytes / 1e6
        raise _Refused(f"more than {most:,.0f} MB when unpacked")


Entries = Iterator[tuple[str, int, IO[bytes]]]
"""Names, the sizes that the archive claims, and contents."""


@contextmanager
def _read_zip(path: Path, _limits: Limits) -> Iterator[Entries]:
    def entries(archive: zipfile.ZipFile) -> Entries:
        for info in archive.infolist():
            if stat.S_ISLNK(info.external_attr >> 16):
                raise _Refused(f"a link ({info.filename[:80]!r})")
            if not info.is_dir():
                with archive.open(info) as file:
                    yield info.filename, info.file_size, file

    with zipfile.ZipFile(path) as archive:
        yield entries(archive)


@contextmanager
def _read_tar(path: Path, limits: Limits) -> Iterator[Entries]:
    def entries(archive: tarfile.TarFile) -> Entries:
        for member in archive:
            if member.isdir():
                continue
            file = archive.extractfile(member) if member.isreg() else None
            if file is None:
                raise _Refused(f"a link or a device ({member.name[:80]!r})")
            yield member.name, member.size, file

    with gzip.open(path) as packed:
        stream: Any = _LimitedStream(packed, limits)
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            yield entries(archive)


class _LimitedStream:
    """The unpacked stream of a tar, which may be longer than its files and is never held."""

    def __init__(self, file: gzip.GzipFile, limits: Limits) -> None:
        self._file = file
        self._limits = limits

    def read(self, size: int) -> bytes:
        if not 0 <= size <= _MOST_AT_ONCE:
            raise _Refused("a header that is too long")
        _check_size(self._file.tell() + size, self._limits)
        return self._file.read(size)

    def seek(self, position: int) -> int:
        _check_size(position, self._limits)
        return self._file.seek(position)

    def tell(self) -> int:
        return self._file.tell()
