"""IOB files (token, tag; a blank line after each sentence) -> samples.

The files carry no document ids and no spacing. Where the raw texts are at hand the
sentences are found in them again; elsewhere the spacing is restored by rule.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exominer.errors import InputError
from exominer.train.samples import LabelledSpan, Sample

_CLOSING = frozenset(".,;:)]}%?!'")
_OPENING = frozenset("([{")
_JOINING = frozenset("-–−/")


class _Builder:
    """Collects the tokens of one sentence as text with spans."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[LabelledSpan] = []
        self._open: tuple[int, str] | None = None

    def add(self, token: str, tag: str) -> None:
        """Append a token, with a space before it where one belongs."""
        previous = self.text[-1:] or "("
        glued = token[0] in _CLOSING | _JOINING or previous in _OPENING | _JOINING
        gap = "" if glued else " "
        if tag[0] != "I" or self._open is None or self._open[1] != tag[2:]:
            self.close()
            if tag != "O":
                self._open = (len(self.text) + len(gap), tag[2:])
        self.text += gap + token

    def close(self) -> None:
        """End the mention that is open, if one is."""
        if self._open is not None:
            start, label = self._open
            self.spans.append(LabelledSpan(start, len(self.text), label))
            self._open = None


def parse_iob(text: str, *, document: str) -> Iterator[Sample]:
    r"""Read sentences; each is its own document, numbered, since the files name none.

    Raises:
        InputError: If a line has no tag, with its number.

    Example:
        >>> [sample] = parse_iob("IL\tB-g\n-\tI-g\n2\tI-g\nrose\tO\n.\tO\n", document="d")
        >>> sample.text, sample.spans
        ('IL-2 rose.', (LabelledSpan(start=0, end=4, label='g'),))
    """
    builder = _Builder()
    n_sentences = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip() == "":
            if builder.text:
                builder.close()
                yield Sample(f"{document}-{n_sentences}", builder.text, tuple(builder.spans))
                builder, n_sentences = _Builder(), n_sentences + 1
            continue
        columns = line.split()
        if len(columns) < 2:
            raise InputError(f"{document}:{number}", "no tag", "Expected a token and a tag.")
        builder.add(columns[0], columns[1])


def read_iob(path: Path) -> list[Sample]:
    """Read a file of sentences."""
    return list(parse_iob(path.read_text(encoding="utf-8"), document=path.stem))


def find_in_texts(samples: Iterable[Sample], texts: dict[str, str]) -> tuple[list[Sample], int]:
    r"""Put sentences back into the documents they come from.

    Args:
        samples: Sentences whose spacing may differ from the documents'.
        texts: The raw text of each document.

    Returns:
        The sentences found, with the spacing and the name of their document, and how many
        were found in none.

    Example:
        >>> sample = Sample("d-0", "IL-2 rose.", (LabelledSpan(0, 4, "g"),))
        >>> [found], n_lost = find_in_texts([sample], {"PMID-1": "Title.\nIL - 2 rose."})
        >>> found.document, found.text, found.spans, n_lost
        ('PMID-1', 'IL - 2 rose.', (LabelledSpan(start=0, end=6, label='g'),), 0)
    """
    solid = {
        name: [i for i, character in enumerate(text) if not character.isspace()]
        for name, text in texts.items()
    }
    packed = {name: "".join(text.split()) for name, text in texts.items()}
    found: list[Sample] = []
    n_lost = 0
    last = ""
    cursor: dict[str, int] = {}
    for sample in samples:
        key = "".join(sample.text.split())
        names = [last, *packed] if last else list(packed)
        name = next(
            (name for name in names if packed[name].find(key, cursor.get(name, 0)) >= 0), ""
        )
        if not name:
            n_lost += 1
            continue
        at = packed[name].find(key, cursor.get(name, 0))
        last, cursor[name] = name, at + len(key)
        found.append(_respaced(sample, name, texts[name], solid[name][at : at + len(key)]))
    return found, n_lost


def _respaced(sample: Sample, name: str, text: str, positions: list[int]) -> Sample:
    packed_offsets = [i for i, character in enumerate(sample.text) if not character.isspace()]
    place = dict(zip(packed_offsets, positions, strict=True))
    start = positions[0]
    spans = tuple(
        LabelledSpan(place[span.start] - start, place[span.end - 1] + 1 - start, span.label)
        for span in sample.spans
    )
    return Sample(name, text[start : positions[-1] + 1], spans)
