from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exominer.annotate.annotator import annotate_document
from exominer.config import AnnotateConfig
from exominer.records import Cell, Document, Mention, Section, Sentence, Table, Token


class FakePipeline:
    """Tags every "MEK9" and gives each sentence one token."""

    def annotate(self, document, *, batch_size, whole):
        assert batch_size > 0 and sorted(whole) == list(whole)
        text = document.text
        tokens = tuple(
            Token(s.start, s.end, text[s.start : s.end], "X", "X", "ROOT", i)
            for i, s in enumerate(document.sentences)
        )
        mentions = tuple(
            Mention("", "gene_or_protein", at, at + 4, "MEK9", source="model")
            for s in document.sentences
            if (at := text.find("MEK9", s.start, s.end)) >= 0
        )
        return tokens, mentions


def document_of(*parts, **fields):
    """A document of sentences, one a line."""
    sentences, position = [], 0
    for part in parts:
        sentences.append(Sentence(position, position + len(part)))
        position += len(part) + 1
    return Document("a.txt", "", "text", "\n".join(parts), sentences=tuple(sentences), **fields)


def annotate(document, pipeline=None):
    return annotate_document(document, pipeline, AnnotateConfig())


def kinds(annotated):
    return [(mention.text, mention.kind) for mention in annotated.mentions]


def test_annotate_document_numbers_mentions_in_the_order_of_the_text():
    annotated = annotate(
        document_of("Exosomes held MEK9.", "They rose after 2 Gy."), FakePipeline()
    )

    assert [(m.mention_id, m.text) for m in annotated.mentions] == [
        ("T1", "Exosomes"),
        ("T2", "MEK9"),
        ("T3", "2 Gy"),
    ]
    assert len(annotated.tokens) == 2


def test_annotate_document_splits_cell_and_vesicle_of_a_compound():
    annotated = annotate(document_of("MSC-EVs and radiation-derived exosomes differed."))

    assert kinds(annotated) == [
        ("MSC", "cell_type"),
        ("EVs", "vesicle"),
        ("radiation-derived exosomes", "vesicle"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The level of serum exosomal miR-378 was high.",
            [("serum", "fluid"), ("exosomal", "vesicle"), ("miR-378", "mirna")],
            id="no-substance-of-an-organism",
        ),
        pytest.param("It was higher than before (p=0.000095).", [], id="no-mention-in-a-p-value"),
        pytest.param(
            "Serum of 73 NSCLC patients was drawn.",
            [("Serum", "fluid"), ("NSCLC", "disease")],
            id="no-protein-of-a-number",
        ),
    ],
)
def test_annotate_document_passes_what_users_of_other_tools_complained_of(text, expected, pipeline):
    """Strings of scispaCy's issue 538."""
    assert kinds(annotate(document_of(text), pipeline)) == expected


def test_annotate_document_carries_a_definition_through_the_text():
    annotated = annotate(
        document_of("Exosomes of yellow xylem cells (YXCs) rose.", "So did those of YXC EVs.")
    )

    cells = [(m.text, m.name) for m in annotated.mentions if m.kind == "cell_type"]
    assert cells == [("YXCs", "yellow xylem cells"), ("YXC", "yellow xylem cells")]


def test_annotate_document_passes_over_references_and_title():
    text = "On HSP70\nHSP70 rose.\nHSP70 in a reference."
    sections = (
        Section("title", "On HSP70", 0, 8),
        Section("results", "", 9, 20),
        Section("references", "", 21, len(text)),
    )
    sentences = (Sentence(0, 8), Sentence(9, 20), Sentence(21, len(text)))
    document = Document("a", "", "text", text, sections=sections, sentences=sentences)

    assert [mention.start for mention in annotate(document).mentions] == [9]


def test_annotate_document_reads_cells_and_keeps_mentions_inside_them():
    text = "Cargo\tDose\nMEK9\t2\n"
    cells = (
        Cell(0, 0, 0, 5, is_header=True),
        Cell(0, 1, 6, 10, is_header=True),
        Cell(1, 0, 11, 15),
        Cell(1, 1, 16, 17),
        Cell(2, 1, 16, 17),
    )
    table = Table("t1", "Table 1", 0, 0, 0, 18, cells)
    annotated = annotate(Document("a", "", "text", text, tables=(table,)), FakePipeline())

    assert kinds(annotated) == [("MEK9", "gene_or_protein")]
    assert [token.text for token in annotated.tokens] == ["MEK9", "2"]


def test_annotate_document_uses_the_footnote_of_a_table():
    text = "ZQT"
    table = Table(
        "t1",
        "",
        0,
        0,
        0,
        3,
        (Cell(0, 0, 0, 3),),
        abbreviations=(("ZQT", "total body irradiation"),),
    )

    assert kinds(annotate(Document("a", "", "text", text, tables=(table,)))) == [
        ("ZQT", "radiation")
    ]


WORDS = st.sampled_from(
    "exosomes EVs miR-21 2 Gy MSC-EVs irradiated cells U87 HSP70 (IR) radiation T and CAFs".split()
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=4))
def test_annotate_document_mentions_hold_their_text_and_do_not_overlap(parts):
    annotated = annotate(document_of(*parts))
    text = annotated.document.text

    found = annotated.mentions
    assert all(text[m.start : m.end] == m.text and "\n" not in m.text for m in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_annotate_document_takes_no_rna_degrading_exosome_for_a_vesicle(pipeline):
    document = document_of(
        "High EXOSC2 and DIS3 in the tumour foretold relapse after 60 Gy. The exosome degrades "
        "noncoding transcripts. Unlike the exosomes that cells release, this exosome stays inside."
    )

    assert "vesicle" not in {mention.kind for mention in annotate(document, pipeline).mentions}
