"""A folder of raw archives -> the few files of each that training reads, and checksums."""

import hashlib
import tarfile
from collections.abc import Iterator
from pathlib import Path

from exominer.errors import InputError

# Archive -> the path prefixes that are read, below the archive's own folder.
ARCHIVES: dict[str, tuple[str, ...]] = {
    "craft": (
        "craft/structural-annotation/dependency/conllu/",
        "craft/articles/txt/",
        "craft/concept-annotation/CL/CL/",
        "craft/concept-annotation/GO_BP/GO_BP/",
    ),
    "genia_dependency": (
        "genia_dep/dev.conllu",
        "genia_dep/future_use.conllu",
        "genia_dep/test.conllu",
    ),
    "jnlpba": ("jnlpba_standoff/standoff/",),
    "mtl_ner": ("mtl_ner/",),
    "bionlp_2013_cg": ("bionlp_2013-cg/",),
    "bionlp_2013_pc": ("bionlp_2013-pc/",),
    "bionlp_2013_ge": ("bionlp_2013-ge/",),
    "bionlp_2011_ge": ("bionlp_2011-ge/",),
    "cellfinder": ("cellfinder/",),
    # Of this archive's corpora those for non-commercial use are not read.
    "cell_lines_huner": (
        "huner/huner_cell_line_gellus/",
        "huner/huner_cell_line_cll/",
        "huner/huner_cell_line_cell_finder/",
    ),
    "ev_abstracts": ("ev_abstracts/supplement/screening_table_pathway_context_top40.csv",),
    "ev_titles": ("ev_rss/pubmed_snippets.tsv",),
}


def unpack_archives(archives_dir: Path, work_dir: Path) -> dict[str, str]:
    """Unpack what training reads of each archive; return the SHA-256 of each archive.

    An archive whose marker file stands in ``work_dir`` is not unpacked again.

    Raises:
        InputError: If an archive is missing or lacks a path that is read.
    """
    checksums = {}
    work_dir.mkdir(parents=True, exist_ok=True)
    for name, prefixes in ARCHIVES.items():
        path = archives_dir / f"{name}.tar.gz"
        if not path.is_file():
            raise InputError(str(path), "no such archive", "Give the folder of the raw archives.")
        checksums[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        marker = work_dir / f".{name}-{checksums[name]}"
        if not marker.exists():
            extract_members(path, work_dir, prefixes)
            marker.touch()
    return checksums


def extract_members(path: Path, out_dir: Path, prefixes: tuple[str, ...]) -> int:
    """Extract the files below the prefixes; return how many.

    Raises:
        InputError: If nothing stands below one of the prefixes.
    """
    with tarfile.open(path) as archive:
        members = list(_select(archive, prefixes))
        archive.extractall(out_dir, members=members, filter="data")
    names = [member.name.removeprefix("./") for member in members]
    for prefix in prefixes:
        if not any(name.startswith(prefix) for name in names):
            raise InputError(str(path), f"nothing below {prefix}", "Is it another version?")
    return len(members)


def _select(archive: tarfile.TarFile, prefixes: tuple[str, ...]) -> Iterator[tarfile.TarInfo]:
    for member in archive:
        if member.isfile() and member.name.removeprefix("./").startswith(prefixes):
            yield member
