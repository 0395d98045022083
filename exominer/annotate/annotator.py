"""Document -> AnnotatedDocument: tokens, abbreviations and disjoint mentions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from exominer.annotate.abbreviations import find_abbreviations
from exominer.annotate.compounds import split_compounds
from exominer.annotate.concepts import add_concept
from exominer.annotate.model_noise import drop_noise
from exominer.annotate.overlaps import resolve_overlaps
from exominer.annotate.recognisers import RECOGNISERS
from exominer.annotate.rna_exosome import drop_complexes
from exominer.annotate.short_forms import find_short_forms, mention_of_long_form
from exominer.config import AnnotateConfig
from exominer.records import (
    Abbreviation,
    AnnotatedDocument,
    Document,
    Mention,
    Section,
    Sentence,
    Token,
)

if TYPE_CHECKING:
    from exominer.annotate.pipeline import Pipeline

_SKIPPED: Final = frozenset({"references", "back", "title"})
_NAMES: Final = frozenset({"mirna", "ncrna", "gene_or_protein", "cell_line", "dna_rna_class"})
# No pattern matches it, so none reaches from one sentence or cell into the next.
_BLANK: Final = "\x00"

Span = tuple[int, int]


def annotate_document(
    document: Document, pipeline: "Pipeline | None", settings: AnnotateConfig
) -> AnnotatedDocument:
    """Find the mentions in sentences, captions and table cells of a document.

    Title, headings, references and back matter are read for abbreviations at most. Without
    a pipeline there are no tokens and only what grammars and lexicons find.

    Returns:
        The document with mentions "T1", "T2", ... in the order of the text; they do not
        overlap and none crosses a sentence or a cell.

    Example:
        >>> document = Document(document="a.txt", sha256="", format="text",
        ...     text="Exosomes rose after 2 Gy.", sentences=(Sentence(0, 25),))
        >>> annotated = annotate_document(document, None, AnnotateConfig())
        >>> [(m.mention_id, m.kind, m.text) for m in annotated.mentions]
        [('T1', 'vesicle', 'Exosomes'), ('T2', 'dose', '2 Gy')]
    """
    prose = [s for s in document.sentences if not _is_skipped(document, s.start)]
    units = sorted({(s.start, s.end) for s in prose} | set(_cell_spans(document)))
    text = mask_text(document.text, units)
    found = [m for recogniser in RECOGNISERS.values() for m in recogniser(text)]
    whole = _single_words(found)
    abbreviations = find_abbreviations(
        document.text, [*_heading_spans(document), *((s.start, s.end) for s in prose)]
    )
    tokens, modelled = _run_model(document, prose, whole, pipeline, settings)
    found += drop_noise(drop_complexes(modelled, text), abbreviations)
    found += _short_forms(document, text, abbreviations, resolve_overlaps(split_compounds(found)))
    inside = [mention for mention in found if _is_inside(mention, units)]
    resolved = resolve_overlaps(split_compounds(inside))
    return AnnotatedDocument(
        document=document,
        tokens=tokens,
        mentions=tuple(
            msgspec.structs.replace(add_concept(mention), mention_id=f"T{number}")
            for number, mention in enumerate(resolved, start=1)
        ),
        abbreviations=abbreviations,
    )


def mask_text(text: str, spans: Iterable[Span]) -> str:
    """Blank everything outside the spans, so that offsets stay and nothing there is found.

    Example:
        >>> mask_text("abcdef", [(1, 3)]).replace(chr(0), ".")
        '.bc...'
    """
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        if end <= position:
            continue
        start = max(start, position)  # noqa: PLW2901  (a cell may stand in a sentence)
        pieces += (_BLANK * (start - position), text[start:end])
        position = end
    return "".join(pieces) + _BLANK * (len(text) - position)


def _single_words(found: Iterable[Mention]) -> list[Span]:
    """Names without a space ("miR-21-5p"), which the model is to read as one word."""
    named = [m for m in found if m.kind in _NAMES and len(m.text.split()) == 1]
    return [(m.start, m.end) for m in resolve_overlaps(named)]


def _run_model(
    document: Document,
    prose: list[Sentence],
    whole: list[Span],
    pipeline: "Pipeline | None",
    settings: AnnotateConfig,
) -> tuple[tuple[Token, ...], list[Mention]]:
    """Tokens and mentions of the model, which reads each body cell as a sentence."""
    if pipeline is None:
        return (), []
    spans = {(s.start, s.end) for s in prose} | set(_cell_spans(document, body_only=True))
    sentences = tuple(Sentence(start, end) for start, end in sorted(spans))
    readable = msgspec.structs.replace(document, sentences=sentences)
    tokens, mentions = pipeline.annotate(readable, batch_size=settings.batch_size, whole=whole)
    return tokens, list(mentions)


def _short_forms(
    document: Document,
    text: str,
    abbreviations: tuple[Abbreviation, ...],
    resolved: tuple[Mention, ...],
) -> Iterator[Mention]:
    pairs = [(a.short, a.long, mention_of_long_form(a, resolved)) for a in abbreviations]
    defined = {short for short, *_ in pairs}
    for table in document.tables:
        pairs += [(s, long, None) for s, long in table.abbreviations if s not in defined]
    return find_short_forms(text, pairs, recognise=_recognise)


def _recognise(text: str) -> tuple[Mention, ...]:
    return resolve_overlaps(m for recogniser in RECOGNISERS.values() for m in recogniser(text))


def _cell_spans(document: Document, *, body_only: bool = False) -> Iterator[Span]:
    for table in document.tables:
        for cell in table.cells:
            if cell.start < cell.end and not (body_only and cell.is_header):
                yield cell.start, cell.end


def _heading_spans(document: Document) -> Iterator[Span]:
    """Headings, and the whole of a title section, in order."""
    for section in document.sections:
        end = section.end if section.kind == "title" else section.start + len(section.title)
        if section.start < end and section.kind not in ("references", "back"):
            yield section.start, end


def _is_skipped(document: Document, position: int) -> bool:
    section = _section_at(document.sections, position)
    return section is not None and section.kind in _SKIPPED


def _section_at(sections: tuple[Section, ...], position: int) -> Section | None:
    place = bisect_right(sections, position, key=lambda section: section.start)
    found = sections[place - 1] if place else None
    return found if found is not None and position < found.end else None


def _is_inside(mention: Mention, units: list[Span]) -> bool:
    """Whether one of the sentences and cells, sorted and hardly overlapping, holds a mention."""
    place = bisect_right(units, (mention.start, len(units) and units[-1][1]))
    return any(
        start <= mention.start and mention.end <= end
        for start, end in units[max(0, place - 2) : place]
    )
