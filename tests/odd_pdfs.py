"""PDFs that are damaged, hostile or unlike a paper, made by hand or with reportlab."""

import io
import zlib
from collections.abc import Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "Vesicles of irradiated cells slowed the growth of their neighbours."
BOMB = "bomb.pdf"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
CATALOG = "<</Type/Catalog/Pages 2 0 R>>"


def make_odd_pdfs() -> dict[str, tuple[bytes, str]]:
    """Give the content of each file and the status that it should be read with."""
    plain = make_pdf([[SENTENCE] * 3])
    return {
        "sound.pdf": (plain, "ok"),
        "empty.pdf": (b"", "empty"),
        "zeros.pdf": (bytes(5000), "empty"),
        "random.pdf": (make_noise(4096), "corrupt"),
        "marked-only.pdf": (b"%PDF-1.7\n", "corrupt"),
        "truncated.pdf": (plain[:300], "corrupt"),
        "truncated-late.pdf": (_long_pdf(n_pages=8)[:-400], "corrupt"),
        "flipped.pdf": (_flip(make_pdf([[SENTENCE] * 40] * 4)), "corrupt"),
        "flipped-stream.pdf": (_flip_stream(), "partial"),
        "prefixed.pdf": (b"\r\nfrom the web\r\n" + plain, "ok"),
        "no-pages.pdf": (raw_pdf([CATALOG, _pages([])]), "corrupt"),
        "page-is-nothing.pdf": (raw_pdf([CATALOG, _pages([9])]), "corrupt"),
        "tree-loop.pdf": (_page_tree_loop(), "corrupt"),
        "tree-deep.pdf": (_deep_page_tree(2000), "corrupt"),
        "count-lies.pdf": (_long_pdf(n_pages=2, count=100_000), "partial"),
        "xref-loop.pdf": (_xref_loop(), "ok"),
        "object-stream-loop.pdf": (_object_stream_loop(), "ok"),
        "form-loop.pdf": (_form_loop(), "ok"),
        "length-loop.pdf": (_length_loop(), "no_text_layer"),
        "filters.pdf": (_many_filters(), "no_text_layer"),
        "deep-array.pdf": (_deep_array(), "no_text_layer"),
        "long.pdf": (_long_pdf(n_pages=1050), "partial"),
        BOMB: (_bomb_pdf(n_megabytes=6000), "crashed"),
        "image-bomb.pdf": (_image_bomb(), "no_text_layer"),
        "huge-page.pdf": (_huge_page(), "ok"),
        "encrypted.pdf": (_encrypted_pdf(user="open sesame"), "encrypted"),
        "owner-password.pdf": (_encrypted_pdf(user=""), "ok"),
        "scanned.pdf": (_scanned_pdf([""] * 2), "no_text_layer"),
        "partly-scanned.pdf": (_scanned_pdf([SENTENCE * 2, "", "", ""]), "partial"),
        "one-scanned-page.pdf": (_scanned_pdf([SENTENCE * 2, SENTENCE * 2, ""]), "ok"),
        "actions.pdf": (_with_actions(), "ok"),
        "form.pdf": (_xfa_form(), "no_text_layer"),
    }


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


def make_noise(n_bytes: int) -> bytes:
    """Give bytes that look random and are the same each time."""
    state, noise = 1, bytearray()
    for _ in range(n_bytes):
        state = (1103515245 * state + 12345) % 2**31
        noise.append(state >> 16 & 0xFF)
    return bytes(noise)


def raw_pdf(objects: Sequence[str | bytes], *, trailer: str = "") -> bytes:
    """Number the objects from 1, the catalog first, and add table and trailer."""
    data, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        body = content.encode("latin-1") if isinstance(content, str) else content
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    entries = f"/Size {len(places) + 1}/Root 1 0 R{trailer.replace('START', str(start))}"
    return bytes(data + f"trailer<<{entries}>>\nstartxref\n{start}\n%%EOF".encode())


def _pages(kids: Sequence[int], count: int | None = None, *, box: str = "0 0 595 842") -> str:
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    n_pages = len(kids) if count is None else count
    return f"<</Type/Pages/Kids[{listed}]/Count {n_pages}/MediaBox[{box}]>>"


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"


def _page(parent: int, font: int, content: int, *, more: str = "") -> str:
    resources = f"/Resources<</Font<</F1 {font} 0 R>>{more}>>"
    return f"<</Type/Page/Parent {parent} 0 R{resources}/Contents {content} 0 R>>"


def _text(*, n_lines: int = 4) -> bytes:
    lines = b"".join(f"0 -14 Td ({SENTENCE}) Tj\n".encode() for _ in range(n_lines))
    return b"BT /F1 11 Tf 72 500 Td\n" + lines + b"ET"


def _one_page(content: bytes, *more: str | bytes, pages: str = "", trailer: str = "") -> bytes:
    """A file of one page: objects 1 to 5, then more."""
    fixed = [CATALOG, pages or _pages([5]), FONT, content, _page(2, 3, 4)]
    return raw_pdf([*fixed, *more], trailer=trailer)


def _long_pdf(*, n_pages: int, count: int | None = None) -> bytes:
    """Pages that share one content stream, so that a thousand take no time to make."""
    kids = range(5, 5 + n_pages)
    objects = [CATALOG, _pages(kids, count), FONT, _stream(_text())]
    return raw_pdf([*objects, *(_page(2, 3, 4) for _ in kids)])


def _flip(data: bytes) -> bytes:
    """Turn a bit of every fortieth byte behind the mark at the beginning."""
    return data[:20] + bytes(b ^ (i % 40 == 0) << i % 7 for i, b in enumerate(data[20:]))


def _flip_stream() -> bytes:
    """Two pages with packed text, of which one no longer unpacks; the file is sound else."""
    sound = zlib.compress(_text(n_lines=20))
    broken = sound[:12] + b"\xff" * 8 + sound[20:]
    packed = [_stream(data, "/Filter/FlateDecode") for data in (sound, broken)]
    return raw_pdf([CATALOG, _pages([6, 7]), FONT, *packed, _page(2, 3, 4), _page(2, 3, 5)])


def _page_tree_loop() -> bytes:
    inner = "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"
    return raw_pdf([CATALOG, _pages([3], count=1), inner])


def _deep_page_tree(depth: int) -> bytes:
    inner = [f"<</Type/Pages/Parent {n} 0 R/Kids[{n + 2} 0 R]/Count 1>>" for n in range(2, depth)]
    return raw_pdf([CATALOG, _pages([3]), *inner, _page(2, 3, 4)])


def _xref_loop() -> bytes:
    """A table whose predecessor is itself."""
    return _one_page(_stream(_text()), trailer="/Prev START")


def _object_stream_loop() -> bytes:
    """An object stream that goes on in itself."""
    packed = zlib.compress(b"7 0 <</A 6 0 R>>")
    entries = "/Type/ObjStm/N 1/First 4/Extends 6 0 R/Filter/FlateDecode"
    return _one_page(_stream(_text()), _stream(packed, entries))


def _form_loop() -> bytes:
    """A form that draws itself, after the text of the page."""
    box = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>"
    content = _stream(_text() + b" /X Do")
    objects = [CATALOG, _pages([5]), FONT, content, _page(2, 3, 4, more="/XObject<</X 6 0 R>>")]
    return raw_pdf([*objects, _stream(b"/X Do", box)])


def _length_loop() -> bytes:
    """A stream whose length stands in itself."""
    return _one_page(b"<</Length 4 0 R>>\nstream\nBT ET\nendstream")


def _many_filters() -> bytes:
    names = "/FlateDecode" * 50_000
    return _one_page(_stream(zlib.compress(b"BT ET"), f"/Filter[{names}]"))


def _deep_array() -> bytes:
    return _one_page(_stream(b"BT ET"), "[" * 100_000 + "]" * 100_000)


def _encrypted_pdf(*, user: str) -> bytes:
    buffer = io.BytesIO()
    lock = StandardEncryption(user, ownerPassword="owner", strength=128)
    canvas = Canvas(buffer, encrypt=lock)
    for i in range(3):
        canvas.drawString(72, 700 - 14 * i, SENTENCE)
    canvas.save()
    return buffer.getvalue()


def _scanned_pdf(texts: Sequence[str]) -> bytes:
    """A picture on each page, and text beside it where it is not empty."""
    # A grey picture as portable greymap, which needs no image library to write.
    picture = io.BytesIO(b"P5 64 64 255\n" + make_noise(64 * 64))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for text in texts:
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _bomb_pdf(*, n_megabytes: int) -> bytes:
    """A page whose text, packed twice, is kilobytes in the file and gigabytes in memory."""
    packed = zlib.compress(_repeat_packed(b"BT ET " * 174_763, n_megabytes), 9)
    return _one_page(_stream(packed, "/Filter[/FlateDecode/FlateDecode]"))


def _repeat_packed(block: bytes, n_times: int) -> bytes:
    """Pack a block once and repeat the result: after a full flush packing starts anew."""
    packer = zlib.compressobj(9)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (n_times - 1) + packer.flush()


def _image_bomb() -> bytes:
    """A picture of 60,000 x 60,000 points, none of which anybody has to unpack."""
    entries = "/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB"
    packed = _repeat_packed(bytes(2**20), 2000)
    image = _stream(packed, f"{entries}/BitsPerComponent 8/Filter/FlateDecode")
    page = _page(2, 3, 4, more="/XObject<</X 6 0 R>>")
    return raw_pdf([CATALOG, _pages([5]), FONT, _stream(b"/X Do"), page, image])


def _huge_page() -> bytes:
    return _one_page(_stream(_text()), pages=_pages([5], box="0 0 100000000 100000000"))


def _with_actions() -> bytes:
    """What a viewer would do on opening: run a script, start a program, hand over a file."""
    catalog = (
        "<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R/AA<</WC 7 0 R>>"
        "/Names<</EmbeddedFiles<</Names[(a.exe) 8 0 R]>>>>>>"
    )
    script = "<</Type/Action/S/JavaScript/JS(app.alert\\('x'\\))>>"
    launch = "<</Type/Action/S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>"
    attached = "<</Type/Filespec/F(a.exe)/EF<</F 9 0 R>>>>"
    file = _stream(b"MZ" + make_noise(100), "/Type/EmbeddedFile")
    page = _page(2, 3, 4)
    objects = [catalog, _pages([5]), FONT, _stream(_text()), page, script, launch, attached, file]
    return raw_pdf(objects)


def _xfa_form() -> bytes:
    """A form whose text is XML of its own, with an empty page for viewers that lack it."""
    catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 6 0 R>>>>"
    form = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><a>text</a></xdp:xdp>"
    objects = [catalog, _pages([5]), FONT, _stream(b"BT ET"), _page(2, 3, 4), _stream(form)]
    return raw_pdf(objects)
