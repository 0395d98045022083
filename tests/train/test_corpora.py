from exominer.train.corpora import find_documents, split_by_document
from exominer.train.samples import ParsedSentence, Sample


def test_split_by_document_puts_no_document_in_both_parts():
    samples = [Sample(f"doc-{i % 20}", f"Sentence {i}.", ()) for i in range(100)]

    kept, aside = split_by_document(samples, one_in=5)

    assert kept
    assert aside
    assert {sample.document for sample in kept}.isdisjoint(sample.document for sample in aside)
    assert len(kept) + len(aside) == 100


def test_find_documents_asks_for_five_shared_sentences():
    def sentence(i):
        return f"The cells of experiment {i} were irradiated and then left alone for a day."

    documents = {
        "five": tuple(ParsedSentence("five", sentence(i), ()) for i in range(5)),
        "four": tuple(ParsedSentence("four", sentence(i), ()) for i in range(5, 9)),
    }
    samples = [Sample("t", sentence(i).replace(" and", "  and"), ()) for i in range(9)]

    assert find_documents(samples, documents) == {"five"}
