"""Annotated documents as a file: read, written without foreign texts, joined with them again.

What training learns from and evaluation scores against is the same file, one document a line.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct, structs

from exominer.errors import InputError
from exominer.jsonl import read_jsonl, write_jsonl
from exominer.records import AnnotatedDocument, Claim, Evidence

ROLE_SOURCE: Final = "role"
"""Source of a mention that fills a role but is none by the guideline ("recipient cells")."""


class AuthoredSource(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the findings come from; ``note`` where no one paper can be named."""

    doi: str = ""
    pmid: str = ""
    citation: str = ""
    note: str = ""


class AnnotatedGold(Struct, frozen=True, omit_defaults=True):
    """A gold document: what was read, by whom it is told, and where everything stands.

    ``text`` and the texts of sentences are left out of a real abstract, which is found by
    ``pmid`` and known by ``sha256``; ``annotated.document.text`` is empty then. ``claims``
    are in the order of ``annotated.frames``.

    ``reviewed`` is "claims" where a person decided on some claims of a run and not on the
    document as a whole: what is not among ``claims`` is unknown there, but for the claims
    ``rejected``, which a run gave and the person found wrong.
    """

    id: str
    sort: str
    negative: str | None
    split: str
    source: AuthoredSource
    title: str
    sha256: str
    text: str | None
    pmid: str
    annotated: AnnotatedDocument
    claims: tuple[Claim, ...]
    reviewed: Literal["claims", "all"] = "all"
    rejected: tuple[Claim, ...] = ()


class Joined(Struct, frozen=True):
    """Documents with their texts, and one line for each that stayed without."""

    documents: tuple[AnnotatedGold, ...]
    problems: tuple[str, ...]


def write_gold(documents: Iterable[AnnotatedGold], path: Path) -> int:
    """Write one document a line, real abstracts without their text; return how many."""
    return write_jsonl((strip_text(d) if d.pmid else d for d in documents), path)


def read_gold_corpus(path: Path) -> tuple[AnnotatedGold, ...]:
    """Read the documents of a corpus in order.

    Raises:
        InputError: If a line is no document, or two have one id.
    """
    documents = tuple(read_jsonl(path, AnnotatedGold))
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise InputError(str(path), f"id {document.id} stands twice", "Keep one.")
        seen.add(document.id)
    return documents


def read_abstracts(path: Path) -> dict[str, str]:
    """Read texts by PMID: a CSV with ``pmid`` and ``abstract``, or a folder of PMID.txt and CSVs.

    The first text of a PMID counts; in a folder the files are taken in order of name.

    Raises:
        InputError: If the path can't be read or a CSV lacks a column.
    """
    texts: dict[str, str] = {}
    try:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            if file.suffix == ".txt":
                texts.setdefault(file.stem, file.read_text(encoding="utf-8"))
            elif file.suffix == ".csv" or file == path:
                for pmid, text in _read_table(file):
                    texts.setdefault(pmid, text)
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read", "Check --texts.") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "a text is not in UTF-8", "Save it as UTF-8.") from error
    return texts


def _read_table(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"pmid", "abstract"} - set(rows.fieldnames or ())
        if missing:
            found = f"no column {' and '.join(sorted(missing))}"
            raise InputError(str(path), found, "Give a CSV with pmid and abstract.")
        return [(row["pmid"].strip(), row["abstract"]) for row in rows if row["abstract"]]


def hash_text(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def strip_text(gold: AnnotatedGold) -> AnnotatedGold:
    """Take text and sentences out; names, effect phrases and offsets stay."""
    return _with_texts(gold, "")


def join_texts(documents: Sequence[AnnotatedGold], texts: Mapping[str, str]) -> Joined:
    """Put the texts of real abstracts back, after a check that they are the same.

    Documents that have their text pass through.

    Args:
        documents: As read from the corpus.
        texts: Abstracts by PMID.

    Returns:
        The documents with a text in their order, and a line for each that has none: no
        abstract of that PMID, another checksum, or a mention that is elsewhere.
    """
    joined: list[AnnotatedGold] = []
    problems: list[str] = []
    for gold in documents:
        if not gold.pmid:
            joined.append(gold)
            continue
        text = texts.get(gold.pmid)
        if text is None:
            problems.append(f"{gold.id}: no abstract of PMID {gold.pmid}")
        elif hash_text(text) != gold.sha256:
            problems.append(f"{gold.id}: the abstract of PMID {gold.pmid} has another checksum")
        elif lost := [m for m in gold.annotated.mentions if text[m.start : m.end] != m.text]:
            problems.append(f"{gold.id}: {len(lost)} mentions can't be placed")
        else:
            joined.append(_with_texts(gold, text))
    return Joined(tuple(joined), tuple(problems))


def _with_texts(gold: AnnotatedGold, text: str) -> AnnotatedGold:
    document = structs.replace(gold.annotated.document, text=text)
    return structs.replace(
        gold,
        text=text or None,
        annotated=structs.replace(gold.annotated, document=document),
        claims=tuple(_with_evidence(claim, text) for claim in gold.claims),
    )


def _with_evidence(claim: Claim, text: str) -> Claim:
    evidence: tuple[Evidence, ...] = tuple(
        structs.replace(e, text=text[e.start : e.end]) for e in claim.evidence
    )
    return structs.replace(claim, evidence=evidence)
