"""A file of several papers -> where each stands in it, so that each is a document of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

import msgspec
from msgspec import Struct

from exominer.records import DocumentStatus

UNITS = frozenset(
    "article book-part PubmedArticle PubmedBookArticle MedlineCitation document".split()
)
"""Elements that are a paper each; one inside another is a part of it."""

SINGLE = frozenset({*UNITS, "html", "TEI"})
NAMES = ("PMID", "article-id", "book-part-id", "id")
RANKS = ("PMID", "pmid", "pmcid", "pmc", "id", "doi")
CHUNK = 2**16
NO_NAME = re.compile(r"[^\w.()-]+")
"""What would make a path, or a name hard to type, of a DOI or an id."""
MAX_NAME = 80


PREFIX = re.compile(rb"[\s</]([A-Za-z_][\w.-]*):[\w.-]+[\s=/>]")
ASCII_LIKE = re.compile(r"utf-?8|us-ascii|iso-8859-\d+|latin-?1|windows-\d+", re.IGNORECASE)


class Part(Struct, frozen=True):
    """The bytes of a paper within a file, and their encoding if it is not UTF-8."""

    start: int
    end: int
    encoding: str = ""

    def read(self, path: Path) -> bytes:
        """Read the paper out of its file, as a file of its own in UTF-8.

        Raises:
            OSError: If the file cannot be read.
            ValueError: If the bytes are not in the encoding that the file says.
        """
        with path.open("rb") as file:
            file.seek(self.start)
            piece = file.read(self.end - self.start)
        piece = piece.decode(self.encoding).encode() if self.encoding else piece
        return _declare_prefixes(piece) if piece.startswith(b"<") else piece


def _declare_prefixes(piece: bytes) -> bytes:
    """Declare the namespaces that elements around the piece did; only the names count."""
    tag_end = piece.index(b">")
    used = {*PREFIX.findall(piece)} - {b"xml", b"xmlns"}
    missing = sorted(name for name in used if b"xmlns:" + name not in piece[:tag_end])
    declared = b"".join(b' xmlns:%b="urn:%b"' % (name, name) for name in missing)
    name_end = re.compile(rb"<[^\s/>]+").match(piece)
    at = name_end.end() if name_end else 0
    return piece[:at] + declared + piece[at:]


def find_parts(path: Path, *, max_megabytes: int = 200) -> list[tuple[str, Part]]:
    """Find the papers of a file, each with a name that no other has; one or none give none.

    A record is named by its PMID, else its PMC id, its own id or DOI, else by its place in
    the file. A file that is larger, or cannot be read or parsed, gives none: reading it
    says why.
    """
    try:
        if path.stat().st_size > max_megabytes * 2**20:
            return []
        is_json = path.suffix.lower() == ".json"
        found = list(_find_json_parts(path.read_bytes())) if is_json else _Scanner().scan(path)
    except (OSError, ValueError, RecursionError, expat.ExpatError):
        return []
    return _name_parts(found) if len(found) > 1 else []


def _name_parts(found: list[tuple[str, Part]]) -> list[tuple[str, Part]]:
    counts: Counter[str] = Counter()
    named = []
    for place, (name, part) in enumerate(found, start=1):
        clean = NO_NAME.sub("_", name.strip())[:MAX_NAME] or f"part-{place}"
        counts[clean] += 1
        named.append((clean if counts[clean] == 1 else f"{clean}-{counts[clean]}", part))
    return named


def status_of_first(n_papers: int, what: str) -> tuple[DocumentStatus, str]:
    """Give the status, and the reason if it is not ok, of reading one of several papers.

    Example:
        >>> status_of_first(2, "record")
        ('partial', '1 further record in the file was not read')
    """
    if n_papers == 1:
        return "ok", ""
    left_out = f"1 further {what} in the file was" if n_papers == 2 else ""
    return "partial", f"{left_out or f'{n_papers - 1} further {what}s in the file were'} not read"


class _Scanner:
    """Goes through an XML file once, without building it."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.UseForeignDTD(True)  # named characters of a DTD that is not loaded pass
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.XmlDeclHandler = self._declare
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._add_text
        self._found: list[tuple[str, Part]] = []
        self._encoding = ""
        self._data = b""
        self._path: list[str] = []
        self._unit_depth = self._unit_start = 0
        self._names: dict[str, str] = {}
        self._name_of = ""
        self._is_single = False

    def scan(self, path: Path) -> list[tuple[str, Part]]:
        with path.open("rb") as file:
            self._data = file.read(CHUNK)
            if b"<!ENTITY" in self._data:
                return []  # a part would lack the entities that the file declares
            self._parser.Parse(self._data)
            if not self._is_single:
                rest = file.read()
                self._data += rest
                self._parser.Parse(rest, True)
        return [] if self._is_single else self._found

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if not ASCII_LIKE.fullmatch(encoding or "utf-8"):
            raise ValueError(f"{encoding} is not cut into parts")
        self._encoding = "" if (encoding or "utf-8").casefold() == "utf-8" else str(encoding)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._is_single = self._is_single or (not self._path and name in SINGLE)
        self._path.append(name)
        depth = len(self._path)
        if not self._unit_depth and name in UNITS:
            self._unit_depth, self._unit_start = depth, self._parser.CurrentByteIndex
            self._names = {}
        elif self._unit_depth and name in NAMES and depth <= self._unit_depth + 3:
            self._name_of = attributes.get("pub-id-type") or name
            if self._name_of in self._names:
                self._name_of = ""

    def _add_text(self, text: str) -> None:
        if self._name_of:
            self._names[self._name_of] = self._names.get(self._name_of, "") + text

    def _end(self, _name: str) -> None:
        self._name_of = ""
        if len(self._path) == self._unit_depth:
            end = self._data.index(b">", self._parser.CurrentByteIndex) + 1
            name = next((self._names[rank] for rank in RANKS if rank in self._names), "")
            self._found.append((name, Part(self._unit_start, end, self._encoding)))
            self._unit_depth = 0
        self._path.pop()


def _find_json_parts(data: bytes) -> Iterator[tuple[str, Part]]:
    """Give the documents of a BioC file in JSON, in any of its wrappers."""
    at = 0
    for raw in _find_raw_documents(data):
        at = data.index(raw, at)
        found = msgspec.json.decode(raw, type=_JsonDocument)
        yield str(found.id), Part(at, at + len(raw))
        at += len(raw)


class _JsonDocument(Struct):
    id: str | int = ""
    passages: msgspec.Raw = msgspec.Raw()


def _find_raw_documents(data: bytes) -> Iterator[bytes]:
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        found: Any = msgspec.json.decode(text, type=msgspec.Raw)
    except msgspec.DecodeError:
        yield from (line.strip() for line in text.splitlines() if line.strip())
        return
    waiting = [bytes(found)]
    while waiting:
        raw = waiting.pop(0)
        if raw.startswith(b"["):
            waiting = [*map(bytes, msgspec.json.decode(raw, type=list[msgspec.Raw])), *waiting]
        elif raw.startswith(b"{"):
            fields = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
            inner = [bytes(fields[k]) for k in ("documents", "PubTator3") if k in fields]
            if "passages" in fields:
                yield raw
            else:
                waiting = [*inner, *waiting]
