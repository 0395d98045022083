"""CRAFT and GENIA as running text: paragraphs with the offsets at which their sentences begin."""

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from exominer.train.archives_craft import read_craft_trees
from exominer.train.archives_iob import read_iob
from exominer.train.corpora import find_documents


class Paragraph(Struct, frozen=True):
    """``starts`` are those of all sentences but the first, which begins where the text does."""

    document: str
    text: str
    starts: frozenset[int]


def read_craft(work_dir: Path, part: str) -> list[Paragraph]:
    """Articles of CRAFT-IOB's ``devel`` or ``test`` part, or the ``train`` that is left.

    A line of an article is a paragraph, headings too. Sentences are those of the treebank.
    """
    trees = read_craft_trees(work_dir / "craft")
    held_out = {
        name: find_documents(read_iob(work_dir / "mtl_ner" / "CRAFT-IOB" / f"{name}.tsv"), trees)
        for name in ("devel", "test")
    }
    train = set(trees) - held_out["devel"] - held_out["test"]
    names = train if part == "train" else held_out[part]
    texts = work_dir / "craft" / "articles" / "txt"
    return [
        paragraph
        for name in sorted(names)
        for paragraph in lay_out(
            name,
            (texts / f"{name}.txt").read_text(encoding="utf-8"),
            [sentence.text for sentence in trees[name]],
        )
    ]


def lay_out(document: str, text: str, sentences: Iterable[str]) -> list[Paragraph]:
    """Find the sentences in the text, one after the other; one may reach over a displayed line.

    Raises:
        ValueError: If one is not there.
    """
    starts, position = [], 0
    for sentence in sentences:
        words = r"\s+".join(map(re.escape, sentence.split()))
        found = re.compile(words).search(text, position)
        if found is None:
            raise ValueError(f"{document}: {sentence[:60]!r} is not in the text.")
        starts.append(found.start())
        position = found.end()
    paragraphs, position = [], 0
    for line in text.split("\n"):
        inside = {start - position for start in starts if position <= start < position + len(line)}
        if line.strip():
            first = len(line) - len(line.lstrip())
            paragraphs.append(Paragraph(document, line, frozenset(inside - {first})))
        position += len(line) + 1
    return paragraphs


def read_genia(work_dir: Path, part: str) -> list[Paragraph]:
    """Abstracts of GENIA's ``dev`` or ``test`` part; the title is a paragraph of its own.

    The corpus has the untokenised text with a sentence a line; the lines are joined by a space.
    """
    paragraphs = []
    for path in sorted((work_dir / "genia_dep" / "raw" / part).glob("*.txt")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        title, *sentences = [line for line in lines if line]
        paragraphs.append(Paragraph(path.stem, title, frozenset()))
        starts, position = [], 0
        for sentence in sentences:
            starts.append(position)
            position += len(sentence) + 1
        paragraphs.append(Paragraph(path.stem, " ".join(sentences), frozenset(starts[1:])))
    return paragraphs
