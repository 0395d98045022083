"""A folder of odd and hostile files, each with the status that it should be read with.

``python tests/odd_files.py FOLDER`` makes it for a person to try.
"""

import gzip
import io
import os
import sys
import zipfile
from pathlib import Path

# As a program this is not part of a package.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.odd_pdfs import SENTENCE, make_noise, make_odd_pdfs, make_pdf
from tests.odd_xml import ARTICLE, make_odd_xml

LINKS = ("loop.txt", "gone.txt")
FOUND_LATE = ("a folder named.pdf/inside.txt",)


def make_odd_files(folder: Path) -> dict[str, str]:
    """Write the files; give the status that each should be read with, by its name."""
    made = {**_odd_texts(), **_odd_names(), **_odd_json(), **_misnamed()}
    made |= {**make_odd_pdfs(), **make_odd_xml()}
    for name, (data, _) in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for name in LINKS:
        target = name if name == "loop.txt" else "nowhere.txt"
        (folder / name).symlink_to(folder / target)
    os.mkfifo(folder / "pipe.txt")
    statuses = {name: status for name, (_, status) in made.items()}
    return {**statuses, **dict.fromkeys(LINKS, "corrupt"), **_unreadable(folder)}


def _odd_texts() -> dict[str, tuple[bytes, str]]:
    return {
        "sound.txt": (SENTENCE.encode(), "ok"),
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\t \n", "empty"),
        "bom-only.txt": (b"\xff\xfe", "empty"),
        "nul.txt": (b"Vesicles\x00 rose.", "corrupt"),
        "binary.txt": (bytes(range(256)) * 8, "corrupt"),
        "noise.txt": (make_noise(4096), "corrupt"),
        "utf8-bom.txt": (b"\xef\xbb\xbf" + SENTENCE.encode(), "ok"),
        "utf16.txt": (SENTENCE.encode("utf-16"), "ok"),
        "utf16-unmarked.txt": (SENTENCE.encode("utf-16-le"), "corrupt"),
        "latin1.txt": ("Zellen in Köln: 5 µm.".encode("latin-1"), "ok"),
        "one-line.txt": (f"{SENTENCE} ".encode() * 2_000, "ok"),
        "one-word.txt": (b"x" * 200_000, "ok"),
        "line-ends.txt": (b"\n" * 200_000 + SENTENCE.encode(), "ok"),
    }


def _odd_names() -> dict[str, tuple[bytes, str]]:
    """Sound files under names that could mislead a shell, a spreadsheet or a page."""
    names = (
        "-rf.txt",
        "=cmd|' /C calc'!A0.txt",
        "+1.txt",
        "@SUM(A1).txt",
        "a\nsecond line.txt",
        "<script>alert(1)<",
        "tab\there.txt",
        "vesicles \N{MICROSCOPE}.txt",
        "spaces  and 'quotes' \"two\".txt",
        "long " + "n" * 230 + ".txt",
        "[red]markup[/red].txt",
        "a folder named.pdf/inside.txt",
        "sub/dots.../dots.txt",
    )
    suffixed = (name if name.endswith(".txt") else f"{name}.txt" for name in names)
    return {name: (f"{SENTENCE} {i}.".encode(), "ok") for i, name in enumerate(suffixed)}


def _misnamed() -> dict[str, tuple[bytes, str]]:
    """Files that are something else than their ending says."""
    page = b"<!DOCTYPE html><html><body>Log in to read on</body></html>"
    contents = {
        "web-page": page,
        "web-page-late": b"<!-- " + b"saved " * 100 + b"-->\n<html><body></body></html>",
        "gzip": gzip.compress(SENTENCE.encode(), mtime=0),
        "zip": _zip(["a.txt"]),
        "docx": _zip(["[Content_Types].xml", "word/document.xml"]),
        "epub": _zip(["mimetype", "META-INF/container.xml"]),
        "rtf": b"{\\rtf1\\ansi Vesicles rose.}",
        "postscript": b"%!PS-Adobe-3.0\n/Times findfont\n",
        "png": b"\x89PNG\r\n\x1a\n" + make_noise(300),
        "word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + make_noise(300),
    }
    endings = {"pdf": contents, "xml": contents, "txt": contents}
    made = {
        f"{name}-as-{ending}.{ending}": (data, "corrupt")
        for ending, listed in endings.items()
        for name, data in listed.items()
    }
    return {
        **made,
        "pdf-as-xml.xml": (make_pdf([[SENTENCE]]), "corrupt"),
        "pdf-as-txt.txt": (make_pdf([[SENTENCE]]), "corrupt"),
        "xml-as-pdf.pdf": (ARTICLE.encode(), "corrupt"),
        "xml-as-txt.txt": (ARTICLE.encode(), "corrupt"),
        "text-as-pdf.pdf": (SENTENCE.encode(), "corrupt"),
        "text-as-xml.xml": (SENTENCE.encode(), "corrupt"),
    }


def _odd_json() -> dict[str, tuple[bytes, str]]:
    passage = f'{{"offset": 0, "infons": {{}}, "text": "{SENTENCE}"}}'
    sound = f'{{"documents": [{{"id": "1", "infons": {{}}, "passages": [{passage}]}}]}}'.encode()
    return {
        "sound.json": (sound, "ok"),
        "other.json": (b'{"recipe": "Stir."}', "corrupt"),
        "cut-off.json": (sound[:60], "corrupt"),
        "deep.json": (b"[" * 200_000 + b"]" * 200_000, "corrupt"),
    }


def _zip(names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), SENTENCE)
    return buffer.getvalue()


def _unreadable(folder: Path) -> dict[str, str]:
    """A file without rights, which the superuser can read all the same."""
    path = folder / "locked.txt"
    path.write_text(f"{SENTENCE} Locked.")
    path.chmod(0)
    try:
        path.read_bytes()
    except OSError:
        return {path.name: "corrupt"}
    return {path.name: "ok"}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    print(f"{len(make_odd_files(place))} files in {place}")  # noqa: T201
