"""Files that a folder of papers may hold and no reader should trip over.

``make_odd_files`` writes them all. ``bomb.pdf`` inflates to gigabytes: it is for tests that
read in a process of their own, and takes the process down with it.
"""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "Vesicles of irradiated cells slowed the growth of their neighbours."
ARTICLE = f"<article><body><sec><title>Results</title><p>{SENTENCE}</p></sec></body></article>"
BOMB = "bomb.pdf"


def make_odd_files(folder: Path) -> dict[str, str]:
    """Write the files; give the status that each should be read with."""
    made = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\t \n", "empty"),
        "nul.txt": (b"Vesicles\x00 rose.", "corrupt"),
        "binary.txt": (bytes(range(256)) * 8, "corrupt"),
        "utf16.txt": (SENTENCE.encode("utf-16"), "ok"),
        "latin1.txt": ("Zellen in Köln: 5 µm.".encode("latin-1"), "ok"),
        "empty.pdf": (b"", "empty"),
        "web-page.pdf": (b"<!DOCTYPE html><html><body>Log in</body></html>", "corrupt"),
        "random.pdf": (_noise(4096), "corrupt"),
        "truncated.pdf": (make_pdf([[SENTENCE] * 3])[:300], "corrupt"),
        "loop.pdf": (_page_tree_loop(), "corrupt"),
        "no-pages.pdf": (_raw_pdf(["<</Type/Catalog/Pages 2 0 R>>", _pages([])]), "corrupt"),
        "encrypted.pdf": (_encrypted_pdf(), "encrypted"),
        "scanned.pdf": (_scanned_pdf(), "no_text_layer"),
        "long.pdf": (_long_pdf(n_pages=1050), "partial"),
        BOMB: (_bomb_pdf(n_megabytes=6000), "crashed"),
        "article.xml": (ARTICLE.encode(), "ok"),
        "utf16.xml": (f'<?xml version="1.0" encoding="UTF-16"?>{ARTICLE}'.encode("utf-16"), "ok"),
        "entities.xml": (_entity_bomb(), "corrupt"),
        "repeated.xml": (_repeated_entity(), "corrupt"),
        "outside.xml": (_external_entity(), "ok"),
        "recipe.xml": (b"<recipe><step>Stir.</step></recipe>", "corrupt"),
        "unclosed.xml": (b"<article><body><p>Vesicles rose.</body></article>", "corrupt"),
        "no-text.xml": (b"<article><front/></article>", "empty"),
        "deep.xml": (b"<article>" + b"<sec>" * 5000 + b"</sec>" * 5000 + b"</article>", "corrupt"),
    }
    for name, (data, _) in made.items():
        (folder / name).write_bytes(data)
    return {name: status for name, (_, status) in made.items()} | _unreadable(folder)


def make_pdf(pages: Sequence[Sequence[str]], *, size: float = 11) -> bytes:
    """Set lines of text in one column, a page for each sequence of lines."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for lines in pages:
        canvas.setFont("Times-Roman", size)
        for i, line in enumerate(lines):
            canvas.drawString(72, 700 - 1.2 * size * i, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _unreadable(folder: Path) -> dict[str, str]:
    """A file without rights, which the superuser can read all the same."""
    path = folder / "locked.txt"
    path.write_text(SENTENCE)
    path.chmod(0)
    try:
        path.read_bytes()
    except OSError:
        return {path.name: "corrupt"}
    return {path.name: "ok"}


def _noise(n_bytes: int) -> bytes:
    state, noise = 1, bytearray()
    for _ in range(n_bytes):
        state = (1103515245 * state + 12345) % 2**31
        noise.append(state >> 16 & 0xFF)
    return bytes(noise)


def _raw_pdf(objects: Sequence[str | bytes]) -> bytes:
    """Number the objects from 1, the catalog first, and add table and trailer."""
    data, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        body = content.encode("latin-1") if isinstance(content, str) else content
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(places) + 1
    return bytes(data + f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())


def _pages(kids: Sequence[int], count: int | None = None) -> str:
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    n_pages = len(kids) if count is None else count
    return f"<</Type/Pages/Kids[{listed}]/Count {n_pages}/MediaBox[0 0 595 842]>>"


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"


FONT = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"


def _page(parent: int, font: int, content: int) -> str:
    resources = f"/Resources<</Font<</F1 {font} 0 R>>>>"
    return f"<</Type/Page/Parent {parent} 0 R{resources}/Contents {content} 0 R>>"


def _long_pdf(*, n_pages: int) -> bytes:
    """Pages that share one content stream, so that a thousand take no time to make."""
    lines = b"".join(f"0 -14 Td ({SENTENCE}) Tj\n".encode() for _ in range(4))
    text = b"BT /F1 11 Tf 72 500 Td\n" + lines + b"ET"
    kids = range(5, 5 + n_pages)
    objects = ["<</Type/Catalog/Pages 2 0 R>>", _pages(kids), FONT, _stream(text)]
    return _raw_pdf([*objects, *(_page(2, 3, 4) for _ in kids)])


def _page_tree_loop() -> bytes:
    inner = "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"
    return _raw_pdf(["<</Type/Catalog/Pages 2 0 R>>", _pages([3], count=1), inner])


def _encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("open sesame", strength=128))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    return buffer.getvalue()


def _scanned_pdf() -> bytes:
    # A grey picture as portable greymap, which needs no image library to write.
    picture = io.BytesIO(b"P5 64 64 255\n" + _noise(64 * 64))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for _ in range(2):
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _bomb_pdf(*, n_megabytes: int) -> bytes:
    """A page whose text, packed twice, is kilobytes in the file and gigabytes in memory."""
    packed = zlib.compress(_repeat_packed(b"BT ET " * 174_763, n_megabytes), 9)
    content = _stream(packed, "/Filter[/FlateDecode/FlateDecode]")
    catalog = "<</Type/Catalog/Pages 2 0 R>>"
    return _raw_pdf([catalog, _pages([5]), FONT, content, _page(2, 3, 4)])


def _repeat_packed(block: bytes, n_times: int) -> bytes:
    """Pack a block once and repeat the result: after a full flush packing starts anew."""
    packer = zlib.compressobj(9)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (n_times - 1) + packer.flush()


def _entity_bomb() -> bytes:
    names = [f"e{i}" for i in range(12)]
    nested = [f'<!ENTITY {name} "{f"&e{i};" * 10}">' for i, name in enumerate(names[1:])]
    declared = "".join(['<!ENTITY e0 "vesicle">', *nested])
    return f"<!DOCTYPE article [{declared}]><article><p>&e11;</p></article>".encode()


def _repeated_entity() -> bytes:
    declared = f'<!ENTITY long "{"vesicle " * 20_000}">'
    return f"<!DOCTYPE article [{declared}]><article><p>{'&long;' * 5000}</p></article>".encode()


def _external_entity() -> bytes:
    """An entity in a file that must not be opened; the article is fine without it."""
    declared = '<!ENTITY passwords SYSTEM "file:///etc/passwd">'
    text = ARTICLE.replace("<p>", "<p>&passwords; ")
    return f"<!DOCTYPE article [{declared}]>{text}".encode()
