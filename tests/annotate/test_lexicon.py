import pytest

from exominer.annotate.atoms import atom_key, is_gap_like
from exominer.annotate.lexicon import TABLES, find_lexicon_terms, read_table


def found(text):
    return [(mention.text, mention.kind) for mention in find_lexicon_terms(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("MCF-7", id="as-listed"),
        pytest.param("MCF7", id="no-hyphen"),
        pytest.param("MCF 7", id="space"),
        pytest.param("mcf-7", id="case"),
        pytest.param("MCF\u20117", id="other-hyphen"),
        pytest.param("4 T1", id="split-name"),
        pytest.param("RAW 264.7", id="dot"),
        pytest.param("A549R", id="resistant"),
        pytest.param("MCF-7/ADR", id="resistant-to-drug"),
    ],
)
def test_find_lexicon_terms_matches_a_line_across_spellings(text):
    assert found(f"In {text} we saw") == [(text, "cell_line")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("LLC cells", [("LLC", "cell_line")], id="with-cells"),
        pytest.param("LLC members", [], id="without-cells"),
        pytest.param("HEL, K562 and XX cells", ["HEL", "K562"], id="in-a-list"),
        pytest.param("T 24 h", [], id="spaced-short-name"),
        pytest.param("plasma membrane", [], id="membrane"),
        pytest.param("RNA-seq", [], id="method"),
        pytest.param("PI3K/Akt pathway", [("PI3K/Akt", "pathway")], id="pathway"),
        pytest.param("Notch signalling", [("Notch", "pathway")], id="signalling"),
        pytest.param("TGF-beta1", [("TGF-beta1", "gene_or_protein")], id="greek"),
        pytest.param("tumour antigens", [("tumour antigens", "antigen")], id="british"),
        pytest.param("mRNAs", [("mRNAs", "dna_rna_class")], id="plural"),
    ],
)
def test_find_lexicon_terms_needs_the_right_company(text, expected):
    terms = found(text)

    assert terms == expected or [term for term, _ in terms] == expected


def test_find_lexicon_terms_gives_accession_and_name():
    (line,) = find_lexicon_terms("A549")
    (cell,) = find_lexicon_terms("CAFs")

    assert line.concept_id == "cellosaurus:CVCL_0023"
    assert cell.name == "cancer-associated fibroblast"


@pytest.mark.parametrize("table", TABLES)
def test_read_table_rows_are_unique_and_trimmed(table):
    rows = read_table(table)

    assert len({row[0] for row in rows}) == len(rows) > 0
    assert all(field == field.strip() for row in rows for field in row)


def test_atom_key_levels_case_number_and_spelling():
    keys = [atom_key(word) for word in ("DCs", "Tumours", "metastasis", "haemoglobin", "β")]

    assert keys == ["dc", "tumor", "metastasis", "hemoglobin", "beta"]


@pytest.mark.parametrize(
    ("wanted", "printed", "expected"),
    [
        pytest.param("-", " ", True, id="hyphen-space"),
        pytest.param("", " ", False, id="nothing-space"),
        pytest.param("/", "-", True, id="slash-hyphen"),
        pytest.param("", "/", False, id="nothing-slash"),
        pytest.param(" ", ", ", False, id="comma"),
    ],
)
def test_is_gap_like_tells_variants_from_other_texts(wanted, printed, expected):
    assert is_gap_like(wanted, printed, may_open=False) is expected
