from exominer.train.corpora import Parts, find_documents, split_by_document, with_dev
from exominer.train.samples import ParsedSentence, Sample, text_key


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


def test_with_dev_leaves_out_what_stands_in_a_test_part():
    own, shared = (Sample("d", f"Sentence {name} of a corpus.", ()) for name in ("own", "shared"))
    elsewhere = Sample("e", "Sentence shared, of a corpus.", ())
    tests = frozenset({text_key(elsewhere.text)})

    joined = with_dev(Parts([], [own, shared], [elsewhere]), tests)

    assert joined == Parts([own], [], [elsewhere])
