"""Texts -> floret vectors: every word gets one, made of hashed pieces of it.

A table of 20,000 rows then covers any spelling, which names of genes and cells need. Only
the build needs the ``floret`` package.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from spacy.language import Language
from spacy.training.initialize import convert_vectors

from exominer.train.archives_iob import read_iob
from exominer.train.samples import text_key


class VectorSettings(Struct, frozen=True):
    """How the vectors are trained: with one thread, so that every run gives the same."""

    n_rows: int = 20_000
    width: int = 64
    n_epochs: int = 5
    min_count: int = 5
    min_piece: int = 3
    max_piece: int = 5


def read_plain_texts(folders: Iterable[Path]) -> Iterator[str]:
    """Read the lines of all ``.txt`` files below the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def read_column(path: Path, column: str, *, delimiter: str) -> Iterator[str]:
    """Read one column of a table with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=delimiter):
            yield row[column] or ""


def read_iob_texts(paths: Iterable[Path]) -> Iterator[str]:
    """Read the sentences of IOB files, without their tags."""
    for path in paths:
        yield from (sample.text for sample in read_iob(path))


def write_training_text(
    nlp: Language, texts: Iterable[str], path: Path, *, held_out: frozenset[str]
) -> int:
    """Write each different text once, in tokens with spaces between; return how many words.

    A text whose key (``text_key``) is in ``held_out`` is left out. The order is shuffled
    by a fixed seed, since the learning rate falls along the file.
    """
    unique = {key: text for text in texts if len(key := text_key(text)) > 20}
    kept = sorted(key for key in unique if key not in held_out)
    random.Random(0).shuffle(kept)
    n_words = 0
    with path.open("w", encoding="utf-8") as file:
        for key in kept:
            words = [token.text for token in nlp.make_doc(unique[key]) if not token.is_space]
            file.write(" ".join(words) + "\n")
            n_words += len(words)
    return n_words


def train_vectors(nlp: Language, text_path: Path, work_dir: Path, settings: VectorSettings) -> None:
    """Train floret vectors on a file of tokens and put them into the pipeline's vocabulary."""
    import floret  # noqa: PLC0415 -- only the build needs it

    model = floret.train_unsupervised(
        str(text_path),
        model="cbow",
        mode="floret",
        hashCount=2,
        bucket=settings.n_rows,
        dim=settings.width,
        epoch=settings.n_epochs,
        minCount=settings.min_count,
        minn=settings.min_piece,
        maxn=settings.max_piece,
        neg=10,
        thread=1,
    )
    table_path = work_dir / "vectors.floret"
    model.save_floret_vectors(str(table_path))
    convert_vectors(nlp, table_path, truncate=-1, prune=-1, mode="floret")
