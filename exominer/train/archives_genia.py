"""GENIA: UD trees and part-of-speech tags of abstracts -> parsed sentences in CRAFT's manner.

GENIA keeps hyphenated words whole and CRAFT splits them, so they are split here, with the
arcs that CRAFT gives such pieces.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from exominer.train.samples import ParsedSentence, Word
from exominer.train.universal import Node, convert_tree

_PIECES = re.compile(r"[-–−/]|[^-–−/]+")
_AFFIXES = frozenset(
    "anti non co pre post pro re over under inter intra multi sub semi auto un trans".split()
)
_N_COLUMNS = 8
_HEADERS = ("UI", "TI", "AB")


def parse_universal(text: str, *, document: str) -> Iterator[ParsedSentence]:
    """Read the sentences of a CoNLL-U file without texts, converted; others are left out.

    Each is its own document, numbered, since the file names none.
    """
    for number, block in enumerate(text.split("\n\n")):
        rows = [line.split("\t") for line in block.split("\n") if line[:1].isdigit()]
        nodes = [
            Node(row[1], row[4], row[7], int(row[6]) - 1 if row[6] != "0" else i)
            for i, row in enumerate(rows)
            if len(row) >= _N_COLUMNS
        ]
        if nodes and len(nodes) == len(rows) and convert_tree(nodes):
            yield lay_out_words(nodes, f"{document}-{number}")


def read_genia_trees(path: Path) -> list[ParsedSentence]:
    """Read a file of trees."""
    return list(parse_universal(path.read_text(encoding="utf-8"), document=path.stem))


def parse_tagged(text: str, *, document: str) -> Iterator[ParsedSentence]:
    r"""Read sentences of words and tags; their arcs are all to the first word and mean nothing.

    Example:
        >>> [sentence] = parse_tagged("IL-2\tNN\nrises\tVBZ\n", document="d")
        >>> [sentence.text[word.start : word.end] + "/" + word.tag for word in sentence.words]
        ['IL/NN', '-/HYPH', '2/CD', 'rises/VBZ']
    """
    for block in text.split("\n\n"):
        pairs = [line.split("\t") for line in block.split("\n") if "\t" in line]
        if pairs and pairs[0][0] not in _HEADERS:
            tags = [tag for _, tag in pairs]
            yield lay_out_words(
                [
                    Node(form, _craft_tag(tag, after), "dep", 0)
                    for (form, tag), after in zip(pairs, [*tags[1:], ""], strict=True)
                ],
                document,
            )


def _craft_tag(tag: str, after: str) -> str:
    """Name brackets as the Penn treebank does, and keep TO for the infinitive's."""
    if tag == "TO" and after not in ("VB", "RB"):
        return "IN"
    return {"(": "-LRB-", ")": "-RRB-"}.get(tag, tag)


def read_genia_tags(path: Path) -> list[ParsedSentence]:
    """Read a file of words and tags."""
    return list(parse_tagged(path.read_text(encoding="utf-8"), document=path.stem))


def lay_out_words(nodes: list[Node], document: str) -> ParsedSentence:
    """Split the words at hyphens and slashes and lay them out with single spaces."""
    split = [_split(node.form) for node in nodes]
    firsts = [0, *accumulate(len(pieces) for pieces in split)]
    carriers = [first + _find_carrier(pieces) for first, pieces in zip(firsts, split, strict=False)]
    words: list[Word] = []
    position = 0
    for node, pieces, own in zip(nodes, split, carriers, strict=True):
        for i, piece in enumerate(pieces):
            end = position + len(piece)
            if len(words) == own:
                word = Word(position, end, node.tag, node.dep, carriers[node.head])
            else:
                tag, dep = _label_piece(piece, node.tag)
                # "2" hangs on "IL" in "IL-2-induced": two pieces back, past the hyphen.
                is_number = dep == "nummod" and i >= 2
                word = Word(position, end, tag, dep, len(words) - 2 if is_number else own)
            words.append(word)
            position = end
        position += 1
    text = " ".join("".join(pieces) for pieces in split)
    return ParsedSentence(document, text, tuple(words))


def _find_carrier(pieces: list[str]) -> int:
    """Choose the piece that carries the word's arc: the last that is no number, as in CRAFT."""
    named = [i for i, piece in enumerate(pieces) if piece[0].isalpha()]
    return named[-1] if named else len(pieces) - 1


def _split(form: str) -> list[str]:
    pieces = _PIECES.findall(form)
    is_splittable = len(pieces) > 1 and pieces[0][0].isalnum() and pieces[-1][0].isalnum()
    return pieces if is_splittable else [form]


def _label_piece(piece: str, tag: str) -> tuple[str, str]:
    """Name the tag and the arc of a piece that does not carry the word's own."""
    if not piece[0].isalnum():
        return ("SYM" if piece == "/" else "HYPH"), "punct"
    if piece.lower() in _AFFIXES:
        return "AFX", "amod"
    if piece[0].isdigit():
        return "CD", "nummod"
    return "NN", "npadvmod" if tag in ("JJ", "VBN", "VBG") else "compound"
