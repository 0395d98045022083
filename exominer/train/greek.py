"""Samples with spelled-out Greek letters -> the same with the letters that papers print today.

The corpora were made from plain-ASCII abstracts ("TGF-beta 1", "NF-kappa B"); papers write
"TGF-β1" and "NF-κB".
"""

import re
from collections.abc import Iterator

from exominer.train.samples import LabelledSpan, Sample

_LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "kappa": "κ",
}
# The space of "beta 1" and "kappa B" goes with the word.
_SPELLED = re.compile(rf"(?<![A-Za-z])({'|'.join(_LETTERS)})(?![a-z])(?: (?=(?:\d|B)\b))?")


def add_greek(samples: list[Sample]) -> list[Sample]:
    """Append a copy with Greek letters of each sample that spells one out.

    Example:
        >>> samples = add_greek([Sample("d", "TGF-beta 1 rose.", (LabelledSpan(0, 10, "gene"),))])
        >>> samples[1].text, samples[1].spans
        ('TGF-β1 rose.', (LabelledSpan(start=0, end=6, label='gene'),))
    """
    return [*samples, *_greek_copies(samples)]


def _greek_copies(samples: list[Sample]) -> Iterator[Sample]:
    for sample in samples:
        matches = list(_SPELLED.finditer(sample.text))
        if not matches:
            continue
        spans = tuple(
            LabelledSpan(_moved(span.start, matches), _moved(span.end, matches), span.label)
            for span in sample.spans
        )
        text = _SPELLED.sub(lambda match: _LETTERS[match[1]], sample.text)
        yield Sample(sample.document, text, tuple(span for span in spans if span.start < span.end))


def _moved(offset: int, matches: list[re.Match[str]]) -> int:
    """Find where an offset stands after the replacements; one inside a match goes to its end."""
    shift = 0
    for match in matches:
        if match.end() <= offset:
            shift += match.end() - match.start() - 1
        elif match.start() < offset:
            return match.start() - shift + 1
    return offset - shift
