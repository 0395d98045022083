"""A file of annotations in one format -> the same in another; see ``READERS``, ``WRITERS``."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from exominer.errors import InputError
from exominer.formats.anchoring import join_texts
from exominer.formats.annotated import AnnotatedText, Conversion, Reading
from exominer.formats.bioc import read_bioc_json, read_bioc_xml
from exominer.formats.bioc_writing import write_bioc_json, write_bioc_xml
from exominer.formats.brat import SUFFIXES, read_brat
from exominer.formats.brat_lines import write_bionlp, write_brat
from exominer.formats.gold import read_gold, write_gold_lines
from exominer.formats.label_studio import read_label_studio, write_label_studio
from exominer.formats.prodigy import read_prodigy, write_prodigy
from exominer.formats.pubtator import FIRST_LINE, read_pubtator, write_pubtator

Reader = Callable[[Path], Reading]
Writer = Callable[[Sequence[AnnotatedText], Path], list[str]]

READERS: dict[str, Reader] = {
    "jsonl": read_gold,
    "brat": read_brat,
    "bionlp": read_brat,
    "bioc-xml": read_bioc_xml,
    "bioc-json": read_bioc_json,
    "pubtator": read_pubtator,
    "prodigy": read_prodigy,
    "label-studio": read_label_studio,
}
WRITERS: dict[str, Writer] = {
    "jsonl": write_gold_lines,
    "brat": write_brat,
    "bionlp": write_bionlp,
    "bioc-xml": write_bioc_xml,
    "bioc-json": write_bioc_json,
    "pubtator": write_pubtator,
    "prodigy": write_prodigy,
    "label-studio": write_label_studio,
}
"""``jsonl`` is that of this project; ``bionlp`` is brat with mentions and events apart."""

WITHOUT_TEXT = ("jsonl", "brat", "bionlp", "pubtator")
"""Formats that can hold annotations apart from their text."""

OUT_FORMATS = {".xml": "bioc-xml", ".json": "bioc-json", ".jsonl": "jsonl", "": "brat"} | {
    ".pubtator": "pubtator",
    ".txt": "pubtator",
}


class ConversionOptions(Struct, frozen=True):
    """Formats by name, "" for those that files tell themselves; texts and kinds to put in."""

    source: str = ""
    target: str = ""
    texts_path: Path | None = None
    kinds: Mapping[str, str] = {}


def convert(in_path: Path, out_path: Path, options: ConversionOptions) -> Conversion:
    """Convert annotations; a line says of each thing that was left out.

    Raises:
        InputError: If a format is unknown or not to be told, or a file is not as expected.
    """
    source = _known(options.source or find_format(in_path), READERS, "--from")
    target = _known(options.target or find_out_format(out_path), WRITERS, "--to")
    reading = READERS[source](in_path)
    if out_path.exists() and out_path.samefile(in_path):
        raise InputError(str(out_path), "IN and OUT are the same", "Name another OUT.")
    documents, notes = reading.documents, [*reading.notes]
    if options.texts_path is not None:
        joined = join_texts(documents, options.texts_path)
        documents, notes = joined.documents, [*notes, *joined.notes]
    if target not in WITHOUT_TEXT:
        bare = [document.document for document in documents if document.text is None]
        notes += [f"{name}: left out, as {target} needs the text (--texts)" for name in bare]
        documents = tuple(document for document in documents if document.text is not None)
    notes += _note_unknown_kinds(documents, options.kinds)
    documents = tuple(_rename_kinds(document, options.kinds) for document in documents)
    try:
        out_path.parent.mkdir(parents=True, exist_ok=True)
        notes += WRITERS[target](documents, out_path)
    except OSError as error:
        where, found = str(error.filename or out_path), error.strerror or str(error)
        raise InputError(where, found, "Check the path and the room on the disk.") from error
    return Conversion(
        source,
        target,
        n_documents=len(documents),
        n_mentions=sum(len(document.mentions) for document in documents),
        n_relations=sum(len(document.relations) for document in documents),
        n_claims=sum(len(document.claims) for document in documents),
        notes=tuple(notes),
    )


def parse_kinds(pairs: Sequence[str]) -> dict[str, str]:
    """Parse kinds to rename, as typed.

    Raises:
        InputError: If one has no "=".

    Example:
        >>> parse_kinds(["Gene=gene_or_protein"])
        {'Gene': 'gene_or_protein'}
    """
    for pair in pairs:
        if "=" not in pair:
            raise InputError("--kind", f"{pair!r} has no '='", "Give OLD=NEW.")
    return {old: new for old, _, new in (pair.partition("=") for pair in pairs)}


def _known(name: str, registry: Mapping[str, object], option: str) -> str:
    if name not in registry:
        raise InputError(option, f"no format {name!r}", f"The formats are {', '.join(registry)}.")
    return name


def find_out_format(path: Path) -> str:
    """Tell the format to write by the ending; without one it is a folder for brat.

    Raises:
        InputError: If no format has the ending.
    """
    ending = path.suffix.lower()
    if ending not in OUT_FORMATS:
        raise InputError(str(path), f"no format has the ending {ending!r}", "Give --to.")
    return OUT_FORMATS[ending]


def find_format(path: Path) -> str:
    """Tell the format of a file or folder by its ending and its first lines.

    Raises:
        InputError: If it is missing or looks like none.
    """
    if path.is_dir():
        return "brat"
    try:
        with path.open("rb") as file:
            start = file.read(100_000).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise InputError(
            str(path), error.strerror or "cannot be read", "Check the path."
        ) from error
    ending = path.suffix.lower()
    line = start.partition(b"\n")[0].decode("utf-8", "replace")
    if ending in SUFFIXES or (ending == ".txt" and read_beside(path)):
        return "brat"
    if start.startswith(b"<"):
        return "bioc-xml"
    if FIRST_LINE.match(line) or re.match(r"\S+\t\d+\t\d+\t", line):
        return "pubtator"
    if start.startswith((b"{", b"[")):
        return _find_json_format(start, line)
    raise InputError(str(path), "looks like none of the formats", "Give --from.")


def read_beside(path: Path) -> bool:
    """Tell whether annotations of brat stand beside a text."""
    return any(path.with_suffix(suffix).exists() for suffix in SUFFIXES)


def _find_json_format(start: bytes, line: str) -> str:
    try:
        keys = {*msgspec.json.decode(line, type=dict[str, msgspec.Raw])}
    except msgspec.DecodeError:
        keys = set()
    if {"id", "annotated", "claims"} <= keys:
        return "jsonl"
    if "text" in keys and keys & {"spans", "tokens", "_input_hash", "meta"}:
        return "prodigy"
    is_task = start.startswith(b"[") and b'"passages"' not in start and b'"data"' in start
    return "label-studio" if is_task else "bioc-json"


def _note_unknown_kinds(
    documents: Sequence[AnnotatedText], kinds: Mapping[str, str]
) -> Iterator[str]:
    """Say which kinds cannot be renamed, as nothing is of them."""
    found = {mention.kind for document in documents for mention in document.mentions}
    found |= {relation.kind for document in documents for relation in document.relations}
    listed = ", ".join(sorted(found)) or "none"
    for kind in kinds:
        if kind not in found:
            yield f"--kind {kind}: nothing is of this kind; the kinds are {listed}"


def _rename_kinds(document: AnnotatedText, kinds: Mapping[str, str]) -> AnnotatedText:
    return structs.replace(
        document,
        mentions=tuple(
            structs.replace(m, kind=kinds.get(m.kind, m.kind)) for m in document.mentions
        ),
        relations=tuple(
            structs.replace(r, kind=kinds.get(r.kind, r.kind)) for r in document.relations
        ),
    )
