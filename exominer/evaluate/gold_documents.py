"""Gold and predicted files to annotations: claims alone, or mentions and relations as well."""

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from exominer.corpus import AnnotatedGold, join_texts, read_abstracts, read_gold_corpus
from exominer.errors import InputError
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.claims import document_id, group_by_document
from exominer.evaluate.gold import (
    GoldDocument,
    find_gold_kind,
    gold_claims,
    read_claims,
    read_gold_documents,
)
from exominer.records import AnnotatedDocument, Document, Mention, MentionKind


class GoldSet(Struct, frozen=True):
    """Gold documents that can be scored, and a line for each that cannot."""

    documents: tuple[Annotation, ...]
    left_out: tuple[str, ...] = ()


class Prediction(Struct, frozen=True):
    """What a file says of documents by their id; claims without evidence belong to none."""

    documents: Mapping[str, Annotation]
    n_without_evidence: int = 0


def read_gold_set(path: Path, *, split: str = "", texts: Path | None = None) -> GoldSet:
    """Read gold documents of either form.

    Args:
        path: Lines with ``id`` and ``gold``, or lines of an annotated corpus.
        split: The part of a corpus to take; "" takes all.
        texts: Where the texts of real abstracts are, see ``read_abstracts``.

    Raises:
        InputError: If the file cannot be read, has no such part, or no document with a text.
    """
    if find_gold_kind(path) == "documents":
        if split:
            found = "its documents belong to no part"
            raise InputError(str(path), found, "Leave --split out, or name a corpus.")
        documents = read_gold_documents(path)
        unsaid = find_unsaid(documents)
        return GoldSet(tuple(from_gold_document(d, unsaid) for d in documents))
    corpus = read_gold_corpus(path)
    for document in corpus:
        _check_mentions(path, document)
    chosen = [document for document in corpus if split in ("", document.split)]
    if not chosen:
        parts = ", ".join(sorted({document.split for document in corpus}))
        raise InputError(str(path), f"no document of the part {split!r}", f"Its parts: {parts}.")
    joined = join_texts(chosen, read_abstracts(texts) if texts else {})
    if not joined.documents:
        found = f"none of {len(chosen)} documents has its text, the first: {joined.problems[0]}"
        raise InputError(str(path), found, "Name their texts with --texts.")
    return GoldSet(tuple(map(from_corpus, joined.documents)), joined.problems)


def _check_mentions(path: Path, gold: AnnotatedGold) -> None:
    """Refuse relations between mentions that are not there, and mentions of other words."""
    text = gold.annotated.document.text
    known = {mention.mention_id for mention in gold.annotated.mentions}
    for relation in gold.annotated.relations:
        for end in (relation.head, relation.tail):
            if end not in known:
                found = f"{gold.id}: relation {relation.relation_id} names the mention {end}"
                raise InputError(str(path), f"{found}, which is not there", "Mend the document.")
    for mention in gold.annotated.mentions:
        said = text[mention.start : mention.end]
        if text and said != mention.text:
            found = f"{gold.id}: mention {mention.mention_id} covers {said!r}, not {mention.text!r}"
            raise InputError(str(path), found, "Check that the offsets count characters.")


def find_unsaid(documents: Iterable[GoldDocument]) -> frozenset[str]:
    """The slots that no claim of a gold file fills: they were not annotated."""
    claims = [c for document in documents for c in (*document.gold, *document.gold_ev_only)]
    filled = {
        "kind": any(claim.claim_type for claim in claims),
        "finding": any(claim.finding for claim in claims),
        "study model": any(claim.study_model for claim in claims),
    }
    return frozenset(slot for slot, is_filled in filled.items() if not is_filled)


def from_gold_document(gold: GoldDocument, unsaid: frozenset[str] = frozenset()) -> Annotation:
    """A document of which only the claims are known."""
    document = Document(document=gold.id, sha256="", format="text", text=gold.text)
    return Annotation(gold.id, AnnotatedDocument(document), gold_claims(gold), unsaid=unsaid)


def from_corpus(gold: AnnotatedGold) -> Annotation:
    """A document of an annotated corpus, with its text."""
    return Annotation(gold.id, gold.annotated, gold.claims, has_mentions=True, has_relations=True)


def read_prediction(path: Path, *, texts: Path | None = None) -> Prediction:
    """Read what a system or a second annotator says.

    A corpus file tells mentions, relations and claims; the folder of a run mentions and
    claims; a claims.jsonl, or gold documents, claims alone.

    Raises:
        InputError: If there is no such file or it is of none of these forms.
    """
    if path.is_dir():
        return _read_run(path)
    fields = _first_fields(path)
    if {"id", "annotated"} <= fields or {"id", "gold"} <= fields:
        gold = read_gold_set(path, texts=texts)
        return Prediction({document.id: document for document in gold.documents})
    return _from_claims(path, {})


def _first_fields(path: Path) -> set[str]:
    try:
        with path.open("rb") as file:
            line = next((line for line in file if line.strip()), b"{}")
        first = msgspec.json.decode(line)
    except (OSError, msgspec.DecodeError):
        return set()  # whoever reads the claims says what is wrong
    return set(first) if isinstance(first, dict) else set()


def _read_run(folder: Path) -> Prediction:
    mentions, ledger = folder / "mentions.csv", folder / "run.sqlite"
    if not (mentions.is_file() and ledger.is_file()):
        return _from_claims(folder, {})
    found, texts = _read_mentions(mentions), _read_texts(ledger)
    ids = [document_id(name) for name, _ in texts]
    if twice := next((name for name in ids if ids.count(name) > 1), None):
        found_twice = f"two documents of the run are called {twice}"
        raise InputError(str(folder), found_twice, "Extract from one folder.")
    annotated = {
        document_id(name): AnnotatedDocument(
            Document(document=name, sha256="", format="text", text=text),
            mentions=tuple(found.get(name, ())),
        )
        for name, text in texts
    }
    return _from_claims(folder, annotated)


def _from_claims(path: Path, annotated: Mapping[str, AnnotatedDocument]) -> Prediction:
    claims = read_claims(path)
    grouped = group_by_document(claims)
    bare = AnnotatedDocument(Document(document="", sha256="", format="text", text=""))
    documents = {
        name: Annotation(
            name,
            annotated.get(name, bare),
            tuple(grouped.get(name, ())),
            has_mentions=bool(annotated),
        )
        for name in sorted(grouped.keys() | annotated.keys())
    }
    return Prediction(documents, sum(not claim.evidence for claim in claims))


def _read_texts(ledger: Path) -> Sequence[tuple[str, str]]:
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            return opened.execute("SELECT document, text FROM documents").fetchall()
    except sqlite3.Error as error:
        raise InputError(str(ledger), str(error), "Name the folder of a run.") from error


def _read_mentions(path: Path) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                found[row["document"]].append(_as_mention(row, f"{path}:{number}"))
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        found_instead = f"cannot be read as mentions of a run ({error})"
        raise InputError(str(path), found_instead, "Name the folder of a run.") from error
    return found


def _as_mention(row: Mapping[str, str], where: str) -> Mention:
    if row["kind"] not in get_args(MentionKind) and row["kind"] != "effect":
        raise InputError(where, f"no kind of mention is called {row['kind']!r}")
    # A leading apostrophe keeps spreadsheets from running a text as a formula.
    values = {name: value.removeprefix("'") for name, value in row.items()}
    fields = {name: values[name] for name in Mention.__struct_fields__ if name in values}
    try:
        return msgspec.convert(fields, Mention, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(where, str(error), "Name the folder of a run.") from error


def require_texts(documents: Iterable[Annotation]) -> None:
    """Refuse to extract from documents that have claims and no text.

    Raises:
        InputError: If a document has no text.
    """
    bare = [document.id for document in documents if not document.document.text]
    if bare:
        found = f"no text in {', '.join(bare)}"
        raise InputError("gold documents", found, "Name claims to score with --predicted.")
