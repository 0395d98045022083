"""Brat stand-off archives (JNLPBA, Cancer Genetics) -> samples, a sentence each."""

import re
from collections.abc import Iterator
from pathlib import Path

from exominer.errors import InputError
from exominer.train.samples import LabelledSpan, Sample, drop_overlaps

_MENTION = re.compile(r"T\d+\t(?P<label>\S+) (?P<offsets>[\d ;]+)\t(?P<text>.*)")
# A full stop ends a sentence before a capital or a digit, unless it follows an initial or
# one of the shortenings that abstracts use.
_BOUNDARY = re.compile(r"(?<=[.?!])(?<!\b[A-Z]\.)(?<!\bvs\.)(?<!i\.e\.)(?<!e\.g\.)\s+(?=[A-Z0-9(])")


def parse_mentions(
    annotations: str, text: str, *, document: str, labels: frozenset[str] | None = None
) -> list[LabelledSpan]:
    r"""Read the text-bound annotations of a brat file; those in several pieces are left out.

    Args:
        annotations: The content of an ``.ann``, ``.a1`` or ``.a2`` file.
        text: The text that they annotate.
        document: Names the file in errors.
        labels: Which labels to keep; None keeps all.

    Raises:
        InputError: If an annotation covers other words than it says.

    Example:
        >>> parse_mentions("T1\tprotein 0 3\tp53\n", "p53 binds.", document="d")
        [LabelledSpan(start=0, end=3, label='protein')]
    """
    spans = []
    for number, line in enumerate(annotations.split("\n"), start=1):
        match = _MENTION.fullmatch(line)
        if match is None or ";" in match["offsets"]:
            continue
        start, end = (int(offset) for offset in match["offsets"].split())
        if text[start:end] != match["text"]:
            found = f"the mention covers {text[start:end]!r} but the file says {match['text']!r}"
            raise InputError(f"{document}:{number}", found, "Offsets count characters, not bytes.")
        if labels is None or match["label"] in labels:
            spans.append(LabelledSpan(start, end, match["label"]))
    return spans


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Find the sentences of an abstract: good enough to learn mentions from.

    Example:
        >>> list(split_sentences("TNF vs. IL-2 in E. coli. Cells died."))
        [(0, 24), (25, 36)]
    """
    start = 0
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for match in _BOUNDARY.finditer(text, line.start(), line.end()):
            yield start, match.start()
            start = match.end()
        if text[start : line.end()].strip():
            yield start, line.end()


def cut_into_samples(document: str, text: str, spans: list[LabelledSpan]) -> Iterator[Sample]:
    """Cut a document into its sentences; of overlapping mentions the longest is kept."""
    kept = drop_overlaps(spans)
    for start, end in split_sentences(text):
        inside = tuple(
            LabelledSpan(span.start - start, span.end - start, span.label)
            for span in kept
            if start <= span.start and span.end <= end
        )
        yield Sample(document, text[start:end], inside)


def read_standoff(
    folder: Path, *, suffixes: tuple[str, ...], labels: frozenset[str] | None = None
) -> list[Sample]:
    """Read every document of a folder with the annotation files of the suffixes.

    A document without one of the files has no annotations of that sort.
    """
    samples: list[Sample] = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        spans: list[LabelledSpan] = []
        for suffix in suffixes:
            annotation_path = path.with_suffix(suffix)
            if annotation_path.exists():
                annotations = annotation_path.read_text(encoding="utf-8")
                spans += parse_mentions(
                    annotations, text, document=str(annotation_path), labels=labels
                )
        samples += cut_into_samples(path.stem, text, spans)
    return samples
