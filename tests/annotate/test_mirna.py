import pytest

from exominer.annotate.mirna import find_mirnas


def names(text):
    return [mention.name for mention in find_mirnas(text) if mention.kind == "mirna"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-7-5p", ["miR-7-5p"], id="strand"),
        pytest.param("let-7b-5p", ["let-7b-5p"], id="let"),
        pytest.param("microRNA-21", ["miR-21"], id="microRNA"),
        pytest.param("miRNA-218-5p", ["miR-218-5p"], id="miRNA"),
        pytest.param("MicroRNA 21 rose", ["miR-21"], id="space"),
        pytest.param("mir 21", ["miR-21"], id="lower-case"),
        pytest.param("MIR146A", ["miR-146a"], id="gene"),
        pytest.param("MIR125B1", ["miR-125b-1"], id="gene-copy"),
        pytest.param("miR\u201121\u20135p", ["miR-21-5p"], id="other-hyphens"),
        pytest.param("miR- 23a", ["miR-23a"], id="line-break"),
        pytest.param("miR-9*", ["miR-9*"], id="star"),
        pytest.param("oncomiR-1", ["miR-1"], id="oncomiR"),
        pytest.param("anti-miR-21", ["miR-21"], id="inhibitor"),
        pytest.param("miR-21-loaded", ["miR-21"], id="compound"),
        pytest.param("miR-17~92 and miR-17-92 cluster", ["miR-17-92"] * 2, id="cluster"),
        pytest.param("miR-17-92, miR-106b-25.", ["miR-17-92", "miR-106b-25"], id="bare-cluster"),
        pytest.param("microRNA (miR)-21-5p", ["miR-21-5p"], id="short-form-in-brackets"),
        pytest.param("miR-200s fell", ["miR-200"], id="plural-of-a-family"),
        pytest.param("miR125B1", ["miR-125b-1"], id="gene-in-small-letters"),
        pytest.param("miR-BART7-3p", ["miR-BART7-3p"], id="viral"),
        pytest.param("miR-30a and -9a", ["miR-30a", "miR-9a"], id="and"),
        pytest.param("miR-17, -18a and -20a", ["miR-17", "miR-18a", "miR-20a"], id="list"),
        pytest.param("miRs-21 and -155", ["miR-21", "miR-155"], id="plural"),
        pytest.param("miRs 21 and 155", ["miR-21", "miR-155"], id="plural-bare"),
        pytest.param("miR-15a/16-1", ["miR-15a", "miR-16-1"], id="slash"),
        pytest.param("miR-200a/b/c", ["miR-200a", "miR-200b", "miR-200c"], id="letters"),
        pytest.param("miR-199a/b-3p", ["miR-199a", "miR-199b-3p"], id="letter-with-strand"),
        pytest.param("miR-21-5p/3p", ["miR-21-5p", "miR-21-3p"], id="strands"),
        pytest.param("miR-21/-21-5p", ["miR-21", "miR-21-5p"], id="alias"),
    ],
)
def test_find_mirnas_reads_every_spelling(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a mirror", id="mirror"),
        pytest.param("the Miranda algorithm", id="miranda"),
        pytest.param("we let 7 days pass", id="let"),
        pytest.param("miRNA 24 h later", id="hours"),
        pytest.param("miRNA 24-48 h later", id="range-of-hours"),
        pytest.param("miR31HG", id="host-gene-in-small-letters"),
        pytest.param("MIR17HG", id="host-gene"),
    ],
)
def test_find_mirnas_leaves_other_words(text):
    assert names(text) == []


def test_find_mirnas_takes_plural_and_bracket_into_the_mention():
    found = [mention.text for mention in find_mirnas("microRNA (miR)-21 and the miR-200s")]

    assert found == ["microRNA (miR)-21", "miR-200s"]


def test_find_mirnas_counts_no_patients_as_members():
    assert names("miR-9 and 12 patients") == ["miR-9"]


def test_find_mirnas_gives_a_concept_where_the_species_is_printed():
    found = [mention.concept_id for mention in find_mirnas("has-miR-9, mmu-let-7a and miR-1")]

    assert found == ["mirbase:hsa-miR-9", "mirbase:mmu-let-7a", ""]


def test_find_mirnas_tells_the_class_from_the_named():
    found = [(mention.text, mention.kind) for mention in find_mirnas("miRNAs such as miR-1")]

    assert sorted(found) == [("miR-1", "mirna"), ("miRNAs", "dna_rna_class")]
