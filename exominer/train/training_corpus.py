"""Files of annotated documents -> what to train on, to stop by, and to judge the model by."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from exominer.corpus import AnnotatedGold, join_texts, read_abstracts, read_gold_corpus
from exominer.errors import InputError

Part = Literal["train", "validation", "held_out"]

_PARTS: dict[str, Part] = {"train": "train", "dev": "held_out"}
_HANDS = frozenset({"", "annotator", "review", "role"})
_ONE_IN_HELD_OUT = 5
_ONE_IN_VALIDATION = 10


class TrainingCorpus(Struct, frozen=True):
    """Annotated documents by their part; each paper is in one part only.

    ``validation`` tells when to stop, ``held_out`` judges the model. ``left_out`` is a line
    for each document that could not be used, ``checksums`` are of the files, by name.
    """

    train: tuple[AnnotatedGold, ...]
    validation: tuple[AnnotatedGold, ...]
    held_out: tuple[AnnotatedGold, ...]
    left_out: tuple[str, ...]
    checksums: dict[str, str]


def read_training_corpus(paths: Sequence[Path], *, texts: Path | None) -> TrainingCorpus:
    """Read annotated documents of several files or folders of ``.jsonl``.

    A document of a later file replaces the one of the same id or the same text. One that
    names a part of a corpus keeps it: "dev" is held out, "test" is never looked at. Of the
    others, one in five is held out, by a hash of its text, so that it stays there when
    more are added.

    Args:
        paths: In the order of preference, the last first.
        texts: Abstracts by PMID for documents that are kept without, see
            ``read_abstracts``.

    Raises:
        InputError: If a file cannot be read or nothing is left to train on.
    """
    if not paths:
        raise InputError("train", "no annotations are named", "Name some with --annotations.")
    files = [file for path in paths for file in _list_files(path)]
    chosen: dict[str, AnnotatedGold] = {}
    for file in files:
        documents = read_gold_corpus(file)
        if not documents:
            found = "the file holds no document"
            raise InputError(str(file), found, "Name annotated documents, or leave it out.")
        chosen |= {document.sha256: document for document in documents}
    by_id = {document.id: document for document in chosen.values()}
    joined = join_texts(tuple(by_id.values()), read_abstracts(texts) if texts else {})
    parts: dict[Part, list[AnnotatedGold]] = {"train": [], "validation": [], "held_out": []}
    n_test = 0
    for document in joined.documents:
        if document.split == "test":
            n_test += 1
        else:
            parts[_find_part(document)].append(document)
    tested = [f"{n_test} documents of a test part"] if n_test else []
    if not parts["train"]:
        found = (
            f"no document to train on ({len(joined.problems)} without their text, {n_test} of a "
            f"test part, {len(parts['held_out'])} held out, {len(parts['validation'])} to stop by)"
        )
        raise InputError(str(paths[-1]), found, "Name their texts with --texts, or more documents.")
    return TrainingCorpus(
        train=tuple(parts["train"]),
        validation=tuple(parts["validation"]),
        held_out=tuple(parts["held_out"]),
        left_out=(*joined.problems, *tested),
        checksums={file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
    )


def is_marked_by_hand(document: AnnotatedGold) -> bool:
    """Tell whether a person marked all mentions, rather than judge claims over a run's.

    The mentions of a document that was reviewed are those that recognisers found, which
    their sources name.
    """
    return all(mention.source in _HANDS for mention in document.annotated.mentions)


def _list_files(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.jsonl"))
    if not found:
        raise InputError(str(path), "no .jsonl file in this folder", "Name annotated documents.")
    return found


def _find_part(document: AnnotatedGold) -> Part:
    """Take the part that the document names, else one by the hash of its text."""
    place = int(document.sha256[:8], 16) if document.sha256 else 0
    part = _PARTS.get(document.split)
    if part is None:
        part = "held_out" if place % _ONE_IN_HELD_OUT == 0 else "train"
    if part == "train" and place // _ONE_IN_HELD_OUT % _ONE_IN_VALIDATION == 0:
        return "validation"
    return part
