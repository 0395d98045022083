import re

import pytest

from exominer.evaluate.cooccurrence import find_cooccurrences, find_nearest
from exominer.records import AnnotatedDocument, Document, Mention, Sentence

MARK = re.compile(r"\{([^|}]+)\|([a-z_]+)\}")


def annotate(*marked_sentences):
    """Sentences with mentions as "{A549|cell_line}" to an annotated document."""
    text, sentences, mentions = "", [], []
    for marked in marked_sentences:
        start, at = len(text), 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            mentions.append(
                Mention(f"T{len(mentions)}", mark[2], len(text), len(text) + len(mark[1]), mark[1])
            )
            text, at = text + mark[1], mark.end()
        text += marked[at:]
        sentences.append(Sentence(start, len(text)))
        text += " "
    document = Document(
        document="a.txt", sha256="", format="text", text=text, sentences=tuple(sentences)
    )
    return AnnotatedDocument(document=document, mentions=tuple(mentions))


def facts(claims):
    return [
        (
            "+".join(item.text for item in claim.cargo),
            "+".join(cell.text for cell in claim.donor_cell),
            claim.effect.text,
        )
        for claim in claims
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "{A549|cell_line} {exosomes|vesicle} with {KRAS|gene_or_protein} and "
            "{miR-15|mirna} raised {invasion|effect_process} and {growth|effect_process}.",
            # 2 cargos times 2 processes
            [("KRAS", "A549", "invasion"), ("KRAS", "A549", "growth"),
             ("miR-15", "A549", "invasion"), ("miR-15", "A549", "growth")],
            id="each-with-each",
        ),
        pytest.param(
            "{Exosomes|vesicle} raised {invasion|effect_process}.",
            [("", "", "invasion")],
            id="vesicle-as-a-whole",
        ),
        pytest.param(
            "{KRAS|gene_or_protein} raised {invasion|effect_process}.", [], id="no-vesicle"
        ),
        pytest.param(
            "{U251|cell_line} cells took up, a day later, {exosomes|vesicle} of "
            "{A549|cell_line}, for {invasion|effect_process}.",
            [("", "A549", "invasion")],
            id="nearest-cell",
        ),
    ],
)  # fmt: skip
def test_find_cooccurrences_pairs_what_stands_in_a_sentence(marked, expected):
    assert facts(find_cooccurrences(annotate(marked))) == expected


def test_find_cooccurrences_does_not_cross_sentences():
    annotated = annotate(
        "{Exosomes|vesicle} were purified.",
        "{KRAS|gene_or_protein} raised {growth|effect_process}.",
    )

    assert find_cooccurrences(annotated) == ()


def test_find_cooccurrences_quotes_the_sentence():
    annotated = annotate("First.", "{Exosomes|vesicle} raised {growth|effect_process}.")

    (claim,) = find_cooccurrences(annotated)

    quote = claim.evidence[0]
    text = annotated.document.text
    assert quote.text == text[quote.start : quote.end] == "Exosomes raised growth."


def test_find_cooccurrences_gives_each_claim_its_own_id():
    claims = find_cooccurrences(
        annotate(
            "{Exosomes|vesicle} raised {growth|effect_process} and {growth|effect_process}.",
            "{Exosomes|vesicle} raised {growth|effect_process}.",
        )
    )

    assert len(claims) == len({claim.claim_id for claim in claims}) == 3


def test_find_nearest_takes_the_earlier_of_two_as_near():
    middle = Mention("T1", "vesicle", 10, 12, "EV")
    before, after = (
        Mention("T2", "cell_line", 5, 9, "A549"),
        Mention("T3", "cell_line", 13, 17, "U251"),
    )

    assert find_nearest(middle, [after, before]) == before
    assert find_nearest(middle, []) is None
