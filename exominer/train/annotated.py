"""Annotated documents -> the mentions to learn from, a sample for each sentence."""

from exominer.records import AnnotatedDocument
from exominer.train.samples import LabelledSpan, Sample, drop_overlaps

GRAMMAR_KINDS = frozenset({"dose", "isolation_method", "mirna", "ncrna", "radiation"})
"""What a grammar finds better than a model learns it from a few hundred documents."""

NOT_LEARNT = GRAMMAR_KINDS | {"effect"}
_ROLE_SOURCE = "role"


def make_samples(annotated: AnnotatedDocument) -> tuple[list[Sample], int]:
    """Cut a document into its sentences; return how many mentions stand in none of them.

    Phrases of claims (kind ``effect``) and fillers of roles are no names and are left out,
    and so are the kinds of ``GRAMMAR_KINDS``.

    Example:
        >>> from exominer.records import Document, Mention, Sentence
        >>> document = Document("d.txt", "", "text", "p53 fell.", sentences=(Sentence(0, 9),))
        >>> mention = Mention("T1", "gene_or_protein", 0, 3, "p53")
        >>> [sample], n_outside = make_samples(AnnotatedDocument(document, mentions=(mention,)))
        >>> sample.spans, n_outside
        ((LabelledSpan(start=0, end=3, label='gene_or_protein'),), 0)
    """
    spans = drop_overlaps(
        LabelledSpan(mention.start, mention.end, mention.kind)
        for mention in annotated.mentions
        if mention.kind not in NOT_LEARNT and mention.source != _ROLE_SOURCE
    )
    document = annotated.document
    samples = []
    for sentence in document.sentences:
        inside = tuple(
            LabelledSpan(span.start - sentence.start, span.end - sentence.start, span.label)
            for span in spans
            if sentence.start <= span.start and span.end <= sentence.end
        )
        text = document.text[sentence.start : sentence.end]
        samples.append(Sample(document.document, text, inside))
    return samples, len(spans) - sum(len(sample.spans) for sample in samples)
