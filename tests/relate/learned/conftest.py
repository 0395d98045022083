"""Documents as features see them, from marked sentences."""

import pytest

from exominer.config import RelateConfig
from exominer.ingest.sentences import split_sentences
from exominer.records import AnnotatedDocument, Document, Sentence
from exominer.relate.learned.documents import DocumentView
from exominer.relate.relating import relate_by_rules
from tests.marked import parse_marked


@pytest.fixture
def view_of(pipeline):
    """Marked text to a view; mentions are the marks, the parse is the model's."""

    def make(marked):
        text, mentions = parse_marked(marked)
        sentences = tuple(Sentence(start, end) for start, end in split_sentences(text))
        document = Document("a.txt", "0", "text", text, sentences=sentences)
        tokens, _ = pipeline.annotate(document)
        annotated = AnnotatedDocument(document, tokens, mentions)
        return DocumentView(relate_by_rules(annotated, RelateConfig()), max_sentences_back=3)

    return make
