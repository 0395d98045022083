"""CRAFT: CoNLL-U trees -> parsed sentences."""

from collections.abc import Iterator
from pathlib import Path

from exominer.errors import InputError
from exominer.train.samples import ParsedSentence, Word

_CONLLU_DIR = Path("structural-annotation", "dependency", "conllu")
_N_COLUMNS = 10


def parse_conllu(text: str, *, document: str) -> Iterator[ParsedSentence]:
    r"""Read the sentences of a CoNLL-U file; offsets are found in its ``# text`` lines.

    Raises:
        InputError: If a word does not stand in the text of its sentence, with the line.

    Example:
        >>> rows = "# text = It binds.\n1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n"
        >>> rows += "2\tbinds\tbind\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No\n"
        >>> rows += "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n"
        >>> [sentence] = parse_conllu(rows, document="d")
        >>> [(word.start, word.end, word.dep, word.head) for word in sentence.words]
        [(0, 2, 'nsubj', 1), (3, 8, 'ROOT', 1), (8, 9, 'punct', 1)]
    """
    sentence_text = ""
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.startswith("# text = "):
            sentence_text = line.removeprefix("# text = ")
        elif line.strip() == "" and rows:
            yield _sentence(sentence_text, rows, document=document)
            rows = []
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            if len(columns) != _N_COLUMNS:
                found = f"{len(columns)} columns"
                raise InputError(f"{document}:{number}", found, "CoNLL-U has ten.")
            rows.append((number, columns))


def _sentence(text: str, rows: list[tuple[int, list[str]]], *, document: str) -> ParsedSentence:
    words = []
    position = 0
    for index, (number, columns) in enumerate(rows):
        form, tag, head, dep = columns[1], columns[4], int(columns[6]), columns[7]
        start = text.find(form, position)
        if start < 0:
            raise InputError(f"{document}:{number}", f"{form!r} is not in the sentence's text")
        position = start + len(form)
        is_root = head == 0
        words.append(
            Word(start, position, tag, "ROOT" if is_root else dep, index if is_root else head - 1)
        )
    return ParsedSentence(document, text, tuple(words))


def read_craft_trees(craft_dir: Path) -> dict[str, tuple[ParsedSentence, ...]]:
    """Read the trees of every article, keyed by its PMID, in the order of the PMIDs."""
    return {
        path.stem: tuple(parse_conllu(path.read_text(encoding="utf-8"), document=path.stem))
        for path in sorted((craft_dir / _CONLLU_DIR).glob("*.conllu"))
    }
