"""What the user names -> the papers to read, in order."""

import glob
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from exominer.errors import InputError
from exominer.ingest.parts import Part, find_parts

SUFFIXES = (".pdf", ".txt", ".xml", ".nxml", ".json")
XML_SUFFIXES = (".xml", ".nxml")
SET_SUFFIXES = (*XML_SUFFIXES, ".json")
KINDS = "A paper is a .pdf, .txt, .xml, .nxml or .json (BioC) file."
RESULT = re.compile(rb'\{\s*"(?:versions": \{\s*"exominer"|document": "[^"]*",\s*"sha256")')
"""How run.json of a run, and the JSON file of a paper that was read, begin."""


class Input(Struct, frozen=True):
    """A file to read and the name that its rows carry; see ``find_inputs``.

    ``part`` is the place of the paper in a file of several. ``alternative`` is the PDF of
    the same paper, to be read where this XML does not hold the full text.
    """

    document: str
    path: Path
    part: Part | None = None
    alternative: "Input | None" = None

    @property
    def versions(self) -> "tuple[Input, ...]":
        """Give the paper and its alternative, if it has one."""
        return (self, self.alternative) if self.alternative else (self,)


class InputList(Struct, frozen=True):
    """The papers in order, and what a user should hear about those that are not read."""

    inputs: tuple[Input, ...]
    notes: tuple[str, ...] = ()


def find_inputs(arguments: Sequence[str]) -> InputList:
    """Find the papers that folders, files and glob patterns name.

    A folder is scanned with all that is below it, sorted by path; hidden files, temporary
    files and links back to a folder already entered are passed over. The name of a
    document is its path below that folder, with forward slashes; for a file, also one
    that a glob matches, its file name. Each paper of a file of several, such as a download
    from PubMed, is an input of its own, ``file.xml#PMID``. Of the XML and the PDF of one
    paper (same folder, same stem) a scan takes the XML, with the PDF as its alternative.

    Args:
        arguments: As typed. An existing path is never taken for a pattern.

    Raises:
        InputError: If a path is missing, a folder or pattern gives no paper, a file has
            another suffix, or two inputs have one name.

    Example:
        >>> find_inputs(["no such folder"])
        Traceback (most recent call last):
        exominer.errors.InputError: no such folder: no file or folder of that name. Check the path.
    """
    if not arguments:
        raise InputError("input", "nothing to read", f"Name a folder or a file. {KINDS}")
    found = [_find_argument(argument) for argument in arguments]
    # A folder and a file in it, or one file by two patterns, name a paper once.
    named: dict[tuple[str, str], Input] = {}
    for each in (each for one in found for each in one.inputs):
        named.setdefault((each.document, os.path.realpath(each.path)), each)
    inputs = list(named.values())
    _check_names(inputs)
    return InputList(
        tuple(_settle_alternatives(inputs)),
        tuple(printable(note) for one in found for note in one.notes),
    )


def _find_argument(argument: str) -> InputList:
    path = Path(argument).expanduser()
    try:
        if argument and path.is_dir():
            return _scan_folder(path)
        if argument and path.exists():
            return InputList(tuple(_expand(_named_file(path))))
    except OSError as error:
        found = f"cannot be looked at ({error.strerror})"
        raise InputError(argument, found, "Check the path and its rights.") from error
    if glob.has_magic(argument):
        return _match_pattern(str(path))
    raise InputError(argument or "''", "no file or folder of that name", "Check the path.")


def _named_file(path: Path) -> Input:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(str(path), f"{_show_suffix(path)} is not a format that is read", KINDS)
    if not path.is_file():
        raise InputError(str(path), "a device or pipe, not a file", KINDS)
    return Input(printable(path.name), path)


def _match_pattern(pattern: str) -> InputList:
    # Path.glob refuses patterns that a shell takes, such as "a**".
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    files = [path for path in matches if path.is_file() and not _is_temporary(path.name)]
    papers = [path for path in files if path.suffix.lower() in SUFFIXES]
    if not papers:
        n_files = "1 file matches" if len(files) == 1 else f"{len(files)} files match"
        found = f"{n_files}, none of them a paper" if files else "no file matches"
        raise InputError(pattern, found, f"Check the pattern. {KINDS}")
    others = [path for path in files if path not in papers]
    return InputList(
        tuple(part for path in papers for part in _expand(Input(printable(path.name), path))),
        tuple(_count_others(pattern, others)),
    )


def _scan_folder(folder: Path) -> InputList:
    unread: list[str] = []
    files = list(_walk(folder, unread))
    results = [path for path in files if _is_result(path)]
    papers = [p for p in files if p.suffix.lower() in SUFFIXES and p not in results]
    others = list(_count_others(str(folder), [path for path in files if path not in papers]))
    if not papers:
        found = "the folder holds no paper" if files else "the folder is empty"
        said = "; ".join([*others, *unread])
        raise InputError(str(folder), found + (f" ({said})" if said else ""), KINDS)
    with_xml = {path.with_suffix("") for path in papers if path.suffix.lower() in XML_SUFFIXES}
    passed = {
        path.with_suffix(""): Input(_below(path, folder), path)
        for path in papers
        if path.suffix.lower() == ".pdf" and path.with_suffix("") in with_xml
    }
    kept = [
        part
        for path in papers
        if path.suffix.lower() != ".pdf" or path.with_suffix("") not in passed
        for part in _expand(Input(_below(path, folder), path, None, _beside(path, passed)))
    ]
    kept.sort(key=lambda each: each.document)
    with_alternative = {each.alternative for each in kept}
    notes = [_note_passed(each) for each in passed.values() if each not in with_alternative]
    return InputList(tuple(kept), (*notes, *others, *unread))


def _is_result(path: Path) -> bool:
    """Tell what an earlier run has written among the papers, by its first bytes."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return RESULT.match(file.read(2000)) is not None
    except OSError:
        return False


def _beside(path: Path, pdfs: Mapping[Path, Input]) -> Input | None:
    return pdfs.get(path.with_suffix("")) if path.suffix.lower() in XML_SUFFIXES else None


def note_alternatives(inputs: Sequence[Input], read: Collection[str]) -> tuple[str, ...]:
    """Say which alternatives were read in place of the paper, from the names that were read.

    Example:
        >>> paper = Input("a.xml", Path("a.xml"), alternative=Input("a.pdf", Path("a.pdf")))
        >>> note_alternatives([paper], {"a.pdf"})
        ('a.pdf: read in place of its XML, which is unreadable or has no full text',)
        >>> note_alternatives([paper], {"a.xml"})
        ('a.pdf: not read, as the folder holds the XML of the same paper',)
    """
    return tuple(
        f"{each.document}: read in place of its XML, which is unreadable or has no full text"
        if each.document in read
        else _note_passed(each)
        for paper in inputs
        if (each := paper.alternative)
    )


def _note_passed(pdf: Input) -> str:
    return f"{pdf.document}: not read, as the folder holds the XML of the same paper"


def _settle_alternatives(inputs: Sequence[Input]) -> Iterator[Input]:
    """Leave each alternative to the first paper that has it, none that is read anyway."""
    taken = {each.document for each in inputs}
    for each in inputs:
        if each.alternative and each.alternative.document in taken:
            yield structs.replace(each, alternative=None)
        else:
            taken |= {each.alternative.document} if each.alternative else set()
            yield each


def _walk(folder: Path, unread: list[str]) -> Iterator[Path]:
    """Give the files below a folder; each real folder is entered once, whatever links say.

    A folder below it that cannot be read, or what is no file, is added to ``unread``.
    """
    seen: set[str] = set()

    def note(error: OSError) -> None:
        unread.append(f"{error.filename}: the folder cannot be read ({error.strerror})")

    for place, folders, files in os.walk(folder, followlinks=True, onerror=note):
        real = os.path.realpath(place)
        folders[:] = [] if real in seen else sorted(n for n in folders if not _is_temporary(n))
        for name in [] if real in seen else sorted(files):
            path = Path(place) / name
            if _is_temporary(name):
                continue
            # A pipe would block the reader; a broken link stays, to fail with its reason.
            if path.is_file() or not path.exists():
                yield path
            else:
                unread.append(f"{path}: a device or pipe, not a file")
        seen.add(real)


def _expand(paper: Input) -> Iterator[Input]:
    """Give each paper of a file of several."""
    parts = find_parts(paper.path) if paper.path.suffix.lower() in SET_SUFFIXES else []
    for name, part in parts:
        yield Input(f"{paper.document}#{printable(name)}", paper.path, part)
    if not parts:
        yield paper


def _is_temporary(name: str) -> bool:
    """Tell what editors, downloads and systems leave behind, and all hidden files."""
    endings = ("~", ".tmp", ".part", ".crdownload", ".swp")
    return name.startswith((".", "~$")) or name.lower().endswith(endings)


def _below(path: Path, folder: Path) -> str:
    return printable(path.relative_to(folder).as_posix())


def printable(name: str) -> str:
    r"""Write bytes of a file name that are no UTF-8, which no JSON could carry, as "\xff".

    Example:
        >>> print(printable(os.fsdecode(b"a\xff.txt")))
        a\xff.txt
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _count_others(where: str, paths: Sequence[Path]) -> list[str]:
    """Say how many files of other suffixes were passed over, the most frequent first."""
    counts = Counter(_show_suffix(path) for path in paths)
    listed = ", ".join(
        f"{n} {suffix}" for suffix, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    )
    plural = "file is" if len(paths) == 1 else "files are"
    return [f"{where}: {len(paths)} {plural} no paper ({listed})"] if paths else []


def _show_suffix(path: Path) -> str:
    return path.suffix.lower() or "without suffix"


def _check_names(inputs: Sequence[Input]) -> None:
    """Refuse two inputs of one name: their rows could not be told apart."""
    first: dict[str, Path] = {}
    for each in inputs:
        if (other := first.setdefault(each.document, each.path)) is not each.path:
            found = f"two inputs of this name, {other} and {each.path}"
            raise InputError(each.document, found, "Name their common folder, or rename one.")
